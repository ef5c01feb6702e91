//! Small shared vocabulary of the hiring process.

use crate::text_enum;

text_enum! {
    /// What a competency belongs to (dossier 3.0); the composite weighs the groups (2.4).
    pub enum CompetencyGroup {
        /// A soft skill; eleven are shipped.
        Soft = "soft",
        /// Commercial sense.
        Commercial = "commercial",
        /// Technical and role knowledge.
        Technical = "technical",
    }
}

text_enum! {
    /// The layout of an interview plan (dossier 3.0) and the profile of a policy (7.3).
    pub enum Layout {
        /// Four rounds, at least four raters.
        Standard = "standard",
        /// R1 and R2 on one appointment: three rounds, at least three raters.
        SmallFirm = "small_firm",
    }
}
