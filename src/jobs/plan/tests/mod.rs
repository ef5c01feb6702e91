//! The plans of dossier 3.0, and what happens when a part is taken out of them.

mod given;

use super::*;
use crate::{
    content::model::Variant,
    jobs::model::{ExercisePlan, KitEntry},
    kernel::{
        codes::{QuestionCode, SourceCode},
        ids::UserId,
        terms::Layout,
        text_enum::TextEnum,
    },
};
use given::*;

#[test]
fn the_default_plan_of_every_kind_and_layout_can_be_locked() {
    for &kind in Kind::ALL {
        for &layout in Layout::ALL {
            let found = problems_of(kind, layout, &plan(kind, layout), &duties(kind), &people());
            assert_eq!(found, Vec::new(), "{kind} {layout}");
        }
    }
}

fn asked<'a>(plan: &'a PlanBody, round: &str, competency: &str) -> Vec<&'a str> {
    let round = plan.rounds.iter().find(|r| r.code == *round).unwrap();
    let entry = round.kit.iter().find(|e| e.competency == *competency).unwrap();
    entry.core_questions.iter().map(QuestionCode::as_str).collect()
}

#[test]
fn a_competency_of_two_rounds_gets_core_one_first_and_core_two_or_the_marked_question_then() {
    let client = plan(Kind::ClientFocused, Layout::Standard);
    assert_eq!(asked(&client, "R1", "VCOM"), ["VCOM-Q1"]);
    assert_eq!(asked(&client, "R2", "VCOM"), ["VCOM-Q2"]);
    assert_eq!(asked(&client, "R2", "EMPQ"), ["EMPQ-Q1", "EMPQ-Q2"]);
    assert_eq!(asked(&client, "R3", "OPST"), ["OPST-Q1", "OPST-Q5"]);
    let production = plan(Kind::ProductionFocused, Layout::Standard);
    assert_eq!(asked(&production, "R2", "VCOM"), ["VCOM-Q5"]);
    assert_eq!(asked(&production, "R3", "OPST"), ["OPST-Q1", "OPST-Q6"]);
    assert_eq!(
        asked(&production, "R3", "TECH"),
        ["TECH-Q1", "TECH-Q4", "TECH-Q3"]
    );
    let hybrid = plan(Kind::Hybrid, Layout::Standard);
    assert_eq!(asked(&hybrid, "R3", "OPST"), ["OPST-Q1", "OPST-Q5", "OPST-Q6"]);
}

#[test]
fn a_layout_needs_its_people() {
    let build = |layout, n: u128| {
        let panel: Vec<UserId> = (1..=n).map(person).collect();
        default_plan(
            Kind::Hybrid,
            layout,
            &policy(layout),
            &content(Kind::Hybrid, layout),
            &panel,
        )
        .map(|_| ())
    };
    assert_eq!(build(Layout::Standard, 4), Err(PanelTooSmall { needed: 5 }));
    assert_eq!(build(Layout::Standard, 5), Ok(()));
    assert_eq!(build(Layout::SmallFirm, 2), Err(PanelTooSmall { needed: 3 }));
    assert_eq!(build(Layout::SmallFirm, 3), Ok(()));
}

/// What is found wrong after one change to the default plan of a client-focused job.
fn rules_after(change: impl FnOnce(&mut PlanBody)) -> Vec<PlanRule> {
    let mut plan = plan(Kind::ClientFocused, Layout::Standard);
    change(&mut plan);
    let found = problems_of(
        Kind::ClientFocused,
        Layout::Standard,
        &plan,
        &duties(Kind::ClientFocused),
        &people(),
    );
    let mut rules: Vec<PlanRule> = found.iter().map(|p| p.rule).collect();
    rules.dedup();
    rules
}

#[test]
fn fewer_rounds_or_people_than_the_policy_asks_for_cannot_be_locked() {
    let small_under_standard = plan(Kind::ClientFocused, Layout::SmallFirm);
    let found = problems_of(
        Kind::ClientFocused,
        Layout::Standard,
        &small_under_standard,
        &duties(Kind::ClientFocused),
        &people(),
    );
    assert_eq!(found[0].text, "3 of 4 rounds");
    assert!(
        found
            .iter()
            .any(|p| p.rule == PlanRule::People && p.text.starts_with("3 different people"))
    );
    assert_eq!(rules_after(|p| p.rounds[0].minutes = 30), [PlanRule::Rounds]);
    assert_eq!(
        rules_after(|p| p.rounds[3].work_samples = false),
        [PlanRule::Rounds, PlanRule::People, PlanRule::Kits]
    );
    assert_eq!(
        rules_after(|p| p.rounds[1].same_appointment_as = Some(SourceCode::new("R1").unwrap())),
        [PlanRule::Rounds]
    );
    assert_eq!(rules_after(|p| p.rounds[0].name = " ".into()), [PlanRule::Rounds]);
}

#[test]
fn every_rater_is_a_different_known_person() {
    assert_eq!(
        rules_after(|p| p.rounds[0].raters.push(person(1))),
        [PlanRule::Raters]
    );
    assert_eq!(
        rules_after(|p| p.rounds[0].raters.push(person(9))),
        [PlanRule::Raters]
    );
    assert_eq!(
        rules_after(|p| p.exercises[0].assessors.truncate(1)),
        [PlanRule::Raters]
    );
    assert_eq!(
        rules_after(|p| p.rounds[0].raters.clear()),
        [PlanRule::Raters, PlanRule::Coverage]
    );
}

#[test]
fn the_small_firms_double_appointment_has_the_same_raters() {
    let mut plan = plan(Kind::ClientFocused, Layout::SmallFirm);
    plan.rounds[1].raters = vec![person(1), person(3)];
    let found = problems_of(
        Kind::ClientFocused,
        Layout::SmallFirm,
        &plan,
        &duties(Kind::ClientFocused),
        &people(),
    );
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text, "R1 and R2 share an appointment but not the raters");
}

#[test]
fn somebody_from_operations_rates_and_an_assessor_comes_fresh() {
    let plan = plan(Kind::ClientFocused, Layout::Standard);
    let mut office: Vec<PersonFact> = people();
    for person in &mut office {
        person.operations = false;
    }
    let found = problems_of(
        Kind::ClientFocused,
        Layout::Standard,
        &plan,
        &duties(Kind::ClientFocused),
        &office,
    );
    assert_eq!(
        found.iter().map(|p| p.rule).collect::<Vec<_>>(),
        [PlanRule::Operations]
    );
    let stale = rules_after(|p| {
        for exercise in &mut p.exercises {
            exercise.assessors = vec![person(1), person(4)];
        }
    });
    assert_eq!(stale, [PlanRule::People]);
}

#[test]
fn technical_and_commercial_skills_need_two_raters_and_critical_ones_two_sources() {
    assert_eq!(
        rules_after(|p| p.rounds[2].raters.truncate(1)),
        [PlanRule::Coverage]
    );
    let without_e3 = rules_after(|p| p.exercises.retain(|e| e.code != *"E3"));
    assert_eq!(
        without_e3,
        [PlanRule::Coverage, PlanRule::Exercises],
        "CONF has R2 alone"
    );
}

#[test]
fn a_kit_has_five_or_six_competencies_with_one_to_three_questions_of_their_own() {
    let question = |code: &str| QuestionCode::new(code).unwrap();
    assert!(rules_after(|p| p.rounds[0].kit.truncate(5)).is_empty());
    assert_eq!(rules_after(|p| p.rounds[0].kit.truncate(4)), [PlanRule::Kits]);
    assert!(rules_after(|p| p.rounds[0].kit[4].core_questions.push(question("COMM-Q3"))).is_empty());
    assert_eq!(
        rules_after(|p| p.rounds[0].kit[4]
            .core_questions
            .extend([question("COMM-Q3"), question("COMM-Q4")])),
        [PlanRule::Kits]
    );
    assert_eq!(
        rules_after(|p| p.rounds[0].kit[0].core_questions = vec![question("VCOM-Q2")]),
        [PlanRule::Kits]
    );
    assert_eq!(
        rules_after(|p| p.rounds[0].kit[0].core_questions = vec![question("WORK-Q4")]),
        [PlanRule::Kits]
    );
    assert_eq!(
        rules_after(|p| p.rounds[0].kit[0].core_questions = vec![question("VCOM-Q5")]),
        [PlanRule::Kits]
    );
    assert_eq!(
        rules_after(|p| p.rounds[0].kit[0].core_questions = vec![question("VCOM-Q99")]),
        [PlanRule::Kits]
    );
    let twice = rules_after(|p| {
        let entry: KitEntry = p.rounds[0].kit[0].clone();
        p.rounds[0].kit[5] = entry;
    });
    assert!(twice.contains(&PlanRule::Kits));
}

#[test]
fn six_of_ten_core_questions_are_about_past_behaviour() {
    let situational = |n: usize| {
        move |p: &mut PlanBody| {
            let entries = p.rounds.iter_mut().flat_map(|r| &mut r.kit);
            for entry in entries.filter(|e| e.core_questions.len() == 2).take(n) {
                let third = format!("{}-Q3", entry.competency);
                entry.core_questions = vec![third.parse().unwrap()];
            }
        }
    };
    assert!(rules_after(situational(6)).is_empty());
    let mut all = plan(Kind::ClientFocused, Layout::Standard);
    situational(6)(&mut all);
    for round in &mut all.rounds[0..2] {
        for entry in round
            .kit
            .iter_mut()
            .filter(|e| !matches!(e.competency.as_str(), "VCOM" | "PROA"))
        {
            entry.core_questions = vec![format!("{}-Q3", entry.competency).parse().unwrap()];
        }
    }
    let found = problems_of(
        Kind::ClientFocused,
        Layout::Standard,
        &all,
        &duties(Kind::ClientFocused),
        &people(),
    );
    assert!(found.iter().any(|p| p.text.contains("behavioural")), "{found:?}");
}

#[test]
fn every_duty_leads_to_a_core_question_or_a_work_sample() {
    let check = |duties: &[Duty]| {
        let plan = plan(Kind::ClientFocused, Layout::Standard);
        problems_of(Kind::ClientFocused, Layout::Standard, &plan, duties, &people())
    };
    let mut list = duties(Kind::ClientFocused);
    list[0].competency_codes = codes("WCOM");
    assert_eq!(check(&list), Vec::new(), "WCOM is shown in E1");
    list[0].competency_codes = codes("JUGG");
    assert_eq!(
        check(&list).iter().map(|p| p.rule).collect::<Vec<_>>(),
        [PlanRule::Duties]
    );
    list[0].competency_codes.clear();
    assert_eq!(
        check(&list).iter().map(|p| p.rule).collect::<Vec<_>>(),
        [PlanRule::Duties]
    );
    assert_eq!(
        check(&[]).iter().map(|p| p.rule).collect::<Vec<_>>(),
        [PlanRule::Duties]
    );
}

#[test]
fn the_work_samples_are_the_set_of_the_kind_within_three_hours() {
    assert_eq!(
        rules_after(|p| p.exercises[3].variant = Variant::Full),
        [PlanRule::Exercises],
        "200 minutes"
    );
    assert_eq!(
        rules_after(|p| p.exercises[4].variant = Variant::Short),
        [PlanRule::Exercises]
    );
    assert_eq!(
        rules_after(|p| p.exercises[0].variant = Variant::Lite),
        [PlanRule::Coverage, PlanRule::Exercises]
    );
    let twice = rules_after(|p| {
        let again: ExercisePlan = p.exercises[2].clone();
        p.exercises.push(again);
    });
    assert_eq!(twice, [PlanRule::Exercises]);
}

#[test]
fn weights_sum_to_one_and_stay_within_their_validators() {
    assert_eq!(rules_after(|p| p.weights.soft = 0.70 + 1e-8), [PlanRule::Weights]);
    assert!(rules_after(|p| p.weights.soft = 0.70 + 1e-10).is_empty());
    assert_eq!(
        rules_after(|p| (p.weights.soft, p.weights.technical) = (0.54, 0.31)),
        [PlanRule::Weights]
    );
    assert_eq!(rules_after(|p| p.weights.reference = 0.25), [PlanRule::Weights]);
}

#[test]
fn no_floor_lies_below_the_absolute_one() {
    let floor = |code: &'static str, value: f64| {
        rules_after(move |p| {
            p.floors.competencies.insert(code.parse().unwrap(), value);
        })
    };
    assert!(floor("VCOM", 3.25).is_empty());
    assert_eq!(floor("VCOM", 3.2), [PlanRule::Floors]);
    assert_eq!(floor("BOUN", 2.2), [PlanRule::Floors]);
    assert_eq!(floor("TECH", 5.1), [PlanRule::Floors]);
    assert_eq!(floor("JUGG", 3.0), [PlanRule::Floors]);
    assert_eq!(rules_after(|p| p.floors.soft_mean = 3.2), [PlanRule::Floors]);
    assert_eq!(rules_after(|p| p.floors.soft_mean = f64::NAN), [PlanRule::Floors]);
}
