//! A small picture of the weeks: one bar each, its parts stacked, as a PNG.
//!
//! Drawn by hand on a grid of colours: a bar chart needs no library, and the only letters in it are
//! digits. What the colours mean is said in the words beside the picture.

mod canvas;
mod digits;

use crate::admin::{Counts, Week, date};
use canvas::{Canvas, Colour};

/// Size in pixels: twice the width at which a phone shows it.
const WIDTH: usize = 960;
const HEIGHT: usize = 480;

/// ChatKey around the bars.
const LEFT: usize = 84;
const RIGHT: usize = 28;
const TOP: usize = 52;
const BOTTOM: usize = 64;

/// The part of a week's width that its bar takes.
const BAR: f64 = 0.62;

/// How many pixels wide a pixel of a digit is, the largest first: the one that fits is taken.
const SIZES: [usize; 3] = [3, 2, 1];

/// Said to have helped. The three go from dark to light as well, for those who see no colours.
const CONFIRMED: Colour = [0x1b, 0x7f, 0x5c];
/// Shown, and nobody said anything.
const ASSUMED: Colour = [0x8f, 0xd1, 0xb0];
/// Neither.
const OPEN: Colour = [0xf2, 0xb1, 0x5c];

const PAPER: Colour = [0xff, 0xff, 0xff];
const RULE: Colour = [0xe4, 0xe7, 0xeb];
const INK: Colour = [0x52, 0x5c, 0x69];
const STRONG: Colour = [0x1f, 0x29, 0x33];

/// Draws the weeks. The result is the file's bytes.
///
/// # Errors
/// When the encoder refuses; in practice, never: it writes into memory.
pub fn chart(weeks: &[Week]) -> Result<Vec<u8>, png::EncodingError> {
    let most = weeks.iter().map(|week| week.counts.questions).max();
    let step = step(most.unwrap_or(0));
    let steps = most.unwrap_or(0).div_ceil(step).max(1);
    let mut canvas = Canvas::new(WIDTH, HEIGHT, PAPER);
    let (bottom, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    let scale = (bottom - TOP) as f64 / (steps * step) as f64;
    let height = |count: usize| (count as f64 * scale).round() as usize;
    let size = fitting(&(steps * step).to_string(), LEFT - 28);
    for line in 0..=steps {
        let y = bottom - height(line * step);
        canvas.fill(LEFT, y, right - LEFT, 2, RULE);
        let label = (line * step).to_string();
        let x = (LEFT - 14).saturating_sub(digits::width(&label, size));
        canvas.write(x, y - digits::height(size) / 2, &label, size, INK);
    }
    let width = (right - LEFT) as f64 / weeks.len().max(1) as f64;
    // One size for all, that in which the widest fits.
    let room = (width as usize).saturating_sub(8);
    let size = fitting(&most.unwrap_or(0).to_string(), room);
    for (number, week) in weeks.iter().enumerate() {
        let middle = LEFT as f64 + (number as f64 + 0.5) * width;
        let bar = (width * BAR) as usize;
        let x = middle as usize - bar / 2;
        let mut y = bottom;
        let mut below = 0;
        for (count, colour) in parts(&week.counts) {
            // From the sum, so that rounding does not add up.
            below += count;
            let top = bottom - height(below);
            canvas.fill(x, top, bar, y - top, colour);
            y = top;
        }
        let mut label = |text: &str, y: usize, size: usize, colour| {
            let x = (middle as usize).saturating_sub(digits::width(text, size) / 2);
            canvas.write(x, y, text, size, colour);
        };
        if week.counts.questions > 0 {
            let count = week.counts.questions.to_string();
            label(
                &count,
                y.saturating_sub(digits::height(size) + 10),
                size,
                STRONG,
            );
        }
        // Month and day of the week's beginning.
        let day = date(week.from_seconds).split_off(5);
        label(&day, bottom + 18, fitting(&day, room), INK);
    }
    canvas.fill(LEFT, bottom, right - LEFT, 2, INK);
    canvas.png()
}

/// The parts of a bar, from the bottom up.
fn parts(counts: &Counts) -> [(usize, Colour); 3] {
    let open = counts.questions - counts.confirmed - counts.assumed;
    [
        (counts.confirmed, CONFIRMED),
        (counts.assumed, ASSUMED),
        (open, OPEN),
    ]
}

/// The largest size in which `text` is no wider than `room` pixels; else the smallest.
fn fitting(text: &str, room: usize) -> usize {
    let fits = |size: &usize| digits::width(text, *size) <= room;
    SIZES.into_iter().find(fits).unwrap_or(1)
}

/// The distance of the lines: 1, 2 or 5 times a power of ten, so that there are at most five.
fn step(most: usize) -> usize {
    let powers = std::iter::successors(Some(1usize), |power| power.checked_mul(10));
    let steps = powers.flat_map(|power| [1, 2, 5].map(|times| power.saturating_mul(times)));
    let enough = |step: &usize| most.div_ceil(*step) <= 5;
    steps.into_iter().find(enough).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weeks(questions: impl Fn(usize) -> usize) -> Vec<Week> {
        (0..12)
            .map(|number| Week {
                from_seconds: 1_795_000_000 + 604_800 * i64::try_from(number).unwrap(),
                counts: Counts {
                    questions: questions(number),
                    confirmed: questions(number) / 3,
                    assumed: questions(number) / 2,
                    ..Counts::default()
                },
            })
            .collect()
    }

    fn read(bytes: &[u8]) -> (png::OutputInfo, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        (info, pixels)
    }

    #[test]
    fn it_is_a_small_png_of_the_size_it_says_whatever_the_numbers() {
        for (name, weeks) in [
            ("nothing", weeks(|_| 0)),
            ("one", weeks(|number| usize::from(number == 11))),
            ("many", weeks(|number| number * 123_457)),
            ("no weeks", Vec::new()),
        ] {
            let bytes = chart(&weeks).unwrap();
            let (info, _) = read(&bytes);
            assert_eq!((info.width, info.height), (960, 480), "{name}");
            assert!(bytes.len() < 20_000, "{name}: {} bytes", bytes.len());
        }
    }

    #[test]
    fn a_higher_week_has_a_higher_bar() {
        let (info, pixels) = read(&chart(&weeks(|number| 3 * (number + 1))).unwrap());
        let paper = pixels[0];
        // Drawn pixels in the middle of each bar, down to the base line.
        let heights: Vec<usize> = (0..12)
            .map(|week| LEFT + week * (WIDTH - LEFT - RIGHT) / 12 + 20)
            .map(|x| {
                let column = (TOP..HEIGHT - BOTTOM).map(|y| pixels[y * info.line_size + x]);
                column.filter(|pixel| *pixel != paper).count()
            })
            .collect();
        assert!(
            heights.windows(2).all(|pair| pair[0] < pair[1]),
            "{heights:?}"
        );
    }

    #[test]
    fn lines_are_at_round_numbers_and_few() {
        for (most, expected) in [(0, 1), (4, 1), (6, 2), (11, 5), (90, 20), (1234, 500)] {
            assert_eq!(step(most), expected, "{most}");
        }
    }
}
