//! `wenda eval`: match quality on labelled questions.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Context, ensure};

use crate::cli::common::{Common, Exit, output, settings};
use crate::eval::{self, Judged, Labelled, LanguagePair, Promise, Summary};

/// Most pairs of confused entries that are printed.
const CONFUSIONS_SHOWN: usize = 15;

/// Arguments of `wenda eval`.
#[derive(Debug, clap::Args)]
pub struct EvalArgs {
    /// Labelled questions: lines `id<TAB>question`, the id `-` for questions that no entry answers
    #[arg(value_name = "FILE.tsv")]
    file: PathBuf,
    /// One JSON object instead of tables
    #[arg(long)]
    json: bool,
    /// Also list every question with the place of its entry
    #[arg(long)]
    ranks: bool,
}

/// Asks every labelled question and prints how good the answers are.
///
/// # Errors
/// When the FAQ or the file cannot be read, or a line is no labelled question.
pub fn run(common: &Common, args: &EvalArgs) -> anyhow::Result<Exit> {
    let config = settings::load(common)?;
    let file = args.file.display();
    let text =
        std::fs::read_to_string(&args.file).with_context(|| format!("cannot read `{file}`"))?;
    let questions = eval::read(&text);
    ensure!(
        !questions.is_empty(),
        "`{file}` holds no line of the form `id<TAB>question`"
    );
    let knowledge = settings::knowledge(&config)?;
    for labelled in &questions {
        if let Some(id) = &labelled.entry {
            let known = knowledge
                .faq()
                .entries
                .iter()
                .any(|entry| entry.id.as_str() == id);
            ensure!(
                known,
                "`{file}` names the entry `{id}`, which the FAQ does not have"
            );
        }
    }
    let judged = eval::judge(&knowledge, &questions, &settings::thresholds(&config));
    let pairs = eval::by_languages(&knowledge, &questions, &judged);
    let accepted = config.answer.wrong_answers;
    if args.json {
        let report = serde_json::json!({
            "summary": eval::summarize(&judged),
            "promise": eval::promise(&judged, accepted),
            "languages": pairs,
            "reliability": eval::bins(&judged),
            "curve": eval::curve(&judged),
            "confusions": eval::confusions(&questions, &judged),
        });
        return output::print(&format!("{report}\n"));
    }
    output::print(&report(&questions, &judged, accepted, &pairs, args.ranks))
}

fn report(
    questions: &[Labelled],
    judged: &[Judged],
    accepted: f64,
    pairs: &[LanguagePair],
    ranks: bool,
) -> String {
    let mut out = String::new();
    summary(&mut out, &eval::summarize(judged));
    promise(&mut out, &eval::promise(judged, accepted));
    languages(&mut out, pairs);
    out.push_str("\nconfidence  questions  stated  right\n");
    for (number, bin) in eval::bins(judged).iter().enumerate() {
        let (from, to) = (number as f64 / 10.0, (number + 1) as f64 / 10.0);
        let _ = writeln!(
            out,
            "{from:.1} to {to:.1}  {:9}   {:.3}  {:.3}",
            bin.count, bin.confidence, bin.right
        );
    }
    out.push_str("\nthreshold  answered  wrong\n");
    for point in eval::curve(judged) {
        let _ = writeln!(
            out,
            "     {:.2}     {:.3}  {:.3}",
            point.threshold, point.answered, point.wrong
        );
    }
    let confusions = eval::confusions(questions, judged);
    if !confusions.is_empty() {
        out.push_str("\ntimes  right entry -> found instead\n");
    }
    for confusion in confusions.iter().take(CONFUSIONS_SHOWN) {
        let _ = writeln!(
            out,
            "{:5}  {} -> {}",
            confusion.count, confusion.right, confusion.found
        );
    }
    if ranks {
        out.push('\n');
        out.push_str(&eval::rank_table(questions, judged));
    }
    out
}

fn promise(out: &mut String, promise: &Promise) {
    let Promise {
        accepted,
        answers,
        wrong,
        observed,
        least,
        most,
    } = *promise;
    let _ = writeln!(
        out,
        "{:38} {observed:.3}  ({wrong} of {answers}; likely {least:.3} to {most:.3}; accepted {accepted:.3})",
        "wrong among the answers given"
    );
}

/// Quality by the language of the question and those of the entry's phrasings.
fn languages(out: &mut String, pairs: &[LanguagePair]) {
    out.push_str("\nasked in  phrased in  questions  recall@1  answered rightly  helped  answered  offered\n");
    for LanguagePair {
        asked_in,
        phrased_in,
        summary: s,
    } in pairs
    {
        let count = s.in_scope + s.out_of_scope;
        let _ = match s.in_scope {
            0 => writeln!(
                out,
                "{asked_in:8}  {phrased_in:10}  {count:9}  {:44}{:8.3}  {:7.3}",
                "", s.out_of_scope_answered, s.out_of_scope_offered
            ),
            _ => writeln!(
                out,
                "{asked_in:8}  {phrased_in:10}  {count:9}  {:8.3}  {:16.3}  {:6.3}",
                s.recall_at_1, s.answered_right, s.helped
            ),
        };
    }
}

fn summary(out: &mut String, s: &Summary) {
    let lines = [
        ("recall@1", s.recall_at_1),
        ("recall@3", s.recall_at_3),
        ("mean reciprocal rank", s.mean_reciprocal_rank),
        ("AUROC, in scope against out of scope", s.auroc),
        ("recall at 90% precision", s.recall_at_90),
        ("right among the answers given", s.precision),
        ("in-scope questions answered rightly", s.answered_right),
        ("  or with the right entry offered", s.helped),
        ("out-of-scope questions answered", s.out_of_scope_answered),
        ("  or with entries offered", s.out_of_scope_offered),
        ("calibration error", s.calibration_error),
    ];
    let _ = writeln!(
        out,
        "{} questions in scope, {} out of scope",
        s.in_scope, s.out_of_scope
    );
    for (name, value) in lines {
        let _ = writeln!(out, "{name:38} {value:.3}");
    }
}
