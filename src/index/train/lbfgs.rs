//! Limited-memory BFGS (Nocedal 1980; Liu and Nocedal 1989) with backtracking.

use std::collections::VecDeque;

/// Pairs of steps remembered: more turn sharper, fewer where they would take much memory.
const MOST_MEMORY: usize = 10;
const LEAST_MEMORY: usize = 2;
/// Weights that all remembered pairs together may hold, at 8 bytes each.
const WEIGHTS_REMEMBERED: usize = 12_000_000;
/// Stop when each of the last two steps took less than this share off the value. On development
/// data going on changed no figure by more than .1 points.
const GAIN_SMALL: f64 = 0.002;
/// Share of the promised decrease that a step must reach (Armijo).
const SUFFICIENT: f64 = 1e-4;
/// Shortenings of a step before giving up.
const SHORTENINGS: usize = 12;
/// Stop when the gradient is this small beside the first one.
const GRADIENT_SMALL: f64 = 1e-4;

/// A smooth function to minimise.
pub trait Objective {
    /// Its value at `at`; writes the gradient.
    fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64;
}

/// Minimises `objective` from `at`, in place, in at most `iterations` steps. The first is at most
/// `reach` long: nothing is known of the slopes yet, and too short a step wastes the ones after.
pub fn minimize(objective: &mut impl Objective, at: &mut [f32], iterations: usize, reach: f64) {
    let mut gradient = vec![0.0f32; at.len()];
    let mut value = objective.evaluate(at, &mut gradient);
    let first_norm = dot(&gradient, &gradient).sqrt();
    let mut pairs: VecDeque<(Vec<f32>, Vec<f32>, f64)> = VecDeque::new();
    let mut next = vec![0.0f32; at.len()];
    let mut next_gradient = vec![0.0f32; at.len()];
    let memory = (WEIGHTS_REMEMBERED / at.len().max(1)).clamp(LEAST_MEMORY, MOST_MEMORY);
    let mut before = [f64::MAX; 2];
    let mut direction = vec![0.0f32; at.len()];
    for _ in 0..iterations {
        if before[0] - value < 2.0 * GAIN_SMALL * value.abs() {
            break;
        }
        before = [before[1], value];
        let norm = dot(&gradient, &gradient).sqrt();
        if norm <= GRADIENT_SMALL * first_norm || norm == 0.0 {
            break;
        }
        turn(&gradient, &pairs, &mut direction);
        let slope = dot(&direction, &gradient);
        if slope >= 0.0 {
            break;
        }
        let mut step = if pairs.is_empty() {
            (reach / norm).min(1.0)
        } else {
            1.0
        };
        let mut found = false;
        for _ in 0..SHORTENINGS {
            for ((to, from), along) in next.iter_mut().zip(at.iter()).zip(&direction) {
                *to = from + step as f32 * along;
            }
            let next_value = objective.evaluate(&next, &mut next_gradient);
            if next_value <= value + SUFFICIENT * step * slope {
                value = next_value;
                found = true;
                break;
            }
            step /= 2.0;
        }
        if !found {
            break;
        }
        let (mut moved, mut turned) = if pairs.len() == memory {
            let (moved, turned, _) = pairs.pop_front().unwrap_or_default();
            (moved, turned)
        } else {
            (vec![0.0; at.len()], vec![0.0; at.len()])
        };
        for place in 0..at.len() {
            moved[place] = next[place] - at[place];
            turned[place] = next_gradient[place] - gradient[place];
        }
        let curvature = dot(&moved, &turned);
        if curvature > 1e-12 {
            pairs.push_back((moved, turned, curvature));
        }
        at.copy_from_slice(&next);
        std::mem::swap(&mut gradient, &mut next_gradient);
    }
}

/// Writes the quasi-Newton direction: minus the approximate inverse Hessian times the gradient.
fn turn(gradient: &[f32], pairs: &VecDeque<(Vec<f32>, Vec<f32>, f64)>, direction: &mut [f32]) {
    for (to, value) in direction.iter_mut().zip(gradient) {
        *to = -value;
    }
    let mut shares = Vec::with_capacity(pairs.len());
    for (moved, turned, curvature) in pairs.iter().rev() {
        let share = dot(moved, direction) / curvature;
        add(direction, -share, turned);
        shares.push(share);
    }
    if let Some((_, turned, curvature)) = pairs.back() {
        let scale = (curvature / dot(turned, turned)) as f32;
        direction.iter_mut().for_each(|value| *value *= scale);
    }
    for ((moved, turned, curvature), share) in pairs.iter().zip(shares.iter().rev()) {
        let back = dot(turned, direction) / curvature;
        add(direction, share - back, moved);
    }
}

fn add(to: &mut [f32], times: f64, what: &[f32]) {
    let times = times as f32;
    for (to, what) in to.iter_mut().zip(what) {
        *to += times * what;
    }
}

/// Inner product; summed in blocks, so that single precision loses nothing that matters.
fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.chunks(1024)
        .zip(b.chunks(1024))
        .map(|(a, b)| {
            let mut sums = [0.0f32; 8];
            let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
            let rest: f32 = a8
                .remainder()
                .iter()
                .zip(b8.remainder())
                .map(|(a, b)| a * b)
                .sum();
            for (a, b) in a8.zip(b8) {
                for lane in 0..8 {
                    sums[lane] += a[lane] * b[lane];
                }
            }
            f64::from(sums.iter().sum::<f32>() + rest)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Bowl;
    impl Objective for Bowl {
        fn evaluate(&mut self, at: &[f32], gradient: &mut [f32]) -> f64 {
            let mut value = 0.0;
            for (place, x) in at.iter().enumerate() {
                let steep = 1.0 + place as f32 * 10.0;
                let off = x - place as f32;
                gradient[place] = 2.0 * steep * off;
                value += f64::from(steep * off * off);
            }
            value
        }
    }

    #[test]
    fn finds_the_bottom_of_a_bowl() {
        let mut at = vec![0.0; 5];
        minimize(&mut Bowl, &mut at, 40, 1.0);
        for (place, x) in at.iter().enumerate() {
            assert!((x - place as f32).abs() < 1e-2, "{at:?}");
        }
    }
}
