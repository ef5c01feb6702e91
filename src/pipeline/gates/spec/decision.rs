//! The reasons of G28 to G35 and G37 to G41.

use super::{BAD_HIRES, COMBINING, GateSpec, MSPB, NOISE, evidence, house};

pub(super) const RED_FLAGS: GateSpec = evidence(
    "A quarter of the managers who regretted a hire had passed over a warning sign. Hearing the candidate and \
     writing down the outcome is fair to both sides.",
    &[BAD_HIRES],
    &["1-29"],
);
pub(super) const SOFT_FLOOR: GateSpec = house(
    "Clients stay for how they are treated, and technical strength cannot buy that back. No study fixes the \
     value; level 3 means \"meets the standard of this job\". This is a house rule.",
    &[
        "0-23", "0-24", "0-25", "0-26", "0-27", "0-28", "0-29", "0-30", "0-31", "0-32",
    ],
);
pub(super) const COMMUNICATION_FLOOR: GateSpec = house(
    "Every promise, complaint and renewal passes through this person's words, so writing and speaking are \
     held to a higher level. This is a house rule.",
    &["1-16"],
);
pub(super) const TECHNICAL_FLOOR: GateSpec = house(
    "Technical and commercial knowledge can be taught, but there must be something to build on. The minimum \
     is a house rule and depends on the kind.",
    &["0-30"],
)
.four_eyes("TECH only: half a level below its floor, with a training plan, never below the absolute floor");
pub(super) const DEBRIEF_LAST: GateSpec = evidence(
    "Impressions are weighed together once everything is in; talking earlier lets the first opinion lead the \
     rest.",
    &[NOISE],
    &["0-09"],
);
pub(super) const DISAGREEMENTS: GateSpec = house(
    "When two people saw the same answer and rated it far apart, at least one noticed something the other did \
     not. Reading both notes costs minutes. This is a house rule.",
    &[],
);
pub(super) const COMPARED: GateSpec = evidence(
    "With a single candidate there is nothing to choose from. Checking several finalists keeps the first \
     person seen from becoming the decision.",
    &[MSPB],
    &["0-07"],
)
.four_eyes("one assessed candidate, for market_scarcity or internal_successor");
pub(super) const ELAPSED: GateSpec = house(
    "Haste leaves things out. No study was found that a minimum number of days improves hires, so this is a \
     house rule and kept short.",
    &["0-03"],
)
.four_eyes("3 days since the application, posting days 0");
pub(super) const COOLING_OFF: GateSpec = house(
    "A night between talking and signing lets second thoughts be heard. No study was found that it improves \
     hires; this is a house rule and kept short.",
    &["0-37"],
)
.four_eyes("12 hours");
pub(super) const REASONED: GateSpec = evidence(
    "Scores combined by rule predict better than overruling them, and those who overrule more hire worse on \
     average. A reason tied to a duty keeps the exception honest.",
    &[COMBINING, "Hoffman, Kahn & Li 2018"],
    &["0-22"],
);
pub(super) const TWO_SIGNATURES: GateSpec = house(
    "A hire binds the company for years. Two people who answer for it look twice. This is a house rule.",
    &["1-03"],
);
pub(super) const PROTOCOL_READY: GateSpec = house(
    "A new colleague without a trainer learns by accident. Who trains what is settled before anybody is \
     promised a start. This is a house rule.",
    &["2-37", "2-58"],
);
pub(super) const FRESH: GateSpec = house(
    "People and jobs change. Scores and references of half a year ago are looked at again before they decide \
     anything. This is a house rule.",
    &[],
)
.four_eyes("the age in days that the waiver names");
