//! How sure a share can be of which only a sample was read.

/// The quantile of the normal distribution for 95 in a hundred.
const NORMAL: f64 = 1.959_963_984_540_054;

/// Between which shares (of 1) the true share of right ones lies, if so many of those `judged` were `right`: the interval of E. B.
/// Wilson ("Probable Inference, the Law of Succession, and Statistical Inference", Journal of the American Statistical Association 22,
/// 1927, pages 209 to 212) at 95 in a hundred, which stays honest where nearly all are right and where few were judged. `None` where
/// none was judged, or more are right than were judged.
#[must_use]
pub fn wilson_interval(right: u32, judged: u32) -> Option<(f64, f64)> {
    if judged == 0 || right > judged {
        return None;
    }
    let (all, square) = (f64::from(judged), NORMAL * NORMAL);
    let share = f64::from(right) / all;
    let middle = share + square / (2.0 * all);
    let reach = NORMAL * (share * (1.0 - share) / all + square / (4.0 * all * all)).sqrt();
    let whole = 1.0 + square / all;
    Some((((middle - reach) / whole).max(0.0), ((middle + reach) / whole).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounded(right: u32, judged: u32) -> Option<(u32, u32)> {
        let in_thousand = |share: f64| format!("{:.0}", share * 1000.0).parse::<u32>().unwrap();
        wilson_interval(right, judged).map(|(low, high)| (in_thousand(low), in_thousand(high)))
    }

    #[test]
    fn the_interval_is_that_of_the_books() {
        // 81 of 263: Newcombe, Statistics in Medicine 17 (1998), table I, method 3. So are the three below.
        assert_eq!(rounded(81, 263), Some((255, 366)));
        assert_eq!(rounded(15, 148), Some((62, 160)));
        assert_eq!(rounded(0, 20), Some((0, 161)));
        assert_eq!(rounded(1, 29), Some((6, 172)));
    }

    #[test]
    fn all_right_of_few_is_far_from_sure() {
        assert_eq!(rounded(5, 5), Some((566, 1000)));
        assert_eq!(rounded(50, 50), Some((929, 1000)));
        assert_eq!((rounded(0, 0), rounded(3, 2)), (None, None));
    }
}
