//! Weighted logistic regression over the signals.

use crate::RIDGE;
use crate::cases::Case;

/// The probability that the best entry is right.
pub fn probability(weights: &[f64], used: &[usize], values: &[f64]) -> f64 {
    let z = weights[0]
        + used
            .iter()
            .zip(&weights[1..])
            .map(|(&at, w)| w * values[at])
            .sum::<f64>();
    1.0 / (1.0 + (-z).exp())
}

/// Logistic regression by Newton's method.
pub fn fit(cases: &[&Case], used: &[usize]) -> Vec<f64> {
    let n = used.len() + 1;
    let cases = || cases.iter();
    let total: f64 = cases().map(|case| case.weight).sum();
    let mean = |of: &dyn Fn(f64) -> f64, at: usize| {
        let sum: f64 = cases().map(|case| case.weight * of(case.values[at])).sum();
        sum / total
    };
    let mut pull = vec![1e-9; n];
    for (pull, &at) in pull[1..].iter_mut().zip(used) {
        let middle = mean(&|value| value, at);
        // A signal that never changes keeps weight 0.
        let spread = mean(&|value| (value - middle).powi(2), at);
        *pull = total * (RIDGE * spread).max(1e-9);
    }
    let mut weights = vec![0.0; n];
    for _ in 0..30 {
        let mut gradient = vec![0.0; n];
        let mut hessian = vec![vec![0.0; n]; n];
        for at in 0..n {
            gradient[at] += pull[at] * weights[at];
            hessian[at][at] += pull[at];
        }
        for case in cases() {
            let p = probability(&weights, used, &case.values);
            let mut x = vec![1.0];
            x.extend(used.iter().map(|&at| case.values[at]));
            let off = p - f64::from(u8::from(case.right));
            for i in 0..n {
                gradient[i] += case.weight * off * x[i];
                for j in 0..n {
                    hessian[i][j] += case.weight * p * (1.0 - p) * x[i] * x[j];
                }
            }
        }
        let step = solve(hessian, gradient);
        for (weight, step) in weights.iter_mut().zip(&step) {
            *weight -= step;
        }
        if step.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    weights
}

/// Solves `a x = b` by elimination.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        let pivot = (i..n)
            .max_by(|&x, &y| a[x][i].abs().total_cmp(&a[y][i].abs()))
            .unwrap_or(i);
        a.swap(i, pivot);
        b.swap(i, pivot);
        let (above, below) = a.split_at_mut(i + 1);
        let pivot_row = &above[i];
        for (offset, row) in below.iter_mut().enumerate() {
            let times = row[i] / pivot_row[i];
            for (to, from) in row[i..].iter_mut().zip(&pivot_row[i..]) {
                *to -= times * from;
            }
            b[i + 1 + offset] -= times * b[i];
        }
    }
    for i in (0..n).rev() {
        for column in i + 1..n {
            b[i] -= a[i][column] * b[column];
        }
        b[i] /= a[i][i];
    }
    b
}
