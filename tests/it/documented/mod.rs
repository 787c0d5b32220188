//! Every command of the README and `docs/` is run as it is written, as far as a machine without
//! Telegram, systemd and containers allows, and every configuration they show is read.
//!
//! A Bot API on loopback stands for Telegram, a folder for the root of the file system, small scripts for
//! systemd and cron; containers and Cargo are only named. What is not run is listed with its reason in
//! [`NOT_RUN`]; a block that is neither run nor listed fails. Each block of commands is one run of bash in the
//! folder of the source; what blocks leave behind is there for those after them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::fake_bot_api::FakeBotApi;

/// Of a token's form; nobody's.
const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0";
/// What is only named: containers and Cargo are not run by a test.
const NAMED_ONLY: [&str; 5] = [
    "docker",
    "journalctl",
    "systemd-sysusers",
    "useradd",
    "chown",
];

/// Pages whose every block is run, by [`run_all`].
const RUN: [&str; 5] = [
    "README.md",
    "docs/admins.md",
    "docs/backup.md",
    "docs/deploy.md",
    "docs/monitoring.md",
];
/// Blocks of other pages, by how they begin, and why they are not run.
const NOT_RUN: [(&str, &str, &str); 6] = [
    (
        "docs/scale.md",
        "CREATE ROLE",
        "a database that the page's reader has",
    ),
    (
        "docs/scale.md",
        "wenda store move",
        "a database that the page's reader has; the test `store_move` asks one of its own",
    ),
    (
        "docs/scale.md",
        "pg_dump",
        "a database that the page's reader has; store/tests ask a server of their own",
    ),
    (
        "docs/capacity.md",
        "cargo build --release",
        "it measures, for minutes, what a shared machine would falsify",
    ),
    (
        "CONTRIBUTING.md",
        "cargo run --locked -- chat",
        "it runs these tests themselves",
    ),
    (
        "findings/README.md",
        "findings/",
        "it installs other people's packages from the network",
    ),
];

/// A folder that stands for the root of the file system, with the source in it.
struct Machine {
    root: tempfile::TempDir,
    api: FakeBotApi,
}

impl Machine {
    fn new() -> Machine {
        let machine = Machine {
            root: tempfile::tempdir().unwrap(),
            api: FakeBotApi::start(),
        };
        let source = machine.path("source");
        let bin = machine.path("bin");
        for folder in [
            "bin",
            "usr/local/bin",
            "etc/systemd/system",
            "etc/cron.d",
            "var/backups",
            "home",
            "source/target/release",
        ] {
            std::fs::create_dir_all(machine.path(folder)).unwrap();
        }
        for name in ["config.toml", "faq", "packaging", "docs"] {
            let copied = Command::new("cp").arg("-r").arg(name).arg(&source).status();
            assert!(copied.unwrap().success());
        }
        std::fs::write(
            source.join("questions.tsv"),
            "openai-account-signup\t怎么注册 OpenAI 账号\n-\t明天会下雨吗\n",
        )
        .unwrap();
        let own = [
            ("wenda.sh", source.join("target/release/wenda")),
            ("wenda.sh", machine.path("usr/local/bin/wenda")),
            ("systemctl.sh", bin.join("systemctl")),
        ];
        for (name, to) in own {
            let text = std::fs::read_to_string(Path::new("tests/it/documented").join(name));
            script(&to, &text.unwrap());
        }
        for name in NAMED_ONLY {
            script(&bin.join(name), "#!/bin/sh\nexit 0\n");
        }
        // `cargo run -- ...` is the program; a build is taken for done.
        script(
            &bin.join("cargo"),
            "#!/bin/bash\nwhile [ $# -gt 0 ] && [ \"$1\" != -- ]; do shift; done\n[ $# = 0 ] || exec wenda \"${@:2}\"\n",
        );
        // `-u wenda -- command`: users are not made by a test.
        script(&bin.join("runuser"), "#!/bin/bash\nexec \"${@:4}\"\n");
        // Nobody but root gives files away.
        script(
            &bin.join("install"),
            "#!/bin/bash\nwords=()\nwhile [ $# -gt 0 ]; do [ \"$1\" = -o ] && shift 2 || { words+=(\"$1\"); shift; }; done\nexec /usr/bin/install \"${words[@]}\"\n",
        );
        machine
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Runs `block` with the paths of the machine, and says what went wrong.
    fn run(&self, block: &str, has_token: bool) -> Result<(), String> {
        let root = self.root.path().display().to_string();
        let mut text = block.to_owned();
        for folder in ["/etc/", "/var/", "/usr/local/"] {
            text = text.replace(&format!(" {folder}"), &format!(" {root}{folder}"));
        }
        let path = format!("{root}/bin:{root}/usr/local/bin:/usr/bin:/bin");
        let mut command = match cron_line(&text) {
            // Cron knows few programs, and cuts at a bare `%`.
            Some(line) => {
                let mut command = Command::new("sh");
                command
                    .env_clear()
                    .env("PATH", "/usr/bin:/bin")
                    .arg("-c")
                    .arg(line);
                command
            }
            None => {
                let mut command = Command::new("bash");
                command
                    .env_clear()
                    .env("PATH", path)
                    .args(["-euo", "pipefail", "-c", &text]);
                command
            }
        };
        command
            .env("HOME", self.path("home"))
            .env("ROOT", &root)
            .env("REAL_WENDA", env!("CARGO_BIN_EXE_wenda"))
            .env("WENDA__TELEGRAM__API_URL", self.api.url())
            .current_dir(self.path("source"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if has_token {
            command.env("TELOXIDE_TOKEN", TOKEN);
        }
        let mut child = command.spawn().unwrap();
        // What is asked for is pasted; who asks for nothing has ended or goes on without.
        let _ = std::io::Write::write_all(
            &mut child.stdin.take().unwrap(),
            format!("{TOKEN}\n").as_bytes(),
        );
        let output = child.wait_with_output().unwrap();
        match output.status.success() {
            true => Ok(()),
            false => Err(format!(
                "{}\n--- ended with {:?}\n{}{}",
                block,
                output.status.code(),
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            )),
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let _ = self.run("systemctl stop wenda", false);
    }
}

fn script(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// The command of a crontab's line, as cron hands it to a shell: without times and user, `\%` as `%`.
fn cron_line(block: &str) -> Option<String> {
    let words: Vec<&str> = block.split(' ').collect();
    let times = words.get(..5)?;
    let is_time = |word: &&str| {
        word.chars()
            .all(|c| c.is_ascii_digit() || "*/,-".contains(c))
    };
    times
        .iter()
        .all(is_time)
        .then(|| words[6..].join(" ").replace("\\%", "%"))
}

/// The blocks of commands in a page: fenced as `sh`, or set in by four.
fn blocks(page: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let (mut fence, mut is_open) = (None, false);
    for line in page.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") {
            fence = match fence {
                Some(_) => None,
                None => Some(trimmed == "```sh"),
            };
            is_open = false;
            continue;
        }
        let command = match fence {
            Some(true) => Some(trimmed),
            Some(false) => None,
            None => line.strip_prefix("    "),
        };
        match command {
            Some(command) if is_open => {
                let block = blocks.last_mut().unwrap();
                block.push('\n');
                block.push_str(command);
            }
            Some(command) => {
                blocks.push(command.to_owned());
                is_open = true;
            }
            None => is_open = false,
        }
    }
    // Configuration is shown in the same form.
    blocks.retain(|block| !block.starts_with('['));
    blocks
}

fn page(name: &str) -> String {
    std::fs::read_to_string(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn run_all(machine: &Machine, name: &str, has_token: bool) {
    let found = blocks(&page(name));
    assert!(!found.is_empty(), "no commands in {name}");
    for block in found {
        if let Err(problem) = machine.run(&block, has_token) {
            panic!("{name}: {problem}");
        }
    }
}

#[test]
fn the_commands_for_operators_do_what_they_say() {
    let machine = Machine::new();
    run_all(&machine, "docs/deploy.md", false);
    assert!(machine.path("etc/wenda/token").exists());
    assert!(machine.path("var/lib/wenda/wenda.sqlite3").exists());
    assert!(
        machine
            .path("usr/local/share/man/man1/wenda-backup.1")
            .exists()
    );

    let old = "wenda backup --config /etc/wenda/config.toml /var/backups/wenda-2026-11-21.sqlite3";
    machine.run(old, false).unwrap();
    run_all(&machine, "docs/backup.md", false);
    let copies = std::fs::read_dir(machine.path("var/lib/wenda/backup")).unwrap();
    assert_eq!(copies.count(), 1, "cron's copy");
    assert!(
        machine
            .path("var/lib/wenda/wenda.sqlite3.before-restore-1")
            .exists()
    );
}

#[test]
fn the_commands_of_the_readme_and_of_the_other_pages_do_what_they_say() {
    let machine = Machine::new();
    for name in ["README.md", "docs/monitoring.md"] {
        run_all(&machine, name, true);
    }
    let polls = |call: &super::fake_bot_api::Call| call.method == "getUpdates";
    assert!(machine.api.calls().iter().any(polls), "the bot ran");
}

#[test]
fn the_commands_for_admins_do_what_they_say() {
    let machine = Machine::new();
    let source = machine.path("source");
    std::fs::create_dir(source.join("help")).unwrap();
    std::fs::write(
        source.join("help/pay.md"),
        "# Help\n\n## How do I pay for this?\n\nBy card.\n",
    )
    .unwrap();
    // The form is told by the content, whatever the name says.
    std::fs::write(
        source.join("prices.xlsx"),
        "question,answer\nWhat does the delivery cost?,Five dollars.\n",
    )
    .unwrap();
    run_all(&machine, "docs/admins.md", false);
    let faq = std::fs::read_to_string(source.join("faq.md")).unwrap();
    assert!(faq.contains("How do I pay for this?") && faq.contains("What does the delivery cost?"));
}

/// All pages that people read: those at the top, those of `docs/`, and the README of every folder.
fn pages() -> Vec<String> {
    let mut pages = Vec::new();
    for folder in [".", "docs", "findings", "benches"] {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "md") {
                let name = path.to_str().unwrap();
                pages.push(name.trim_start_matches("./").to_owned());
            }
        }
    }
    pages.sort();
    pages
}

#[test]
fn no_command_of_a_page_is_left_out_without_a_reason() {
    let mut left_out = Vec::new();
    for name in pages().iter().filter(|name| !RUN.contains(&name.as_str())) {
        for block in blocks(&page(name)) {
            let has_reason = NOT_RUN
                .iter()
                .any(|(page, begin, _)| page == name && block.starts_with(begin));
            if !has_reason {
                left_out.push(format!("{name}: {block}"));
            }
        }
    }
    assert_eq!(left_out, Vec::<String>::new());
    // And no reason stands for what is no longer there.
    for (name, begin, _) in NOT_RUN {
        let found = blocks(&page(name));
        assert!(
            found.iter().any(|block| block.starts_with(begin)),
            "{name}: {begin}"
        );
    }
}

/// The blocks of a page that are fenced as `kind`, or, where they begin with `[`, set in by four.
fn shown(page: &str, kind: &str) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    let (mut is_fenced, mut is_open) = (false, false);
    for line in page.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") {
            is_fenced = trimmed == format!("```{kind}");
            is_open = false;
            continue;
        }
        let set_in = (kind == "toml")
            .then(|| line.strip_prefix("    "))
            .flatten();
        let text = match (is_fenced, set_in) {
            (true, _) => line,
            (false, Some(text)) if is_open || text.starts_with('[') => text,
            _ => {
                is_open = false;
                continue;
            }
        };
        if !is_open {
            shown.push(String::new());
            is_open = true;
        }
        shown.last_mut().unwrap().push_str(&format!("{text}\n"));
    }
    shown
}

#[test]
fn every_configuration_and_faq_that_a_page_shows_is_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let (config, faq) = (
        folder.path().join("config.toml"),
        folder.path().join("faq.yaml"),
    );
    let mut seen = (0, 0);
    for name in pages() {
        let text = page(&name);
        let entry = "entries:\n  - id: a\n    questions: {en: [How do I pay?], zh: [怎么付款]}\n    answer: {en: By card., zh: 刷卡。}\n";
        let tomls = shown(&text, "toml")
            .into_iter()
            .map(|toml| (toml, entry.to_owned()));
        // A page names its groups before it speaks of them.
        let groups: String = shown(&text, "toml")
            .into_iter()
            .filter(|toml| toml.contains("[groups."))
            .collect();
        let yamls = shown(&text, "yaml")
            .into_iter()
            .map(|yaml| (groups.clone(), yaml));
        let tomls = tomls.inspect(|_| seen.0 += 1);
        let yamls = yamls.inspect(|_| seen.1 += 1);
        for (toml, yaml) in tomls.chain(yamls) {
            std::fs::write(&config, &toml).unwrap();
            std::fs::write(&faq, &yaml).unwrap();
            let output = Command::new(env!("CARGO_BIN_EXE_wenda"))
                .args(["check", "--strict"])
                .args(["--config".as_ref(), config.as_os_str()])
                .args(["--faq".as_ref(), faq.as_os_str()])
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{name}:\n{toml}{yaml}\n{said}");
        }
    }
    assert!(seen.0 >= 3 && seen.1 >= 1, "{seen:?}");
}

/// The words of commands in running text, as `wenda stats [--period day|week|month]`.
fn named(text: &str) -> Vec<Vec<String>> {
    let mut named = Vec::new();
    for part in text.split("`wenda ").skip(1) {
        let command = part.split('`').next().unwrap_or_default();
        let clean = command.replace(['[', ']', '|'], " ");
        named.push(clean.split_whitespace().map(str::to_owned).collect());
    }
    named
}

#[test]
fn every_subcommand_and_option_that_a_page_names_exists() {
    let mut names = pages();
    names.push("config.toml".to_owned());
    for name in names.iter().filter(|name| *name != "CHANGELOG.md") {
        for words in named(&page(name)) {
            let is_name = |word: &&String| word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
            let commands: Vec<&String> = words
                .iter()
                .take_while(|word| !word.starts_with('-'))
                .filter(is_name)
                .take(1)
                .collect();
            let [command] = commands[..] else { continue };
            let help = Command::new(env!("CARGO_BIN_EXE_wenda"))
                .args(["help", command])
                .output()
                .unwrap();
            assert!(help.status.success(), "{name}: `wenda {}`", words.join(" "));
            let help = String::from_utf8_lossy(&help.stdout).into_owned();
            for option in words.iter().filter(|word| word.starts_with('-')) {
                let option = option.split('=').next().unwrap_or_default();
                assert!(help.contains(option), "{name}: `wenda {}`", words.join(" "));
            }
        }
    }
}
