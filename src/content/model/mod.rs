//! The types the data files are read into.

mod coaching;
mod competency;
mod duty;
mod exercise;
mod flag;
mod interview;
mod portfolio;
mod practice;
mod reference;
mod training;

pub use coaching::*;
pub use competency::*;
pub use duty::*;
pub use exercise::*;
pub use flag::*;
pub use interview::*;
pub use portfolio::*;
pub use practice::*;
pub use reference::*;
pub use training::*;
