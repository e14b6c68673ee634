//! A bureau's house: a real sshd on loopback lets people in by their keys, each as whom the
//! database says, and nobody gets anything of the host.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(test)]
mod common;

use common::agent::Agent;
use common::desk::Desk;
use common::house::{EXE, Host, a_case, done};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

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

/// The key never touches the host: the agent on the reviewer's side signs.
#[test]
fn a_forwarded_agent_signs_what_was_done_in_a_session() {
    let Some(mut host) = Host::new().filled().listening() else {
        return;
    };
    let code = a_case(&host);
    host.agent = Some(Agent::with(host.dir.path(), &[&host.key("wang.min")]));
    let signed = |host: &Host| {
        let v = host.json("audit.1", "audit verify");
        v["signatures"]["valid"].as_i64().unwrap()
    };
    let decide = format!("decide {code} revise --opinion 补充");
    let (status, _, says) = host.ssh("wang.min", &[], &[&decide], b"");
    assert_eq!((status, says.as_str()), (0, ""));
    assert_eq!(signed(&host), 0, "nothing was forwarded");
    let (status, _, says) = host.ssh("wang.min", &["-A"], &["undo", &code], b"");
    assert_eq!((status, says.as_str()), (0, ""));
    assert_eq!(signed(&host), 1);
    let (status, _, says) = host.ssh("wang.min", &["-A"], &["audit", "sign"], b"");
    assert_eq!((status, says.as_str()), (0, ""));
    // The form that was read in, and the verdict given without the agent.
    assert!(signed(&host) >= 3);
    // Another's agent on the line signs nothing and stops nobody.
    host.agent = Some(Agent::with(
        &host.path("people"),
        &[&host.key("gu.jianhua")],
    ));
    let before = signed(&host);
    let (status, _, says) = host.ssh("wang.min", &["-A"], &[&decide], b"");
    assert_eq!((status, says.as_str()), (0, ""));
    assert_eq!(signed(&host), before);
    // The bundle comes over the line whole.
    let (status, zip, _) = host.ssh("audit.1", &[], &["audit", "bundle", "-o", "-"], b"");
    assert_eq!(status, 0);
    let path = host.path("b.zip");
    std::fs::write(&path, zip).unwrap();
    let says = host.on_host(&["audit", "verify", "--bundle", path.to_str().unwrap()]);
    assert!(says.contains("校验通过"), "{says}");
    // It ends before what is blind for who asks, and says so.
    let (status, zip, says) = host.ssh("gu.jianhua", &[], &["audit", "bundle", "-o", "-"], b"");
    assert_eq!(status, 0);
    assert!(says.contains("审计包到它之前为止"), "{says}");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let entries = std::io::read_to_string(zip.by_name("entries.jsonl").unwrap()).unwrap();
    assert!(entries.contains("imported") && !entries.contains("decided"));
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
        format!("audit sign --key {}", host.key("wang.min").display()),
        format!("audit bundle -o {mark}.zip"),
        "audit verify --bundle /etc/passwd".to_owned(),
        "audit verify --against /etc/passwd".to_owned(),
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
