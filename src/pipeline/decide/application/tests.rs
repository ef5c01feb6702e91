use super::*;
use crate::{
    kernel::{
        role::Role,
        text_enum::TextEnum,
        time::{Timestamp, hours},
    },
    pipeline::{
        evidence::{OfferFacts, ReferenceEvidence, Relation, RescissionFacts},
        policy::Policy,
        refusal::RefusalCode,
        state::JobState,
        testing::*,
    },
};

fn decide_at(
    case: &ApplicationEvidence,
    to: ApplicationState,
    actor: &Actor,
    now: Timestamp,
) -> Verdict<ApplicationState> {
    let policy = Policy::standard();
    application(case, to, actor, Frame { policy: &policy, now })
}

fn decide(case: &ApplicationEvidence, to: ApplicationState, actor: &Actor) -> Verdict<ApplicationState> {
    decide_at(case, to, actor, now())
}

/// Somebody with every role of the staff.
fn everyone() -> Actor {
    staff(MANAGER, Role::ALL)
}

/// Perfect after two rounds on the first day, by three people.
fn after_two_rounds() -> ApplicationEvidence {
    let mut case = perfect_application_at(Assessing);
    case.applied_at = at("11-04 07:00");
    case.terms.posted_at = Some(at("11-03 09:00"));
    case.assessment.rounds.truncate(2);
    case.assessment.exercises.clear();
    case.assessment
        .cards
        .retain(|c| c.source == "R1" || c.source == "R2");
    card_mut(&mut case, "R2", NEIGHBOUR).rater = HR;
    case.references = ReferenceEvidence::default();
    case.rivals.clear();
    case.debrief = None;
    case.debriefed_at = None;
    case.decision = None;
    case
}

#[test]
fn a_perfect_application_can_be_approved() {
    let change = decide(&perfect_application(), Approved, &manager()).unwrap();
    assert_eq!((change.from(), change.to()), (Debriefed, Approved));
}

#[test]
fn a_perfect_application_passes_every_gate_on_the_way() {
    let steps = [
        (Applied, RoleAcknowledged, candidate()),
        (RoleAcknowledged, Screened, hr()),
        (Screened, Assessing, hr()),
        (Assessing, Assessed, Actor::System),
        (Assessed, ReferencesComplete, Actor::System),
        (ReferencesComplete, DebriefOpen, manager()),
        (DebriefOpen, Debriefed, manager()),
    ];
    for (from, to, actor) in steps {
        let change = decide(&perfect_application_at(from), to, &actor).unwrap();
        assert_eq!((change.from(), change.to()), (from, to));
    }
}

#[test]
fn approving_after_two_rounds_returns_everything_that_is_missing() {
    let refusal = refused(decide_at(
        &after_two_rounds(),
        Approved,
        &manager(),
        at("11-04 15:00"),
    ));
    assert_eq!(refusal.code, RefusalCode::IllegalStep);
    let gates = refusal.gates();
    for expected in [G19, G20, G21, G23, G24, G25, G32, G34, G35, G37, G38, G39] {
        assert!(gates.contains(&expected), "{expected} is missing from {gates:?}");
    }
    for met in [G10, G11, G12, G13, G14, G15, G16, G17, G18, G28, G36, G40] {
        assert!(!gates.contains(&met), "{met} is in {gates:?}");
    }
}

#[test]
fn the_last_step_judges_all_earlier_gates_again() {
    let mut case = perfect_application();
    case.notice_seen_at = None;
    card_mut(&mut case, "R2", SENIOR).rater_had_sight = true;
    case.protocol = None;
    let refusal = refused(decide(&case, Approved, &manager()));
    assert_eq!(refusal.code, RefusalCode::GateRefused);
    assert_eq!(refusal.gates(), [G10, G16, G40]);
    assert_eq!(refusal.detail, "3 gates refuse");
}

#[test]
fn a_step_belongs_to_its_roles() {
    let wrong = |from, to, actor: &Actor| refused(decide(&perfect_application_at(from), to, actor)).code;
    let forbidden = RefusalCode::Forbidden;
    assert_eq!(wrong(Debriefed, Approved, &hr()), forbidden);
    assert_eq!(
        wrong(Debriefed, Approved, &staff(HR_LEAD, &[Role::Admin])),
        forbidden
    );
    assert_eq!(wrong(Screened, Assessing, &manager()), forbidden);
    assert_eq!(wrong(Applied, RoleAcknowledged, &hr()), forbidden);
    assert_eq!(wrong(Assessing, Assessed, &hr()), forbidden);
    assert_eq!(wrong(Screened, Rejected, &candidate()), forbidden);
    assert_eq!(wrong(Screened, Withdrawn, &everyone()), forbidden);
}

#[test]
fn somebody_who_may_not_approve_learns_nothing_by_asking_for_it() {
    let interviewer = staff(SENIOR, &[Role::Interviewer]);
    let refusal = refused(decide(&after_two_rounds(), Approved, &interviewer));
    assert_eq!(refusal.code, RefusalCode::Forbidden);
    assert!(refusal.refusals.is_empty());
}

#[test]
fn a_held_application_goes_back_to_where_it_was_and_nowhere_else() {
    assert!(decide(&perfect_application_at(Assessing), OnHold, &hr()).is_ok());
    let mut held = perfect_application_at(OnHold);
    held.held_from = Some(Assessing);
    held.panel.clear();
    assert!(decide(&held, Assessing, &hr()).is_ok(), "no gate on the way back");
    for elsewhere in [Applied, Assessed, Approved, OfferAccepted] {
        assert_eq!(
            refused(decide(&held, elsewhere, &hr())).code,
            RefusalCode::IllegalStep
        );
    }
    held.held_from = None;
    assert!(decide(&held, Assessing, &hr()).is_err());
}

#[test]
fn holding_an_accepted_offer_does_not_open_a_way_to_reject_it() {
    let mut held = perfect_application_at(OnHold);
    held.held_from = Some(OfferAccepted);
    assert!(decide(&held, Rejected, &hr()).is_err());
    held.held_from = Some(Screened);
    assert!(decide(&held, Rejected, &hr()).is_ok());
}

#[test]
fn nothing_follows_an_end_state() {
    for &end in ApplicationState::ALL.iter().filter(|s| s.is_terminal()) {
        let mut case = perfect_application_at(end);
        case.terms.state = JobState::Filled;
        for &to in ApplicationState::ALL {
            for actor in [everyone(), candidate(), Actor::System] {
                let refusal = refused(decide(&case, to, &actor));
                assert_eq!(refusal.code, RefusalCode::IllegalStep, "{end} to {to}");
            }
        }
    }
}

#[test]
fn one_may_always_say_no_before_the_offer_is_accepted() {
    for &from in ApplicationState::PATH {
        let mut case = perfect_application_at(from);
        case.references = ReferenceEvidence::default();
        let allowed = decide(&case, Rejected, &manager()).is_ok();
        assert_eq!(allowed, !matches!(from, OfferAccepted | Hired), "{from}");
    }
}

#[test]
fn the_candidate_may_withdraw_at_any_time() {
    for &from in ApplicationState::ALL.iter().filter(|s| !s.is_terminal()) {
        assert!(
            decide(&perfect_application_at(from), Withdrawn, &candidate()).is_ok(),
            "{from}"
        );
    }
}

#[test]
fn rivals_are_closed_only_for_what_has_happened_to_the_job() {
    let mut case = perfect_application_at(Assessed);
    for (close, job) in [
        (ClosedOtherHired, JobState::Filled),
        (ClosedJobCancelled, JobState::Cancelled),
    ] {
        case.terms.state = JobState::Open;
        assert!(decide(&case, close, &hr()).is_err());
        case.terms.state = job;
        assert!(decide(&case, close, &hr()).is_ok());
    }
}

fn with_offer(state: ApplicationState, change: impl FnOnce(&mut OfferFacts)) -> ApplicationEvidence {
    let mut offer = OfferFacts {
        lacks: Vec::new(),
        extended_at: None,
        expires_at: now() + hours(72),
        open_conditions: Vec::new(),
        rescission: None,
    };
    change(&mut offer);
    ApplicationEvidence {
        offer: Some(offer),
        ..perfect_application_at(state)
    }
}

#[test]
fn an_offer_is_complete_and_open_for_three_days() {
    assert!(decide(&perfect_application_at(Approved), OfferExtended, &hr()).is_err());
    assert!(decide(&with_offer(Approved, |_| ()), OfferExtended, &hr()).is_ok());
    let incomplete = with_offer(Approved, |o| o.lacks = vec!["the pay".to_owned()]);
    assert_eq!(
        refused(decide(&incomplete, OfferExtended, &hr())).detail,
        "The offer lacks the pay."
    );
    let hasty = with_offer(Approved, |o| o.expires_at = now() + hours(71));
    assert!(decide(&hasty, OfferExtended, &hr()).is_err());
}

#[test]
fn an_offer_is_answered_by_the_candidate_until_it_expires() {
    let open = with_offer(OfferExtended, |o| o.expires_at = now() + hours(1));
    let expired = with_offer(OfferExtended, |o| o.expires_at = now());
    for answer in [OfferAccepted, OfferDeclined] {
        assert!(decide(&open, answer, &candidate()).is_ok());
        assert!(decide(&expired, answer, &candidate()).is_err());
    }
    assert!(decide(&open, OfferLapsed, &Actor::System).is_err());
    assert!(decide(&expired, OfferLapsed, &Actor::System).is_ok());
}

#[test]
fn a_hire_waits_for_the_open_conditions() {
    let open = with_offer(OfferAccepted, |o| {
        o.open_conditions = vec!["right to work".to_owned()];
    });
    assert_eq!(
        refused(decide(&open, Hired, &hr())).detail,
        "Still to confirm: right to work."
    );
    assert!(decide(&with_offer(OfferAccepted, |_| ()), Hired, &hr()).is_ok());
}

#[test]
fn an_accepted_offer_is_rescinded_with_two_signatures_only() {
    let signed = |hr_signed, sponsor_signed| {
        let case = with_offer(OfferAccepted, |o| {
            o.rescission = Some(RescissionFacts {
                hr: hr_signed,
                sponsor: sponsor_signed,
            });
        });
        decide(&case, OfferRescinded, &hr()).is_ok()
    };
    assert!(signed(true, true));
    assert!(!signed(true, false));
    assert!(!signed(false, true));
    assert!(decide(&with_offer(OfferAccepted, |_| ()), OfferRescinded, &hr()).is_err());
}

fn frame(policy: &Policy) -> Frame<'_> {
    Frame { policy, now: now() }
}

#[test]
fn a_round_is_booked_by_hr_while_the_candidate_is_assessed() {
    let policy = Policy::standard();
    let next = booking("R3", "11-12 09:00", &[FIELD, DESIGNER]);
    let book = |state, actor: &Actor| {
        let case = perfect_application_at(state);
        book(&case, &next, InterviewState::Planned, actor, frame(&policy))
    };
    assert_eq!(book(Assessing, &hr()).unwrap().to(), InterviewState::Scheduled);
    assert_eq!(refused(book(Screened, &hr())).code, RefusalCode::IllegalStep);
    assert_eq!(refused(book(Assessing, &manager())).code, RefusalCode::Forbidden);
}

#[test]
fn a_breaching_booking_is_refused_with_all_reasons() {
    let policy = Policy::standard();
    let mut case = perfect_application_at(Assessing);
    case.acknowledgement = None;
    panelist_mut(&mut case, FIELD).certified_until = None;
    panelist_mut(&mut case, FIELD).conflict = None;
    let mut next = booking("R3", "11-12 09:00", &[FIELD, DESIGNER]);
    next.raters_load = vec![(FIELD, 4)];
    let refusal = refused(book(&case, &next, InterviewState::Planned, &hr(), frame(&policy)));
    assert_eq!(refusal.gates(), [G11, G13, G14, G36]);
}

#[test]
fn a_card_is_handed_in_once_and_by_its_rater() {
    let policy = Policy::standard();
    let mut case = perfect_application_at(Assessing);
    let mut card = card_mut(&mut case, "R2", SENIOR).clone();
    let interviewer = |id| staff(id, &[Role::Interviewer]);
    let again = refused(lock_card(&case, &card, &interviewer(SENIOR), frame(&policy)));
    assert_eq!(again.code, RefusalCode::AlreadySubmitted);
    card.state = ScorecardState::Draft;
    card.locked_at = None;
    card.due_from = now();
    assert!(lock_card(&case, &card, &interviewer(SENIOR), frame(&policy)).is_ok());
    let foreign = refused(lock_card(&case, &card, &interviewer(NEIGHBOUR), frame(&policy)));
    assert_eq!(foreign.code, RefusalCode::Forbidden);
    card.ratings.clear();
    card.questions.clear();
    let refusal = refused(lock_card(&case, &card, &interviewer(SENIOR), frame(&policy)));
    assert_eq!(refusal.gates(), [G15, G17]);
}

#[test]
fn a_card_is_void_after_72_hours_by_the_clock_alone_and_refused_by_name_from_then_on() {
    let policy = Policy::standard();
    let mut case = perfect_application_at(Assessing);
    let mut card = card_mut(&mut case, "R2", SENIOR).clone();
    card.state = ScorecardState::Draft;
    card.locked_at = None;
    card.due_from = now() - hours(72);
    let senior = staff(SENIOR, &[Role::Interviewer]);
    let in_time = refused(void_card(&case, &card, &Actor::System, frame(&policy)));
    assert_eq!(in_time.code, RefusalCode::IllegalStep);

    card.due_from = now() - hours(73);
    let by_hand = refused(void_card(&case, &card, &hr(), frame(&policy)));
    assert_eq!(by_hand.code, RefusalCode::Forbidden);
    assert!(super::super::part(card.state, ScorecardState::Void, &Actor::System).is_err());
    let change = void_card(&case, &card, &Actor::System, frame(&policy)).unwrap();
    assert_eq!(change.to(), ScorecardState::Void);

    card.state = ScorecardState::Void;
    let refusal = refused(lock_card(&case, &card, &senior, frame(&policy)));
    assert_eq!(refusal.gates(), [G18]);
}

#[test]
fn references_are_asked_after_the_second_round() {
    let policy = Policy::standard();
    let send = |case: &ApplicationEvidence| {
        let step = (ReferenceState::Verified, ReferenceState::Sent);
        ask_referee(case, referee_id(1), step, &hr(), frame(&policy))
    };
    let mut case = perfect_application_at(Assessing);
    assert!(send(&case).is_ok());
    case.assessment.rounds.truncate(1);
    assert_eq!(
        refused(send(&case)).detail,
        "References are asked after the second round."
    );
}

#[test]
fn a_telephone_interview_asks_as_a_request_does() {
    let policy = Policy::standard();
    let call = |case: &ApplicationEvidence, from| {
        let step = (from, ReferenceState::Completed);
        ask_referee(case, referee_id(1), step, &hr(), frame(&policy))
    };
    let mut case = perfect_application_at(Assessing);
    assert!(call(&case, ReferenceState::Verified).is_ok());
    let ungated = super::super::part(ReferenceState::Verified, ReferenceState::Completed, &hr());
    assert!(ungated.is_err(), "no second door");

    let referee = referee_mut(&mut case, Relation::FormerDirectManager);
    (referee.consented_at, referee.verified_at) = (None, None);
    for from in [ReferenceState::Named, ReferenceState::Verified] {
        assert_eq!(refused(call(&case, from)).gates(), [G10, G26], "{from}");
    }
    assert!(
        call(&case, ReferenceState::Opened).is_ok(),
        "asked by a request before"
    );

    let mut case = perfect_application_at(Assessing);
    referee_mut(&mut case, Relation::FormerDirectManager).not_before_offer = true;
    assert_eq!(refused(call(&case, ReferenceState::Verified)).gates(), [G10]);

    let mut case = perfect_application_at(Assessing);
    case.assessment.rounds.truncate(1);
    let refusal = refused(call(&case, ReferenceState::Verified));
    assert_eq!(refusal.code, RefusalCode::IllegalStep);
}

#[test]
fn nobody_moves_towards_an_offer_of_a_job_that_is_not_open() {
    let policy = Policy::standard();
    let mut case = perfect_application();
    for job in [JobState::OnHold, JobState::Filled, JobState::Cancelled] {
        case.terms.state = job;
        let refusal = refused(application(&case, Approved, &manager(), frame(&policy)));
        assert_eq!(refusal.code, RefusalCode::IllegalStep, "{job}");
        assert!(refusal.detail.starts_with("This job"), "{}", refusal.detail);
        assert!(
            application(&case, Rejected, &manager(), frame(&policy)).is_ok(),
            "one may always say no"
        );
    }
    case.state = OnHold;
    case.held_from = Some(Debriefed);
    assert!(
        application(&case, Debriefed, &hr(), frame(&policy)).is_ok(),
        "back is not further"
    );
    case.terms.state = JobState::Open;
    (case.state, case.held_from) = (Debriefed, None);
    assert!(application(&case, Approved, &manager(), frame(&policy)).is_ok());
}

#[test]
fn an_offer_of_a_job_that_was_given_up_is_not_accepted() {
    let policy = Policy::standard();
    let mut case = with_offer(OfferExtended, |_| {});
    case.terms.state = JobState::OnHold;
    assert!(
        application(&case, OfferAccepted, &candidate(), frame(&policy)).is_ok(),
        "a promise is kept"
    );
    case.terms.state = JobState::Cancelled;
    let refusal = refused(application(&case, OfferAccepted, &candidate(), frame(&policy)));
    assert!(refusal.detail.contains("given up"), "{}", refusal.detail);
}

#[test]
fn one_position_has_one_offer_out_at_a_time() {
    let policy = Policy::standard();
    let mut case = with_offer(Approved, |_| {});
    assert!(application(&case, OfferExtended, &hr(), frame(&policy)).is_ok());
    case.rivals[0].offer_out = true;
    let refusal = refused(application(&case, OfferExtended, &hr(), frame(&policy)));
    assert_eq!(refusal.code, RefusalCode::IllegalStep);
    assert!(refusal.detail.contains("one position"), "{}", refusal.detail);
}
