//! `wenda export`: the FAQ as a spreadsheet, a page to read, or a page for a site.

use std::path::PathBuf;

use anyhow::Context;

use crate::cli::common::{Common, Exit, output, settings};
use crate::import_export;

/// What to make of the FAQ.
#[derive(Debug, Clone, clap::Args)]
pub struct ExportArgs {
    /// Format of the result
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// File to write, instead of standard output; nothing is overwritten
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Formats to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A row per entry; `wenda import` makes the same FAQ of it
    Csv,
    /// A page to read; `wenda import` reads it back
    Markdown,
    /// A web page with search that needs no server, with FAQPage data
    Html,
}

/// Exports.
///
/// # Errors
/// When the FAQ does not load or the result cannot be written.
pub fn run(common: &Common, args: &ExportArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let faq = settings::load_faq(&config)?;
    let text = match args.format {
        Format::Csv => import_export::to_csv(&faq).context("cannot write CSV")?,
        Format::Markdown => import_export::to_markdown(&faq),
        Format::Html => import_export::to_html(&faq),
    };
    match &args.output {
        None => output::print(&text),
        Some(path) => {
            // Excel takes a CSV file for UTF-8 only where it begins with the mark.
            let mark = if args.format == Format::Csv {
                "\u{feff}"
            } else {
                ""
            };
            crate::cli::faq::import::write_new(path, &format!("{mark}{text}"))?;
            eprintln!("wrote {}", path.display());
            Ok(Exit::Fine)
        }
    }
}
