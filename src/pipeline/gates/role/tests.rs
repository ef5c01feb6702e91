use crate::{
    kernel::role::Role,
    pipeline::{
        evidence::{Capacity, DescriptionFacts, JobEvidence},
        gate_id::GateId::{self, *},
        gates::{Frame, judge_job},
        policy::Policy,
        refusal::{Finding, Shortfall},
        state::JobState,
        testing::{
            MANAGER, OPS_LEAD, SENIOR, SPONSOR, at, granted, judged_job, missing, now, perfect_job, run_out,
        },
    },
};

fn spoiled(gate: GateId, spoil: impl FnOnce(&mut JobEvidence)) -> Finding {
    let mut job = perfect_job();
    spoil(&mut job);
    judged_job(gate, &job)
}

fn open(gate: GateId, spoil: impl FnOnce(&mut JobEvidence)) -> Shortfall {
    missing(spoiled(gate, spoil))
}

fn description(change: impl FnOnce(&mut DescriptionFacts)) -> impl FnOnce(&mut JobEvidence) {
    |job| change(job.description.as_mut().unwrap())
}

#[test]
fn a_complete_job_meets_every_role_gate() {
    for gate in [G01, G02, G03, G04, G05, G06, G07, G08, G09] {
        assert!(
            matches!(judged_job(gate, &perfect_job()), Finding::Met(_)),
            "{gate}"
        );
    }
}

#[test]
fn g01_asks_for_the_kind_and_the_five_answers() {
    let undecided = open(G01, |job| job.kind = None);
    assert_eq!(
        undecided.detail,
        "Decide first which kind of account manager you need (client-focused, production-focused or hybrid). \
         Duties, floors and training depend on it."
    );
    assert_eq!(undecided.owed_by[0].user, Some(SPONSOR));
    assert_eq!(undecided.since, Some(at("10-20 09:00")));
    let unanswered = open(G01, |job| job.kind.as_mut().unwrap().helper_answered = false);
    assert!(unanswered.found.contains("without answers"));
}

#[test]
fn g02_names_the_horizons_without_an_aim() {
    let short = open(G02, |job| {
        job.aims.medium = 0;
        job.aims.long = 0;
    });
    assert_eq!(
        short.detail,
        "The role has no medium or long plan. Write at least one aim so that candidates see where the job leads."
    );
}

#[test]
fn g03_names_what_is_empty() {
    let short = open(G03, |job| {
        job.strategy.mission = false;
        job.strategy.values = 2;
    });
    assert_eq!(
        short.detail,
        "Vision, mission and at least three core values are needed; mission and core value 3 is empty."
    );
    assert_eq!(short.link.as_deref(), Some("/company"));
}

#[test]
fn g04_refuses_below_eighty_points_and_any_hard_failure() {
    assert!(spoiled(G04, description(|d| d.score = 80.0)).passes());
    let short = open(G04, description(|d| d.score = 79.5));
    assert!(
        short
            .detail
            .starts_with("This job description is not clear enough (79.5/100;")
    );
    let short = open(
        G04,
        description(|d| {
            d.hard_failures = vec!["JD06".to_owned(), "JD11".to_owned()];
            d.fixes = vec!["Add a fourth standard.".to_owned()];
        }),
    );
    assert_eq!(
        short.detail,
        "This job description is not clear enough (94.5/100; failed: JD06, JD11). Two candidates would picture \
         different jobs."
    );
    assert_eq!(short.how_to_fix, "Add a fourth standard.");
}

#[test]
fn g04_shows_the_text_of_an_instant_failure() {
    let short = open(
        G04,
        description(|d| {
            d.score = 3.0;
            d.hard_failures = vec!["JD-X01".to_owned()];
            d.instant_failure =
                Some("\"Looking for an Account Manager\" tells nobody what the job is.".to_owned());
        }),
    );
    assert!(short.detail.contains("(3/100; failed: JD-X01)"));
    assert!(short.detail.ends_with("tells nobody what the job is."));
}

#[test]
fn g04_refuses_a_job_without_a_description() {
    assert_eq!(open(G04, |job| job.description = None).found, "no description");
}

#[test]
fn g04_excuses_the_ladder_rule_exactly_when_the_ladder_is_waived() {
    let short_ladder = |job: &mut JobEvidence| {
        job.ladder_rungs = 1;
        job.description.as_mut().unwrap().hard_failures = vec!["JD14".to_owned()];
    };
    assert!(!spoiled(G04, short_ladder).passes());
    let waived = |job: &mut JobEvidence| {
        short_ladder(job);
        job.waivers = vec![granted(G06, 1.0)];
    };
    assert!(spoiled(G04, waived).passes());
}

#[test]
fn g05_needs_all_three_capacities() {
    let short = open(G05, |job| {
        job.approvals.retain(|a| a.capacity != Capacity::OpsLead)
    });
    assert_eq!(
        short.detail,
        "Missing approval: operations lead. Operations must agree to what will be promised in its name."
    );
    assert_eq!(
        short.owed_by.iter().map(|o| (o.role, o.user)).collect::<Vec<_>>(),
        [(Some(Role::OpsLead), Some(OPS_LEAD))]
    );
}

#[test]
fn g05_does_not_count_an_approval_by_somebody_else() {
    let short = open(G05, |job| job.approvals[1].by = SENIOR);
    assert!(short.detail.contains("operations lead"));
}

#[test]
fn g05_is_never_one_person_alone() {
    let alone = |job: &mut JobEvidence| {
        job.people.ops_lead = MANAGER;
        job.people.sponsor = MANAGER;
        for approval in &mut job.approvals {
            approval.by = MANAGER;
        }
    };
    assert!(open(G05, alone).detail.contains("two different people"));
    let two = |job: &mut JobEvidence| {
        alone(job);
        job.people.sponsor = SPONSOR;
        job.approvals[2].by = SPONSOR;
    };
    assert!(spoiled(G05, two).passes());
}

#[test]
fn g06_asks_for_two_steps_and_the_small_firm_for_one() {
    let short = open(G06, |job| job.ladder_rungs = 1);
    assert_eq!(
        short.detail,
        "Describe at least 2 steps above this role and how they are reached."
    );
    let mut job = perfect_job();
    job.ladder_rungs = 1;
    let policy = Policy::small_firm();
    let frame = Frame {
        policy: &policy,
        now: now(),
    };
    assert!(matches!(judge_job(G06, &job, frame), Finding::Met(_)));
}

#[test]
fn g06_can_be_waived_to_one_step_but_not_to_none_and_not_for_ever() {
    let with = |rungs, waiver| {
        spoiled(G06, |job| {
            job.ladder_rungs = rungs;
            job.waivers = vec![waiver];
        })
    };
    assert!(matches!(with(1, granted(G06, 1.0)), Finding::Waived(_)));
    assert!(!with(0, granted(G06, 0.0)).passes());
    assert!(!with(1, run_out(G06, 1.0)).passes());
}

#[test]
fn g07_lists_the_problems_of_the_plan() {
    let problems = vec![
        "R2 has one rater".to_owned(),
        "duty 4 has no competency".to_owned(),
    ];
    assert_eq!(
        open(G07, |job| job.plan_problems = Some(problems)).detail,
        "The interview plan cannot be locked: R2 has one rater; duty 4 has no competency."
    );
    assert!(!spoiled(G07, |job| job.plan_problems = None).passes());
}

#[test]
fn g08_lists_what_the_advert_lacks() {
    let lacks = vec!["the kind".to_owned(), "the pay range".to_owned()];
    assert_eq!(
        open(G08, |job| job.advert_lacks = Some(lacks)).detail,
        "The advert lacks the kind and the pay range."
    );
    assert!(!spoiled(G08, |job| job.advert_lacks = None).passes());
}

#[test]
fn g09_asks_for_four_complete_measures_with_satisfaction_first() {
    let text = "No accountability plan: name at least four measures, the first being client satisfaction.";
    assert_eq!(open(G09, |job| job.measures.clear()).detail, text);
    assert_eq!(open(G09, |job| job.measures[3].complete = false).detail, text);
    let short = open(G09, |job| job.measures.reverse());
    assert_eq!(short.found, "4 complete measures, the first is something else");
}

#[test]
fn a_gate_of_a_later_step_is_not_yet_owed_since_anything() {
    let mut job = perfect_job();
    job.advert_lacks = None;
    assert_eq!(missing(judged_job(G08, &job)).since, None);
    job.state = JobState::PlanLocked;
    assert_eq!(missing(judged_job(G08, &job)).since, Some(job.entered_state_at));
}
