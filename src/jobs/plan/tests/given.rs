//! The content of dossier 3.0 and 4.0, people and plans.

use super::super::*;
use crate::{
    jobs::model::DescriptionBody,
    kernel::{
        codes::CompetencyCode,
        ids::{Id, UserId},
        terms::{CompetencyGroup, Layout},
    },
    pipeline::policy::CompetencyFact,
};

pub(super) const CLIENT: &str = "ch";
pub(super) const PRODUCTION: &str = "ph";
pub(super) const ALL: &str = "cph";

/// Competency, group, kinds it is critical for, its questions in order: B or S, with a mark for the kind.
pub(super) const COMPETENCIES: [(&str, CompetencyGroup, &str, &str); 13] = [
    ("WCOM", CompetencyGroup::Soft, ALL, "B B S S"),
    ("VCOM", CompetencyGroup::Soft, ALL, "B B S B Sp"),
    ("ORGD", CompetencyGroup::Soft, ALL, "B B S B Sp"),
    ("EMPQ", CompetencyGroup::Soft, ALL, "B B S S B"),
    ("OPST", CompetencyGroup::Soft, ALL, "B B S B Sc Sp"),
    ("CONF", CompetencyGroup::Soft, ALL, "B B S S B"),
    ("PROA", CompetencyGroup::Soft, CLIENT, "B B S S B"),
    ("RSTR", CompetencyGroup::Soft, CLIENT, "B B S B Sp"),
    ("OWNP", CompetencyGroup::Soft, PRODUCTION, "B B S S B"),
    ("WORK", CompetencyGroup::Soft, PRODUCTION, "B B S B S"),
    ("BOUN", CompetencyGroup::Soft, "", "B B S S S"),
    ("COMM", CompetencyGroup::Commercial, "", "B B S B S"),
    ("TECH", CompetencyGroup::Technical, PRODUCTION, "B B S Sp"),
];

pub(super) const ROUNDS: [(&str, &str); 4] = [
    ("R1", "VCOM OWNP PROA RSTR COMM ORGD"),
    ("R2", "VCOM EMPQ CONF BOUN WORK PROA"),
    ("R3", "OPST ORGD OWNP BOUN WORK TECH"),
    ("R4", ""),
];

/// Exercise, form, minutes, what it measures.
pub(super) const EXERCISES: [(&str, &str, i32, &str); 7] = [
    ("E1", "full", 30, "WCOM EMPQ BOUN"),
    ("E2", "full", 45, "ORGD WORK"),
    ("E3", "full", 20, "VCOM EMPQ CONF"),
    ("E4", "lite", 20, "OPST WCOM"),
    ("E4", "full", 45, "OPST WCOM"),
    ("E5", "short", 40, "RSTR COMM OWNP"),
    ("E5", "full", 60, "RSTR COMM OWNP"),
];

pub(super) fn codes(list: &str) -> Vec<CompetencyCode> {
    list.split_whitespace().map(|c| c.parse().unwrap()).collect()
}
pub(super) fn letter(kind: Kind) -> char {
    match kind {
        Kind::ClientFocused => 'c',
        Kind::ProductionFocused => 'p',
        Kind::Hybrid => 'h',
    }
}
pub(super) fn mark(text: &str) -> Option<Kind> {
    match text.chars().nth(1) {
        Some('c') => Some(Kind::ClientFocused),
        Some('p') => Some(Kind::ProductionFocused),
        _ => None,
    }
}

/// The work samples of dossier 4.0 with the forms they may have.
pub(super) fn required(kind: Kind) -> Vec<RequiredExercise> {
    let (hand_off, account_plan): (&[&str], &[&str]) = match kind {
        Kind::ClientFocused => (&["lite", "full"], &["full"]),
        Kind::ProductionFocused => (&["full"], &[]),
        Kind::Hybrid => (&["full"], &["short", "full"]),
    };
    let full: &[&str] = &["full"];
    [
        ("E1", full),
        ("E2", full),
        ("E3", full),
        ("E4", hand_off),
        ("E5", account_plan),
    ]
    .into_iter()
    .filter(|(_, variants)| !variants.is_empty())
    .map(|(code, variants)| RequiredExercise {
        code: code.parse().unwrap(),
        variants: variants.iter().map(|v| (*v).to_owned()).collect(),
    })
    .collect()
}

pub(super) fn questions() -> Vec<QuestionFact> {
    let of = |(code, _, _, questions): &(&str, CompetencyGroup, &str, &str)| {
        let code = (*code).to_owned();
        let numbered = questions.split_whitespace().map(str::to_owned).enumerate();
        numbered
            .map(|(i, text)| QuestionFact {
                code: format!("{code}-Q{}", i + 1).parse().unwrap(),
                competency: code.parse().unwrap(),
                behavioural: text.starts_with('B'),
                mark: mark(&text),
            })
            .collect::<Vec<_>>()
    };
    COMPETENCIES.iter().flat_map(of).collect()
}

pub(super) fn round(kind: Kind, code: &str, rates: &str) -> RoundTemplate {
    let operations = code == "R3" && kind != Kind::ClientFocused;
    RoundTemplate {
        code: code.parse().unwrap(),
        name: format!("Round {code}"),
        minutes: if operations { 75 } else { 60 },
        rates: codes(rates),
        extra_questions: operations
            .then(|| "TECH-Q3".parse().unwrap())
            .into_iter()
            .collect(),
        work_samples: code == "R4",
    }
}

pub(super) fn content(kind: Kind) -> PlanContent {
    PlanContent {
        competencies: COMPETENCIES
            .iter()
            .map(|(code, group, critical, _)| CompetencyFact {
                code: code.parse().unwrap(),
                group: *group,
                critical: critical.contains(letter(kind)),
                communication: matches!(*code, "WCOM" | "VCOM"),
                floor: None,
            })
            .collect(),
        questions: questions(),
        exercises: EXERCISES
            .iter()
            .map(|(code, variant, minutes, measures)| ExerciseForm {
                code: code.parse().unwrap(),
                variant: (*variant).to_owned(),
                minutes: *minutes,
                measures: codes(measures),
            })
            .collect(),
        required: required(kind),
        rounds: ROUNDS
            .iter()
            .map(|(code, rates)| round(kind, code, rates))
            .collect(),
    }
}

/// Five people; the fourth (of three: the third) belongs to operations.
pub(super) fn people() -> Vec<PersonFact> {
    (1..=5_u128)
        .map(|n| PersonFact {
            id: person(n),
            name: format!("Person {n}"),
            operations: n == 3 || n == 4,
        })
        .collect()
}
pub(super) fn person(n: u128) -> UserId {
    Id::from_uuid(uuid::Uuid::from_u128(n))
}
pub(super) fn panel(layout: Layout) -> Vec<UserId> {
    let size = if layout == Layout::Standard { 5 } else { 3 };
    (1..=size).map(person).collect()
}

pub(super) fn duties(kind: Kind) -> Vec<Duty> {
    let json = match kind {
        Kind::ClientFocused => include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/jd_good_client.json"
        )),
        Kind::ProductionFocused => include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/jd_good_production.json"
        )),
        Kind::Hybrid => include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/jd_good_hybrid.json"
        )),
    };
    serde_json::from_str::<DescriptionBody>(json).unwrap().duties
}

pub(super) fn policy(layout: Layout) -> Policy {
    match layout {
        Layout::Standard => Policy::standard(),
        Layout::SmallFirm => Policy::small_firm(),
    }
}
pub(super) fn plan(kind: Kind, layout: Layout) -> PlanBody {
    default_plan(kind, layout, &policy(layout), &content(kind), &panel(layout)).unwrap()
}
pub(super) fn problems_of(
    kind: Kind,
    layout: Layout,
    plan: &PlanBody,
    duties: &[Duty],
    people: &[PersonFact],
) -> Vec<PlanProblem> {
    plan_problems(&PlanInput {
        plan,
        kind,
        policy: &policy(layout),
        content: &content(kind),
        duties,
        people,
    })
}
