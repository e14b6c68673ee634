//! The arithmetic of the field: no clock, no file, no SQL, no terminal. Given the same entries
//! it gives the same answer in ten years. It must never name another module of this crate.

pub mod agreement;
pub mod checklist;
pub mod clean;
pub mod companion;
pub mod coverage;
pub mod dates;
pub mod day;
pub mod declaration;
pub mod department;
pub mod disconnect;
pub mod draw;
pub mod entry;
pub mod evaluation;
pub mod fen;
pub mod filter;
pub mod finding;
pub mod gate;
pub mod gauge;
pub mod grade;
pub mod id;
pub mod level;
pub mod lexicon;
pub mod monitor;
pub mod needle;
pub mod office;
pub mod phrases;
pub mod procedure;
pub mod profile;
pub mod roster;
pub mod rounds;
pub mod rules;
pub mod score;
pub mod standing;
pub mod value;
