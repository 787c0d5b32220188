//! The lines of a scenario: which of them are acted out, and what they mean.

/// What a line is.
pub enum Line {
    /// A new scenario.
    Heading,
    /// For readers alone.
    Prose,
    /// Something happens.
    Act(Act),
}

/// Something that happens.
#[derive(Debug)]
pub enum Act {
    /// `Lin (private): words`, `Lin (group, overheard): words`, `Lin (private) edits: words`.
    Says {
        who: String,
        flags: Vec<String>,
        edits: bool,
        words: String,
    },
    /// `Lin presses words on the button`.
    Presses { who: String, label: String },
    /// `Lin (private) sends a sticker`.
    Sends {
        who: String,
        flags: Vec<String>,
        what: String,
    },
    /// `Lin asks from another chat: words`.
    Inline { who: String, words: String },
    /// `Lin chooses refund-how`: sends the article that was offered inline.
    Chooses { who: String, article: String },
    /// `Lin is an admin of the FAQ.`, `Lin is an admin of the group.`, `Lin is Chinese.`
    Is { who: String, what: String },
    /// A sentence about people and chats, without its full stop.
    Setup(String),
}

/// Whether Wenda did this; such lines are written by the runner.
pub fn is_output(line: &str) -> bool {
    line.starts_with("Wenda [") || line == "Wenda stays silent."
}

/// The sentences about people and chats, as they begin.
const WORLD: [&str; 19] = [
    "Wenda joins",
    "Wenda restarts",
    "Wenda is careful",
    "Wenda is an admin of the group",
    "Only askers see",
    "Business mode is",
    "Olga connects",
    "Olga disconnects",
    "Olga takes the right",
    "Whoever presses can",
    "The group moves",
    "The FAQ loses",
    "The FAQ may be changed",
    "The contact is",
    "Mentions do not",
    "Short lines",
    "Time passes",
    "People answer",
    "People are there",
];

/// What can be said of a person.
const IS: [&str; 5] = [
    "an admin of the FAQ",
    "an editor",
    "an admin of the group",
    "Chinese",
    "English",
];

pub fn read(line: &str) -> Line {
    if line.starts_with("## ") {
        return Line::Heading;
    }
    if WORLD.iter().any(|start| line.starts_with(start)) {
        return Line::Act(Act::Setup(line.trim_end_matches('.').to_owned()));
    }
    act(line).map_or(Line::Prose, Line::Act)
}

fn act(line: &str) -> Option<Act> {
    let (who, rest) = line.split_once(' ')?;
    let is_name = who.chars().all(char::is_alphabetic)
        && who.chars().next().is_some_and(char::is_uppercase)
        && who != "Wenda";
    if !is_name {
        return None;
    }
    let who = who.to_owned();
    if let Some(label) = rest.strip_prefix("presses ") {
        let label = label.trim().to_owned();
        return Some(Act::Presses { who, label });
    }
    if let Some(words) = rest.strip_prefix("asks from another chat:") {
        let words = words.trim().to_owned();
        return Some(Act::Inline { who, words });
    }
    if let Some(article) = rest.strip_prefix("chooses ") {
        let article = article.trim().trim_end_matches('.').to_owned();
        return Some(Act::Chooses { who, article });
    }
    if let Some(what) = rest.strip_prefix("is ") {
        let what = what.trim_end_matches('.').to_owned();
        return IS.contains(&what.as_str()).then_some(Act::Is { who, what });
    }
    let (flags, rest) = rest.strip_prefix('(')?.split_once(')')?;
    let flags = flags
        .split(',')
        .map(|flag| flag.trim().to_owned())
        .collect();
    if let Some(what) = rest.strip_prefix(" sends a ") {
        let what = what.trim_end_matches('.').to_owned();
        return Some(Act::Sends { who, flags, what });
    }
    let (how, words) = rest.split_once(':')?;
    Some(Act::Says {
        who,
        flags,
        edits: how.trim() == "edits",
        words: words.trim().replace("\\n", "\n"),
    })
}
