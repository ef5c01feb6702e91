use uuid::Uuid;

use super::*;
use crate::kernel::{ids::UserId, kind::Kind, role::Role};

fn now() -> Timestamp {
    Timestamp::parse("2026-11-02T12:00:00Z").unwrap()
}

const TEXT: &str = "The certificate course of our second interviewer was moved by the provider to next month, \
                    and no other rater of this office is free before then.";

fn request(gate: GateId, value: f64) -> WaiverRequest<'static> {
    WaiverRequest {
        gate,
        value,
        reason: ReasonCode::MarketScarcity,
        text: TEXT,
        measure: "extra reference call",
        expires_at: now() + days(14),
    }
}

fn check(request: &WaiverRequest<'_>, policy: &Policy) -> Result<WaiverGate, Vec<String>> {
    let context = WaiverContext {
        policy,
        kind: Kind::ClientFocused,
        technical_floor: 2.0,
    };
    check_request(request, &context, now()).map_err(|faults| faults.into_iter().map(|f| f.pointer).collect())
}

fn standard(gate: GateId, value: f64) -> Result<WaiverGate, Vec<String>> {
    check(&request(gate, value), &Policy::standard())
}

#[test]
fn fourteen_gates_can_be_waived_and_the_floors_of_soft_skills_never() {
    let waivable_gates = GateId::ALL.iter().filter(|&&gate| !never_waivable(gate)).count();
    assert_eq!(waivable_gates, WaiverGate::ALL.len());
    assert_eq!(waivable_gates, 14);
    for gate in [
        GateId::G29,
        GateId::G30,
        GateId::G28,
        GateId::G26,
        GateId::G01,
        GateId::G58,
    ] {
        assert_eq!((never_waivable(gate), waivable(gate)), (true, Waivable::Never));
        assert_eq!(standard(gate, 1.0), Err(vec!["/gate".into()]));
    }
    assert_eq!(waivable(GateId::G25), Waivable::Substitution);
    assert_eq!(waivable(GateId::G19), Waivable::FourEyes);
}

#[test]
fn each_gate_has_a_last_value_it_can_be_waived_to() {
    let rows = [
        (GateId::G06, 1.0, 0.0),
        (GateId::G13, 1.0, 0.0),
        (GateId::G18, 120.0, 121.0),
        (GateId::G19, 3.0, 2.0),
        (GateId::G20, 3.0, 2.0),
        (GateId::G24, 2.0, 1.0),
        (GateId::G31, 1.5, 1.4),
        (GateId::G34, 1.0, 0.0),
        (GateId::G35, 3.0, 2.0),
        (GateId::G36, 3.0, 4.0),
        (GateId::G37, 12.0, 11.0),
        (GateId::G41, 270.0, 271.0),
        (GateId::G51, 0.0, -1.0),
        (GateId::G53, 1.0, 2.0),
    ];
    assert_eq!(rows.len(), WaiverGate::ALL.len());
    for (gate, last, beyond) in rows {
        assert!(standard(gate, last).is_ok(), "{gate} to {last}");
        assert_eq!(
            standard(gate, beyond),
            Err(vec!["/value".into()]),
            "{gate} to {beyond}"
        );
    }
}

#[test]
fn what_is_no_relief_is_no_waiver() {
    assert_eq!(standard(GateId::G35, 7.0), Err(vec!["/value".into()]));
    assert_eq!(standard(GateId::G18, 72.0), Err(vec!["/value".into()]));
    assert_eq!(
        standard(GateId::G35, 3.5),
        Err(vec!["/value".into()]),
        "whole days only"
    );
    assert_eq!(standard(GateId::G35, f64::NAN), Err(vec!["/value".into()]));
    assert!(standard(GateId::G31, 1.75).is_ok());
}

#[test]
fn a_small_firm_has_no_round_rater_or_reference_to_give_away() {
    for gate in [GateId::G19, GateId::G20, GateId::G24, GateId::G13, GateId::G06] {
        assert!(
            check(&request(gate, 2.0), &Policy::small_firm()).is_err(),
            "{gate}"
        );
    }
    assert!(check(&request(GateId::G35, 3.0), &Policy::small_firm()).is_ok());
}

#[test]
fn t5_a_workload_surge_is_refused_with_its_explanation() {
    let surge = WaiverRequest {
        reason: ReasonCode::WorkloadSurge,
        ..request(GateId::G35, 3.0)
    };
    let policy = Policy::standard();
    let context = WaiverContext {
        policy: &policy,
        kind: Kind::Hybrid,
        technical_floor: 3.0,
    };
    let faults = check_request(&surge, &context, now()).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].pointer, "/reason_code");
    assert_eq!(
        faults[0].detail,
        "A sudden workload is exactly the situation in which rushed hires go wrong. Use interim cover instead: \
         owner or senior account manager, redistribution, temporary support."
    );
    let refused = ReasonCode::ALL
        .iter()
        .filter(|reason| reason.refused_because().is_some())
        .count();
    assert_eq!(refused, 4);
}

#[test]
fn comparing_is_waived_only_where_nobody_can_be_compared() {
    let ill = WaiverRequest {
        reason: ReasonCode::IllnessOfInterviewer,
        ..request(GateId::G34, 1.0)
    };
    assert_eq!(check(&ill, &Policy::standard()), Err(vec!["/reason_code".into()]));
    let internal = WaiverRequest {
        reason: ReasonCode::InternalSuccessor,
        ..ill
    };
    assert!(check(&internal, &Policy::standard()).is_ok());
}

#[test]
fn every_faulty_field_is_named_at_once() {
    let bad = WaiverRequest {
        value: 9.0,
        reason: ReasonCode::GutFeeling,
        text: "soon",
        measure: "  ",
        expires_at: now() + days(14) + crate::kernel::time::minutes(1),
        ..request(GateId::G35, 3.0)
    };
    let expected = [
        "/value",
        "/reason_code",
        "/expires_at",
        "/text",
        "/compensating_measure",
    ];
    assert_eq!(check(&bad, &Policy::standard()).unwrap_err(), expected);
    let past = WaiverRequest {
        expires_at: now(),
        ..request(GateId::G35, 3.0)
    };
    assert_eq!(check(&past, &Policy::standard()), Err(vec!["/expires_at".into()]));
    let month = WaiverRequest {
        expires_at: now() + days(30),
        ..request(GateId::G53, 1.0)
    };
    assert!(
        check(&month, &Policy::standard()).is_ok(),
        "a stage ahead may last 30 days"
    );
}

#[test]
fn t7_the_third_waiver_of_an_application_is_refused() {
    use WaiverGate::{G06, G19, G20, G24, G35, G37, G51};
    let policy = Policy::standard();
    assert_eq!(check_quota(G35, &[], &policy), Ok(()));
    assert_eq!(check_quota(G35, &[G19], &policy), Ok(()));
    assert_eq!(
        check_quota(G24, &[G19], &policy),
        Err(QuotaExceeded::Assessment(1))
    );
    assert_eq!(check_quota(G20, &[G37], &policy), Ok(()));
    let third = check_quota(G35, &[G19, G37], &policy).unwrap_err();
    assert_eq!(
        third.to_string(),
        "2 waivers have been granted on this application; there can be no more."
    );
    assert_eq!(
        check_quota(G51, &[G19, G37], &policy),
        Ok(()),
        "a hire's waivers are not counted"
    );
    assert_eq!(
        check_quota(G35, &[G06, G51, G19], &policy),
        Ok(()),
        "nor do they count"
    );
}

fn person(number: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(number))
}

fn approver(number: u128, roles: &[Role]) -> Approver<'_> {
    Approver {
        id: person(number),
        roles,
        has_rated: false,
        on_panel: false,
        is_the_hire: false,
    }
}

/// Lets people approve one after the other a waiver that person 1 asked for.
fn approve(gate: WaiverGate, people: &[Approver<'_>]) -> Result<bool, ApprovalRefused> {
    let mut existing = Vec::new();
    let mut granted = false;
    for one in people {
        let approval = check_approval(gate, person(1), one, &existing)?;
        existing.push(approval.given);
        granted = approval.grants;
    }
    Ok(granted)
}

#[test]
fn the_hr_lead_and_one_leader_together_grant_a_waiver_in_either_order() {
    let hr = approver(2, &[Role::HrLead]);
    for leader in [approver(3, &[Role::Sponsor]), approver(3, &[Role::OpsLead])] {
        assert_eq!(approve(WaiverGate::G35, std::slice::from_ref(&hr)), Ok(false));
        assert_eq!(approve(WaiverGate::G35, &[hr.clone(), leader.clone()]), Ok(true));
        assert_eq!(approve(WaiverGate::G35, &[leader, hr.clone()]), Ok(true));
    }
}

#[test]
fn one_person_with_both_roles_still_fills_one_seat() {
    let both = approver(2, &[Role::HrLead, Role::Sponsor]);
    assert_eq!(approve(WaiverGate::G35, std::slice::from_ref(&both)), Ok(false));
    assert_eq!(
        approve(WaiverGate::G35, &[both.clone(), both.clone()]),
        Err(ApprovalRefused::Twice)
    );
    assert_eq!(
        approve(WaiverGate::G35, &[both, approver(3, &[Role::HrLead])]),
        Ok(true)
    );
    let two_hr_leads = [approver(2, &[Role::HrLead]), approver(3, &[Role::HrLead])];
    assert_eq!(
        approve(WaiverGate::G35, &two_hr_leads),
        Err(ApprovalRefused::SeatTaken(WaiverGate::G35))
    );
}

#[test]
fn t6_and_t14_raters_requesters_panel_members_and_administrators_cannot_approve() {
    let refused = |one: Approver<'_>| approve(WaiverGate::G35, &[one]).unwrap_err();
    let rated = Approver {
        has_rated: true,
        ..approver(2, &[Role::HrLead])
    };
    assert_eq!(refused(rated), ApprovalRefused::HasRated);
    assert_eq!(refused(approver(1, &[Role::HrLead])), ApprovalRefused::Requester);
    let not_one = ApprovalRefused::NotAnApprover(WaiverGate::G35);
    assert_eq!(
        refused(Approver {
            on_panel: true,
            ..approver(2, &[Role::OpsLead])
        }),
        not_one
    );
    assert_eq!(refused(approver(2, &[Role::Admin])), not_one);
    assert_eq!(refused(approver(2, &[Role::Hr])), not_one);
}

#[test]
fn a_hires_waivers_have_approvers_of_their_own() {
    let trainer = approver(2, &[Role::Trainer]);
    assert_eq!(
        approve(WaiverGate::G51, &[trainer.clone(), approver(3, &[Role::Hr])]),
        Ok(true)
    );
    let own = Approver {
        is_the_hire: true,
        ..trainer
    };
    assert_eq!(
        approve(WaiverGate::G51, &[own]),
        Err(ApprovalRefused::OwnOnboarding)
    );
    assert_eq!(
        approve(
            WaiverGate::G53,
            &[approver(2, &[Role::HrLead]), approver(3, &[Role::Sponsor])]
        ),
        Ok(true)
    );
    assert!(approve(WaiverGate::G53, &[approver(2, &[Role::OpsLead])]).is_err());
}

#[test]
fn the_hiring_manager_asks_and_for_a_hire_also_those_who_train_it() {
    assert!(may_request(WaiverGate::G35, &[Role::HiringManager]));
    assert!(!may_request(
        WaiverGate::G35,
        &[Role::Trainer, Role::Admin, Role::Interviewer]
    ));
    assert!(may_request(WaiverGate::G51, &[Role::Trainer]));
    assert!(!may_request(WaiverGate::G53, &[Role::Trainee]));
}

#[test]
fn a_waiver_can_be_taken_back_until_the_offer_is_out() {
    for state in [
        ApplicationState::Applied,
        ApplicationState::Approved,
        ApplicationState::OnHold,
    ] {
        assert!(may_revoke(state), "{state}");
    }
    for state in [
        ApplicationState::OfferExtended,
        ApplicationState::Hired,
        ApplicationState::Withdrawn,
    ] {
        assert!(!may_revoke(state), "{state}");
    }
}

#[test]
fn a_row_says_waivable_only_where_a_waiver_could_help() {
    use crate::pipeline::testing::{competency, granted, now, perfect_application};
    let (standard, small) = (Policy::standard(), Policy::small_firm());
    let mut case = perfect_application();
    for gate in [GateId::G19, GateId::G20] {
        assert!(waiver_helps(gate, &case, &standard, now()), "{gate}");
        assert!(
            !waiver_helps(gate, &case, &small, now()),
            "{gate}: the small firm's rule is the limit"
        );
    }
    assert!(!waiver_helps(GateId::G29, &case, &standard, now()));
    case.waivers = vec![granted(GateId::G37, 12.0)];
    assert!(
        !waiver_helps(GateId::G37, &case, &standard, now()),
        "at its limit"
    );
    case.waivers = vec![granted(GateId::G37, 18.0)];
    assert!(waiver_helps(GateId::G37, &case, &standard, now()));

    assert!(waiver_helps(GateId::G31, &case, &standard, now()));
    let code = competency("COMM");
    for card in &mut case.assessment.cards {
        for rating in card.ratings.iter_mut().filter(|r| r.competency == code) {
            rating.value = Some(2);
        }
    }
    assert!(
        !waiver_helps(GateId::G31, &case, &standard, now()),
        "commercial sense is never waived"
    );
}
