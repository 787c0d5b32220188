//! A file as it lies on the disk: its text in whatever encoding, and what kind of thing it is.
//!
//! The kind is told by the content; the ending of the name only decides between kinds that look
//! alike.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::data::Node;
use super::reading::Refused;
use super::spreadsheet;

/// Kinds of texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    Markdown,
    Html,
    Rst,
}

/// What a file holds.
#[derive(Debug)]
pub(super) enum Content {
    /// Bytes of a workbook.
    Workbook,
    /// Text, and what kind of text.
    Text(Kind, String),
    /// JSON or YAML, read.
    Data(Vec<Node>, String),
}

/// Tells a file's content from its bytes and its name. `encoding` is named where it is not UTF-8.
pub(super) fn content(
    name: &str,
    bytes: &[u8],
) -> Result<(Content, Option<&'static str>), Refused> {
    let ending = ending(name);
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) && ending != "doc" {
        return Ok((Content::Workbook, None));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return match ending.as_str() {
            "docx" | "odt" | "pptx" | "epub" | "zip" => Err(Refused::new(
                0,
                format!("a .{ending} file cannot be read"),
                "save it as a web page (HTML), as a table (XLSX, CSV) or as Markdown, and import that",
            )),
            _ => Ok((Content::Workbook, None)),
        };
    }
    let (text, encoding) = decode(bytes)?;
    let start = text.trim_start();
    if start.is_empty() {
        return Err(Refused::new(
            0,
            "the file is empty",
            "give a file with questions and answers",
        ));
    }
    if (start.starts_with(['{', '['])
        || ending == "json"
        || ending == "jsonl"
        || ending == "ndjson")
        && ending != "md"
    {
        match super::data::json(&text) {
            Ok(nodes) => return Ok((Content::Data(nodes, text), encoding)),
            Err(refused) if ending.contains("json") => return Err(refused),
            Err(_) => {}
        }
    }
    let kind = match ending.as_str() {
        "yaml" | "yml" => {
            let nodes = super::data::yaml(&text)?;
            return Ok((Content::Data(nodes, text), encoding));
        }
        _ if is_html(start) => Kind::Html,
        "html" | "htm" | "xhtml" => Kind::Html,
        "md" | "mdx" | "markdown" | "mkd" | "mdown" => Kind::Markdown,
        "rst" | "rest" => Kind::Rst,
        "csv" | "tsv" | "tab" if !looks_like_page(&text) => Kind::Table,
        _ if looks_like_rst(&text) => Kind::Rst,
        _ if spreadsheet::looks_like_table(&text) => Kind::Table,
        _ => Kind::Markdown,
    };
    Ok((Content::Text(kind, text), encoding))
}

/// The ending of a file's name, in lower case.
pub(super) fn ending(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .unwrap_or_default()
}

/// Endings of files in a folder that may hold a FAQ. Others are passed over.
pub(super) fn may_hold_faq(name: &str) -> bool {
    const ENDINGS: [&str; 22] = [
        "md", "mdx", "markdown", "mkd", "mdown", "html", "htm", "xhtml", "csv", "tsv", "tab",
        "xlsx", "xlsm", "xls", "ods", "json", "jsonl", "ndjson", "yaml", "yml", "rst", "txt",
    ];
    ENDINGS.contains(&ending(name).as_str())
}

fn is_html(start: &str) -> bool {
    let head: String = start.chars().take(200).collect::<String>().to_lowercase();
    head.starts_with("<!doctype html")
        || head.starts_with("<html")
        || head.starts_with("<head")
        || head.starts_with("<body")
        || (head.starts_with("<?xml") && head.contains("<html"))
}

fn looks_like_page(text: &str) -> bool {
    let headings = text
        .lines()
        .filter(|line| line.starts_with('#') && line.contains("# "))
        .count();
    headings >= 2 && !spreadsheet::looks_like_table(text)
}

fn looks_like_rst(text: &str) -> bool {
    let directive = |line: &str| line.starts_with(".. ") && line.contains("::");
    text.lines().any(directive) && !text.lines().any(|line| line.starts_with("# "))
}

/// The text of some bytes: by its mark, as UTF-8, as UTF-16 without a mark, or as what is likely.
fn decode(bytes: &[u8]) -> Result<(String, Option<&'static str>), Refused> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        let name = Some(encoding.name()).filter(|_| encoding != UTF_8);
        return Ok((text.into_owned(), name));
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\0')
    {
        return Ok((text.to_owned(), None));
    }
    let zeros = |start: usize| {
        bytes
            .iter()
            .skip(start)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        let wide = match (odd * 5 > bytes.len(), even * 5 > bytes.len()) {
            (true, false) => UTF_16LE,
            (false, true) => UTF_16BE,
            _ => {
                return Err(Refused::new(
                    0,
                    "the file is not a text",
                    "give Markdown, HTML, CSV, TSV, XLSX, ODS, JSON, YAML or reStructuredText",
                ));
            }
        };
        let (text, _) = wide.decode_without_bom_handling(bytes);
        return Ok((text.into_owned(), Some(wide.name())));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        let valid = std::str::from_utf8(bytes)
            .err()
            .map_or(0, |error| error.valid_up_to());
        let line = bytes[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
        return Err(Refused::new(
            line,
            "the text is in no encoding that can be told",
            "save it as UTF-8 (in Excel: “CSV UTF-8”)",
        ));
    }
    Ok((text.into_owned(), Some(encoding.name())))
}
