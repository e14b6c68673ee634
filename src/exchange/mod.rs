//! Files and encodings: tables in. What a file holds is data here; sentences are in `words`.

pub mod child;
mod csv_in;
mod forms;
pub mod read;
pub mod reason;
pub mod sheet;
mod shown;
mod xlsx_in;

pub use forms::KINDS;
