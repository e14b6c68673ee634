//! Shell completions and the manual page, from the one definition of the command line.

use super::args::Cli;
use super::out;
use crate::report::{DATABASE, Report};
use crate::words::{self, Lang};
use clap::CommandFactory as _;

/// Prints completions.
pub(super) fn completions(shell: clap_complete::Shell) -> Result<(), Report> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "jixiao", &mut text);
    out::text(String::from_utf8_lossy(&text).trim_end())
}

/// Prints the manual page.
pub(super) fn man(l: Lang) -> Result<(), Report> {
    let command = words::help::translate(l, Cli::command());
    let mut text = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut text)
        .map_err(|e| Report::new(DATABASE, e.to_string()))?;
    out::text(String::from_utf8_lossy(&text).trim_end())
}
