//! The command line as a type. Its help texts are in `words::cli`, by the ids below.

use super::out::Format;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Languages of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    /// 中文.
    Zh,
    /// English.
    En,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub(super) enum Color {
    /// On terminals.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Cells of characters of ambiguous width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub(super) enum Ambiguous {
    /// As measured.
    #[default]
    Auto,
    /// One.
    #[value(name = "1")]
    One,
    /// Two.
    #[value(name = "2")]
    Two,
}

/// The whole command line.
#[derive(Debug, Parser)]
#[command(name = "jixiao", version, disable_help_subcommand = true)]
pub(super) struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Global {
    #[arg(long, global = true, env = "JIXIAO_DB", value_name = "PATH")]
    pub db: Option<PathBuf>,
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LangArg>,
    #[arg(long = "as", global = true, value_name = "USER")]
    pub acting: Option<String>,
    #[arg(long, global = true, value_enum, default_value_t)]
    pub format: Format,
    #[arg(long, global = true, value_enum, default_value_t)]
    pub color: Color,
    #[arg(long, global = true)]
    pub quiet: bool,
    #[arg(long, global = true)]
    pub no_progress: bool,
    #[arg(long, global = true)]
    pub slow: bool,
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "1|2|auto"
    )]
    pub ambiguous: Ambiguous,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Verb {
    Demo {
        #[arg(long)]
        no_tui: bool,
        #[arg(long, value_name = "N")]
        size: Option<u64>,
        #[arg(
            long,
            value_name = "target|monitoring-form|self-evaluation",
            default_value = "target"
        )]
        kind: String,
        #[arg(long)]
        fresh: bool,
    },
    Init {
        #[arg(long)]
        practice: bool,
        #[arg(long, value_name = "YYYY")]
        year: Option<i32>,
        #[arg(long, default_value = "sha256", value_name = "sha256|sm3")]
        hash: String,
        #[arg(long, conflicts_with = "practice")]
        house: bool,
    },
    Import {
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        #[arg(long, value_name = "K")]
        kind: Option<String>,
        #[arg(long)]
        dry_run: bool,
    },
    Lint {
        #[arg(value_name = "PATH", required_unless_present = "case")]
        paths: Vec<PathBuf>,
        #[arg(long, value_name = "CODE", conflicts_with = "paths")]
        case: Option<String>,
        #[arg(long, value_name = "K")]
        kind: Option<String>,
    },
    Explain {
        #[arg(value_name = "RULE")]
        rule: String,
    },
    Queue {
        #[arg(value_name = "NAME")]
        name: Option<String>,
        #[arg(long, value_name = "EXPR")]
        filter: Option<String>,
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
        #[arg(long, value_name = "CASE", conflicts_with_all = ["filter", "after"])]
        like: Option<String>,
    },
    Show {
        #[arg(value_name = "CASE")]
        case: String,
    },
    Decide(Decide),
    Undo {
        #[arg(value_name = "CASE")]
        case: Option<String>,
    },
    Recuse {
        #[arg(value_name = "CASE")]
        case: String,
        #[arg(long, value_name = "own-unit|kin|took-part|other")]
        reason: String,
        #[arg(long, value_name = "ACCOUNT")]
        revoke: Option<String>,
    },
    Note {
        #[arg(value_name = "CASE")]
        case: String,
        #[arg(value_name = "TEXT")]
        text: String,
        #[arg(long, value_name = "ACCOUNT", value_delimiter = ',')]
        to: Vec<String>,
        #[arg(long, conflicts_with = "to")]
        minute: bool,
    },
    Export {
        #[arg(value_name = "FORM")]
        form: String,
        #[arg(long, value_name = "NAME", default_value = "joint-review")]
        queue: String,
        #[arg(long, value_name = "EXPR")]
        filter: Option<String>,
        #[arg(long, value_name = "CODE")]
        case: Option<String>,
        #[arg(short = 'o', long = "output", value_name = "PATH")]
        output: PathBuf,
        #[arg(long)]
        overwrite: bool,
    },
    Report {
        #[arg(value_name = "coverage|monitoring|re-evaluation|agreement|late")]
        name: String,
        #[arg(long, value_name = "NAME", default_value = "joint-review")]
        queue: String,
        #[arg(long, value_name = "NAME")]
        unit: Option<String>,
        #[arg(long, value_name = "K")]
        kind: Option<String>,
        #[arg(long, value_name = "YYYY")]
        year: Option<i32>,
        #[arg(short = 'o', long = "output", value_name = "PATH")]
        output: Option<PathBuf>,
        #[arg(long)]
        overwrite: bool,
    },
    Choose {
        #[arg(long, value_name = "NAME")]
        unit: String,
        #[arg(long, value_name = "N")]
        number: Option<usize>,
        #[arg(long, value_name = "TEXT")]
        seed: Option<String>,
        #[arg(long)]
        dry_run: bool,
    },
    Reply {
        #[arg(value_name = "CASE")]
        case: String,
        #[arg(value_name = "accepted|partly|disputed")]
        what: String,
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    Audit {
        #[command(subcommand)]
        what: Audit,
    },
    User {
        #[command(subcommand)]
        what: User,
    },
    Session {
        #[arg(value_name = "USER")]
        user: String,
    },
    AuthorizedKeys {
        #[arg(value_name = "FINGERPRINT")]
        fingerprint: Option<String>,
    },
    Drop {
        #[command(subcommand)]
        what: Drop,
    },
    Backup {
        #[arg(value_name = "PATH")]
        path: PathBuf,
    },
    Restore {
        #[arg(value_name = "PATH")]
        path: PathBuf,
    },
    Doctor,
    Completions {
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    Man,
}

/// A verdict from the command line.
#[derive(Debug, Args)]
pub(super) struct Decide {
    #[arg(value_name = "CASE")]
    pub case: String,
    #[arg(value_name = "VERDICT")]
    pub verdict: String,
    #[arg(long, value_name = "TEXT")]
    pub opinion: Vec<String>,
    #[arg(long)]
    pub accept_findings: bool,
    #[arg(long, value_name = "RULE=REASON")]
    pub waive: Vec<String>,
    #[arg(long, value_name = "V")]
    pub expect_version: Option<u32>,
    #[arg(long = "final")]
    pub closing: bool,
    #[arg(long, value_name = "DATE")]
    pub due: Option<String>,
    #[arg(long, value_name = "CENTS")]
    pub amount: Option<i64>,
    #[arg(long, value_name = "FILE")]
    pub checks: Option<PathBuf>,
    #[arg(long, value_name = "POINTS=REASON")]
    pub score: Option<String>,
    #[arg(long = "for", value_name = "ACCOUNT", requires = "sheet")]
    pub proxy: Option<String>,
    #[arg(long, value_name = "NUMBER", requires = "proxy")]
    pub sheet: Option<String>,
}

/// The log.
#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    Log,
    Verify {
        #[arg(long, value_name = "LINE")]
        against: Option<String>,
        #[arg(long, value_name = "FILE", conflicts_with = "against")]
        paper: Option<PathBuf>,
        #[arg(long, value_name = "FILE", conflicts_with = "paper")]
        bundle: Option<PathBuf>,
    },
    Checkpoint {
        #[arg(long)]
        note: bool,
        #[arg(long)]
        sign: bool,
    },
    Bundle {
        #[arg(short, long, value_name = "PATH")]
        output: PathBuf,
        #[arg(long)]
        overwrite: bool,
    },
    Sign {
        #[arg(long, value_name = "KEY")]
        key: Option<PathBuf>,
    },
}

/// Files of one's own in a house.
#[derive(Debug, Subcommand)]
pub(super) enum Drop {
    Put {
        #[arg(value_name = "NAME")]
        name: PathBuf,
        #[arg(long)]
        overwrite: bool,
    },
    Get {
        #[arg(value_name = "NAME")]
        name: PathBuf,
    },
    List,
    Remove {
        #[arg(value_name = "NAME")]
        name: PathBuf,
    },
}

/// People.
#[derive(Debug, Subcommand)]
pub(super) enum User {
    Rights {
        #[arg(value_name = "ACCOUNT")]
        account: Option<String>,
        #[arg(long, value_name = "CASE", requires = "account")]
        case: Option<String>,
    },
    Add {
        #[arg(value_name = "ACCOUNT")]
        account: String,
        #[arg(long, value_name = "NAME")]
        name: String,
        #[arg(long, value_name = "ROLE", value_delimiter = ',', required = true)]
        role: Vec<String>,
        #[arg(long, value_name = "UNIT")]
        unit: Vec<String>,
    },
    List,
    Grant {
        #[arg(value_name = "ACCOUNT")]
        account: String,
        #[arg(value_name = "ROLE")]
        role: String,
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    Revoke {
        #[arg(value_name = "ACCOUNT")]
        account: String,
        #[arg(value_name = "ROLE")]
        role: String,
    },
    Key {
        #[arg(value_name = "ACCOUNT")]
        account: String,
        #[arg(long, value_name = "KEY", required_unless_present = "remove")]
        add: Option<String>,
        #[arg(long, value_name = "FINGERPRINT")]
        remove: Option<String>,
    },
    Handover {
        #[arg(value_name = "FROM")]
        from: String,
        #[arg(value_name = "TO")]
        to: String,
    },
    Pending,
    Confirm {
        #[arg(value_name = "SEQ")]
        seq: i64,
    },
    Reject {
        #[arg(value_name = "SEQ")]
        seq: i64,
    },
    Seat {
        #[arg(value_name = "ACCOUNT", required = true)]
        accounts: Vec<String>,
        #[arg(long, value_name = "NAME", default_value = "joint-review")]
        queue: String,
    },
}
