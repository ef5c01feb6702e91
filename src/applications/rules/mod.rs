//! What this area decides without looking anything up.

pub(super) mod feedback;
pub(super) mod progress;
pub(super) mod quiz;
pub mod resolution;
