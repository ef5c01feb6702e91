//! The pure rules of this area: what the debrief shows, what is still unknown, which words are enough.

pub mod checks;
pub mod table;
pub mod unknowns;
