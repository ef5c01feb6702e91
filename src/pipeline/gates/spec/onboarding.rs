//! The reasons of G50 to G59.

use super::{GateSpec, MICROSOFT, evidence, house};

pub(super) const DAY_ONE_READY: GateSpec = evidence(
    "The first days decide whether somebody feels expected. Access, a workplace, a buddy and a plan for the \
     week stand before the door opens; one working day ahead is a house rule.",
    &[MICROSOFT, "Bauer 2010"],
    &["2-54"],
);
pub(super) const PREREQUISITES: GateSpec = house(
    "Modules build on each other; signing a later one first leaves a gap nobody sees. This is a house rule.",
    &["2-37"],
)
.four_eyes("the two modules side by side, agreed by trainer and HR");
pub(super) const FOREIGN_SIGNATURE: GateSpec = house(
    "Nobody can see one's own gaps. Somebody who has watched the work signs, with proof and a check. This is \
     a house rule.",
    &["2-58"],
);
pub(super) const RAMP: GateSpec = house(
    "Each account adds promises to keep. The number grows with the days worked and the modules signed, so \
     that no client pays for somebody's learning. This is a house rule.",
    &["4-34"],
)
.four_eyes("one stage up for 30 days");
pub(super) const SOLO_CONTACT: GateSpec = house(
    "The first talks with clients are held together with somebody who knows them; that protects the client \
     and the new colleague. This is a house rule.",
    &["1-07"],
);
pub(super) const ONE_TO_ONE: GateSpec = evidence(
    "New people who had a talk with their manager in the first week were better connected and more willing \
     to stay. The finding is correlational; day 7 is a house rule.",
    &[MICROSOFT],
    &["1-42"],
);
pub(super) const REVIEW: GateSpec = house(
    "Confirmation rests on what was observed, on results and on how clients and colleagues see it, and two \
     people sign. Common practice and a house rule.",
    &["2-48"],
);
pub(super) const AUTHORITY: GateSpec = house(
    "Discounts, free work and renewals spend the company's money. They come after the modules that teach \
     them. This is a house rule.",
    &["3-25"],
);
pub(super) const HARD_CAP: GateSpec = house(
    "Beyond twenty accounts nobody can keep regular contact with each. This is a house rule without \
     exceptions.",
    &["4-34"],
);
pub(super) const COACHING_ALIVE: GateSpec = house(
    "Growth without anybody watching it is only more load. When coaching stops, the number of accounts stops \
     growing too. This is a house rule.",
    &["1-42"],
);
