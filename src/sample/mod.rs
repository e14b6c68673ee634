//! Practice data, invented and labelled as such: 47 special-bond projects of 16 districts, the
//! people who review them, and as many more projects as anybody asks for.

pub mod bonds;
pub mod embedded;
pub mod evaluated;
pub mod files;
pub mod form;
pub mod layout;
pub mod many;
pub mod people;
pub mod plan;
pub mod projects;
pub mod watched;
