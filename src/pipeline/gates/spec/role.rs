//! The reasons of G01 to G09.

use super::{BAD_HIRES, COMBINING, GateSpec, OPM, PREVIEW, ROLE_CLARITY, STRUCTURE, evidence, house};

pub(super) const KIND_DECIDED: GateSpec = evidence(
    "Two different jobs share one title. Until the kind is decided, nobody can say what to look for or what \
     to train, and unclear expectations are a common reason why people end up in a wrong job.",
    &[BAD_HIRES, ROLE_CLARITY],
    &["2-29"],
);
pub(super) const ROLE_PLAN: GateSpec = evidence(
    "A clear role goes with satisfied people who stay. Aims for three horizons show a candidate where the \
     job leads; that there are three of them is a house rule.",
    &[ROLE_CLARITY],
    &["2-31"],
);
pub(super) const STRATEGY: GateSpec = evidence(
    "An honest picture of the company lets people judge beforehand whether they fit. Vision, mission and \
     values are the part of it that no job title tells; how many values is a house rule.",
    &[PREVIEW],
    &["2-36"],
);
pub(super) const CLARITY: GateSpec = evidence(
    "If two candidates can read the same text and picture different jobs, the wrong one may say yes. The \
     rules check that a reader learns the duties, the standards and the hard sides; the pass mark is a house \
     rule.",
    &[BAD_HIRES, ROLE_CLARITY, PREVIEW],
    &[
        "0-12", "0-13", "0-14", "0-15", "0-16", "0-17", "0-18", "0-19", "0-20", "0-21", "0-22",
    ],
);
pub(super) const APPROVED: GateSpec = house(
    "The description makes promises in the name of others. Those who must keep them agree first. This is a \
     house rule.",
    &["1-36", "2-33"],
);
pub(super) const LADDER: GateSpec = house(
    "People who want to grow ask what comes next. Steps with criteria answer before they have to leave to \
     find out. This is a house rule.",
    &["2-34"],
)
.four_eyes("one step above the role");
pub(super) const PLAN_LOCKED: GateSpec = evidence(
    "Structure predicts best when questions, scale and weights are fixed before the first candidate, and \
     ratings are combined by rule instead of by impression.",
    &[COMBINING, STRUCTURE, OPM],
    &["0-09", "0-22"],
);
pub(super) const POSTING: GateSpec = evidence(
    "Candidates decide by the advert whether to come at all. What it leaves out they fill in for themselves, \
     and jobs that differ from their listing are among the commonest disappointments.",
    &[BAD_HIRES, PREVIEW],
    &["0-14"],
);
pub(super) const ACCOUNTABILITY: GateSpec = house(
    "Whoever is hired should know by what the work will be judged, and that a satisfied client comes first. \
     This is a house rule.",
    &["2-35", "3-03"],
);
