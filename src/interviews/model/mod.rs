//! Rows and JSON documents of this area.

mod card;
mod exercise;
mod interview;

pub use card::*;
pub use exercise::*;
pub use interview::*;
