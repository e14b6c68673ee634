//! An ssh-agent of the test's own, ended with it, and keys.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) struct Agent {
    child: Child,
    pub(crate) socket: PathBuf,
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Agent {
    /// Starts one that holds these keys.
    pub(crate) fn with(dir: &Path, keys: &[&Path]) -> Self {
        let socket = dir.join("agent");
        let child = Command::new("ssh-agent")
            .arg("-D")
            .arg("-a")
            .arg(&socket)
            .stdout(Stdio::null())
            .spawn()
            .expect("an agent");
        let start = Instant::now();
        while !socket.exists() {
            assert!(start.elapsed() < Duration::from_secs(20));
            std::thread::sleep(Duration::from_millis(5));
        }
        let agent = Self { child, socket };
        for key in keys {
            let done = Command::new("ssh-add")
                .arg("-q")
                .arg(key)
                .env("SSH_AUTH_SOCK", &agent.socket)
                .status();
            assert!(done.expect("ssh-add").success());
        }
        agent
    }
}

/// True where OpenSSH's programs are; a machine of ours must have them.
pub(crate) fn openssh() -> bool {
    let there = Command::new("ssh-keygen")
        .arg("-?")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok();
    assert!(
        there || std::env::var_os("JIXIAO_NEEDS_SSHD").is_none(),
        "ssh-keygen is missing"
    );
    there
}

/// Makes a key; gives where it lies, and its public line.
pub(crate) fn key(dir: &Path, name: &str, kind: &str) -> (PathBuf, String) {
    let path = dir.join(name);
    let done = Command::new("ssh-keygen")
        .args(["-q", "-t", kind, "-N", "", "-C", name, "-f"])
        .arg(&path)
        .status();
    assert!(done.expect("ssh-keygen").success());
    let public = std::fs::read_to_string(dir.join(format!("{name}.pub"))).expect("a key");
    (path, public.trim().to_owned())
}
