//! The reasons of G10 to G23 and G36.

use super::{
    BAD_HIRES, GateSpec, NOISE, OPM, PREVIEW, RELIABILITY, SNAP_DECISIONS, STRUCTURE, evidence, house,
};

pub(super) const CONSENT: GateSpec = house(
    "The data belong to the candidate, who knows what is recorded and agrees to every person who is asked. \
     Data protection asks for it; as a gate it is a house rule.",
    &["0-11"],
);
pub(super) const ACKNOWLEDGED: GateSpec = evidence(
    "Many people in a wrong job say that it differs from what was advertised or that nobody told them what was \
     expected. Reading and talking beforehand prevents it; the hours and points are house rules.",
    &[BAD_HIRES, PREVIEW],
    &["0-15", "4-08"],
);
pub(super) const MUST_HAVES: GateSpec = evidence(
    "One short list, answered with yes or no and the same for everyone, keeps the first selection fair and \
     tied to the job.",
    &[STRUCTURE, OPM],
    &["0-19"],
);
pub(super) const CERTIFIED: GateSpec = evidence(
    "Trained raters with a common frame of reference rate more accurately and agree more. How long a \
     certificate holds is a house rule.",
    &[
        "Melchers, Lienhardt, von Aarburg & Kleinmann 2011",
        "Roch, Woehr, Mishra & Kieszczynska 2012",
        "Taylor & Small 2002",
    ],
    &["1-06"],
)
.four_eyes("at least one certified rater per round");
pub(super) const NO_CONFLICT: GateSpec = house(
    "Nobody can rate freely a relative, a person they recommended or their own future superior. Declaring it \
     protects the rater too. This is a house rule.",
    &["0-09"],
);
pub(super) const SAME_QUESTIONS: GateSpec = evidence(
    "Answers can be compared only if the questions were the same. Keeping to them also slows down early \
     decisions.",
    &[OPM, SNAP_DECISIONS],
    &["0-33"],
);
pub(super) const INDEPENDENT: GateSpec = evidence(
    "Several ratings are worth more than one only while they are independent. Whoever has seen the others' \
     ratings repeats them in part.",
    &[NOISE, "Di Milia & Gorodecki 1997"],
    &["0-09"],
);
pub(super) const COMPLETE_CARD: GateSpec = evidence(
    "Each competency is rated by itself, with a note of what was said, so that a rating can be checked and \
     one impression does not colour the rest. The number of characters is a house rule.",
    &[STRUCTURE, OPM],
    &["0-32"],
);
pub(super) const TIMELY_CARD: GateSpec = house(
    "Memory of a conversation fades and is tidied up. A card written soon after it is about what happened. \
     The limits are a house rule.",
    &["1-19"],
)
.four_eyes("120 hours");
pub(super) const ROUNDS: GateSpec = evidence(
    "One interview agrees with another only moderately; the mean of several is far more reliable, and after \
     about four little is gained.",
    &[RELIABILITY, "Bock 2015"],
    &["0-10"],
)
.four_eyes("3 rounds (not in the small-firm profile)");
pub(super) const DISTINCT_PEOPLE: GateSpec = evidence(
    "More rounds with the same two people repeat the same two views. Further raters help as far as they err \
     in different ways.",
    &[RELIABILITY, "Fific & Gigerenzer 2014"],
    &["0-10"],
)
.four_eyes("3 people (not in the small-firm profile)");
pub(super) const COVERAGE: GateSpec = evidence(
    "A single rating of a skill is about as much chance as skill. Two people, and two occasions for the \
     critical skills, make it a measurement.",
    &[RELIABILITY, NOISE],
    &[
        "0-23", "0-24", "0-25", "0-26", "0-27", "0-28", "0-29", "0-30", "0-31", "0-32", "0-33", "0-34",
        "0-35", "0-36",
    ],
);
pub(super) const OPERATIONS_VOICE: GateSpec = house(
    "Operations will keep the promises this person makes. Meeting beforehand tells both sides whether they \
     can work together. This is a house rule.",
    &["1-36"],
)
.or_instead("an owner who runs operations and has rated");
pub(super) const WORK_SAMPLES: GateSpec = evidence(
    "Doing a piece of the work shows what talking about it hides. Samples of dealing with people also treat \
     groups of candidates more equally than tests of knowledge.",
    &[
        "Sackett, Zhang, Berry & Lievens 2022",
        "Roth, Bobko, McFarland & Buster 2008",
    ],
    &["1-24"],
);
pub(super) const PACE: GateSpec = evidence(
    "After about four interviews in a row, decisions come faster than they are thought through. Spreading \
     them also lets the candidate be seen on two days; the numbers are house rules.",
    &[SNAP_DECISIONS],
    &["0-03"],
)
.four_eyes("3 rounds a day for a travelling candidate, still on 2 days or with a remote part before");
