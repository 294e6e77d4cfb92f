//! The sum of saved tallies. Every survey counts once, however many of the tallies hold it, and in whatever order they come.

use std::collections::{BTreeMap, BTreeSet};

use super::{SavedTally, TallyPart, write_tally};

/// A sum, and how many surveys in what was added were in it already.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Merged {
    /// The sum.
    pub sum: SavedTally,
    /// So many surveys counted already, each time they came again.
    pub again: usize,
}

/// Why tallies cannot be added: what two of them share cannot be told from what only one of them has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// The tally, by its number among those to be added (from 0), of which some surveys count already and others do not.
    pub tally: usize,
}

/// A part with the number of the tally it stands in.
struct Numbered {
    tally: usize,
    part: TallyPart,
    /// The bytes it is saved as, where another part has the same surveys: they decide which of the two counts.
    bytes: Vec<u8>,
}

/// Adds tallies. The sum is one part, or, if `keeps_parts`, as many as the tallies have.
///
/// # Errors
/// Two parts share some of their surveys, and the parts at hand do not make it possible to count each once.
pub fn merge_tallies(tallies: Vec<SavedTally>, keeps_parts: bool) -> Result<Merged, Overlap> {
    let (tallies, mut again) = of_different_articles(tallies);
    let of_one = |(tally, saved): (usize, SavedTally)| {
        saved.parts.into_iter().map(move |part| Numbered { tally, part, bytes: Vec::new() })
    };
    let mut pool: Vec<Numbered> = tallies.into_iter().flat_map(of_one).collect();
    in_order(&mut pool);
    let wanted: BTreeSet<u64> = pool.iter().flat_map(|one| &one.part.surveys).copied().collect();
    // The large ones first, for then few are added; where that leaves something out, the small ones.
    let large_first: Vec<usize> = (0..pool.len()).rev().collect();
    let small_first: Vec<usize> = (0..pool.len()).collect();
    let (first, second) = if keeps_parts { (small_first, large_first) } else { (large_first, small_first) };
    let chosen = cover(&pool, &first, &wanted).or_else(|| cover(&pool, &second, &wanted));
    let Some(chosen) = chosen else { return Err(Overlap { tally: split_one(&pool, &first) }) };
    let (mut counted, mut others) = (Vec::new(), Vec::new());
    for (index, one) in pool.into_iter().enumerate() {
        if chosen.contains(&index) { &mut counted } else { &mut others }.push(one.part);
    }
    again += others.iter().map(|part| part.surveys.len()).sum::<usize>();
    if !keeps_parts && counted.len() > 1 {
        let surveys = wanted;
        let tally = SavedTally { parts: counted }.into_sum();
        counted = vec![TallyPart { surveys, tally }];
    }
    for other in others {
        let holds = |part: &&mut TallyPart| !part.surveys.is_disjoint(&other.surveys);
        counted.iter_mut().filter(holds).for_each(|part| part.tally.join(other.tally.clone()));
    }
    counted.sort_by(|a, b| a.surveys.cmp(&b.surveys));
    Ok(Merged { sum: SavedTally { parts: counted }, again })
}

/// The tallies without those of the same articles as another one, which was surveyed in other parts: the sums of their numbers are
/// equal. The one with the most surveys stays. With them comes how many surveys were left out.
fn of_different_articles(tallies: Vec<SavedTally>) -> (Vec<(usize, SavedTally)>, usize) {
    let surveys = |saved: &SavedTally| -> BTreeSet<u64> {
        saved.parts.iter().flat_map(|part| part.surveys.iter().copied()).collect()
    };
    let all: Vec<BTreeSet<u64>> = tallies.iter().map(surveys).collect();
    let mut best: BTreeMap<u64, &BTreeSet<u64>> = BTreeMap::new();
    let total = |surveys: &BTreeSet<u64>| surveys.iter().copied().fold(0, u64::wrapping_add);
    for surveys in &all {
        let known = best.entry(total(surveys)).or_insert(surveys);
        if (surveys.len(), surveys) > (known.len(), *known) {
            *known = surveys;
        }
    }
    let stays = |surveys: &BTreeSet<u64>| best.get(&total(surveys)).is_some_and(|known| *known == surveys);
    let left_out = all.iter().filter(|surveys| !stays(surveys)).map(BTreeSet::len).sum();
    let tallies = tallies.into_iter().enumerate().zip(&all);
    (tallies.filter(|(_, surveys)| stays(surveys)).map(|(numbered, _)| numbered).collect(), left_out)
}

/// Puts parts in an order that does not depend on how they came: those of few surveys first.
fn in_order(pool: &mut [Numbered]) {
    let key = |one: &Numbered| (one.part.surveys.len(), one.part.surveys.clone());
    pool.sort_by_cached_key(key);
    let is_twin = |at: usize| {
        let surveys = |at: usize| pool.get(at).map(|one| &one.part.surveys);
        surveys(at) == surveys(at + 1) || at > 0 && surveys(at) == surveys(at - 1)
    };
    let twins: Vec<usize> = (0..pool.len()).filter(|&at| is_twin(at)).collect();
    for at in twins {
        let Some(one) = pool.get_mut(at) else { continue };
        let alone = SavedTally { parts: vec![one.part.clone()] };
        // Memory takes whatever is written to it.
        let _ = write_tally(&mut one.bytes, &alone);
    }
    pool.sort_by(|a, b| {
        let of = |one: &Numbered| one.part.surveys.len();
        of(a).cmp(&of(b)).then_with(|| a.part.surveys.cmp(&b.part.surveys)).then_with(|| a.bytes.cmp(&b.bytes))
    });
}

/// Which parts, taken in an order, hold every survey once; nothing, if those that have nothing in common lack one.
fn cover(pool: &[Numbered], order: &[usize], wanted: &BTreeSet<u64>) -> Option<BTreeSet<usize>> {
    let mut counted: BTreeSet<u64> = BTreeSet::new();
    let mut chosen = BTreeSet::new();
    for &index in order {
        let surveys = &pool.get(index)?.part.surveys;
        if counted.is_disjoint(surveys) {
            counted.extend(surveys);
            chosen.insert(index);
        }
    }
    (counted.len() == wanted.len()).then_some(chosen)
}

/// The tally of the first part, in an order, of which some surveys count already when it comes, and others do not.
fn split_one(pool: &[Numbered], order: &[usize]) -> usize {
    let mut counted: BTreeSet<u64> = BTreeSet::new();
    let parts = order.iter().filter_map(|&index| pool.get(index));
    let mut split = 0;
    for Numbered { tally, part, .. } in parts {
        if counted.is_disjoint(&part.surveys) {
            counted.extend(&part.surveys);
        } else if !part.surveys.is_subset(&counted) {
            split = *tally;
        }
    }
    split
}
