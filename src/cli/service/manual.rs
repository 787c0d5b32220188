//! `wenda completions` and `wenda man`: what packages install beside the program, made from the
//! command line as it is.

use std::path::PathBuf;

use anyhow::Context;
use clap_complete::Shell;

use crate::cli::common::{Exit, output};

/// The files and the environment, as the manual page tells them.
const FILES: &str = ".SH FILES\n\
    .TP\n./config.toml\nthe configuration, where neither \\-\\-config nor WENDA_CONFIG names one\n\
    .TP\n/etc/wenda/config.toml\nthe same, where there is none here\n\
    .TP\ntoken, beside the configuration\nthe bot's token, where the environment names none\n\
    .SH ENVIRONMENT\n\
    .TP\nTELOXIDE_TOKEN, TELOXIDE_TOKEN_FILE\nthe bot's token, or the file that holds it\n\
    .TP\nWENDA_CONFIG\nthe configuration file\n\
    .TP\nWENDA__SECTION__KEY\na value over that of the key in the configuration file\n\
    .TP\nRUST_LOG\nlevels of the log, over those of the configuration\n";

/// Which shell.
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// Shell to complete in
    shell: Shell,
}

/// Prints the completion script.
///
/// # Errors
/// When standard output cannot be written.
pub fn completions(args: &CompletionsArgs, command: clap::Command) -> anyhow::Result<Exit> {
    let mut command = for_people(&command);
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "wenda", &mut script);
    output::print_bytes(&script)
}

/// The command line without the subcommands that are not meant for people: what is hidden in the
/// help would be offered for completion all the same.
fn for_people(command: &clap::Command) -> clap::Command {
    let shown = command.get_subcommands().filter(|one| !one.is_hide_set());
    clap::Command::new("wenda")
        .version(env!("CARGO_PKG_VERSION"))
        .about(command.get_about().cloned().unwrap_or_default())
        .args(command.get_arguments().cloned())
        .subcommands(shown.cloned())
}

/// Where to.
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Folder to write one page for each subcommand into; without it the main page is printed
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Prints the manual page, or writes all of them.
///
/// # Errors
/// When they cannot be written.
pub fn man(args: &ManArgs, command: clap::Command) -> anyhow::Result<Exit> {
    if let Some(dir) = &args.dir {
        std::fs::create_dir_all(dir)
            .and_then(|()| clap_mangen::generate_to(command.clone(), dir))
            .and_then(|()| std::fs::write(dir.join("wenda.1"), main_page(command)?))
            .with_context(|| format!("cannot write manual pages into {}", dir.display()))?;
        return Ok(Exit::Fine);
    }
    output::print_bytes(&main_page(command)?)
}

/// The page `wenda(1)`, with what a page of a program has beside its options.
fn main_page(command: clap::Command) -> std::io::Result<Vec<u8>> {
    // The exit codes have a section of their own below.
    let man = clap_mangen::Man::new(command.after_help(""));
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    man.render_subcommands_section(&mut page)?;
    page.extend_from_slice(b".SH \"EXIT STATUS\"\n");
    for (exit, words) in Exit::TABLE {
        page.extend_from_slice(format!(".TP\n{}\n{words}\n", exit as u8).as_bytes());
    }
    page.extend_from_slice(
        b".PP\nRestarting does not fix 2 to 6; the systemd unit stops on them.\n",
    );
    page.extend_from_slice(FILES.as_bytes());
    man.render_version_section(&mut page)?;
    Ok(page)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Arguments;

    #[test]
    fn every_subcommand_has_its_page_and_its_completion() {
        let dir = tempfile::tempdir().expect("a folder");
        let args = ManArgs {
            dir: Some(dir.path().to_owned()),
        };
        man(&args, Arguments::command()).expect("written");
        let mut script = Vec::new();
        let mut shown = for_people(&Arguments::command());
        clap_complete::generate(Shell::Bash, &mut shown, "wenda", &mut script);
        let script = String::from_utf8(script).expect("text");
        assert!(!script.contains("sidecar"), "{script}");
        let page = std::fs::read_to_string(dir.path().join("wenda.1")).expect("read");
        for (exit, words) in Exit::TABLE {
            assert!(
                page.contains(&format!("{}\n{words}", exit as u8)),
                "{words}"
            );
        }
        let command = Arguments::command();
        for subcommand in command.get_subcommands().filter(|one| !one.is_hide_set()) {
            let name = subcommand.get_name();
            assert!(
                dir.path().join(format!("wenda-{name}.1")).is_file(),
                "{name}"
            );
            assert!(script.contains(&format!("wenda,{name})")), "{name}");
            assert!(
                subcommand.get_about().is_some(),
                "{name} says nothing of itself"
            );
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
