//! A checkpoint: how many entries there are and the hash of the last, to be kept where nobody who
//! writes the database can reach. As one line, `count hash`; or as a note of the C2SP form
//! (tlog-checkpoint: origin, size, hash in base64), which may bear signatures.

use super::procedure::Digest;
use super::signature;
use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};
use ssh_key::{LineEnding, PublicKey, SshSig};

/// The namespace of signatures of checkpoints.
pub const NAMESPACE: &str = "jixiao@checkpoint";
/// What stands before the line of a signature: an em dash and a blank.
const DASH: &str = "\u{2014} ";
/// A kind of signature without a number of its own, by the form (C2SP signed-note).
const KIND: &[u8] = b"\n\xffopenssh-sshsig";

/// How far a history reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log; "" in the form of one line.
    pub origin: String,
    /// Entries.
    pub size: u64,
    /// Hash of the last one; zeros for none.
    pub head: Digest,
}

/// The line of a signature under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Account of who signed.
    pub by: String,
    /// The four bytes that name the key, and the signature.
    bytes: Vec<u8>,
}

/// The name of the log whose first entry has this hash.
pub fn origin(first: Digest) -> String {
    let hex = first.to_string();
    format!("jixiao/{}", hex.get(..32).unwrap_or_default())
}

impl Checkpoint {
    /// The text that is signed.
    pub fn note(&self) -> String {
        let head = Base64::encode_string(&self.head.0);
        format!("{}\n{}\n{head}\n", self.origin, self.size)
    }

    /// Reads either form; the signatures of a note are not looked at.
    pub fn read(text: &str) -> Option<(Self, Vec<Signed>)> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        if let Some((size, head)) = text.trim().split_once(' ')
            && let (Ok(size), Some(head)) = (size.parse(), Digest::from_hex(head.trim()))
        {
            let line = Self {
                origin: String::new(),
                size,
                head,
            };
            return Some((line, Vec::new()));
        }
        let (body, below) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
        let mut lines = body.lines();
        let (origin, size, head) = (lines.next()?, lines.next()?, lines.next()?);
        if origin.is_empty() || lines.next().is_some() {
            return None;
        }
        let head = Base64::decode_vec(head).ok()?.try_into().ok()?;
        let note = Self {
            origin: origin.to_owned(),
            size: size.parse().ok()?,
            head: Digest(head),
        };
        let signed = below.lines().filter_map(|l| {
            let (by, bytes) = l.strip_prefix(DASH)?.rsplit_once(' ')?;
            Some(Signed {
                by: by.to_owned(),
                bytes: Base64::decode_vec(bytes).ok()?,
            })
        });
        Some((note, signed.collect()))
    }
}

impl Signed {
    /// The line of a signature that `ssh-keygen -Y sign` made over a note.
    pub fn of(by: &str, signature: &str) -> Option<Self> {
        let sig = SshSig::from_pem(signature.trim()).ok()?;
        let key = PublicKey::from(sig.public_key().clone());
        let mut bytes = id(by, &key)?.to_vec();
        let pem = sig.to_pem(LineEnding::LF).ok()?;
        let body: String = pem.lines().filter(|l| !l.starts_with('-')).collect();
        bytes.extend(Base64::decode_vec(&body).ok()?);
        Some(Self {
            by: by.to_owned(),
            bytes,
        })
    }

    /// The line as it stands under the note.
    pub fn line(&self) -> String {
        format!("{DASH}{} {}\n", self.by, Base64::encode_string(&self.bytes))
    }

    /// Whether one of these keys made it over this note; none where it is by a key that is not
    /// among them.
    pub fn holds(&self, keys: &[String], note: &str) -> Option<bool> {
        let (name, blob) = self.bytes.split_at_checked(4)?;
        let key = keys.iter().find(|k| {
            let key = PublicKey::from_openssh(k).ok();
            key.and_then(|k| id(&self.by, &k))
                .as_ref()
                .map(<[u8; 4]>::as_slice)
                == Some(name)
        })?;
        let wrapped = Base64::encode_string(blob)
            .as_bytes()
            .chunks(70)
            .filter_map(|l| std::str::from_utf8(l).ok())
            .collect::<Vec<_>>()
            .join("\n");
        let pem =
            format!("-----BEGIN SSH SIGNATURE-----\n{wrapped}\n-----END SSH SIGNATURE-----\n");
        let own = std::slice::from_ref(key);
        let good = signature::check(NAMESPACE, own, note, &pem).is_ok();
        Some(good)
    }
}

/// The four bytes that name a key: of a hash over the signer, the kind and the key.
fn id(by: &str, key: &PublicKey) -> Option<[u8; 4]> {
    let mut hash = Sha256::new();
    hash.update(by.as_bytes());
    hash.update(KIND);
    hash.update(key.to_bytes().ok()?);
    hash.finalize().first_chunk::<4>().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point() -> Checkpoint {
        Checkpoint {
            origin: origin(Digest::of("first")),
            size: 47,
            head: Digest::of("last"),
        }
    }

    #[test]
    fn both_forms_are_read_as_they_were_written() {
        let p = point();
        assert_eq!(Checkpoint::read(&p.note()), Some((p.clone(), Vec::new())));
        let line = format!("{} {}\n", p.size, p.head);
        let (read, _) = Checkpoint::read(&line).unwrap();
        assert_eq!((read.size, read.head), (47, p.head));
        let windows = p.note().replace('\n', "\r\n");
        assert_eq!(Checkpoint::read(&windows).unwrap().0, p);
        for wrong in ["", "47", "a\nb\nc\n", "a\n47\nAAAA\n", "47 00", "\n47\n\n"] {
            assert_eq!(Checkpoint::read(wrong), None, "{wrong:?}");
        }
        let more = format!("{}and more\n", p.note());
        assert_eq!(Checkpoint::read(&more), None);
    }

    #[test]
    fn the_form_is_the_one_published() {
        // Three lines: a name without a scheme, a decimal number without zeros before, base64.
        let note = point().note();
        let lines: Vec<&str> = note.lines().collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("jixiao/") && lines[0].len() == 39);
        assert_eq!(lines[1], "47");
        assert_eq!(lines[2].len(), 44);
        assert!(note.ends_with('\n'));
    }
}
