//! A host with a house on it, and a real sshd that lets people in.

use super::agent::Agent;
use serde_json::Value;
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) const EXE: &str = env!("CARGO_BIN_EXE_jixiao");
pub(crate) const SSHD: &str = "/usr/sbin/sshd";

/// A host with a house on it.
pub(crate) struct Host {
    pub(crate) dir: tempfile::TempDir,
    sshd: Option<(Child, u16)>,
    /// Whoever calls through sshd has this.
    pub(crate) agent: Option<Agent>,
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
pub(crate) type Said = (i32, Vec<u8>, String);

pub(crate) fn done(mut c: Command, input: &[u8]) -> Said {
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
    pub(crate) fn new() -> Self {
        let host = Self {
            dir: tempfile::tempdir().unwrap(),
            sshd: None,
            agent: None,
        };
        host.on_host(&["init", "--house", "--year", "2020"]);
        for who in ["sec.a", "sec.b"] {
            host.on_host(&["user", "add", who, "--name", who, "--role", "security"]);
            host.enrol(who);
        }
        host
    }
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
    pub(crate) fn db(&self) -> PathBuf {
        self.path("house.db")
    }
    pub(crate) fn program(&self) -> Command {
        let mut c = Command::new(EXE);
        c.env_clear()
            .env("HOME", self.dir.path())
            .env("LANG", "zh_CN.UTF-8")
            .arg("--db")
            .arg(self.db());
        c
    }
    /// As the administrator on the host.
    pub(crate) fn on_host(&self, args: &[&str]) -> String {
        let mut c = self.program();
        c.args(args);
        let (code, out, says) = done(c, b"");
        assert_eq!(code, 0, "{args:?} {says}");
        String::from_utf8(out).unwrap()
    }
    /// As sshd would run it for a key of somebody's, without sshd.
    pub(crate) fn as_session(&self, who: &str, line: &str, input: &[u8]) -> Said {
        let mut c = self.program();
        c.args(["session", who]).env("SSH_ORIGINAL_COMMAND", line);
        done(c, input)
    }
    pub(crate) fn said(&self, who: &str, line: &str) -> String {
        let (code, out, says) = self.as_session(who, line, b"");
        assert_eq!(code, 0, "{line}: {says}");
        String::from_utf8(out).unwrap()
    }
    pub(crate) fn json(&self, who: &str, line: &str) -> Value {
        serde_json::from_str(&self.said(who, &format!("{line} --format json"))).unwrap()
    }
    /// Proposed by one officer, agreed to by the other.
    pub(crate) fn by_two(&self, line: &str) {
        let seq = self.json("sec.a", line)["seq"].as_i64().unwrap();
        self.said("sec.b", &format!("user confirm {seq}"));
    }
    pub(crate) fn key(&self, who: &str) -> PathBuf {
        self.path(&format!("key.{who}"))
    }
    /// Makes a key; gives its public line. Without an sshd nobody signs with it, and a public half
    /// is enough.
    pub(crate) fn keygen(&self, who: &str) -> String {
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
    pub(crate) fn enrol(&self, who: &str) {
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
    pub(crate) fn peopled(self) -> Self {
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
    pub(crate) fn filled(self) -> Self {
        let host = self.peopled();
        let file = std::fs::read(Path::new("data/sample/forms").join(a_form())).unwrap();
        let (code, out, says) =
            host.as_session("wang.min", "import - --name '申报 表.xlsx'", &file);
        assert_eq!(code, 0, "{says}");
        assert!(String::from_utf8(out).unwrap().contains("申报 表.xlsx"));
        host
    }
    /// Starts sshd with the lines of the table of people.
    pub(crate) fn listening(mut self) -> Option<Self> {
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
    pub(crate) fn letting_in(&self) {
        let lines = self.on_host(&["authorized-keys"]);
        std::fs::write(self.path("authorized_keys"), lines).unwrap();
    }
    /// Through sshd.
    pub(crate) fn ssh(&self, who: &str, options: &[&str], command: &[&str], input: &[u8]) -> Said {
        let (_, port) = self.sshd.as_ref().unwrap();
        let me = nix::unistd::User::from_uid(nix::unistd::getuid())
            .unwrap()
            .unwrap();
        let mut c = Command::new("ssh");
        if let Some(agent) = &self.agent {
            c.env("SSH_AUTH_SOCK", &agent.socket);
        }
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
pub(crate) fn a_form() -> PathBuf {
    let mut all: Vec<PathBuf> = std::fs::read_dir("data/sample/forms")
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "xlsx"))
        .collect();
    all.sort();
    PathBuf::from(all[0].file_name().unwrap())
}

pub(crate) fn a_case(host: &Host) -> String {
    let q = host.json("wang.min", "queue joint-review");
    q["rows"][0]["case"].as_str().unwrap().to_owned()
}
