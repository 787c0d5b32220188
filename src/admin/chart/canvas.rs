//! A grid of colours that becomes a PNG.

use crate::admin::chart::digits;

/// Red, green and blue.
pub type Colour = [u8; 3];

/// A picture under way.
pub struct Canvas {
    width: usize,
    height: usize,
    /// The colours used, in the order in which they came; at most 256.
    palette: Vec<Colour>,
    /// A number of a colour for each pixel, row by row.
    pixels: Vec<u8>,
}

impl Canvas {
    /// A picture of one colour.
    pub fn new(width: usize, height: usize, paper: Colour) -> Canvas {
        Canvas {
            width,
            height,
            palette: vec![paper],
            pixels: vec![0; width * height],
        }
    }

    /// Fills a rectangle; what lies outside is cut off.
    pub fn fill(&mut self, x: usize, y: usize, width: usize, height: usize, colour: Colour) {
        let number = self.number(colour);
        let right = (x + width).min(self.width);
        for row in y..(y + height).min(self.height) {
            if x < right {
                self.pixels[row * self.width + x..row * self.width + right].fill(number);
            }
        }
    }

    /// Writes digits with their upper left corner at (`x`, `y`), each of their pixels `size` wide.
    pub fn write(&mut self, x: usize, y: usize, text: &str, size: usize, colour: Colour) {
        for (place, shape) in digits::shapes(text).enumerate() {
            for (row, bits) in shape.iter().enumerate() {
                for column in 0..digits::COLUMNS {
                    if bits >> (digits::COLUMNS - 1 - column) & 1 == 1 {
                        let left = x + (place * digits::ADVANCE + column) * size;
                        self.fill(left, y + row * size, size, size, colour);
                    }
                }
            }
        }
    }

    /// The picture as a file.
    ///
    /// # Errors
    /// When the encoder refuses.
    pub fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let size = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, size(self.width), size(self.height));
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette(self.palette.concat());
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(file)
    }

    /// The number of a colour; new colours are added as long as there is room.
    fn number(&mut self, colour: Colour) -> u8 {
        let found = self.palette.iter().position(|known| *known == colour);
        let number = found.unwrap_or_else(|| {
            self.palette.push(colour);
            self.palette.len() - 1
        });
        u8::try_from(number).unwrap_or(0)
    }
}
