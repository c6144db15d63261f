//! `keiyaku completions` and `keiyaku man`: what a shell and a reader of manuals want of the command line.

use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::Shell;

use crate::{failure::Failure, options::OutOptions, output};

#[derive(Debug, Args)]
pub(crate) struct CompletionsOptions {
    /// The shell
    pub(crate) shell: Shell,
    #[command(flatten)]
    pub(crate) out: OutOptions,
}

#[derive(Debug, Args)]
pub(crate) struct ManOptions {
    /// The command, as in `sla due`; without one the page of the program, which lists them all
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
    #[command(flatten)]
    pub(crate) out: OutOptions,
}

pub(crate) fn completions(options: &CompletionsOptions, mut program: Command) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut program, "keiyaku", &mut script);
    output::to(&options.out, &String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn man(options: &ManOptions, mut program: Command) -> Result<ExitCode, Failure> {
    program.build();
    let mut command = &program;
    for word in &options.command {
        command = command.find_subcommand(word).ok_or_else(|| {
            let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
            let (name, known) = (command.get_name(), known.join(", "));
            Failure::Told(keiyaku::provenance::Text::new(
                format!("`{name}`に続くコマンド`{word}`はない。あるのは{known}"),
                format!("`{name}` has no command `{word}`; it has {known}"),
            ))
        })?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page).map_err(Failure::Print)?;
    output::to(&options.out, &String::from_utf8_lossy(&page))?;
    Ok(ExitCode::SUCCESS)
}
