//! Questions for the reader in the order they came, without pages that nobody waits for any more.

use super::model::{Effect, Msg};
use crate::store::sqlite::SqliteReader;
use crate::store::{Query, Reader as _, StoreError};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// The line of questions.
pub(super) struct Line {
    asked: Receiver<Effect>,
    waiting: VecDeque<Effect>,
}

impl Line {
    pub(super) const fn new(asked: Receiver<Effect>) -> Self {
        Self {
            asked,
            waiting: VecDeque::new(),
        }
    }

    /// The next question. Of several pages only the newest is asked for: the others' tickets are
    /// old.
    pub(super) fn next(&mut self, patience: Duration) -> Result<Effect, RecvTimeoutError> {
        if self.waiting.is_empty() {
            self.waiting.push_back(self.asked.recv_timeout(patience)?);
        }
        self.waiting.extend(self.asked.try_iter());
        let is_page = |e: &Effect| matches!(e, Effect::Page(..));
        let mut pages = self.waiting.iter().filter(|e| is_page(e)).count();
        self.waiting.retain(|e| {
            if !is_page(e) {
                return true;
            }
            pages -= 1;
            pages == 0
        });
        self.waiting.pop_front().ok_or(RecvTimeoutError::Timeout)
    }
}

/// A page, or nothing where a newer question came while it was looked for.
pub(super) fn page(
    r: &mut SqliteReader,
    ticket: u64,
    q: &Query,
) -> Result<Option<Msg>, StoreError> {
    r.arm();
    let found = r.page(q);
    r.disarm();
    match found {
        Ok(page) => Ok(Some(Msg::Page(ticket, Box::new(page)))),
        Err(StoreError::Superseded) => Ok(None),
        Err(e) => Err(e),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_page_is_asked_for_and_all_else_in_turn() {
        let (to, asked) = std::sync::mpsc::channel();
        let page = |n| Effect::Page(n, Box::default());
        for e in [
            page(1),
            Effect::Queues,
            page(2),
            Effect::Next(None, None),
            page(3),
        ] {
            to.send(e).unwrap();
        }
        let mut line = Line::new(asked);
        let mut next = || line.next(Duration::ZERO);
        assert!(matches!(next(), Ok(Effect::Queues)));
        to.send(page(4)).unwrap();
        assert!(matches!(next(), Ok(Effect::Next(None, None))));
        assert!(matches!(next(), Ok(Effect::Page(4, _))));
        assert!(matches!(next(), Err(RecvTimeoutError::Timeout)));
        drop(to);
        assert!(matches!(next(), Err(RecvTimeoutError::Disconnected)));
    }
}
