//! `wenda explain`: why a question finds what it finds.

use crate::cli::common::{Common, Exit, output, settings};
use crate::matcher;

/// Arguments of `wenda explain`.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// The question
    #[arg(value_name = "QUESTION", required = true)]
    question: Vec<String>,
}

/// Prints terms, scores, calibration and decision for one question.
///
/// # Errors
/// When the configuration or the FAQ cannot be read, or standard output cannot be written.
pub fn run(common: &Common, args: &ExplainArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let knowledge = settings::knowledge(&config)?;
    let thresholds = settings::thresholds(&config);
    let explanation = matcher::explain(&knowledge, &args.question.join(" "), &thresholds);
    output::print(&explanation.to_string())
}
