//! The pure rules of this area: what the debrief and the comparison show, what is still unknown, which words are enough.

pub mod checks;
pub mod comparison;
pub mod table;
pub mod unknowns;
