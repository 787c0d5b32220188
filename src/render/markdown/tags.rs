//! HTML in Markdown: which tags mean something in a chat.

/// What a tag asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Bold,
    Italic,
    Strike,
    Code,
    Link(String),
    /// A picture: its words and its address.
    Image(String, String),
    LineEnd,
    /// What follows begins on a new line.
    Block,
    Heading,
    Item,
    Cell,
    Details,
    Summary,
    /// Known, and without meaning here.
    Nothing,
}

/// One piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'h> {
    Text(&'h str),
    Open(Tag),
    Close(Tag),
}

/// The pieces of `html`. What looks like a tag and is none of HTML's (`<your-name>`) is text.
pub(super) fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    let mut from = 0;
    while let Some(at) = rest[from..].find('<').map(|at| from + at) {
        let after = &rest[at..];
        if after.starts_with("<!--") {
            pieces.push(Piece::Text(&rest[..at]));
            rest = after.split_once("-->").map_or("", |(_, rest)| rest);
            from = 0;
            continue;
        }
        let found = after.find('>').and_then(|end| {
            let inner = &after[1..end];
            let closing = inner.starts_with('/');
            Some((tag(inner.trim_start_matches('/'))?, closing, end))
        });
        match found {
            Some((tag, closing, end)) => {
                pieces.push(Piece::Text(&rest[..at]));
                pieces.push(if closing {
                    Piece::Close(tag)
                } else {
                    Piece::Open(tag)
                });
                rest = &after[end + 1..];
                from = 0;
            }
            None => from = at + 1,
        }
    }
    pieces.push(Piece::Text(rest));
    pieces
}

fn tag(inner: &str) -> Option<Tag> {
    let name: String = inner
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    let behind = inner[name.len()..].chars().next();
    if behind.is_some_and(|c| !c.is_whitespace() && c != '/') {
        return None;
    }
    Some(match name.as_str() {
        "b" | "strong" => Tag::Bold,
        "i" | "em" | "cite" => Tag::Italic,
        "s" | "del" | "strike" => Tag::Strike,
        "code" | "kbd" | "samp" | "tt" => Tag::Code,
        "a" => Tag::Link(attribute(inner, "href").unwrap_or_default()),
        "img" => Tag::Image(
            attribute(inner, "alt").unwrap_or_default(),
            attribute(inner, "src").unwrap_or_default(),
        ),
        "br" => Tag::LineEnd,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "caption" => Tag::Heading,
        "li" => Tag::Item,
        "td" | "th" => Tag::Cell,
        "details" => Tag::Details,
        "summary" => Tag::Summary,
        "p" | "div" | "section" | "article" | "center" | "table" | "tr" | "ul" | "ol" | "dl"
        | "dd" | "pre" | "blockquote" | "hr" | "header" | "footer" | "figure" | "figcaption" => {
            Tag::Block
        }
        "span" | "u" | "ins" | "mark" | "small" | "big" | "sub" | "sup" | "font" | "abbr"
        | "thead" | "tbody" | "tfoot" | "wbr" | "picture" | "source" | "video" | "iframe"
        | "audio" | "label" | "input" | "button" => Tag::Nothing,
        _ => return None,
    })
}

/// The value of an attribute, without its quotes.
fn attribute(inner: &str, name: &str) -> Option<String> {
    let at = inner.to_ascii_lowercase().find(&format!("{name}="))?;
    let value = inner.get(at + name.len() + 1..)?;
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split([' ', '/', '>']).next()?,
    };
    Some(value.to_owned())
}
