//! Digits on a grid of five by seven.

/// Columns of a shape.
pub const COLUMNS: usize = 5;
/// Columns from one shape to the next.
pub const ADVANCE: usize = 6;
const ROWS: usize = 7;

/// One row each from the top, its leftmost column the highest bit.
type Shape = [u8; ROWS];

const DIGITS: [Shape; 10] = [
    [
        0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110,
    ],
    [
        0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110,
    ],
    [
        0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111,
    ],
    [
        0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110,
    ],
    [
        0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010,
    ],
    [
        0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110,
    ],
    [
        0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110,
    ],
    [
        0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000,
    ],
    [
        0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110,
    ],
    [
        0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100,
    ],
];
const DASH: Shape = [0, 0, 0, 0b01110, 0, 0, 0];
const BLANK: Shape = [0; ROWS];

/// The shape of each character; one that is neither a digit nor a dash is blank.
pub fn shapes(text: &str) -> impl Iterator<Item = Shape> + '_ {
    text.chars().map(|c| match c.to_digit(10) {
        Some(digit) => DIGITS[digit as usize],
        None if c == '-' => DASH,
        None => BLANK,
    })
}

/// How wide `text` is in pixels, each pixel of a shape being `size` wide.
pub fn width(text: &str, size: usize) -> usize {
    (text.chars().count() * ADVANCE).saturating_sub(1) * size
}

/// How high digits are in pixels.
pub fn height(size: usize) -> usize {
    ROWS * size
}
