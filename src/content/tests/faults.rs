//! Every check fails on a pack broken in just that way.

use super::shipped;
use crate::{
    content::{
        ContentRule::{self, *},
        check,
        load::Parts,
        model::{Resolution, Variant},
    },
    kernel::codes::{CompetencyCode, DutyCode, ModuleCode, QuestionCode, RedFlagCode, SourceCode},
};

/// The rules a broken copy of the shipped pack breaks.
fn broken(damage: impl FnOnce(&mut Parts)) -> Vec<(ContentRule, String)> {
    let mut parts = shipped().parts.clone();
    damage(&mut parts);
    check::shipped(&parts)
        .into_iter()
        .map(|fault| (fault.rule, fault.subject))
        .collect()
}

#[track_caller]
fn reports(rule: ContentRule, subject: &str, damage: impl FnOnce(&mut Parts)) {
    let found = broken(damage);
    assert!(
        found.contains(&(rule, subject.to_owned())),
        "expected {rule} on {subject}, found {found:?}"
    );
}

fn module<'p>(parts: &'p mut Parts, code: &str) -> &'p mut crate::content::model::Module {
    parts.modules.iter_mut().find(|m| m.code == code).unwrap()
}

#[test]
fn everything_the_dossier_names_must_be_there_and_nothing_else() {
    reports(Inventory, "competencies and their questions", |p| {
        drop(p.competencies.pop())
    });
    reports(Inventory, "red flags", |p| drop(p.red_flags.flags.pop()));
    reports(Inventory, "exercises and their items", |p| {
        drop(p.exercises[0].items.pop())
    });
    reports(Inventory, "messages of E2", |p| {
        p.exercises[1].items.retain(|i| i.code != "E2-M7")
    });
    reports(Inventory, "accounts of E2", |p| {
        drop(p.exercises[1].accounts.pop())
    });
    reports(Inventory, "reference items", |p| drop(p.references.items.pop()));
    reports(Inventory, "modules and their steps", |p| {
        drop(module(p, "C-T6").steps.pop())
    });
    reports(Inventory, "coaching questions", |p| {
        drop(p.coaching.questions.pop())
    });
    reports(Inventory, "check-ins", |p| drop(p.check_ins.check_ins.pop()));
    reports(Inventory, "pulse items", |p| drop(p.check_ins.pulse.pop()));
    reports(Inventory, "duty templates", |p| drop(p.duties.templates.pop()));
    reports(Inventory, "portfolio stages and their accounts", |p| {
        p.portfolio.stages[1].max_accounts = 4
    });
    reports(Inventory, "statutory modules", |p| {
        module(p, "P-T6").statutory = false
    });
    reports(Inventory, "modules operations signs too", |p| {
        module(p, "S-D1").operations_signs_too = true
    });
    reports(Inventory, "workload_surge", |p| drop(p.reasons.waivers.remove(6)));
    reports(Inventory, "calibration ratings", |p| {
        drop(p.calibration.cases[0].ratings.pop())
    });
}

#[test]
fn a_code_is_used_once() {
    reports(DuplicateCode, "VCOM-Q1", |p| {
        p.competencies[1].questions[1].code = QuestionCode::new("VCOM-Q1").unwrap();
    });
    reports(DuplicateCode, "S-D1", |p| {
        module(p, "S-D2").code = ModuleCode::new("S-D1").unwrap()
    });
    reports(DuplicateCode, "RF01", |p| {
        p.red_flags.flags[1].code = RedFlagCode::new("RF01").unwrap()
    });
}

#[test]
fn a_code_that_is_used_exists() {
    reports(UnknownCode, "WCOM", |p| {
        p.competencies[0]
            .red_flags
            .push(RedFlagCode::new("RF99").unwrap())
    });
    reports(UnknownCode, "E1-C2", |p| {
        p.exercises[0].rules[1].red_flag = Some(RedFlagCode::new("RF99").unwrap())
    });
    reports(UnknownCode, "E5-F1", |p| {
        p.exercises[4].rules[0].zero_points_in.push("E5-99".into())
    });
    reports(UnknownCode, "S-D2", |p| {
        module(p, "S-D2")
            .prerequisites
            .push(ModuleCode::new("S-X9").unwrap())
    });
    reports(UnknownCode, "S-D2", |p| {
        module(p, "S-D2")
            .competencies
            .push(CompetencyCode::new("LUCK").unwrap())
    });
    reports(UnknownCode, "assisted", |p| {
        p.portfolio.stages[1]
            .modules
            .push(ModuleCode::new("S-X9").unwrap());
    });
    reports(UnknownCode, "duties", |p| {
        p.duties.coverage[0].templates.push(DutyCode::new("P-9").unwrap())
    });
    reports(UnknownCode, "R3", |p| {
        p.interviews.third_questions[0].question = QuestionCode::new("TECH-Q9").unwrap();
    });
    reports(UnknownCode, "CQ-1a", |p| {
        p.coaching.questions.retain(|q| q.code != "CQ-1b")
    });
}

#[test]
fn every_level_has_an_anchor_and_every_text_says_something() {
    reports(Anchors, "WCOM", |p| drop(p.competencies[0].anchors.pop()));
    reports(EmptyText, "WCOM", |p| p.competencies[0].anchors[2] = " ".into());
    reports(EmptyText, "VCOM-Q3", |p| {
        p.competencies[1].questions[2].text.clear()
    });
    reports(EmptyText, "S-T1", |p| module(p, "S-T1").steps[0].clear());
    reports(EmptyText, "RF03", |p| p.red_flags.flags[2].raisers.clear());
}

#[test]
fn every_competency_has_two_core_questions_and_is_asked_in_each_of_its_rounds() {
    reports(Questions, "BOUN", |p| {
        let boundaries = p.competencies.iter_mut().find(|c| c.code == "BOUN").unwrap();
        boundaries.questions[0].core = false;
    });
    reports(Questions, "EMPQ", |p| p.competencies[3].questions.clear());
}

#[test]
fn a_critical_soft_skill_needs_two_sources_and_every_competency_two_raters() {
    reports(Coverage, "PROA", |p| {
        let contact = p.competencies.iter_mut().find(|c| c.code == "PROA").unwrap();
        contact.rounds.pop();
    });
    reports(Coverage, "TECH", |p| p.interviews.rounds[2].raters = 1);
}

#[test]
fn rounds_exercises_and_competencies_agree_on_who_rates_what() {
    reports(Consistency, "R1", |p| {
        p.interviews.rounds[0].rates.retain(|c| *c != "COMM")
    });
    reports(Consistency, "E1", |p| {
        p.competencies[0].exercises.retain(|e| *e != "E1")
    });
    reports(Consistency, "R05", |p| p.competencies[2].reference_items.clear());
    reports(Consistency, "standard", |p| {
        drop(p.interviews.layouts[0].appointments.pop())
    });
    reports(Consistency, "E4", |p| {
        p.exercises[3].uses.hybrid = Some(Variant::Short)
    });
    reports(Consistency, "exercises", |p| {
        p.exercises[0].variants[0].minutes = 90
    });
    reports(Consistency, "WCOM", |p| p.competencies[0].floor.hybrid = 5.5);
    reports(Consistency, "RF09", |p| {
        p.red_flags.flags[8]
            .resolutions
            .push(Resolution::AcceptedWithPlan);
    });
    reports(Consistency, "C-2", |p| {
        p.duties.templates[5].suggestion = "Clients".into()
    });
    reports(UnknownCode, "WCOM", |p| {
        p.competencies[0].rounds.push(SourceCode::new("R9").unwrap())
    });
}

#[test]
fn points_groups_and_tables_fit_each_other() {
    reports(Scoring, "E1", |p| p.exercises[0].groups[0].max = 13);
    reports(Scoring, "E1", |p| p.exercises[0].groups[0].scaled_to = 11);
    reports(Scoring, "E5", |p| drop(p.exercises[4].groups.pop()));
    reports(Scoring, "table of 4", |p| {
        p.exercise_rules.conversions[0].from = vec![0, 1, 1, 3, 4]
    });
    reports(Scoring, "E1-C1", |p| {
        p.exercises[0].rules[0].cap.as_mut().unwrap().at_most = 5
    });
    reports(Scoring, "E1-C1", |p| p.exercises[0].rules[0].cap = None);
    reports(Scoring, "KT", |p| {
        p.exercise_rules.knowledge_test.from_percent.truncate(4);
    });
    reports(Scoring, "calibration", |p| {
        p.calibration
            .cases
            .iter_mut()
            .flat_map(|c| &mut c.ratings)
            .for_each(|r| r.key = 3);
    });
}

#[test]
fn prerequisites_do_not_run_in_a_circle_and_are_due_first() {
    reports(Cycle, "S-D1", |p| {
        module(p, "S-D1")
            .prerequisites
            .push(ModuleCode::new("S-D3").unwrap())
    });
    reports(DueTooEarly, "S-D3", |p| module(p, "S-D3").day_offset_due = 9);
    let whole = broken(|p| {
        module(p, "S-D1")
            .prerequisites
            .push(ModuleCode::new("S-D3").unwrap())
    });
    assert!(whole.contains(&(Cycle, "S-D3".into())));
    assert!(
        !whole.contains(&(Cycle, "S-D8".into())),
        "a module outside the circle is not blamed"
    );
}

#[test]
fn all_faults_are_reported_together() {
    let found = broken(|p| {
        p.competencies[0].anchors.pop();
        module(p, "S-D3").day_offset_due = 9;
        p.exercises[0].groups[0].max = 13;
    });
    for rule in [Anchors, DueTooEarly, Scoring] {
        assert!(
            found.iter().any(|(r, _)| *r == rule),
            "{rule} is missing from {found:?}"
        );
    }
}
