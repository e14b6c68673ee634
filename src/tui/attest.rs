//! The thread that has one's acts signed by one's own key: behind the screens, so that no verdict
//! waits for a finger on a security key.

use super::model::Msg;
use super::worker::{Out, now};
use crate::domain::id::Seq;
use crate::signing::{self, Failed, With};
use crate::store::sqlite::{Actor, SqliteStore};
use crate::words::{Lang, signing as say};
use std::sync::mpsc::{Receiver, Sender, channel};

/// When it signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// After each act.
    Each,
    /// Once, on leaving.
    Leaving,
    /// Not at all.
    Never,
}

impl When {
    /// By the setting, where there is an agent to ask.
    pub(super) fn of(own: &crate::settings::Settings) -> Self {
        match own.word(crate::settings::Key::Sign) {
            _ if !signing::agent() => Self::Never,
            "each" => Self::Each,
            "leave" => Self::Leaving,
            _ => Self::Never,
        }
    }
}

/// The thread and how it is told of an act.
pub(super) struct Signer {
    told: Option<Sender<()>>,
    thread: Option<std::thread::JoinHandle<Option<String>>>,
}

impl Signer {
    /// Starts it; what stands before `from` was made before and is not signed.
    pub(super) fn start(
        store: &SqliteStore,
        actor: &Actor,
        lang: Lang,
        when: When,
        from: Seq,
        out: &Out,
    ) -> Self {
        if when == When::Never {
            return Self {
                told: None,
                thread: None,
            };
        }
        let (told, acts) = channel();
        let (store, actor, out) = (store.clone(), actor.clone(), out.clone());
        let thread = std::thread::spawn(move || {
            let mut failed = None;
            signs(&acts, when, &mut || {
                failed = match signing::attest(&store, &actor, from, With::Agent, now()) {
                    // An agent without the person's keys is nobody's mistake.
                    Ok(_) | Err(Failed::NoKey) => None,
                    Err(e) => Some(say::failed(lang, &e)),
                };
                if let Some(says) = &failed {
                    // Nobody listens any more once the screens are gone.
                    out.send(Msg::Said(says.clone())).ok();
                }
            });
            failed
        });
        Self {
            told: Some(told),
            thread: Some(thread),
        }
    }
    /// What is told of each act.
    pub(super) fn teller(&self) -> Option<Sender<()>> {
        self.told.clone()
    }
    /// Has what is left signed and waits for it; says why it could not be.
    pub(super) fn finish(mut self) -> Option<String> {
        if let Some(told) = self.told.take() {
            told.send(()).ok();
        }
        self.thread.take().and_then(|t| t.join().ok()).flatten()
    }
}

/// Acts told of while one signature is made are under the next one together.
fn signs(acts: &Receiver<()>, when: When, sign: &mut dyn FnMut()) {
    let mut any = false;
    while acts.recv().is_ok() {
        while acts.try_recv().is_ok() {}
        any = true;
        if when == When::Each {
            sign();
            any = false;
        }
    }
    if any {
        sign();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn many_acts_are_one_signature_and_none_are_none() {
        for (when, acts, signatures) in [
            (When::Each, 0, 0),
            (When::Leaving, 0, 0),
            (When::Each, 5, 1),
            (When::Leaving, 5, 1),
        ] {
            let (told, heard) = channel();
            for _ in 0..acts {
                told.send(()).unwrap();
            }
            drop(told);
            let n = Cell::new(0);
            signs(&heard, when, &mut || n.set(n.get() + 1));
            assert_eq!(n.get(), signatures, "{when:?} {acts}");
        }
    }
}
