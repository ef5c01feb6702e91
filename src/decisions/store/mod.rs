//! All queries of this area.

pub(super) mod decisions;
pub(super) mod offers;
pub(super) mod waivers;
