//! Can a card be read? Whether it is complete is for the gates to say (G15, G17).

use std::collections::BTreeSet;

use super::Subject;
use crate::{
    content::{
        Pack,
        model::{Exercise, Item, Raiser, Variant},
    },
    fault::{Fault, FieldFault},
    interviews::model::{CardInput, ItemPoints},
    kernel::{codes::CompetencyCode, text::visible_len},
};

/// The one item of the knowledge test.
pub(super) const RIGHT_ANSWERS: &str = "right";

/// Every field of a card that cannot be meant, with its pointer.
///
/// # Errors
/// [`Fault::Invalid`] when there is one.
pub fn checked(input: &CardInput, subject: Subject<'_>, pack: &Pack) -> Result<(), Fault> {
    let mut faults = Vec::new();
    match subject {
        Subject::Round(round) => {
            let kit: Vec<&CompetencyCode> = round.kit.iter().map(|line| &line.competency).collect();
            ratings(input, &kit, &mut faults);
            questions(input, pack, &mut faults);
            none_of(&input.items, "items", &mut faults);
            none_of(&input.caps, "caps", &mut faults);
            none_of(&input.adjustments, "adjustments", &mut faults);
        }
        Subject::Sample(exercise, variant) => {
            let measures: Vec<&CompetencyCode> = exercise.measures.iter().collect();
            sample(input, &measures, &mut faults);
            items(input, exercise, variant, &mut faults);
            caps(input, exercise, &mut faults);
        }
        Subject::KnowledgeTest => {
            let test = &pack.exercise_rules().knowledge_test;
            sample(input, &[&test.competency], &mut faults);
            none_of(&input.caps, "caps", &mut faults);
            right_answers(input, test.items, &mut faults);
        }
    }
    flags(input, pack, &mut faults);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(faults))
    }
}

/// Characters that say what was seen of a red flag; as many as for one raised beside a card.
const FLAG_MIN_CHARS: usize = 40;

/// Only flags that people raise by hand, each once, each with what was seen.
fn flags(input: &CardInput, pack: &Pack, faults: &mut Vec<FieldFault>) {
    for (index, flag) in input.red_flags.iter().enumerate() {
        let known = pack.red_flag(&flag.code);
        if !known.is_some_and(|known| by_hand(&known.raisers)) {
            let detail = format!("{} is no flag of the register that raters raise.", flag.code);
            faults.push(FieldFault::new(
                format!("/red_flags/{index}/code"),
                "unknown_flag",
                detail,
            ));
        } else if visible_len(&flag.text) < FLAG_MIN_CHARS {
            let detail = format!(
                "Write for {} what was seen or heard, in {FLAG_MIN_CHARS} characters or more.",
                flag.code
            );
            faults.push(FieldFault::new(
                format!("/red_flags/{index}/text"),
                "length",
                detail,
            ));
        }
    }
    twice(
        input.red_flags.iter().map(|flag| &flag.code),
        |index| format!("/red_flags/{index}/code"),
        faults,
    );
}

/// Whether a rater may raise such a flag on a card.
pub fn by_hand(raisers: &[Raiser]) -> bool {
    raisers
        .iter()
        .any(|raiser| matches!(raiser, Raiser::Rater | Raiser::Anyone))
}

fn none_of<T>(given: &[T], field: &str, faults: &mut Vec<FieldFault>) {
    if !given.is_empty() {
        let detail = "A card for a round has no such thing; leave it out.";
        faults.push(FieldFault::new(format!("/{field}"), "not_here", detail));
    }
}

fn twice<'a, T: Ord + 'a>(
    given: impl Iterator<Item = &'a T>,
    pointer: impl Fn(usize) -> String,
    faults: &mut Vec<FieldFault>,
) {
    let mut seen = BTreeSet::new();
    for (index, one) in given.enumerate() {
        if !seen.insert(one) {
            let detail = "This is given twice; give it once.";
            faults.push(FieldFault::new(pointer(index), "duplicate", detail));
        }
    }
}

fn ratings(input: &CardInput, expected: &[&CompetencyCode], faults: &mut Vec<FieldFault>) {
    let pointer = |index: usize| format!("/ratings/{index}/competency");
    for (index, rating) in input.ratings.iter().enumerate() {
        if !expected.contains(&&rating.competency) {
            faults.push(unknown_competency(pointer(index), &rating.competency));
        }
    }
    twice(input.ratings.iter().map(|r| &r.competency), pointer, faults);
}

fn unknown_competency(pointer: String, code: &CompetencyCode) -> FieldFault {
    let detail = format!("{code} is not rated on this card.");
    FieldFault::new(pointer, "unknown_competency", detail)
}

/// Any question of the content may be ticked: one that was not reached is asked again in a later round.
fn questions(input: &CardInput, pack: &Pack, faults: &mut Vec<FieldFault>) {
    let pointer = |index: usize| format!("/questions/{index}/code");
    for (index, tick) in input.questions.iter().enumerate() {
        if pack.question(&tick.code).is_none() {
            let detail = format!("There is no question {}.", tick.code);
            faults.push(FieldFault::new(pointer(index), "unknown_question", detail));
        }
    }
    twice(input.questions.iter().map(|q| &q.code), pointer, faults);
}

/// What holds for every work sample: no questions, no own levels, reasons for every step.
fn sample(input: &CardInput, measures: &[&CompetencyCode], faults: &mut Vec<FieldFault>) {
    ratings(input, measures, faults);
    if !input.questions.is_empty() {
        let detail = "A work sample asks no questions; leave them out.";
        faults.push(FieldFault::new("/questions", "not_here", detail));
    }
    for (index, rating) in input.ratings.iter().enumerate() {
        if rating.value.is_some() {
            let pointer = format!("/ratings/{index}/value");
            let detail = "The level follows from the points; give the evidence alone.";
            faults.push(FieldFault::new(pointer, "computed", detail));
        }
    }
    for (index, step) in input.adjustments.iter().enumerate() {
        if !measures.contains(&&step.competency) {
            let pointer = format!("/adjustments/{index}/competency");
            faults.push(unknown_competency(pointer, &step.competency));
        }
        if step.delta != 0 && visible_len(&step.reason) == 0 {
            let pointer = format!("/adjustments/{index}/reason");
            let detail = "Say why the level is moved.";
            faults.push(FieldFault::new(pointer, "required", detail));
        }
    }
    let pointer = |index: usize| format!("/adjustments/{index}/competency");
    twice(input.adjustments.iter().map(|a| &a.competency), pointer, faults);
}

fn items(input: &CardInput, exercise: &Exercise, variant: Variant, faults: &mut Vec<FieldFault>) {
    let known: Vec<&Item> = exercise.items_in(variant).collect();
    for (index, given) in input.items.iter().enumerate() {
        match known.iter().find(|item| item.code == given.item) {
            None => faults.push(unknown_item(index, given)),
            Some(item) if !item.points.contains(&given.points) => {
                let allowed: Vec<String> = item.points.iter().map(ToString::to_string).collect();
                let detail = format!("{} can have {} points.", item.code, allowed.join(", "));
                faults.push(FieldFault::new(format!("/items/{index}/points"), "range", detail));
            }
            Some(_) => {}
        }
    }
    twice(
        input.items.iter().map(|i| &i.item),
        |index| format!("/items/{index}/item"),
        faults,
    );
    let missing: Vec<&str> = known
        .iter()
        .map(|item| item.code.as_str())
        .filter(|code| !input.items.iter().any(|given| given.item == *code))
        .collect();
    if !missing.is_empty() {
        let detail = format!("Give points for every item; {} have none.", missing.join(", "));
        faults.push(FieldFault::new("/items", "missing", detail));
    }
}

fn unknown_item(index: usize, given: &ItemPoints) -> FieldFault {
    let detail = format!("There is no item {} here.", given.item);
    FieldFault::new(format!("/items/{index}/item"), "unknown_item", detail)
}

fn caps(input: &CardInput, exercise: &Exercise, faults: &mut Vec<FieldFault>) {
    for (index, code) in input.caps.iter().enumerate() {
        if !exercise.rules.iter().any(|rule| rule.code == *code) {
            let detail = format!("There is no cap or flag {code} here.");
            faults.push(FieldFault::new(format!("/caps/{index}"), "unknown_cap", detail));
        }
    }
    twice(input.caps.iter(), |index| format!("/caps/{index}"), faults);
}

fn right_answers(input: &CardInput, most: u16, faults: &mut Vec<FieldFault>) {
    match input.items.as_slice() {
        [only] if only.item == RIGHT_ANSWERS && u16::from(only.points) <= most => {}
        [only] if only.item == RIGHT_ANSWERS => {
            let detail = format!("There are {most} items.");
            faults.push(FieldFault::new("/items/0/points", "range", detail));
        }
        _ => {
            let detail = format!("Give one item, `{RIGHT_ANSWERS}`, with the number of right answers.");
            faults.push(FieldFault::new("/items", "missing", detail));
        }
    }
}
