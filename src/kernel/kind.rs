//! The kinds of account manager (seed 002): everything else depends on them.

use crate::text_enum;

text_enum! {
    /// Which kind of account manager a job is for.
    pub enum Kind {
        /// Wins, keeps and extends client relationships; delivery is somebody else's.
        ClientFocused = "client_focused",
        /// Runs operations for the clients' sites or projects, sells extras, renews.
        ProductionFocused = "production_focused",
        /// Both at once; few people can do it.
        Hybrid = "hybrid",
    }
}
