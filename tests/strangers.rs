//! Another account of the host, with a shell, against a house: its files cannot be read, written or
//! listed, its processes not stopped or looked into. Needs root, to become somebody else; elsewhere
//! it has nothing to try.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(test)]
mod common;

use common::house::Host;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// True when the line did what it was to do for somebody else: it ended well.
fn as_nobody(line: &str) -> bool {
    let status = Command::new("setpriv")
        .args([
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--no-new-privs",
        ])
        .args(["sh", "-c", line])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.unwrap().success()
}

/// True where somebody else can be become who reaches the program and temporary files.
fn can_try() -> bool {
    let there = Command::new("setpriv")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    let temp = std::env::temp_dir();
    nix::unistd::getuid().is_root()
        && there.is_ok()
        && as_nobody(&format!("test -x {}", temp.display()))
        && as_nobody(&format!("{} --version", common::house::EXE))
}

#[test]
fn another_account_of_the_host_gets_nothing() {
    if !can_try() {
        return;
    }
    let host = Host::new().filled();
    // The way to the directory is open, as /srv is; the directory itself is made as HOSTING.md says.
    let dir = host.dir.path();
    std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700)).unwrap();
    let db = host.db();
    let db = db.display();
    // A session that runs, as sshd starts it.
    let mut c = host.program();
    c.args(["session", "wang.min"])
        .env("SSH_ORIGINAL_COMMAND", "import - --name x.xlsx")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut session = c.spawn().unwrap();
    let pid = session.id();
    let start = Instant::now();
    while !std::path::Path::new(&format!("/proc/{pid}/exe")).exists() {
        assert!(start.elapsed() < Duration::from_secs(20));
    }
    std::thread::sleep(Duration::from_millis(100));
    let exe = common::house::EXE;
    let mut tried = 0;
    let try_all = |open: bool, tried: &mut usize| {
        for line in [
            format!("cat {db}"),
            format!("cat {db}-wal"),
            format!("cat {db}.desks"),
            format!("cp {db} /tmp/stolen.$$"),
            format!("echo x >> {db}"),
            format!("rm {db}"),
            format!("mv {db} {db}.old"),
            format!("ln -s {db} /tmp/link.$$ && cat /tmp/link.$$"),
            format!("ln {db} /tmp/hard.$$"),
            format!("ls {}/people/wang.min", dir.display()),
            format!("cat {}/people/*/settings.toml", dir.display()),
            format!("touch {}/people/wang.min/drop/x", dir.display()),
            format!("touch {}/x", dir.display()),
            format!("{exe} --db {db} queue"),
            format!("{exe} --db {db} audit log"),
            format!("{exe} --db {db} session lead"),
            format!("SSH_ORIGINAL_COMMAND=queue {exe} --db {db} session lead"),
            format!("{exe} --db {db} user add nobody --name x --role lead"),
            format!("{exe} --db {db} backup /tmp/copy.$$.db"),
            format!("{exe} --db {db} authorized-keys"),
            format!("kill -STOP {pid}"),
            format!("kill -TERM {pid}"),
            format!("kill -9 {pid}"),
            format!("cat /proc/{pid}/environ"),
            format!("cat /proc/{pid}/mem"),
            format!("ls -l /proc/{pid}/fd/"),
            format!("cat /proc/{pid}/fd/3"),
            format!("readlink /proc/{pid}/cwd"),
        ] {
            assert!(!as_nobody(&line), "open: {open}: {line}");
            *tried += 1;
        }
    };
    try_all(false, &mut tried);
    // Even where the directory was left open, the files are nobody else's.
    std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o755)).unwrap();
    for line in [
        format!("cat {db}"),
        format!("cat {db}-wal"),
        format!("echo x >> {db}"),
        format!("mv {db} {db}.old"),
        format!("ls {}/people/wang.min", dir.display()),
        format!("touch {}/people/wang.min/drop/x", dir.display()),
        format!("touch {}/x", dir.display()),
        format!("{exe} --db {db} queue"),
        format!("{exe} --db {db} audit log"),
        format!("{exe} --db {db} session lead"),
    ] {
        assert!(!as_nobody(&line), "{line}");
        tried += 1;
    }
    println!("{tried} attempts");
    // The session is where it was.
    assert!(session.try_wait().unwrap().is_none());
    drop(session.stdin.take());
    session.wait().unwrap();
    assert!(host.db().exists());
    host.on_host(&["audit", "verify"]);
}

/// A database that somebody else owns, or whose directory may not be written: read where SQLite can,
/// refused with a sentence where it cannot, and never changed.
#[test]
fn what_may_only_be_read_is_read_or_refused_and_stays_as_it_is() {
    use common::desk::{database, practice};
    if !can_try() {
        return;
    }
    let home = practice();
    let db = database(home.path());
    let bytes = std::fs::read(&db).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mode = |path: &std::path::Path, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let copy = dir.path().join("a.db");
    std::fs::write(&copy, &bytes).unwrap();
    let run = |args: &str| {
        let out = Command::new("setpriv")
            .args([
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "sh",
                "-c",
            ])
            .arg(format!(
                "HOME=/nonexistent {} --db {} {args}",
                common::house::EXE,
                copy.display()
            ))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        (
            out.status.code().unwrap_or(-1),
            String::from_utf8_lossy(&out.stderr).into_owned(),
        )
    };
    // The file may be read, or not at all; the directory may be entered, or written to as well.
    for (file, directory) in [
        (0o444, 0o555),
        (0o644, 0o755),
        (0o600, 0o755),
        (0o444, 0o777),
        (0o000, 0o555),
    ] {
        mode(&copy, file);
        mode(dir.path(), directory);
        for args in [
            "queue",
            "audit verify",
            "decide joint-review/31011520KY001 pass",
            "import /etc/hostname",
            "backup x.db",
        ] {
            let (status, says) = run(args);
            assert!(
                (0..=6).contains(&status),
                "{file:o} {directory:o} {args}: {status} {says}"
            );
            assert!(!says.contains("panicked"), "{says}");
            let writes = args.starts_with("decide");
            if status != 0 {
                assert!(
                    !says.trim().is_empty(),
                    "{file:o} {directory:o} {args}: {status}"
                );
            }
            assert!(
                !writes || status != 0,
                "{file:o} {directory:o} {args}: written?"
            );
        }
        mode(dir.path(), 0o755);
        mode(&copy, 0o600);
        assert_eq!(
            std::fs::read(&copy).unwrap(),
            bytes,
            "{file:o} {directory:o}"
        );
    }
}
