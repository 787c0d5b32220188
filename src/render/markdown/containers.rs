//! Boxes of site generators as quotations: `:::tip`, `!!! note "Title"`, and marks for a site's
//! styles (`{: .wide}`), which no reader of a chat has a use for.

/// `markdown` with boxes written as quotations whose first line is their title.
pub(super) fn as_quotations(markdown: &str) -> String {
    if !markdown.contains(":::") && !markdown.contains("!!!") && !markdown.contains("{:") {
        return markdown.to_owned();
    }
    let mut out = String::with_capacity(markdown.len());
    let mut fenced = false;
    // How deep in `:::`, and whether in the indented lines of a `!!!`.
    let mut colons = 0usize;
    let mut indented = false;
    for line in markdown.lines() {
        let text = line.trim();
        if text.starts_with("```") || text.starts_with("~~~") {
            fenced = !fenced;
        }
        let box_line = !fenced && text.starts_with(":::");
        if box_line && text.trim_matches(':').trim().is_empty() {
            colons = colons.saturating_sub(1);
            out.push('\n');
            continue;
        }
        if box_line {
            colons += 1;
            title(&mut out, text.trim_start_matches(':'));
            continue;
        }
        if !fenced && (text.starts_with("!!! ") || text.starts_with("??? ")) {
            indented = true;
            title(&mut out, &text[4..]);
            continue;
        }
        if !fenced && text.starts_with("{:") && text.ends_with('}') {
            continue;
        }
        let mut line = line;
        if indented {
            match line.strip_prefix("    ").or(text.is_empty().then_some("")) {
                Some(rest) => line = rest,
                None => {
                    indented = false;
                    out.push('\n');
                }
            }
        }
        if colons > 0 || indented {
            out.push_str("> ");
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The title of a box: its own words, else its kind.
fn title(out: &mut String, head: &str) {
    let head = head.trim().trim_start_matches('+').trim();
    let (kind, own) = head.split_once([' ', '[']).unwrap_or((head, ""));
    let own = own.trim_matches([' ', '"', ']']);
    let words = if own.is_empty() { kind } else { own };
    out.push_str(&format!("\n> **{}**\n", words.trim()));
}
