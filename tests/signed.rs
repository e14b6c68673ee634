//! Entries signed by their makers' own SSH keys: through an agent, from the screens, on disk; what
//! is not good is refused, and found in a history that has it all the same; the bundle is checked
//! by this program, and without it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]

#[cfg(test)]
mod common;

use common::agent::{Agent, key, openssh};
use common::desk::{Desk, EXE, READ};
use jixiao::domain::day::Instant;
use jixiao::domain::entry::{Algorithm, Cell, Payload, hash};
use jixiao::domain::gate::Refused;
use jixiao::domain::history::{Columns, History};
use jixiao::domain::id::Seq;
use jixiao::domain::signature::Span;
use jixiao::store::StoreError;
use jixiao::store::sqlite::{Actor, SqliteStore};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Bureau {
    dir: tempfile::TempDir,
    keys: [(PathBuf, String); 2],
    agent: Agent,
}

type Said = (i32, String, String);

impl Bureau {
    /// A practice database with forms, its maker's key on record, and an agent that holds it.
    fn new(kind: &str) -> Option<Self> {
        if !openssh() {
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let keys = [
            key(dir.path(), "own", kind),
            key(dir.path(), "other", "ed25519"),
        ];
        let agent = Agent::with(dir.path(), &[&keys[1].0, &keys[0].0]);
        let it = Self { dir, keys, agent };
        it.ok(&["init", "--practice", "--year", "2020"]);
        it.ok(&["import", "data/sample/forms"]);
        let me = it.me();
        it.ok(&["user", "key", &me, "--add", &it.keys[0].1]);
        Some(it)
    }
    fn db(&self) -> PathBuf {
        self.dir.path().join("a.db")
    }
    fn run(&self, agent: bool, args: &[&str]) -> Said {
        let mut c = Command::new(EXE);
        c.env_clear()
            .env("HOME", self.dir.path())
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("LANG", "zh_CN.UTF-8")
            .arg("--db")
            .arg(self.db())
            .args(args);
        if agent {
            c.env("SSH_AUTH_SOCK", &self.agent.socket);
        }
        let out = c.output().unwrap();
        let text = |b: Vec<u8>| String::from_utf8(b).unwrap();
        (
            out.status.code().unwrap_or(-1),
            text(out.stdout),
            text(out.stderr),
        )
    }
    fn ok(&self, args: &[&str]) -> String {
        let (code, out, says) = self.run(true, args);
        assert_eq!(code, 0, "{args:?}: {says}");
        out
    }
    /// Valid and missing.
    fn signatures(&self) -> (i64, i64) {
        let v = self.ok(&["audit", "verify", "--format", "json"]);
        let v: Value = serde_json::from_str(&v).unwrap();
        assert_eq!(v["ok"], true);
        assert_eq!(v["signatures"]["invalid"], 0);
        let n = |what: &str| v["signatures"][what].as_i64().unwrap();
        (n("valid"), n("missing"))
    }
    fn me(&self) -> String {
        let uid = nix::unistd::getuid();
        nix::unistd::User::from_uid(uid).unwrap().unwrap().name
    }
    fn cases(&self) -> Vec<String> {
        let q = self.ok(&["queue", "joint-review", "--format", "json"]);
        let q: Value = serde_json::from_str(&q).unwrap();
        let rows = q["rows"].as_array().unwrap();
        let code = |r: &Value| r["case"].as_str().unwrap().to_owned();
        rows.iter().map(code).collect()
    }
    fn decide(&self, agent: bool, code: &str) -> Said {
        let case = format!("joint-review/{code}");
        let words = ["decide", &case, "revise", "--opinion", "请补充。"];
        self.run(agent, &words)
    }
    fn bundle(&self) -> PathBuf {
        let zip = self.dir.path().join("bundle.zip");
        self.ok(&[
            "audit",
            "bundle",
            "-o",
            zip.to_str().unwrap(),
            "--overwrite",
        ]);
        let dir = self.dir.path().join("bundle");
        std::fs::create_dir_all(&dir).unwrap();
        zip::ZipArchive::new(std::fs::File::open(zip).unwrap())
            .unwrap()
            .extract(&dir)
            .unwrap();
        dir
    }
    fn columns(&self) -> Vec<Columns> {
        let store = SqliteStore::open(&self.db()).unwrap();
        store.columns(Seq::new(0), usize::MAX).unwrap()
    }
}

fn walk(all: &[Columns]) -> Result<History, (i64, String)> {
    let mut h = History::default();
    for c in all {
        let next = h.next();
        h.pass(&c.cells(), Cell::Blob(&c.hash.0))
            .map_err(|why| (next, why))?;
    }
    Ok(h)
}

/// A history as somebody would write it anew who can compute hashes but has no key.
fn anew(mut all: Vec<Columns>) -> Vec<Columns> {
    let mut prev = jixiao::domain::procedure::Digest::default();
    for c in &mut all {
        c.prev = prev;
        c.hash = hash(Algorithm::Sha256, &c.cells());
        prev = c.hash;
    }
    all
}

#[test]
fn a_verdict_is_signed_by_the_key_of_who_gave_it() {
    for kind in ["ed25519", "ecdsa"] {
        let Some(b) = Bureau::new(kind) else {
            return;
        };
        let (valid, missing) = b.signatures();
        // The key itself was on record when its entry was to be signed.
        assert_eq!(valid, 1);
        assert!(missing > 10);
        let code = b.cases()[0].clone();
        let (status, _, says) = b.decide(true, &code);
        assert_eq!((status, says.as_str()), (0, ""));
        assert_eq!(b.signatures(), (2, missing));
        // Without the agent it is as valid, and unsigned.
        let (status, ..) = b.decide(false, &b.cases()[1]);
        assert_eq!(status, 0);
        assert_eq!(b.signatures(), (2, missing + 1));
        // What was left is signed together, and nothing twice.
        let said = b.ok(&["audit", "sign", "--format", "json"]);
        assert_eq!(
            serde_json::from_str::<Value>(&said).unwrap()["signed"],
            missing + 1
        );
        assert_eq!(b.signatures(), (2 + missing + 1, 0));
        let said = b.ok(&["audit", "sign", "--format", "json"]);
        assert_eq!(serde_json::from_str::<Value>(&said).unwrap()["signed"], 0);
    }
}

#[test]
fn a_key_on_disk_signs_too_and_another_does_not() {
    let Some(b) = Bureau::new("ed25519") else {
        return;
    };
    let (_, missing) = b.signatures();
    let path = |n: usize| b.keys[n].0.to_str().unwrap().to_owned();
    let (status, _, says) = b.run(false, &["audit", "sign", "--key", &path(1)]);
    assert_eq!(status, 4, "{says}");
    assert!(says.contains("签名不是你登记的钥匙所签"), "{says}");
    assert_eq!(b.signatures(), (1, missing));
    let (status, _, says) = b.run(false, &["audit", "sign"]);
    assert_eq!(status, 4, "{says}");
    let (status, _, says) = b.run(false, &["audit", "sign", "--key", &path(0)]);
    assert_eq!(status, 0, "{says}");
    assert_eq!(b.signatures(), (1 + missing, 0));
}

#[test]
fn nobody_signs_for_another_or_something_else() {
    let Some(b) = Bureau::new("ed25519") else {
        return;
    };
    b.ok(&[
        "user", "add", "gu.two", "--name", "顾", "--role", "reviewer",
    ]);
    b.ok(&["user", "key", "gu.two", "--add", &b.keys[1].1]);
    let store = SqliteStore::open(&b.db()).unwrap();
    let actor = |account: &str| Actor {
        person: store.person(account).unwrap().unwrap(),
        uid: 0,
        login_uid: -1,
        key: None,
    };
    let span = |first: i64, last: i64| Span {
        first: Seq::new(first),
        last: Seq::new(last),
    };
    let sign = |key: &Path, text: &str| {
        let mut c = Command::new("ssh-keygen");
        c.args(["-q", "-Y", "sign", "-n", "jixiao@audit", "-f"])
            .arg(key)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = c.spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    };
    let me = actor(&b.me());
    let spans = [span(2, 4)];
    let text = store.statement(me.person.id, &spans).unwrap();
    let own = sign(&b.keys[0].0, &text);
    let foreign = sign(&b.keys[1].0, &text);
    let at = Instant::new(1_600_000_000_000);
    let tried = |who: &Actor, spans: &[Span], signature: &str| {
        store.writer(who).unwrap().sign(spans, signature, at)
    };
    let refused = |r: Result<Seq, StoreError>, why: Refused| match r {
        Err(StoreError::Refused(found)) => assert_eq!(found, why),
        other => panic!("{other:?}"),
    };
    refused(tried(&me, &spans, &foreign), Refused::BadSignature);
    refused(tried(&me, &[span(2, 5)], &own), Refused::BadSignature);
    refused(tried(&me, &spans, ""), Refused::BadSignature);
    refused(
        tried(&me, &spans, &own[..own.len() / 2]),
        Refused::BadSignature,
    );
    // Another's entries, none, and what is not there.
    refused(tried(&actor("gu.two"), &spans, &foreign), Refused::NotYours);
    for spans in [[span(4, 2)], [span(0, 3)], [span(2, 1_000_000)]] {
        refused(tried(&me, &spans, &own), Refused::NotYours);
    }
    // Each byte of a signature counts.
    for at in 28..own.len() - 28 {
        let mut bytes = own.clone().into_bytes();
        if !bytes[at].is_ascii_alphanumeric() {
            continue;
        }
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        refused(tried(&me, &spans, &changed), Refused::BadSignature);
    }
    tried(&me, &spans, &own).unwrap();
}

#[test]
fn a_history_written_anew_without_the_key_is_found() {
    let Some(b) = Bureau::new("ed25519") else {
        return;
    };
    b.decide(true, &b.cases()[0]);
    b.decide(true, &b.cases()[1]);
    let good = b.columns();
    walk(&good).unwrap();
    let kind = |c: &Columns| -> Payload { serde_json::from_str(&c.payload).unwrap() };
    let at = good
        .iter()
        .position(|c| matches!(kind(c), Payload::Decided { .. }))
        .unwrap();
    let signed = good
        .iter()
        .position(|c| matches!(&kind(c), Payload::Signed { spans, .. } if spans[0].first.get() == good[at].seq))
        .unwrap();
    let seq = good[signed].seq;
    let found = |all: Vec<Columns>| walk(&anew(all)).err();
    // The verdict, when it was given, by which command: whatever is changed, the signature tells.
    for change in [
        |c: &mut Columns| c.payload = c.payload.replace("revise", "pass"),
        |c: &mut Columns| c.at += 1,
        |c: &mut Columns| c.command.push('x'),
    ] {
        let mut all = good.clone();
        change(&mut all[at]);
        let (where_, why) = found(all).unwrap();
        // An earlier signature may cover nothing of it; the first that does is named.
        assert_eq!(where_, seq, "{why}");
        assert_eq!(why, "a signature over something else");
    }
    // An entry before it put in: everything after has other hashes.
    let mut all = good.clone();
    all[1].at += 1;
    assert!(found(all).is_some());
    // The signature moved onto another's name.
    let mut all = good.clone();
    all[signed].person += 1;
    assert_eq!(
        found(all).unwrap(),
        (seq, "signs what its maker did not make".to_owned())
    );
    // Taken out: what is signed after it does not hold any more.
    let mut all = good.clone();
    all.remove(signed);
    for (n, c) in all.iter_mut().enumerate() {
        c.seq = i64::try_from(n).unwrap() + 1;
    }
    assert!(found(all).is_some());
}

#[test]
fn a_key_that_was_taken_away_signs_no_more_and_its_signatures_stay_good() {
    let Some(b) = Bureau::new("ed25519") else {
        return;
    };
    b.decide(true, &b.cases()[0]);
    let (valid, _) = b.signatures();
    let all: Value = serde_json::from_str(&b.ok(&["user", "list", "--format", "json"])).unwrap();
    let me = b.me();
    let own = all
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["account"] == me.as_str());
    let print = own.unwrap()["keys"][0].as_str().unwrap().to_owned();
    b.ok(&["user", "key", &me, "--remove", &print]);
    let (status, _, says) = b.decide(true, &b.cases()[1]);
    assert_eq!((status, says.as_str()), (0, ""));
    assert_eq!(b.signatures().0, valid);
    // The bundle says until when it was good.
    let dir = b.bundle();
    let allowed = std::fs::read_to_string(dir.join("allowed_signers")).unwrap();
    assert_eq!(allowed.lines().count(), 1);
    assert!(allowed.contains("valid-after=") && allowed.contains("valid-before="));
}

#[test]
fn a_bundle_is_checked_here_and_without_us() {
    let Some(b) = Bureau::new("ed25519") else {
        return;
    };
    b.decide(true, &b.cases()[0]);
    b.ok(&["audit", "sign"]);
    let point = b.ok(&["audit", "checkpoint"]);
    let note = b.ok(&["audit", "checkpoint", "--sign"]);
    b.decide(true, &b.cases()[1]);
    let dir = b.bundle();
    let zip = b.dir.path().join("bundle.zip");
    let zip = zip.to_str().unwrap();
    let checked = b.ok(&["audit", "verify", "--bundle", zip, "--format", "json"]);
    let checked: Value = serde_json::from_str(&checked).unwrap();
    assert_eq!(checked["ok"], true);
    assert_eq!(checked["signatures"]["missing"], 0);
    for given in [&point, &note] {
        b.ok(&["audit", "verify", "--bundle", zip, "--against", given]);
        let says = b.ok(&["audit", "verify", "--against", given]);
        assert_eq!(says.contains("签名属实"), given == &note);
    }
    // Another's note, another size, another hash, another signature.
    let other = note.replace("jixiao/", "jixiao/0");
    let size: u64 = point.split(' ').next().unwrap().parse().unwrap();
    let more = note.replacen(&format!("\n{size}\n"), &format!("\n{}\n", size - 1), 1);
    let line = point.replacen(&size.to_string(), &(size - 1).to_string(), 1);
    let last = note.trim_end().len() - 2;
    let mut wrong = note.clone().into_bytes();
    wrong[last - 20] = if wrong[last - 20] == b'A' { b'B' } else { b'A' };
    let wrong = String::from_utf8(wrong).unwrap();
    for given in [&other, &more, &line, &wrong] {
        let (status, ..) = b.run(true, &["audit", "verify", "--against", given]);
        assert_eq!(status, 1, "{given}");
    }
    for given in [&more, &line] {
        let (status, ..) = b.run(
            true,
            &["audit", "verify", "--bundle", zip, "--against", given],
        );
        assert_eq!(status, 1, "{given}");
    }

    // Plain OpenSSH says the same of a signature.
    let any = std::fs::read_dir(dir.join("signatures")).unwrap();
    let sig = any
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "sig"))
        .unwrap();
    let me = b.me();
    let verify = |text: PathBuf| {
        Command::new("ssh-keygen")
            .args(["-Y", "verify", "-n", "jixiao@audit", "-I", &me, "-f"])
            .arg(dir.join("allowed_signers"))
            .arg("-s")
            .arg(&sig)
            .stdin(std::fs::File::open(text).unwrap())
            .output()
            .unwrap()
            .status
            .success()
    };
    assert!(verify(sig.with_extension("txt")));
    assert!(!verify(dir.join("checkpoint.txt")));

    // And so does the script that lies in the bundle, with Python alone.
    let script = |dir: &Path| {
        let out = Command::new("python3").arg(dir.join("verify.py")).output();
        out.ok().map(|o| {
            (
                o.status.success(),
                String::from_utf8_lossy(&o.stdout).into_owned(),
            )
        })
    };
    let entries = dir.join("entries.jsonl");
    let text = std::fs::read_to_string(&entries).unwrap();
    if let Some((ok, says)) = script(&dir) {
        assert!(ok, "{says}");
        for (from, to) in [("revise", "pass"), ("\"login_uid\":-1", "\"login_uid\":-2")] {
            assert!(text.contains(from) || from.contains("login"), "{from}");
            let changed = text.replace(from, to);
            std::fs::write(&entries, &changed).unwrap();
            assert_eq!(script(&dir).unwrap().0, changed == text);
        }
    }
    // A changed bundle is refused here too.
    for (from, to) in [("revise", "pass"), ("\"seq\":7,", "\"seq\":8,")] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text);
        let mut out = std::io::Cursor::new(Vec::new());
        let mut w = zip::ZipWriter::new(&mut out);
        let plain = zip::write::SimpleFileOptions::default();
        let point = std::fs::read_to_string(dir.join("checkpoint.txt")).unwrap();
        for (name, text) in [("checkpoint.txt", &point), ("entries.jsonl", &changed)] {
            w.start_file(name, plain).unwrap();
            std::io::Write::write_all(&mut w, text.as_bytes()).unwrap();
        }
        w.finish().unwrap();
        let path = b.dir.path().join("changed.zip");
        std::fs::write(&path, out.into_inner()).unwrap();
        let (status, _, says) = b.run(
            false,
            &["audit", "verify", "--bundle", path.to_str().unwrap()],
        );
        assert_eq!(status, 1, "{says}");
    }
}

#[test]
fn verdicts_of_the_screens_are_signed_behind_them() {
    let Some(b) = Bureau::new("ed25519") else {
        return;
    };
    let (valid, missing) = b.signatures();
    let db = b.db();
    let socket = b.agent.socket.to_str().unwrap().to_owned();
    let path = std::env::var("PATH").unwrap();
    let mut desk = Desk::open_in(
        b.dir.path(),
        &["--db", db.to_str().unwrap()],
        (24, 80),
        &[("SSH_AUTH_SOCK", &socket), ("PATH", &path)],
    );
    desk.wait("home", |t| t.contains("待我审"));
    desk.press("1");
    desk.wait("the list", |t| t.contains("3101"));
    desk.press("\r");
    desk.wait("the case", |t| t.contains("优 通过"));
    std::thread::sleep(READ);
    desk.sign("p", "the verdict", |t| t.contains("已记录"));
    desk.press("Q");
    desk.ends();
    assert_eq!(b.signatures(), (valid + 1, missing));
}
