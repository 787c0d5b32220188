//! The share of wrong answers that is accepted beside the one observed.

use super::judged::Judged;
use crate::matcher::DecisionKind;

/// The share of wrong answers that is accepted beside the one that was observed.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Promise {
    /// The share that the configuration accepts.
    pub accepted: f64,
    /// Answers given, in scope and out of it.
    pub answers: usize,
    /// Of these, wrong.
    pub wrong: usize,
    /// Their share.
    pub observed: f64,
    /// Where the true share begins, with 95% confidence.
    pub least: f64,
    /// Where it ends.
    pub most: f64,
}

/// How the promise is kept on these questions.
pub fn promise(judged: &[Judged], accepted: f64) -> Promise {
    let answered = judged.iter();
    let answered = answered.filter(|one| one.decision == DecisionKind::Answer);
    let (answers, wrong) = answered.fold((0, 0), |(answers, wrong), one| {
        (answers + 1, wrong + usize::from(one.rank != Some(1)))
    });
    let (least, most) = interval(wrong, answers);
    Promise {
        accepted,
        answers,
        wrong,
        observed: wrong as f64 / answers.max(1) as f64,
        least,
        most,
    }
}

/// Standard deviations of the interval: the true share lies outside in 5 of 100 cases.
const DEVIATIONS: f64 = 1.96;

/// Wilson's interval of a share at 95%: `part` of `all`. Without anything, all is possible.
pub fn interval(part: usize, all: usize) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let (n, z) = (all as f64, DEVIATIONS);
    let share = part as f64 / n;
    let middle = share + z * z / (2.0 * n);
    let half = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + z * z / n;
    (
        ((middle - half) / whole).max(0.0),
        ((middle + half) / whole).min(1.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        let close = |one: f64, other: f64| (one - other).abs() < 0.0005;
        let (low, high) = interval(10, 100);
        assert!(close(low, 0.0552) && close(high, 0.1744), "{low} {high}");
        let (low, high) = interval(0, 100);
        assert!(close(low, 0.0) && close(high, 0.0370), "{low} {high}");
        assert_eq!(interval(0, 0), (0.0, 1.0));
    }
}
