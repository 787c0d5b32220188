//! What is found wrong, in Chinese: findings are made in English, for programs and people alike, and told in
//! Chinese to whoever reads Chinese.
//!
//! The tables hold each sentence in both languages, side by side; `{}` stands for what a finding fills in, `{0}`
//! and `{1}` where Chinese has another order.

mod answers;
mod config;
mod entries;
mod files;
mod keys;
mod limits;
mod matching;
mod pair;
mod stopped;
mod words;
mod yaml;

use crate::faq::Diagnostic;
use crate::text::Language;
use pair::Pair;

/// Every table.
const TABLES: [&[Pair]; 10] = [
    words::PAIRS,
    yaml::PAIRS,
    keys::PAIRS,
    limits::PAIRS,
    entries::PAIRS,
    files::PAIRS,
    answers::PAIRS,
    matching::PAIRS,
    config::PAIRS,
    stopped::PAIRS,
];

/// A finding's sentence in Chinese; as it is where no pair fits.
pub fn in_chinese(text: &str) -> String {
    let fitting = TABLES
        .iter()
        .copied()
        .flatten()
        .filter_map(|(english, chinese)| Some((english, chinese, parts(english, text)?)));
    let literal = |english: &str| english.len() - 2 * english.matches("{}").count();
    let Some((_, chinese, parts)) = fitting.max_by_key(|(english, ..)| literal(english)) else {
        return text.to_owned();
    };
    let mut out = (*chinese).to_owned();
    // Where Chinese says things in another order, its places are numbered.
    for (number, (part, quoted)) in parts.into_iter().enumerate() {
        let part = match quoted {
            true => part.to_owned(),
            false => in_chinese(part),
        };
        let numbered = format!("{{{number}}}");
        let place = if chinese.contains("{0}") {
            numbered.as_str()
        } else {
            "{}"
        };
        out = out.replacen(place, &part, 1);
    }
    out
}

/// A finding's sentence in the language of whoever reads it.
pub fn sentence(text: &str, language: Language) -> String {
    match language {
        Language::En => text.to_owned(),
        Language::Zh => in_chinese(text),
    }
}

/// The word in front of a finding: `error`, `warning`, `note`.
pub fn severity(word: &'static str, language: Language) -> &'static str {
    match (language, word) {
        (Language::En, word) => word,
        (Language::Zh, "error") => "错误",
        (Language::Zh, "warning") => "警告",
        (Language::Zh, _) => "说明",
    }
}

/// The word in front of a fix.
pub fn help(language: Language) -> &'static str {
    match language {
        Language::En => "help",
        Language::Zh => "办法",
    }
}

/// A finding as people read it: its place, what is wrong, and on a second line what to do.
pub fn told(found: &Diagnostic, language: Language) -> String {
    let severity = severity(found.severity.as_str(), language);
    let message = sentence(&found.message, language);
    let line = format!("{}: {severity}: {message}", found.place);
    match &found.help {
        Some(words) => format!(
            "{line}\n  {}: {}",
            help(language),
            sentence(words, language)
        ),
        None => line,
    }
}

/// What an error prints, line by line: findings with their places, and what to do.
pub fn lines(text: &str, language: Language) -> String {
    if language == Language::En {
        return text.to_owned();
    }
    let line = |line: &str| {
        if let Some(words) = line.strip_prefix("  help: ") {
            return format!("  {}: {}", help(language), in_chinese(words));
        }
        match line.split_once(": error: ") {
            Some((place, message)) => {
                let word = severity("error", language);
                format!("{place}: {word}: {}", in_chinese(message))
            }
            None => in_chinese(line),
        }
    };
    let lines: Vec<String> = text.lines().map(line).collect();
    lines.join("\n")
}

/// What stands for each `{}` of `pattern` in `text`, where it fits, and whether it stands in
/// quotes: then it is the author's own and not to be translated.
fn parts<'t>(pattern: &str, text: &'t str) -> Option<Vec<(&'t str, bool)>> {
    let mut pieces = pattern.split("{}");
    let mut before = pieces.next()?;
    let mut rest = text.strip_prefix(before)?;
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let at = match pieces.peek() {
            None if piece.is_empty() => rest.len(),
            None => rest.len() - rest.strip_suffix(piece).map(|_| piece.len())?,
            Some(_) => rest.find(piece)?,
        };
        found.push((&rest[..at], before.ends_with(['`', '“'])));
        before = piece;
        rest = &rest[at + piece.len()..];
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_finding_has_its_chinese_sentence() {
        let mut seen = 0;
        let mut missing = Vec::new();
        let mut folders = vec![std::path::PathBuf::from("tests/faq_errors")];
        while let Some(folder) = folders.pop() {
            for file in std::fs::read_dir(folder).expect("the folder of examples") {
                let path = file.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                if path.extension().is_none_or(|ending| ending != "txt") {
                    continue;
                }
                let text = std::fs::read_to_string(&path).expect("readable");
                for line in text.lines() {
                    let sentence = match line.trim_start().strip_prefix("help: ") {
                        Some(help) => Some(help),
                        None => [": error: ", ": warning: ", ": note: "]
                            .iter()
                            .find_map(|mark| Some(line.split_once(mark)?.1)),
                    };
                    let Some(sentence) = sentence else { continue };
                    seen += 1;
                    if in_chinese(sentence) == sentence {
                        missing.push(sentence.to_owned());
                    }
                }
            }
        }
        assert!(seen > 100, "{seen}");
        missing.sort();
        missing.dedup();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn every_error_of_the_configuration_has_its_chinese_sentence() {
        // Each line is a file; rules about values hold where all keys are known and of their kind.
        let files = [
            "[answer",
            "answer x",
            "[answer]\nsuggestions = 3x",
            "[answer]\nsuggestions = “3”",
            "[answer]\nlanguages = fr",
            "[answer]\nlanguages = \"fr\"\nmeaning = \"yes\"\nwrong_answers = \"5%\"\nsuggestions = -3",
            "[answer]\nmeaning = True",
            "[answer]\nwrong_answers = 0,05",
            "[answer]\nwrong_answer = 0.05\nquux = 3\n[answers]",
            "[answer]\nsuggestions = 3\nsuggestions = 4",
            "[answer]\ncontact = {en = \"me\"",
            "[answer]\ncontact = \"me\"",
            "[faq]\npath = 3\n[telegram]\nadmins = \"12\"\nlisten = true",
            "[faq]\npath = \"abc",
            "[faq]\npath = \"C:\\Users\"",
            "[telegram]\nadmins = 123",
            "[telegram]\nadmins = [1, ",
            "[telegram]\nadmins = [-1]\neditors = [0]\napi_url = \"x\"\nlisten = \"y\"\nmode = \"webhook\"\n\
             [telegram.webhook]\nurl = \"\"\nlisten = \"\"\nsecret = \"a b\"\nmax_connections = 0\n\
             [answer]\nsuggestions = 9\nwrong_answers = 0.9\n\
             [groups]\nlisten_confidence = 2.0\ncooldown_seconds = 99999999\ncleanup_seconds = 99999999\n\
             [staff]\nchat = 12\ntopic = -1\nhours = \"9-18 Mars\"\n[panel]\nlisten = \"x\"\nurl = \"y\"\n\
             [privacy]\nretention_days = 0\n[log]\nlevel = \"x y\"",
            "[staff]\nhours = \"Someday 9-18 UTC\"",
            "[staff]\nhours = \"Mon UTC\"",
            "[admin]\ndigest = \"Someday\"\nalert = 1",
        ];
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("config.toml");
        let variable = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut seen = 0;
        let mut missing = Vec::new();
        let mut load = |text: &str, variables: Vec<(String, String)>| {
            std::fs::write(&path, text).expect("written");
            let errors = crate::config::Config::load(Some(&path), variables);
            for error in errors.expect_err(text) {
                for sentence in [error.message, error.help] {
                    seen += 1;
                    let chinese = in_chinese(&sentence);
                    // Whole words of English that no key, value or name explains.
                    let outside: String = chinese.split('`').step_by(2).collect();
                    let english = [
                        "wanted", "found", "give", "write", "the ", "expected", "is ",
                    ];
                    if chinese == sentence || english.iter().any(|word| outside.contains(word)) {
                        missing.push(format!("{sentence} | {chinese}"));
                    }
                }
            }
        };
        for text in files {
            load(text, Vec::new());
        }
        load(
            "",
            vec![
                variable("WENDA__TELEGRAM__ADMINS", "12"),
                variable("WENDA__FAQ__PATH__X", "1"),
                variable("WENDA__FAQ__PATHS", "1"),
                variable("WENDA__X", "1"),
            ],
        );
        assert!(seen > 80, "{seen}");
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn every_rule_of_the_configuration_says_in_chinese_what_to_write() {
        let rules = include_str!("../config/validate.rs");
        let helps = rules.lines().filter_map(|line| {
            let text = line.trim().strip_prefix('"')?.strip_suffix("\",")?;
            ["give ", "write ", "use "]
                .iter()
                .any(|begin| text.starts_with(begin))
                .then_some(text)
        });
        let helps: Vec<&str> = helps.collect();
        assert!(helps.len() > 15, "{helps:?}");
        for help in helps {
            assert_ne!(in_chinese(help), help);
        }
    }

    #[test]
    fn an_error_is_told_line_by_line() {
        let english =
            "config.toml:2:1: error: unknown key `sugestions`\n  help: did you mean `suggestions`?";
        let chinese =
            "config.toml:2:1: 错误: 没有 `sugestions` 这个键\n  办法: 是不是想写 `suggestions`？";
        assert_eq!(lines(english, Language::Zh), chinese);
        assert_eq!(lines(english, Language::En), english);
        let store = "cannot open the store `a.sqlite3`: the store is in use by another process: a.lock\n  \
                     help: stop the `wenda run` that has it open";
        assert_eq!(
            lines(store, Language::Zh),
            "无法打开数据库 `a.sqlite3`：数据库正被另一个进程使用：a.lock\n  办法: 请停止打开它的 `wenda run`"
        );
    }

    #[test]
    fn what_a_finding_fills_in_stays() {
        let cases = [
            (
                "key `answer` is already used at line 7",
                "键 `answer` 在第 7 行已经用过",
            ),
            (
                "`en` must be text, found a list",
                "`en` 必须是文字，这里却是列表",
            ),
            ("did you mean `zh`?", "是不是想写 `zh`？"),
            (
                "unknown key `question` in an entry",
                "条目里有不认识的键 `question`",
            ),
            ("something new", "something new"),
        ];
        for (english, chinese) in cases {
            assert_eq!(in_chinese(english), chinese, "{english}");
        }
    }
}
