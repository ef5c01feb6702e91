//! All queries of this area.

pub(super) mod calibrations;
pub(super) mod drafts;
pub(super) mod feeds;
pub(super) mod grants;
pub(super) mod tokens;
pub(super) mod users;
