//! The reasons of G24 to G27.

use super::{GateSpec, MSPB, evidence};

pub(super) const COMPLETED: GateSpec = evidence(
    "Two referees agree only moderately, so one says little. By the arithmetic of reliability three together \
     are much firmer than one; that it is three is our choice.",
    &["Mosel & Goheen 1959"],
    &["0-11"],
)
.four_eyes("2 references");
pub(super) const MIX: GateSpec = evidence(
    "A former manager and a colleague who depended on the candidate see different sides. People who know the \
     work at first hand can tell most.",
    &[MSPB],
    &["0-11", "1-37"],
)
.or_instead("a project lead, a main client or a supervisor of an internship, with a note why");
pub(super) const VERIFIED: GateSpec = evidence(
    "A reference counts when it comes from a real person who worked with the candidate long enough and not \
     too long ago. The months and years are house rules.",
    &[MSPB],
    &["0-11"],
)
.or_instead("for the dates only: other proof of the period, with a note");
pub(super) const DISCREPANCIES: GateSpec = evidence(
    "References are mostly kind, so a low one weighs double, and a difference to the interviews is news. It is \
     followed up until both sides make sense.",
    &[
        "Aamodt & Williams (meta-analysis)",
        "Massey University thesis on structured references",
    ],
    &["0-11"],
);
