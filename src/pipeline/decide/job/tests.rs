use super::*;
use crate::{
    kernel::role::Role,
    pipeline::{
        policy::Policy,
        refusal::{GateStatus, Refusal, RefusalCode},
        testing::{HR_LEAD, MANAGER, OPS_LEAD, SPONSOR, hr, manager, now, perfect_job, refused, staff},
    },
};

fn decide(case: &JobEvidence, to: JobState, actor: &Actor) -> Verdict<JobState> {
    let policy = Policy::standard();
    job(
        case,
        to,
        actor,
        Frame {
            policy: &policy,
            now: now(),
        },
    )
}

fn at_state(state: JobState) -> JobEvidence {
    JobEvidence {
        state,
        ..perfect_job()
    }
}

fn sponsor() -> Actor {
    staff(SPONSOR, &[Role::Sponsor])
}

/// A draft in which nothing has been done.
fn bare() -> JobEvidence {
    let mut case = perfect_job();
    case.kind = None;
    case.aims.short = 0;
    case.strategy.vision = false;
    case.description = None;
    case.approvals.clear();
    case.ladder_rungs = 0;
    case.measures.clear();
    case.plan_problems = None;
    case.advert_lacks = None;
    case
}

#[test]
fn a_complete_job_goes_from_draft_to_open_step_by_step() {
    let steps = [
        (JobState::Draft, JobState::KindDecided, sponsor()),
        (JobState::KindDecided, JobState::JdApproved, manager()),
        (JobState::JdApproved, JobState::PlanLocked, hr()),
        (JobState::PlanLocked, JobState::Open, hr()),
    ];
    for (from, to, actor) in steps {
        let change = decide(&at_state(from), to, &actor).unwrap();
        assert_eq!((change.from(), change.to()), (from, to));
    }
}

#[test]
fn the_description_step_may_be_taken_by_each_of_its_three_approvers() {
    for actor in [manager(), staff(OPS_LEAD, &[Role::OpsLead]), sponsor()] {
        assert!(decide(&at_state(JobState::KindDecided), JobState::JdApproved, &actor).is_ok());
    }
}

#[test]
fn a_refused_step_gives_all_its_reasons_at_once() {
    let refusal = refused(decide(&bare(), JobState::KindDecided, &sponsor()));
    assert_eq!(refusal.code, RefusalCode::GateRefused);
    assert_eq!(refusal.detail, "3 gates refuse");
    assert_eq!(refusal.gates(), [GateId::G01, GateId::G02, GateId::G03]);
}

#[test]
fn a_single_reason_is_the_message() {
    let mut case = at_state(JobState::PlanLocked);
    case.advert_lacks = Some(vec!["the kind".to_owned()]);
    let refusal = refused(decide(&case, JobState::Open, &hr()));
    assert_eq!(refusal.detail, "The advert lacks the kind.");
}

#[test]
fn skipping_ahead_returns_everything_missing_on_the_way() {
    let refusal = refused(decide(&bare(), JobState::Open, &hr()));
    assert_eq!(refusal.code, RefusalCode::IllegalStep);
    use GateId::*;
    assert_eq!(refusal.gates(), [G01, G02, G03, G04, G05, G06, G09, G07, G08]);
    let nothing_missing = refused(decide(&perfect_job(), JobState::Open, &hr()));
    assert_eq!(nothing_missing.code, RefusalCode::IllegalStep);
    assert!(nothing_missing.refusals.is_empty());
}

#[test]
fn a_step_belongs_to_its_roles() {
    let wrong = |from, to, actor: &Actor| refused(decide(&at_state(from), to, actor)).code;
    let admin = staff(HR_LEAD, &[Role::Admin]);
    for actor in [manager(), hr(), admin, Actor::System] {
        assert_eq!(
            wrong(JobState::Draft, JobState::KindDecided, &actor),
            RefusalCode::Forbidden
        );
    }
    assert_eq!(
        wrong(JobState::PlanLocked, JobState::Open, &sponsor()),
        RefusalCode::Forbidden
    );
    assert_eq!(
        wrong(JobState::Open, JobState::Filled, &hr()),
        RefusalCode::Forbidden
    );
}

#[test]
fn somebody_who_may_not_take_the_last_step_learns_nothing_by_asking_for_it() {
    let refusal: Refusal = refused(decide(&bare(), JobState::Open, &manager()));
    assert_eq!(refusal.code, RefusalCode::Forbidden);
    assert!(refusal.refusals.is_empty());
}

#[test]
fn an_open_job_can_pause_and_go_on_without_being_judged_again() {
    let mut case = at_state(JobState::Open);
    case.advert_lacks = None;
    assert!(decide(&case, JobState::OnHold, &hr()).is_ok());
    case.state = JobState::OnHold;
    assert!(decide(&case, JobState::Open, &hr()).is_ok());
    for elsewhere in [JobState::Draft, JobState::PlanLocked, JobState::Filled] {
        let refusal = refused(decide(&case, elsewhere, &hr()));
        assert_eq!(refusal.code, RefusalCode::IllegalStep);
        assert!(refusal.refusals.is_empty());
    }
}

#[test]
fn a_job_is_filled_by_the_hire_alone_and_cancelled_by_leaders() {
    assert!(decide(&at_state(JobState::Open), JobState::Filled, &Actor::System).is_ok());
    for from in [JobState::Draft, JobState::Open, JobState::OnHold] {
        assert!(decide(&at_state(from), JobState::Cancelled, &sponsor()).is_ok());
        assert!(
            decide(
                &at_state(from),
                JobState::Cancelled,
                &staff(HR_LEAD, &[Role::HrLead])
            )
            .is_ok()
        );
        assert_eq!(
            refused(decide(&at_state(from), JobState::Cancelled, &hr())).code,
            RefusalCode::Forbidden
        );
    }
}

#[test]
fn nothing_follows_a_filled_or_cancelled_job() {
    let everyone = staff(
        MANAGER,
        &[Role::Sponsor, Role::Hr, Role::HrLead, Role::HiringManager],
    );
    for end in [JobState::Filled, JobState::Cancelled] {
        for to in [
            JobState::Draft,
            JobState::Open,
            JobState::OnHold,
            JobState::Cancelled,
        ] {
            let refusal = refused(decide(&at_state(end), to, &everyone));
            assert_eq!(refusal.code, RefusalCode::IllegalStep);
        }
    }
}

#[test]
fn the_dry_run_shows_met_gates_too() {
    let policy = Policy::standard();
    let frame = Frame {
        policy: &policy,
        now: now(),
    };
    let mut case = perfect_job();
    case.measures.clear();
    let rows = job_gates(&case, JobState::JdApproved, frame);
    let open: Vec<GateId> = rows
        .iter()
        .filter(|r| r.status == GateStatus::Open)
        .map(|r| r.gate)
        .collect();
    assert_eq!((rows.len(), open), (7, vec![GateId::G09]));
    assert_eq!(
        rows[0].found.as_deref(),
        Some("client_focused, questions DH-1 to DH-5 answered")
    );
}
