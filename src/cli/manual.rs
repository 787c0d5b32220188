//! `wenda completions` and `wenda man`: what packages install beside the program, made from the
//! command line as it is.

use std::path::PathBuf;

use anyhow::Context;
use clap_complete::Shell;

use crate::cli::common::{Exit, output};

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
pub fn completions(args: &CompletionsArgs, mut command: clap::Command) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "wenda", &mut script);
    output::print_bytes(&script)
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
            .and_then(|()| clap_mangen::generate_to(command, dir))
            .with_context(|| format!("cannot write manual pages into {}", dir.display()))?;
        return Ok(Exit::Fine);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    output::print_bytes(&page)
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
        clap_complete::generate(Shell::Bash, &mut Arguments::command(), "wenda", &mut script);
        let script = String::from_utf8(script).expect("text");
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
