//! A bureau's house: a real sshd on loopback lets people in by their keys, each as whom the
//! database says, and nobody gets anything of the host.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(test)]
mod common;

use common::desk::Desk;
use serde_json::Value;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const EXE: &str = env!("CARGO_BIN_EXE_jixiao");
const SSHD: &str = "/usr/sbin/sshd";

/// A host with a house on it.
struct Host {
    dir: tempfile::TempDir,
    sshd: Option<(Child, u16)>,
}

impl Drop for Host {
    fn drop(&mut self) {
        if let Some((sshd, _)) = &mut self.sshd {
            sshd.kill().ok();
            sshd.wait().ok();
        }
    }
}

/// What a command gave: status, output, complaint.
type Said = (i32, Vec<u8>, String);

fn done(mut c: Command, input: &[u8]) -> Said {
    let mut child = c
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feed = std::thread::spawn(move || to.write_all(&input).is_ok());
    let out = child.wait_with_output().unwrap();
    feed.join().unwrap();
    let code = out.status.code().unwrap_or(-1);
    (
        code,
        out.stdout,
        String::from_utf8_lossy(&out.stderr).into_owned(),
    )
}

impl Host {
    /// A house with two security officers, an administrator, and the people of a review.
    fn new() -> Self {
        let host = Self {
            dir: tempfile::tempdir().unwrap(),
            sshd: None,
        };
        host.on_host(&["init", "--house", "--year", "2020"]);
        for who in ["sec.a", "sec.b"] {
            host.on_host(&["user", "add", who, "--name", who, "--role", "security"]);
            host.enrol(who);
        }
        host
    }
    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
    fn db(&self) -> PathBuf {
        self.path("house.db")
    }
    fn program(&self) -> Command {
        let mut c = Command::new(EXE);
        c.env_clear()
            .env("HOME", self.dir.path())
            .env("LANG", "zh_CN.UTF-8")
            .arg("--db")
            .arg(self.db());
        c
    }
    /// As the administrator on the host.
    fn on_host(&self, args: &[&str]) -> String {
        let mut c = self.program();
        c.args(args);
        let (code, out, says) = done(c, b"");
        assert_eq!(code, 0, "{args:?} {says}");
        String::from_utf8(out).unwrap()
    }
    /// As sshd would run it for a key of somebody's, without sshd.
    fn as_session(&self, who: &str, line: &str, input: &[u8]) -> Said {
        let mut c = self.program();
        c.args(["session", who]).env("SSH_ORIGINAL_COMMAND", line);
        done(c, input)
    }
    fn said(&self, who: &str, line: &str) -> String {
        let (code, out, says) = self.as_session(who, line, b"");
        assert_eq!(code, 0, "{line}: {says}");
        String::from_utf8(out).unwrap()
    }
    fn json(&self, who: &str, line: &str) -> Value {
        serde_json::from_str(&self.said(who, &format!("{line} --format json"))).unwrap()
    }
    /// Proposed by one officer, agreed to by the other.
    fn by_two(&self, line: &str) {
        let seq = self.json("sec.a", line)["seq"].as_i64().unwrap();
        self.said("sec.b", &format!("user confirm {seq}"));
    }
    fn key(&self, who: &str) -> PathBuf {
        self.path(&format!("key.{who}"))
    }
    /// Makes a key; gives its public line. Without an sshd nobody signs with it, and a public half
    /// is enough.
    fn keygen(&self, who: &str) -> String {
        if !Path::new(SSHD).exists() {
            let mut bytes = [7u8; 32];
            for (b, c) in bytes.iter_mut().zip(who.bytes()) {
                *b = c;
            }
            let key = ssh_key::public::KeyData::Ed25519(ssh_key::public::Ed25519PublicKey(bytes));
            return ssh_key::PublicKey::new(key, "x y").to_openssh().unwrap();
        }
        let path = self.key(who);
        if !path.exists() {
            let mut c = Command::new("ssh-keygen");
            c.args(["-q", "-t", "ed25519", "-N", "", "-C", "x y", "-f"])
                .arg(&path);
            assert_eq!(done(c, b"").0, 0);
        }
        let text = std::fs::read_to_string(path.with_file_name(format!("key.{who}.pub")));
        text.unwrap().trim().to_owned()
    }
    fn enrol(&self, who: &str) {
        let line = self.keygen(who);
        if who.starts_with("sec.") {
            // Where there are two already, the second agrees.
            let mut c = self.program();
            c.args(["user", "key", who, "--add", &line]);
            if done(c, b"").0 == 0 {
                return;
            }
            let other = if who == "sec.b" { "sec.a" } else { "sec.b" };
            let (code, out, says) = self.as_session(
                other,
                &format!("user key {who} --add '{line}' --format json"),
                b"",
            );
            assert_eq!(code, 0, "{says}");
            let seq = serde_json::from_slice::<Value>(&out).unwrap()["seq"].clone();
            // The officer whose key it is may not agree to it; the maker of the house does.
            let (code, _, says) = self.as_session(who, &format!("user confirm {seq}"), b"");
            assert_eq!(code, 4, "{says}");
            self.on_host(&["user", "confirm", &seq.to_string()]);
            return;
        }
        self.by_two(&format!("user key {who} --add '{line}'"));
    }
    /// The people of a review, seated.
    fn peopled(self) -> Self {
        for (who, role) in [
            ("lead", "lead"),
            ("wang.min", "reviewer"),
            ("gu.jianhua", "reviewer"),
            ("expert.1", "expert"),
            ("audit.1", "auditor"),
            ("admin.2", "admin"),
        ] {
            self.by_two(&format!("user add {who} --name {who} --role {role}"));
            self.enrol(who);
        }
        self.said("sec.a", "user seat wang.min gu.jianhua expert.1 lead");
        self
    }
    fn filled(self) -> Self {
        let host = self.peopled();
        let file = std::fs::read(Path::new("data/sample/forms").join(a_form())).unwrap();
        let (code, out, says) =
            host.as_session("wang.min", "import - --name '申报 表.xlsx'", &file);
        assert_eq!(code, 0, "{says}");
        assert!(String::from_utf8(out).unwrap().contains("申报 表.xlsx"));
        host
    }
    /// Starts sshd with the lines of the table of people.
    fn listening(mut self) -> Option<Self> {
        if !Path::new(SSHD).exists() {
            assert!(
                std::env::var_os("JIXIAO_NEEDS_SSHD").is_none(),
                "{SSHD} is missing"
            );
            return None;
        }
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        self.keygen("host");
        self.letting_in();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {host}\nAuthorizedKeysFile {keys}\n\
             PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n\
             KbdInteractiveAuthentication no\nPermitRootLogin forced-commands-only\n\
             ExposeAuthInfo yes\nAcceptEnv LANG LC_*\nSubsystem sftp internal-sftp\n",
            host = self.key("host").display(),
            keys = self.path("authorized_keys").display(),
        );
        std::fs::write(self.path("sshd_config"), config).unwrap();
        // sshd wants its empty directory even where it is never used.
        std::fs::create_dir_all("/run/sshd").ok();
        let child = Command::new(SSHD)
            .args(["-D", "-e", "-f"])
            .arg(self.path("sshd_config"))
            .stderr(std::fs::File::create(self.path("sshd.log")).unwrap())
            .spawn()
            .unwrap();
        self.sshd = Some((child, port));
        let start = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            let log = std::fs::read_to_string(self.path("sshd.log")).unwrap_or_default();
            assert!(start.elapsed() < Duration::from_secs(20), "{log}");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(self)
    }
    fn letting_in(&self) {
        let lines = self.on_host(&["authorized-keys"]);
        std::fs::write(self.path("authorized_keys"), lines).unwrap();
    }
    /// Through sshd.
    fn ssh(&self, who: &str, options: &[&str], command: &[&str], input: &[u8]) -> Said {
        let (_, port) = self.sshd.as_ref().unwrap();
        let me = nix::unistd::User::from_uid(nix::unistd::getuid())
            .unwrap()
            .unwrap();
        let mut c = Command::new("ssh");
        c.args(["-F", "none", "-q", "-p", &port.to_string(), "-i"])
            .arg(self.key(who))
            .args(["-o", "StrictHostKeyChecking=no", "-o", "IdentitiesOnly=yes"])
            .args(["-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes"])
            .args(options)
            .arg(format!("{}@127.0.0.1", me.name))
            .args(command);
        done(c, input)
    }
}

/// The file of some form of the sample.
fn a_form() -> PathBuf {
    let mut all: Vec<PathBuf> = std::fs::read_dir("data/sample/forms")
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "xlsx"))
        .collect();
    all.sort();
    PathBuf::from(all[0].file_name().unwrap())
}

fn a_case(host: &Host) -> String {
    let q = host.json("wang.min", "queue joint-review");
    q["rows"][0]["case"].as_str().unwrap().to_owned()
}

#[test]
fn people_come_in_by_their_keys_and_are_who_the_database_says() {
    let Some(host) = Host::new().filled().listening() else {
        return;
    };
    let code = a_case(&host);
    let (status, out, says) = host.ssh(
        "wang.min",
        &[],
        &[
            "decide",
            &code,
            "revise",
            "--opinion",
            "'请补充 数量指标。'",
            "--format",
            "json",
        ],
        b"",
    );
    assert_eq!(status, 0, "{says}");
    let given: Value = serde_json::from_slice(&out).unwrap();
    let log = host.said("audit.1", "audit log --format json");
    let line = log
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).unwrap())
        .find(|l| l["seq"] == given["seq"])
        .unwrap();
    assert_eq!(line["by"], "wang.min");
    assert_eq!(line["command"], "decide");
    // The key that let them in, as sshd and ssh-keygen call it.
    let mut c = Command::new("ssh-keygen");
    c.arg("-lf").arg(host.path("key.wang.min.pub"));
    let print = String::from_utf8(done(c, b"").1).unwrap();
    let print = print.split(' ').nth(1).unwrap();
    assert_eq!(line["key"], print);

    // Who has left does not come in, with or without a line of theirs in the file.
    host.by_two("user revoke wang.min reviewer");
    let (status, ..) = host.ssh("wang.min", &[], &["queue"], b"");
    assert_eq!(status, 4);
    host.letting_in();
    let (status, ..) = host.ssh("wang.min", &[], &["queue"], b"");
    assert_eq!(status, 255);
    // A key that was taken away opens nothing, though sshd has not read that yet.
    let (status, ..) = host.ssh("gu.jianhua", &[], &["queue"], b"");
    assert_eq!(status, 0);
    let list = host.json("sec.a", "user list");
    let print = list
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["account"] == "gu.jianhua")
        .unwrap()["keys"][0]
        .as_str()
        .unwrap()
        .to_owned();
    host.by_two(&format!("user key gu.jianhua --remove {print}"));
    let (status, ..) = host.ssh("gu.jianhua", &[], &["queue"], b"");
    assert_eq!(status, 4);
    host.on_host(&["audit", "verify"]);
}

#[test]
fn nothing_of_the_host_can_be_had() {
    let Some(host) = Host::new().filled().listening() else {
        return;
    };
    let code = a_case(&host);
    let mark = host.path("mark");
    let mark = mark.to_str().unwrap();
    let db = host.db();
    let db = db.to_str().unwrap();
    let touch = format!("touch {mark}");
    let before = std::fs::read_dir(host.dir.path()).unwrap().count();
    let refused = |options: &[&str], command: &[&str]| {
        let (status, out, says) = host.ssh("wang.min", options, command, b"");
        assert_ne!(status, 0, "{options:?} {command:?}");
        let out = String::from_utf8_lossy(&out).into_owned();
        assert!(!out.contains("root:"), "{out}");
        assert!(
            !Path::new(mark).exists(),
            "{command:?} ran a program: {out} {says}"
        );
    };
    // Programs.
    for line in [
        "/bin/sh",
        "sh",
        "bash -i",
        "id",
        "scp -t /tmp",
        "rsync --server",
        "git-upload-pack x",
    ] {
        refused(&[], &[line]);
    }
    for line in [
        format!("queue; {touch}"),
        format!("queue && {touch}"),
        format!("show $({touch})"),
        format!("show `{touch}`"),
        format!("queue | {touch}"),
        format!("queue\n{touch}"),
        format!("queue > {mark}"),
    ] {
        refused(&[], &[&line]);
    }
    refused(&["-s"], &["sftp"]);
    refused(
        &[
            "-o",
            "ExitOnForwardFailure=yes",
            "-N",
            "-R",
            "127.0.0.1:0:127.0.0.1:22",
        ],
        &[],
    );
    // The host's own matters, other databases, other people.
    for line in [
        "init --house".to_owned(),
        "demo".to_owned(),
        format!("backup {mark}"),
        format!("restore {db}"),
        "doctor".to_owned(),
        "authorized-keys".to_owned(),
        "session lead".to_owned(),
        "man".to_owned(),
        format!("--db {db} queue"),
        "--db=/tmp/x.db queue".to_owned(),
        "--as lead queue".to_owned(),
        "jixiao --as lead queue".to_owned(),
    ] {
        refused(&[], &[&line]);
    }
    // Files.
    for line in [
        "import /etc/passwd".to_owned(),
        format!("import {db}"),
        "import ../../../house.db".to_owned(),
        "import .".to_owned(),
        "lint /etc".to_owned(),
        format!("export joint-review-table -o {mark}.xlsx"),
        "export joint-review-table -o ../x.xlsx".to_owned(),
        "export review-sheet -o many".to_owned(),
        format!("report coverage -o {mark}.html"),
        format!("decide {code} pass --checks /etc/passwd"),
        "drop get ../../../house.db".to_owned(),
        "drop get /etc/passwd".to_owned(),
        "drop put ../x".to_owned(),
        "drop put .ssh".to_owned(),
        "drop remove ../../lead/settings.toml".to_owned(),
        "queue 'no end".to_owned(),
    ] {
        refused(&[], &[&line]);
    }
    // The environment changes nothing.
    let (status, out, _) = host.ssh(
        "wang.min",
        &["-o", "SetEnv=JIXIAO_DB=/tmp/none.db"],
        &["queue --format json"],
        b"",
    );
    assert_eq!(status, 0);
    assert!(String::from_utf8(out).unwrap().contains("joint-review"));
    assert_eq!(std::fs::read_dir(host.dir.path()).unwrap().count(), before);

    // What is allowed: a file in, the same file out, a paper to standard output.
    let (status, ..) = host.ssh(
        "wang.min",
        &[],
        &["drop", "put", "'附 件.bin'"],
        b"\x00\xff\n\x1b[2J",
    );
    assert_eq!(status, 0);
    let (_, out, _) = host.ssh("wang.min", &[], &["drop", "get", "'附 件.bin'"], b"");
    assert_eq!(out, b"\x00\xff\n\x1b[2J");
    let (status, ..) = host.ssh("gu.jianhua", &[], &["drop", "get", "'附 件.bin'"], b"");
    assert_eq!(status, 3, "each has a folder of their own");
    let (status, out, says) = host.ssh(
        "wang.min",
        &[],
        &["export", "joint-review-table", "-o", "-"],
        b"",
    );
    assert_eq!(status, 0, "{says}");
    assert!(out.starts_with(b"PK"));
}

/// What was graded blind is nowhere to be had before one's own grade, by any command.
#[test]
fn a_blind_grade_stays_blind_in_every_answer() {
    let host = Host::new().filled();
    let code = a_case(&host);
    let secret = "这是甲席的密封意见";
    host.said(
        "wang.min",
        &format!("decide {code} return --opinion {secret}"),
    );
    for who in ["gu.jianhua", "expert.1", "sec.a", "admin.2"] {
        for line in [
            format!("show {code}"),
            format!("show {code} --format json"),
            "queue joint-review --format json".to_owned(),
            format!("queue joint-review --filter {secret} --format json"),
            "audit log".to_owned(),
            "audit log --format json".to_owned(),
            format!("export review-sheet --case {code} -o -.html"),
            "export joint-review-table -o -.html".to_owned(),
        ] {
            let (_, out, says) = host.as_session(who, &line, b"");
            let all = String::from_utf8_lossy(&out).into_owned() + &says;
            assert!(!all.contains(secret), "{who}: {line}");
            assert!(!all.contains("\"return\""), "{who}: {line}");
        }
    }
    let own = host.said("wang.min", &format!("show {code} --format json"));
    assert!(own.contains(secret));
}

#[test]
fn only_a_house_lets_in_and_only_those_who_are_entered() {
    let host = Host::new().peopled();
    assert_eq!(host.as_session("nobody", "queue", b"").0, 4);
    assert_eq!(host.as_session("admin.2", "queue", b"").0, 0);
    // sshd tells which key it was, and it must be theirs.
    let auth = host.path("auth");
    let with = |who: &str, line: &str| {
        std::fs::write(&auth, format!("publickey {line}\n")).unwrap();
        let mut c = host.program();
        c.args(["session", who])
            .env("SSH_ORIGINAL_COMMAND", "queue")
            .env("SSH_USER_AUTH", &auth);
        done(c, b"").0
    };
    let (wang, lead) = (host.keygen("wang.min"), host.keygen("lead"));
    assert_eq!(with("wang.min", &wang), 0);
    assert_eq!(with("wang.min", &lead), 4);
    assert_eq!(with("wang.min", "garbage"), 4);
    // A database of one's own has no such door: nobody names themselves another.
    let own = host.path("own.db");
    let run = |args: &[&str]| {
        let mut c = Command::new(EXE);
        c.env_clear()
            .env("HOME", host.dir.path())
            .arg("--db")
            .arg(&own);
        c.args(args).env("SSH_ORIGINAL_COMMAND", "queue");
        done(c, b"").0
    };
    assert_eq!(run(&["init"]), 0);
    let me = nix::unistd::User::from_uid(nix::unistd::getuid())
        .unwrap()
        .unwrap();
    assert_eq!(run(&["session", &me.name]), 4);
    assert_eq!(run(&["authorized-keys"]), 4);
}

/// The screens of a session start no program, stop for nobody, and read in no file of the host.
#[test]
fn the_screens_of_a_session_are_confined() {
    let host = Host::new().filled();
    let db = host.db();
    let mut d = Desk::open(
        host.dir.path(),
        &["--db", db.to_str().unwrap(), "session", "wang.min"],
        24,
        80,
    );
    d.wait("home", |t| t.contains("绩效目标会审"));
    d.press("\x1a");
    d.wait("no suspend", |t| t.contains("不能挂起"));
    assert!(d.text().contains("托管库"));
    d.press("g");
    d.press("i");
    d.press("/etc/passwd");
    d.wait("typed", |t| t.contains("/etc/passwd"));
    d.press("\r");
    d.wait("names alone", |t| t.contains("存取箱"));
    d.press("\x1b");
    d.signal("TSTP");
    std::thread::sleep(Duration::from_millis(300));
    d.press("q");
    assert_eq!(d.ends(), 0);
    // What is theirs lies apart from others'.
    assert!(host.path("people/wang.min/drop").is_dir());
}
