//! Signatures over entries by a person's own SSH key: the text that is signed, and whether a
//! signature over it is good. The signature is OpenSSH's own (SSHSIG), so that plain
//! `ssh-keygen -Y verify` tells the same.

use super::id::Seq;
use super::procedure::Digest;
use serde::{Deserialize, Serialize};
use ssh_key::{HashAlg, LineEnding, PublicKey, SshSig};

/// The namespace of our signatures.
pub const NAMESPACE: &str = "jixiao@audit";
/// Longest signature that is read, bytes.
const LONGEST: usize = 16 << 10;

/// Entries of one person without another's between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first.
    pub first: Seq,
    /// The last; its hash covers all before it.
    pub last: Seq,
}

/// Why a signature is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// It cannot be read, or is of a kind that is not checked here (RSA, P-384).
    Unreadable,
    /// It was not made by one of the person's keys.
    Foreign,
    /// It is over another text.
    Wrong,
}

/// The text that is signed: the database by the hash of its first entry, who signs, and each span
/// with the hash of its last entry.
pub fn statement<'a>(
    database: Digest,
    account: &str,
    spans: impl Iterator<Item = (&'a Span, Digest)>,
) -> String {
    let mut text = format!("jixiao entries 1\ndatabase {database}\naccount {account}\n");
    for (span, hash) in spans {
        text.push_str(&format!("{}-{} {hash}\n", span.first, span.last));
    }
    text
}

/// True when signatures of this key (`ssh-ed25519 AAAA…`) can be checked here: Ed25519 and P-256,
/// on a disk or in a security key.
pub fn checkable(key: &str) -> bool {
    const KINDS: [&str; 4] = [
        "ssh-ed25519 ",
        "sk-ssh-ed25519@openssh.com ",
        "ecdsa-sha2-nistp256 ",
        "sk-ecdsa-sha2-nistp256@openssh.com ",
    ];
    KINDS.iter().any(|kind| key.starts_with(kind))
}

/// Which of a person's keys made this signature (PEM, as `ssh-keygen -Y sign` gives it) over this
/// text in this namespace, by its fingerprint.
///
/// # Errors
/// Says why none did.
pub fn check(
    namespace: &str,
    keys: &[String],
    text: &str,
    signature: &str,
) -> Result<String, Flaw> {
    if signature.len() > LONGEST {
        return Err(Flaw::Unreadable);
    }
    let sig = SshSig::from_pem(signature.trim()).map_err(|_| Flaw::Unreadable)?;
    // One signature has one writing: what a reader passes over might be changed unseen.
    let again = sig.to_pem(LineEnding::LF).map_err(|_| Flaw::Unreadable)?;
    let letters = |s: &str| -> String { s.split_ascii_whitespace().collect() };
    if sig.version() != 1 || letters(&again) != letters(signature) {
        return Err(Flaw::Unreadable);
    }
    let own = keys
        .iter()
        .filter_map(|k| PublicKey::from_openssh(k).ok())
        .find(|k| k.key_data() == sig.public_key())
        .ok_or(Flaw::Foreign)?;
    own.verify(namespace, text.as_bytes(), &sig)
        .map_err(|_| Flaw::Wrong)?;
    Ok(own.fingerprint(HashAlg::Sha256).to_string())
}

/// A public key as the database keeps it, `ssh-ed25519 AAAA…`, without its comment.
pub fn key_of(line: &str) -> Option<String> {
    let mut key = PublicKey::from_openssh(line.trim()).ok()?;
    key.set_comment("");
    key.to_openssh().ok().map(|s| s.trim().to_owned())
}

/// `SHA256:…` of a key, as ssh shows it.
pub fn fingerprint(key: &str) -> Option<String> {
    let key = PublicKey::from_openssh(key).ok()?;
    Some(key.fingerprint(HashAlg::Sha256).to_string())
}
