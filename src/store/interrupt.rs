//! Stopping a reader from another thread.

use std::sync::Arc;

/// Stops what a reader is doing.
pub struct Interrupter {
    pub(crate) handle: rusqlite::InterruptHandle,
    pub(crate) newest: Arc<std::sync::atomic::AtomicU64>,
}

impl Interrupter {
    /// Stops the running statement, if any.
    pub fn interrupt(&self) {
        self.handle.interrupt();
    }
    /// Stops the page that an armed reader looks for, if any: it ends with
    /// [`StoreError::Superseded`].
    pub fn supersede(&self) {
        let one = std::sync::atomic::Ordering::SeqCst;
        self.newest.fetch_add(1, one);
    }
}
