//! Bars of the weeks as SVG: drawn from numbers that stand in a table beside.

use maud::{Markup, html};

use crate::admin::Week;

/// Width of a week and height of the picture, in units of its own; it grows with the page.
const WEEK: usize = 30;
const HEIGHT: usize = 120;

/// The last weeks: answered, offered and not answered, one above the other. `label` says in words
/// what is seen.
pub fn weeks(weeks: &[Week], label: &str) -> Markup {
    let most = weeks.iter().map(|week| week.counts.questions).max();
    let most = most.unwrap_or(0).max(1);
    let width = WEEK * weeks.len().max(1);
    html! {
        svg.chart viewBox=(format!("0 0 {width} {HEIGHT}")) role="img" aria-label=(label)
            preserveAspectRatio="none" {
            @for (place, week) in weeks.iter().enumerate() {
                @let counts = &week.counts;
                @let parts = [
                    ("bar-answered", counts.answered),
                    ("bar-suggested", counts.suggested),
                    ("bar-unanswered", counts.unanswered),
                ];
                @let heights = parts.map(|(class, count)| (class, count * HEIGHT / most));
                @for (at, (class, height)) in heights.iter().enumerate() {
                    @let below: usize = heights[..at].iter().map(|(_, height)| height).sum();
                    @if *height > 0 {
                        rect class=(class) x=(place * WEEK + 3) width=(WEEK - 6)
                            y=(HEIGHT.saturating_sub(below + height)) height=(height) {}
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::Counts;

    #[test]
    fn bars_are_as_high_as_their_numbers() {
        let week = |questions, answered, unanswered| Week {
            from_seconds: 0,
            counts: Counts {
                questions,
                answered,
                unanswered,
                ..Counts::default()
            },
        };
        let drawn = weeks(&[week(4, 3, 1), week(2, 2, 0), week(0, 0, 0)], "weeks").into_string();
        for bar in [
            r#"class="bar-answered" x="3" width="24" y="30" height="90""#,
            r#"class="bar-unanswered" x="3" width="24" y="0" height="30""#,
            r#"class="bar-answered" x="33" width="24" y="60" height="60""#,
        ] {
            assert!(drawn.contains(bar), "{bar} in {drawn}");
        }
        assert_eq!(drawn.matches("<rect").count(), 3);
    }
}
