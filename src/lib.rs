//! 绩效 · jixiao: a keyboard-driven review desk for budget performance management 预算绩效管理.
//!
//! `cli` and `tui` stand on `store` and `exchange`, and these on `domain`. See ARCHITECTURE.md.

pub mod cli;
pub mod domain;
pub mod exchange;
pub mod intake;
pub mod papers;
pub mod report;
pub mod sample;
pub mod settings;
pub mod signing;
pub mod store;
pub mod tui;
pub mod words;
