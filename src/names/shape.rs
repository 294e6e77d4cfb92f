//! How foreign a word looks: which letters follow each other in words written down by ear, and which in words of the
//! language's own patterns.

use rustc_hash::FxHashMap;

/// Letters below this are looked up without hashing: those of most scripts.
const NEAR: usize = 0x800;

/// Log-odds for every two neighbouring letters, edges of the word included.
#[derive(Debug)]
pub struct Shape {
    /// The row and column of each letter below U+0800; 0 for those that the table does not know.
    ids: Box<[u16]>,
    /// Those of the letters from U+0800 on.
    beyond: FxHashMap<char, u16>,
    width: usize,
    /// Row: the letter before (row 0: the start); column: the letter after (column 0: the end).
    table: Vec<f32>,
}

impl Shape {
    /// A table for `letters`: a row for the start of the word and one for each letter, in each a column for the end
    /// and one for each letter, in tenths. Nothing if the rows do not fit the letters.
    #[must_use]
    pub fn new(letters: &str, rows: &[Vec<i16>]) -> Option<Self> {
        let numbered: FxHashMap<char, u16> = letters.chars().zip(1..).collect();
        let width = numbered.len() + 1;
        if rows.len() != width || rows.iter().any(|row| row.len() != width) {
            return None;
        }
        let mut ids = vec![0; NEAR].into_boxed_slice();
        let mut beyond = FxHashMap::default();
        for (letter, number) in numbered {
            match ids.get_mut(letter as usize) {
                Some(id) => *id = number,
                None => {
                    beyond.insert(letter, number);
                }
            }
        }
        let table = rows.iter().flatten().map(|&tenths| f32::from(tenths) / 10.0).collect();
        Some(Self { ids, beyond, width, table })
    }

    /// The log-odds that a folded word is a foreign name rather than a word of the language: above zero it looks
    /// foreign. Letters the table does not know add nothing.
    #[must_use]
    pub fn score(&self, folded: &str) -> f32 {
        let mut before = Some(0);
        let mut sum = 0.0;
        for c in folded.chars() {
            let after = match self.ids.get(c as usize) {
                Some(&id) => (id > 0).then_some(id),
                None => self.beyond.get(&c).copied(),
            };
            sum += self.weight(before, after);
            before = after;
        }
        sum + self.weight(before, Some(0))
    }

    fn weight(&self, before: Option<u16>, after: Option<u16>) -> f32 {
        let (Some(before), Some(after)) = (before, after) else { return 0.0 };
        self.table.get(usize::from(before) * self.width + usize::from(after)).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn neighbours_add_up() {
        let shape = Shape::new("ab", &[vec![0, 10, -10], vec![5, 0, 20], vec![0, 0, 0]]).unwrap();
        assert_eq!(shape.score("ab"), 1.0 + 2.0 + 0.0);
        assert_eq!(shape.score("a"), 1.5);
        assert_eq!(shape.score("axb"), 1.0);
        assert!(Shape::new("ab", &[vec![0]]).is_none());
    }
}
