//! Debriefs, decisions, waivers and offers as they are stored and shown.

mod decision;
mod offer;
mod waiver;

pub use decision::{
    Debrief, DebriefNote, Decision, DecisionBody, DecisionSnapshot, NewNote, SignatureRow, SigningCapacity,
};
pub use offer::{
    CURRENT_EMPLOYER_REFERENCE, Condition, Offer, OfferAnswer, OfferTerms, RIGHT_TO_WORK, Rescission,
    RescissionReason, Signed, Tick,
};
pub use waiver::{Closure, Waiver, WaiverAsk};
