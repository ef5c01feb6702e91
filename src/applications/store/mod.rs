//! All queries of this area.

pub(super) mod acknowledgements;
pub(super) mod applications;
pub(super) mod candidates;
pub(super) mod checks;
pub(super) mod flags;
