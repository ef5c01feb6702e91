//! The company: one per installation.

pub mod model;
