//! Signing one's entries with one's own SSH key. OpenSSH signs (an agent, a forwarded agent, a
//! security key, a passphrase are its business); what it gives is checked here before it is kept.

use crate::domain::day::Instant;
use crate::domain::id::Seq;
use crate::domain::signature::{NAMESPACE, Span, checkable, key_of};
use crate::store::StoreError;
use crate::store::sqlite::{Actor, SqliteStore};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant as Clock};

/// A security key waits for a finger; nobody waits for one that is not there.
const PATIENCE: Duration = Duration::from_secs(30);
/// What is read of a program's answer, bytes.
const ANSWER: u64 = 1 << 20;

/// Why nothing was signed.
#[derive(Debug)]
pub enum Failed {
    /// The agent holds none of the person's keys, or there is no agent.
    NoKey,
    /// OpenSSH did not sign, and what it says.
    Ssh(String),
    /// The store.
    Store(StoreError),
}

impl From<StoreError> for Failed {
    fn from(e: StoreError) -> Self {
        Self::Store(e)
    }
}

/// By which key it is signed.
#[derive(Debug, Clone, Copy)]
pub enum With<'a> {
    /// One that the agent holds.
    Agent,
    /// One on disk; its passphrase is asked on the terminal.
    File(&'a Path),
}

/// True when an agent can be asked.
pub fn agent() -> bool {
    std::env::var_os("SSH_AUTH_SOCK").is_some_and(|v| !v.is_empty())
}

/// Signs a person's entries after `after` that bear no signature yet. Gives how many entries, and
/// the entry that holds the signature; none where there was nothing to sign.
///
/// # Errors
/// Says why they could not be signed; they stand as they are then.
pub fn attest(
    store: &SqliteStore,
    actor: &Actor,
    after: Seq,
    with: With<'_>,
    at: Instant,
) -> Result<Option<(u64, Seq)>, Failed> {
    let id = actor.person.id;
    let office = store.office()?;
    let keys = office.keys.get(&id).map_or(&[][..], Vec::as_slice);
    if !keys.iter().any(|k| checkable(k)) {
        return Err(Failed::NoKey);
    }
    let spans = store.unsigned(id, after)?;
    if spans.is_empty() {
        return Ok(None);
    }
    let text = store.statement(id, &spans)?;
    let signature = sign(keys, actor, with, NAMESPACE, &text)?;
    let n: i64 = spans
        .iter()
        .map(|s: &Span| s.last.get() - s.first.get() + 1)
        .sum();
    let seq = store.writer(actor)?.sign(&spans, &signature, at)?;
    Ok(Some((n.unsigned_abs(), seq)))
}

/// A signature by the agent's key of the person over a text, in a namespace.
///
/// # Errors
/// Says why there is none.
pub fn over(
    store: &SqliteStore,
    actor: &Actor,
    namespace: &str,
    text: &str,
) -> Result<String, Failed> {
    let office = store.office()?;
    let keys = office.keys.get(&actor.person.id);
    let keys = keys.map_or(&[][..], Vec::as_slice);
    sign(keys, actor, With::Agent, namespace, text)
}

fn sign(
    keys: &[String],
    actor: &Actor,
    with: With<'_>,
    namespace: &str,
    text: &str,
) -> Result<String, Failed> {
    match with {
        With::File(key) => keygen(key, false, namespace, text),
        With::Agent => {
            let key = held(keys, actor.key.as_deref()).ok_or(Failed::NoKey)?;
            let mut public = tempfile::NamedTempFile::new().map_err(StoreError::Io)?;
            writeln!(public, "{key}").map_err(StoreError::Io)?;
            keygen(public.path(), true, namespace, text)
        }
    }
}

/// The person's key that the agent holds; the one that let them in before any other.
fn held<'k>(keys: &'k [String], came_by: Option<&str>) -> Option<&'k String> {
    let said = answer(ssh("ssh-add").arg("-L"), "").ok()?;
    let there: Vec<String> = said.lines().filter_map(key_of).collect();
    let own = || keys.iter().filter(|k| checkable(k) && there.contains(k));
    own()
        .find(|k| crate::domain::signature::fingerprint(k).as_deref() == came_by)
        .or_else(|| own().next())
}

fn keygen(key: &Path, from_agent: bool, namespace: &str, text: &str) -> Result<String, Failed> {
    let mut c = ssh("ssh-keygen");
    c.args(["-q", "-Y", "sign", "-n", namespace, "-f"]).arg(key);
    if from_agent {
        // Only the agent is asked: no passphrase can be typed into screens.
        c.arg("-U").env("SSH_ASKPASS_REQUIRE", "never");
    }
    answer(&mut c, text)
}

fn ssh(program: &str) -> Command {
    let mut c = Command::new(program);
    c.stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    c
}

/// What a program answers to a text on its standard input.
fn answer(c: &mut Command, text: &str) -> Result<String, Failed> {
    let io = |e: std::io::Error| Failed::Ssh(e.to_string());
    let mut child = c.spawn().map_err(io)?;
    let stdin = child.stdin.take();
    let text = text.to_owned();
    // Neither side waits for the other to read.
    let fed = std::thread::spawn(move || stdin.map(|mut i| i.write_all(text.as_bytes()).is_ok()));
    let out = listen(child.stdout.take());
    let err = listen(child.stderr.take());
    let ended = within(&mut child).map_err(io)?;
    fed.join().ok();
    let read = |h: std::thread::JoinHandle<String>| h.join().unwrap_or_default();
    if !ended {
        return Err(Failed::Ssh("timed out".to_owned()));
    }
    let ok = child.wait().map_err(io)?.success();
    let (out, err) = (read(out), read(err));
    if ok {
        Ok(out)
    } else {
        let says = err.trim().lines().last().unwrap_or_default();
        Err(Failed::Ssh(
            crate::domain::clean::Clean::line(says).to_string(),
        ))
    }
}

fn listen<R: std::io::Read + Send + 'static>(from: Option<R>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut text = String::new();
        if let Some(from) = from {
            // What cannot be read is no answer.
            from.take(ANSWER).read_to_string(&mut text).ok();
        }
        text
    })
}

/// Waits for the end of a child, and ends one that takes too long; false then.
fn within(child: &mut Child) -> std::io::Result<bool> {
    let begun = Clock::now();
    while child.try_wait()?.is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(true)
}
