//! Which words are enough, and which names exist.

use crate::{
    decisions::model::{DecisionBody, NewNote, OfferTerms},
    fault::{Fault, FieldFault},
    kernel::{
        text::{multi_line, single_line, visible_len},
        time::Timestamp,
    },
    pipeline::{
        evidence::{ApplicationEvidence, JobTerms},
        policy::Policy,
    },
};

/// A cleaned text that must not be empty.
///
/// # Errors
/// [`Fault::Invalid`] at `pointer`.
pub fn said(text: &str, pointer: &str) -> Result<String, Fault> {
    let text = multi_line(text);
    if text.is_empty() {
        Err(Fault::field(pointer, "required", "Write it in a few words."))
    } else {
        Ok(text)
    }
}

/// A note on a disagreement, cleaned (G33).
///
/// # Errors
/// [`Fault::Invalid`] when the competency or source is not of this case, or the text is too short.
pub fn note(case: &ApplicationEvidence, policy: &Policy, new: &NewNote) -> Result<NewNote, Fault> {
    let mut faults = Vec::new();
    if !case.terms.competencies.contains_key(&new.competency) {
        let detail = "This job does not measure such a competency.";
        faults.push(FieldFault::new("/competency", "unknown", detail));
    }
    if !case.assessment.cards.iter().any(|card| card.source == new.source) {
        let detail = "Nobody has rated the candidate in such a round or work sample.";
        faults.push(FieldFault::new("/source", "unknown", detail));
    }
    let (length, needed) = (visible_len(&new.text), policy.disagreement_note_chars);
    if u32::try_from(length).unwrap_or(u32::MAX) < needed {
        let detail = format!("Say what was concluded in at least {needed} characters; these are {length}.");
        faults.push(FieldFault::new("/text", "length", detail));
    }
    if faults.is_empty() {
        Ok(NewNote {
            text: multi_line(&new.text),
            ..new.clone()
        })
    } else {
        Err(Fault::Invalid(faults))
    }
}

/// A duty as somebody names it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(untagged)]
pub enum DutyRef {
    /// By its place in the description, from 0.
    Index(usize),
    /// By its words.
    Text(String),
}

/// The index of the duty somebody names.
///
/// # Errors
/// [`Fault::Invalid`] when the description has no such duty.
pub fn duty(terms: &JobTerms, named: &DutyRef) -> Result<usize, Fault> {
    let found = match named {
        DutyRef::Index(index) => Some(*index).filter(|&index| index < terms.duties.len()),
        DutyRef::Text(text) => {
            let wanted = single_line(text).to_lowercase();
            terms
                .duties
                .iter()
                .position(|duty| single_line(duty).to_lowercase() == wanted)
        }
    };
    found.ok_or_else(|| {
        let detail = "The job description has no such duty; name one by its index or its words.";
        Fault::field("/preference_duty", "unknown", detail)
    })
}

/// The words of a decision, cleaned; empty ones are none.
///
/// # Errors
/// [`Fault::Invalid`] without a text.
pub fn decision(body: DecisionBody) -> Result<DecisionBody, Fault> {
    let filled = |text: Option<String>| text.map(|t| multi_line(&t)).filter(|t| !t.is_empty());
    Ok(DecisionBody {
        text: said(&body.text, "/text")?,
        preference_reason: filled(body.preference_reason),
        preference_duty: body.preference_duty,
        expectation: filled(body.expectation),
    })
}

/// The terms of an offer, cleaned. What is missing is no fault: it keeps the offer from going out.
///
/// # Errors
/// [`Fault::Invalid`] when it would be over already or a condition is no word.
pub fn offer(terms: &OfferTerms, now: Timestamp) -> Result<OfferTerms, Fault> {
    let mut faults = Vec::new();
    if terms.expires_at.is_some_and(|at| at <= now) {
        faults.push(FieldFault::new("/expires_at", "past", "Must lie in the future."));
    }
    if terms.start_date.is_some_and(|day| day <= now.utc().date_naive()) {
        faults.push(FieldFault::new("/start_date", "past", "Must lie in the future."));
    }
    for (index, name) in terms.conditions.iter().enumerate() {
        let word = (1..=60).contains(&name.len())
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !word {
            let detail = "Name a condition in lower-case letters, digits and '_', such as work_permit.";
            faults.push(FieldFault::new(format!("/conditions/{index}"), "word", detail));
        }
    }
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    let line = |text: &Option<String>| text.as_deref().map(single_line).filter(|t| !t.is_empty());
    Ok(OfferTerms {
        currency: line(&terms.currency),
        bonus: line(&terms.bonus),
        place: line(&terms.place),
        contract_kind: line(&terms.contract_kind),
        ..terms.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::testing;

    #[test]
    fn a_duty_is_named_by_index_or_by_its_words() {
        let terms = testing::perfect_application().terms;
        let words = terms.duties[1].to_uppercase();
        assert_eq!(duty(&terms, &DutyRef::Index(0)).unwrap(), 0);
        assert_eq!(duty(&terms, &DutyRef::Text(format!("  {words} "))).unwrap(), 1);
        assert!(duty(&terms, &DutyRef::Index(terms.duties.len())).is_err());
        assert!(duty(&terms, &DutyRef::Text("being nice".into())).is_err());
    }

    #[test]
    fn an_offer_lacks_what_nobody_filled_in_and_always_asks_for_the_right_to_work() {
        let empty = OfferTerms::default();
        assert_eq!(empty.lacks().len(), 6);
        assert_eq!(empty.condition_names(), ["right_to_work"]);
        let promised = OfferTerms {
            current_employer_reference_promised: true,
            conditions: vec!["work_permit".into(), "right_to_work".into()],
            ..empty
        };
        assert_eq!(
            promised.condition_names(),
            ["right_to_work", "current_employer_reference", "work_permit"]
        );
    }

    #[test]
    fn an_offer_that_is_over_or_has_odd_conditions_is_no_offer() {
        let now = testing::now();
        let bad = OfferTerms {
            expires_at: Some(now),
            conditions: vec!["Work permit".into()],
            ..OfferTerms::default()
        };
        let Err(Fault::Invalid(faults)) = offer(&bad, now) else {
            panic!("it was taken");
        };
        let pointers: Vec<&str> = faults.iter().map(|f| f.pointer.as_str()).collect();
        assert_eq!(pointers, ["/expires_at", "/conditions/0"]);
    }
}
