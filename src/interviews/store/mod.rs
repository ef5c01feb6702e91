//! All queries of this area.

pub(super) mod cards;
pub(super) mod exercises;
pub(super) mod interviews;
pub(super) mod panel;
pub(super) mod replies;
