//! Waiting for another writer. SQLite's own waiting sleeps longer the longer it has waited, so that
//! among many writers those who came last go first and some are starved; here everybody asks again
//! at the same pace.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// A writer waits that long for another one, then gives the act back to the person.
const MOST: Duration = Duration::from_secs(5);
/// How soon it asks again.
const PACE: Duration = Duration::from_millis(2);

thread_local! {
    static SINCE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// SQLite's busy handler: true to ask again. `asked` counts from 0 for each lock that is waited for.
pub(super) fn a_moment(asked: i32) -> bool {
    let now = Instant::now();
    if asked == 0 {
        SINCE.set(Some(now));
    }
    if SINCE.get().is_none_or(|since| now - since >= MOST) {
        return false;
    }
    std::thread::sleep(PACE);
    true
}
