//! What is still unknown about a candidate: shown beside every decision, because who closes a hire tends to
//! look at what is known (seed row 0-37). It refuses nothing.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    pipeline::{
        evidence::{ApplicationEvidence, Asked},
        measured,
    },
    text_enum,
};

text_enum! {
    /// What kind of gap it is.
    pub enum UnknownKind {
        /// A competency that a rater had to rate and did not observe.
        NotObserved = "not_observed",
        /// A core question there was no time for.
        QuestionNotReached = "question_not_reached",
        /// A competency fewer than two referees observed.
        NoReference = "no_reference",
        /// A referee who gave no comparison with others (percentiles).
        PercentileMissing = "percentile_missing",
        /// What the candidate expects of the job and nobody talked through.
        ExpectationOpen = "expectation_open",
    }
}

/// Something nobody knows yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = UnknownFact)]
pub struct Unknown {
    /// What kind of gap.
    pub kind: UnknownKind,
    /// In words.
    pub text: String,
}

impl Unknown {
    /// Whether it is true of everybody who rated, and so names none of them.
    pub fn of_everybody(&self) -> bool {
        self.text.starts_with(NOBODY)
    }
}

/// How a gap begins that no rater fills.
const NOBODY: &str = "Nobody has rated ";

fn unknown(kind: UnknownKind, text: String) -> Unknown {
    Unknown { kind, text }
}

fn not_observed(case: &ApplicationEvidence) -> Vec<Unknown> {
    let name = |user| case.panelist(user).map_or("a rater", |p| p.name.as_str());
    let mut found: Vec<Unknown> = case
        .assessment
        .locked()
        .flat_map(|card| card.ratings.iter().map(move |rating| (card, rating)))
        .filter(|(_, rating)| rating.value.is_none())
        .map(|(card, rating)| {
            let competency = measured::name_of(&case.terms, &rating.competency);
            let text = format!(
                "{} did not observe {competency} in {}.",
                name(card.rater),
                card.source
            );
            unknown(UnknownKind::NotObserved, text)
        })
        .collect();
    let scores = measured::scores(case);
    let unrated = case
        .terms
        .competencies
        .iter()
        .filter(|(code, _)| scores.level(code).is_none());
    found.extend(
        unrated.map(|(_, terms)| unknown(UnknownKind::NotObserved, format!("{NOBODY}{}.", terms.name))),
    );
    found
}

/// Core questions that some card marks as not reached and no card marks as asked.
fn not_reached(case: &ApplicationEvidence) -> Vec<Unknown> {
    let questions = || case.assessment.locked().flat_map(|card| &card.questions);
    let mut codes: Vec<_> = questions()
        .filter(|q| q.asked != Asked::Yes)
        .map(|q| &q.question)
        .filter(|code| !questions().any(|q| q.question == **code && q.asked == Asked::Yes))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
        .into_iter()
        .map(|code| {
            unknown(
                UnknownKind::QuestionNotReached,
                format!("{code} was never asked."),
            )
        })
        .collect()
}

fn without_reference(case: &ApplicationEvidence) -> Vec<Unknown> {
    let levels = measured::reference_levels(case);
    let critical = case.terms.competencies.iter().filter(|(_, terms)| terms.critical);
    critical
        .filter(|(code, _)| levels.get(*code).is_none_or(|level| level.value.is_none()))
        .map(|(_, terms)| {
            let text = format!("Fewer than two referees observed {}.", terms.name);
            unknown(UnknownKind::NoReference, text)
        })
        .collect()
}

fn open_expectations(case: &ApplicationEvidence, expectation: Option<&str>) -> Vec<Unknown> {
    let mut found = Vec::new();
    let kind = UnknownKind::ExpectationOpen;
    match &case.acknowledgement {
        None => found.push("The candidate has not said what they expect of the job.".to_owned()),
        Some(said) => {
            let (theirs, ours) = (said.expected_sales_pct, case.terms.sales_share_pct);
            if theirs != ours && !said.talk_held {
                found.push(format!(
                    "The candidate expects {theirs} % sales, the role has {ours} %; no talk about it is recorded."
                ));
            }
        }
    }
    if expectation.is_none() {
        let text = "Nothing is written about what is expected of this hire in the first 90 days.";
        found.push(text.to_owned());
    }
    found.into_iter().map(|text| unknown(kind, text)).collect()
}

/// The checklist. `no_percentiles` names the referees who gave no comparison with others; `expectation` is what
/// the decision says is expected of the hire.
pub fn list(
    case: &ApplicationEvidence,
    no_percentiles: &[String],
    expectation: Option<&str>,
) -> Vec<Unknown> {
    let mut found = not_observed(case);
    found.extend(not_reached(case));
    found.extend(without_reference(case));
    found.extend(no_percentiles.iter().map(|name| {
        let text = format!("{name} did not compare the candidate with others.");
        unknown(UnknownKind::PercentileMissing, text)
    }));
    found.extend(open_expectations(case, expectation));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::testing;

    fn kinds(case: &ApplicationEvidence) -> Vec<UnknownKind> {
        list(case, &[], Some("Carries six accounts alone by day 90."))
            .into_iter()
            .map(|u| u.kind)
            .collect()
    }

    #[test]
    fn a_complete_case_leaves_nothing_to_ask_but_what_nobody_wrote_down() {
        let mut case = testing::perfect_application();
        assert_eq!(
            kinds(&case),
            [UnknownKind::ExpectationOpen],
            "other sales share expected, no talk"
        );
        case.acknowledgement.as_mut().unwrap().talk_held = true;
        assert_eq!(kinds(&case), Vec::<UnknownKind>::new());
        let missing = list(&case, &["Rita Vance".to_owned()], None);
        let missing: Vec<UnknownKind> = missing.into_iter().map(|u| u.kind).collect();
        assert_eq!(
            missing,
            [UnknownKind::PercentileMissing, UnknownKind::ExpectationOpen]
        );
    }

    #[test]
    fn what_one_rater_did_not_observe_is_named() {
        let mut case = testing::perfect_application();
        let card = case
            .assessment
            .cards
            .iter_mut()
            .find(|c| !c.ratings.is_empty())
            .unwrap();
        card.ratings[0].value = None;
        assert!(kinds(&case).contains(&UnknownKind::NotObserved));
    }

    #[test]
    fn a_question_asked_in_a_later_round_is_no_longer_unknown() {
        let mut case = testing::perfect_application();
        let card = case
            .assessment
            .cards
            .iter_mut()
            .find(|c| !c.questions.is_empty())
            .unwrap();
        let question = card.questions[0].clone();
        let all = case.assessment.cards.iter_mut().flat_map(|c| &mut c.questions);
        for asked in all.filter(|q| q.question == question.question) {
            asked.asked = Asked::NotReached;
        }
        assert!(kinds(&case).contains(&UnknownKind::QuestionNotReached));
        let last = case.assessment.cards.last_mut().unwrap();
        last.questions.push(crate::pipeline::evidence::QuestionFacts {
            asked: Asked::Yes,
            ..question
        });
        assert!(!kinds(&case).contains(&UnknownKind::QuestionNotReached));
    }
}
