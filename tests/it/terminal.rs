//! The program at a real terminal: `script` gives it one, in three sizes and two languages.
//!
//! Every Debian and Ubuntu has `script`; elsewhere these tests say that they are left out.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::fake_bot_api::PATIENCE;

/// What Ctrl-C and Ctrl-D send.
const CTRL_C: &str = "\u{3}";
const CTRL_D: &str = "\u{4}";
/// What the editor of lines sends when it waits for one: "paste as a whole", before the prompt.
const READY: &str = "\u{1b}[?2004h";

/// A terminal with the program in it.
struct Terminal {
    child: Child,
    input: ChildStdin,
    shown: Arc<Mutex<Vec<u8>>>,
    /// How much of the text was waited for.
    taken: usize,
    /// How often it was ready for a line.
    prompts: usize,
    _home: tempfile::TempDir,
}

impl Terminal {
    /// Runs `wenda` with these arguments in a window of so many columns; `None` where there is no `script`.
    fn run(arguments: &str, columns: usize, language: &str) -> Option<Terminal> {
        if Command::new("script").arg("--version").output().is_err() {
            eprintln!("left out: no `script` on this machine");
            return None;
        }
        let home = tempfile::tempdir().unwrap();
        let wenda = env!("CARGO_BIN_EXE_wenda");
        let line = format!("stty cols {columns} rows 40; exec {wenda} {arguments}");
        let mut child = Command::new("script")
            .args(["-q", "-e", "-f", "-c", &line, "/dev/null"])
            .env_remove("TELOXIDE_TOKEN")
            .env_remove("NO_COLOR")
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env("LANG", language)
            .env("TERM", "xterm-256color")
            .env("SHELL", "/bin/sh")
            .env("HOME", home.path())
            .env("XDG_STATE_HOME", home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let shown = Arc::new(Mutex::new(Vec::new()));
        let kept = shown.clone();
        let mut output = child.stdout.take().unwrap();
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = output.read(&mut piece) {
                kept.lock().unwrap().extend_from_slice(&piece[..length]);
            }
        });
        let input = child.stdin.take().unwrap();
        Some(Terminal {
            child,
            input,
            shown,
            taken: 0,
            prompts: 0,
            _home: home,
        })
    }

    /// The shipped FAQ, talked to.
    fn chat(columns: usize) -> Option<Terminal> {
        let faq = Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
        let arguments = format!("chat --config /dev/null --faq {}", faq.display());
        let mut terminal = Terminal::run(&arguments, columns, "C.UTF-8")?;
        terminal.ready();
        Some(terminal)
    }

    /// Waits until the next line can be typed.
    #[track_caller]
    fn ready(&mut self) {
        self.prompts += 1;
        let until = Instant::now() + PATIENCE;
        loop {
            let shown = String::from_utf8_lossy(&self.shown.lock().unwrap()).into_owned();
            if shown.matches(READY).count() >= self.prompts {
                return;
            }
            assert!(Instant::now() < until, "no prompt in {shown:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn types(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// All that was shown, without colours and movements.
    fn text(&self) -> String {
        let shown = String::from_utf8_lossy(&self.shown.lock().unwrap()).into_owned();
        anstream::adapter::strip_str(&shown).to_string()
    }

    /// Waits for `part` to be shown after what was waited for before, and returns all up to it.
    #[track_caller]
    fn wait(&mut self, part: &str) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let text = self.text();
            let rest = text.get(self.taken..).unwrap_or_default();
            if let Some(at) = rest.find(part) {
                let end = at + part.len();
                self.taken += end;
                return rest[..end].to_owned();
            }
            assert!(Instant::now() < until, "no {part:?} in {rest:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits for the end and returns the exit code and all that was shown, colours included.
    fn end(mut self) -> (Option<i32>, String) {
        let status = self.child.wait().unwrap();
        std::thread::sleep(Duration::from_millis(50));
        let shown = self.shown.lock().unwrap();
        (status.code(), String::from_utf8_lossy(&shown).into_owned())
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn ctrl_c_clears_what_is_typed_and_leaves_where_nothing_is() {
    let Some(mut terminal) = Terminal::chat(80) else {
        return;
    };
    terminal.types("how do i get a ref");
    terminal.wait("ref");
    terminal.types(CTRL_C);
    terminal.ready();
    // What was typed is gone: the command stands alone on its line and is understood.
    terminal.types("/topics\r");
    let said = terminal.wait("Pick a topic");
    assert!(!said.contains("ref/topics"), "{said}");
    terminal.ready();
    terminal.types(CTRL_C);
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn tab_lists_what_fits() {
    let Some(mut terminal) = Terminal::chat(80) else {
        return;
    };
    terminal.types("/to\t");
    terminal.wait("/topics");
    terminal.types(CTRL_C);
    terminal.ready();
    // Several fit: all are listed, and the line is as it was.
    terminal.types("/h\t\t");
    let listed = terminal.wait("/history");
    assert!(listed.contains("/help"), "{listed}");
    terminal.types(CTRL_C);
    terminal.ready();
    terminal.types(CTRL_D);
    assert_eq!(terminal.end().0, Some(0));
}

#[test]
fn a_slip_in_a_command_offers_the_command() {
    let Some(mut terminal) = Terminal::chat(80) else {
        return;
    };
    terminal.types("/hlep\r");
    terminal.wait("Did you mean /help?");
    terminal.types(CTRL_D);
    assert_eq!(terminal.end().0, Some(0));
}

/// How many columns a line takes.
fn columns(line: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(line)
}

#[test]
fn words_wrap_at_three_widths_and_a_quotation_keeps_its_bar() {
    let mut words_seen: Vec<Vec<String>> = Vec::new();
    for width in [40, 80, 132] {
        let Some(mut terminal) = Terminal::chat(width) else {
            return;
        };
        terminal.types("why was i charged $5\r");
        terminal.wait("$5");
        let said = terminal.wait("[1]");
        let lines: Vec<&str> = said
            .lines()
            .map(|line| line.trim_end_matches('\r'))
            .collect();
        for line in &lines {
            // A web address is one word, and stays whole so that it can be clicked.
            let is_address = line.contains("https://");
            assert!(is_address || columns(line) <= width, "{width}: {line:?}");
        }
        let quoted: Vec<&&str> = lines.iter().filter(|line| line.starts_with('│')).collect();
        assert!(quoted.len() > 2, "{width}: {said}");
        // From the first line with a bar to the last there is none without.
        let first = lines.iter().position(|line| line.starts_with('│')).unwrap();
        let last = lines
            .iter()
            .rposition(|line| line.starts_with('│'))
            .unwrap();
        assert_eq!(last - first + 1, quoted.len(), "{width}: {said}");
        // No word is cut: each width shows the same words.
        let words = said.replace('│', " ");
        let words = words.split_whitespace().filter(|word| word.is_ascii());
        words_seen.push(words.map(str::to_owned).collect());
        terminal.ready();
        terminal.types(CTRL_D);
        assert_eq!(terminal.end().0, Some(0));
    }
    assert_eq!(words_seen[0], words_seen[1]);
    assert_eq!(words_seen[1], words_seen[2]);
}

#[test]
fn check_shows_the_line_in_colours_and_ends_with_the_totals_in_the_terminals_language() {
    for (language, message, help, totals) in [
        (
            "C.UTF-8",
            "error\u{1b}[0m: `related` names",
            "help: name the `id`",
            "error",
        ),
        (
            "zh_CN.UTF-8",
            "错误\u{1b}[0m: `related` 里的",
            "办法: 写已有条目的 `id`",
            "个错误",
        ),
    ] {
        let faq = "check --config /dev/null --faq tests/faq_errors/related.yaml";
        let Some(terminal) = Terminal::run(faq, 100, language) else {
            return;
        };
        let (code, shown) = terminal.end();
        assert_eq!(code, Some(1));
        assert!(shown.contains(message) && shown.contains(help), "{shown}");
        assert!(shown.contains("^\u{1b}[0m"), "the place is marked: {shown}");
        let last = shown.trim_end().lines().last().unwrap_or_default();
        assert!(last.contains(totals), "{last}");
    }
}

#[test]
fn a_wrong_configuration_is_told_in_the_terminals_language() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.toml");
    std::fs::write(&config, "[answer]\nsugestions = 3\n").unwrap();
    let config = config.display();
    for command in ["check", "ask hello", "run"] {
        let arguments = format!("{command} --config {config} --faq faq");
        let Some(terminal) = Terminal::run(&arguments, 100, "zh_CN.UTF-8") else {
            return;
        };
        let (code, shown) = terminal.end();
        assert_ne!(code, Some(0), "{command}");
        let plain = anstream::adapter::strip_str(&shown).to_string();
        assert!(
            plain.contains("config.toml:2:1: 错误: 没有 `sugestions` 这个键"),
            "{command}: {plain}"
        );
        assert!(
            plain.contains("办法: 是不是想写 `suggestions`？"),
            "{plain}"
        );
    }
}
