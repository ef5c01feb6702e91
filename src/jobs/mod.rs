//! Jobs (a requisition of the dossier is a job): from the choice of kind over the description, its approvals
//! and the interview plan to the posting.
//!
//! The rules of this area are pure: [`clarity`] (is the description clear? dossier Part 8) and [`plan`] (can
//! the interview plan be locked? gate G07).

pub mod clarity;
pub mod model;
pub mod plan;
