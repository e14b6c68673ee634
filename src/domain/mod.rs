//! The arithmetic of the field: no clock, no file, no SQL, no terminal. Given the same entries
//! it gives the same answer in ten years. It must never name another module of this crate.

pub mod clean;
pub mod companion;
pub mod dates;
pub mod day;
pub mod declaration;
pub mod fen;
pub mod finding;
pub mod id;
pub mod lexicon;
pub mod value;
