//! Evidence for tests: a job and an application in which nothing is missing, and small ways to spoil them.
//!
//! The story: a client-focused job posted on Thursday 2026-10-29; the candidate applies on Monday
//! 2026-11-02, is assessed on the 4th and 5th, talked through on the 9th, and now it is [`now`], a day later.
//! The ratings are those of candidate B of dossier 7.8.

mod assessment;
mod onboarding;
mod references;

use std::collections::BTreeMap;

use uuid::Uuid;

pub(crate) use assessment::{
    CANDIDATE_A, CANDIDATE_C, EVIDENCE, card_mut, interview_id, rate, set_all_soft, set_levels,
};
pub(crate) use onboarding::*;
pub(crate) use references::{referee_id, referee_mut};

use super::{
    evidence::*,
    gate_id::GateId,
    gates::{Concern, Frame, judge_application, judge_job},
    policy::Policy,
    refusal::{Finding, Refusal, Shortfall},
    state::{ApplicationState, JobState, RedFlagState, WaiverState},
};
use crate::kernel::{
    codes::{CompetencyCode, QuestionCode, RedFlagCode, SourceCode},
    ctx::{Actor, UserActor},
    ids::{Id, UserId},
    kind::Kind,
    role::Role,
    terms::{CompetencyGroup, Layout},
    time::{Timestamp, days, hours},
};

const fn nth<T>(n: u128) -> Id<T> {
    Id::from_uuid(Uuid::from_u128(n))
}

/// The hiring manager; rates R1.
pub(crate) const MANAGER: UserId = nth(1);
/// HR's person in charge; rates R1.
pub(crate) const HR: UserId = nth(2);
/// The owner.
pub(crate) const SPONSOR: UserId = nth(3);
/// The operations lead; not on the panel.
pub(crate) const OPS_LEAD: UserId = nth(4);
/// A senior account manager; rates R2.
pub(crate) const SENIOR: UserId = nth(5);
/// Somebody of another department; rates R2.
pub(crate) const NEIGHBOUR: UserId = nth(6);
/// A field production manager, of operations; rates R3.
pub(crate) const FIELD: UserId = nth(7);
/// A designer; rates R3.
pub(crate) const DESIGNER: UserId = nth(8);
/// First assessor of the work samples.
pub(crate) const ASSESSOR: UserId = nth(9);
/// Second assessor of the work samples.
pub(crate) const SECOND_ASSESSOR: UserId = nth(10);
/// HR's lead; took no part so far.
pub(crate) const HR_LEAD: UserId = nth(11);

/// Everybody who rates.
const PANEL: [UserId; 8] = [
    MANAGER,
    HR,
    SENIOR,
    NEIGHBOUR,
    FIELD,
    DESIGNER,
    ASSESSOR,
    SECOND_ASSESSOR,
];

/// An instant of 2026 from month, day and time in UTC: `at("11-02 09:00")`.
pub(crate) fn at(text: &str) -> Timestamp {
    let (day, time) = text.split_once(' ').unwrap();
    Timestamp::parse(&format!("2026-{day}T{time}:00Z")).unwrap()
}

/// The instant of the judgement: Tuesday 2026-11-10 at noon.
pub(crate) fn now() -> Timestamp {
    at("11-10 12:00")
}

/// A competency.
pub(crate) fn competency(code: &str) -> CompetencyCode {
    CompetencyCode::new(code).unwrap()
}

/// A round or exercise.
pub(crate) fn source(code: &str) -> SourceCode {
    SourceCode::new(code).unwrap()
}

/// A question.
pub(crate) fn question(code: &str) -> QuestionCode {
    QuestionCode::new(code).unwrap()
}

/// A signed-in person with some roles.
pub(crate) fn staff(id: UserId, roles: &[Role]) -> Actor {
    Actor::User(UserActor {
        id,
        name: name_of(id).to_owned(),
        roles: roles.to_vec(),
    })
}

/// The hiring manager as actor.
pub(crate) fn manager() -> Actor {
    staff(MANAGER, &[Role::HiringManager])
}

/// HR as actor.
pub(crate) fn hr() -> Actor {
    staff(HR, &[Role::Hr])
}

/// The candidate as actor.
pub(crate) fn candidate() -> Actor {
    Actor::Candidate {
        application: nth(200),
        grant: nth(201),
    }
}

/// What a person of the story is called.
pub(crate) fn name_of(id: UserId) -> &'static str {
    let names = [
        (MANAGER, "Mara Holt"),
        (HR, "Hanna Reil"),
        (SPONSOR, "Sven Ostrow"),
        (OPS_LEAD, "Olga Petri"),
        (SENIOR, "Selma Yilmaz"),
        (NEIGHBOUR, "Nils Berg"),
        (FIELD, "Finn Adler"),
        (DESIGNER, "Dora Lang"),
        (ASSESSOR, "Anton Silva"),
        (SECOND_ASSESSOR, "Berta Kroll"),
        (HR_LEAD, "Lena Hartl"),
    ];
    names
        .iter()
        .find(|(known, _)| *known == id)
        .map_or("Somebody Else", |(_, name)| name)
}

/// A job, ready for its next step, in which nothing is missing.
pub(crate) fn perfect_job() -> JobEvidence {
    let approval = |by, capacity| ApprovalFacts {
        by,
        capacity,
        at: at("10-26 10:00"),
    };
    JobEvidence {
        job: nth(100),
        state: JobState::Draft,
        entered_state_at: at("10-20 09:00"),
        kind: Some(KindFacts {
            kind: Kind::ClientFocused,
            helper_answered: true,
        }),
        aims: AimFacts {
            short: 1,
            medium: 1,
            long: 1,
        },
        strategy: StrategyFacts {
            vision: true,
            mission: true,
            values: 3,
        },
        description: Some(DescriptionFacts {
            number: 1,
            score: 94.5,
            hard_failures: Vec::new(),
            fixes: Vec::new(),
            instant_failure: None,
        }),
        approvals: vec![
            approval(MANAGER, Capacity::HiringManager),
            approval(OPS_LEAD, Capacity::OpsLead),
            approval(SPONSOR, Capacity::Sponsor),
        ],
        ladder_rungs: 2,
        measures: [true, false, false, false]
            .map(|client_satisfaction| MeasureFacts {
                complete: true,
                client_satisfaction,
            })
            .to_vec(),
        plan_problems: Some(Vec::new()),
        advert_lacks: Some(Vec::new()),
        people: JobPeople {
            hiring_manager: MANAGER,
            sponsor: SPONSOR,
            ops_lead: OPS_LEAD,
            hr: HR,
        },
        waivers: Vec::new(),
    }
}

/// Code, name, group, whether critical for client-focused jobs, floor (dossier 3.0).
const COMPETENCIES: [(&str, &str, CompetencyGroup, bool, f64); 13] = {
    use CompetencyGroup::{Commercial, Soft, Technical};
    [
        ("WCOM", "Written communication", Soft, true, 3.5),
        ("VCOM", "Verbal communication under pressure", Soft, true, 3.5),
        ("ORGD", "Organisation and attention to detail", Soft, true, 3.0),
        ("EMPQ", "Empathy and reading the client", Soft, true, 3.0),
        ("OPST", "Teamwork and trust with operations", Soft, true, 3.0),
        ("CONF", "Conflict, complaints, objections", Soft, true, 3.0),
        ("PROA", "Proactive contact", Soft, true, 3.0),
        ("RSTR", "Relationship strategy", Soft, true, 3.0),
        ("OWNP", "Ownership and planning", Soft, false, 2.5),
        ("WORK", "Workload under 15 to 20 accounts", Soft, false, 2.5),
        ("BOUN", "Boundaries and escalation", Soft, false, 2.5),
        ("COMM", "Commercial sense", Commercial, false, 2.5),
        ("TECH", "Technical and role knowledge", Technical, false, 2.0),
    ]
};

fn perfect_terms() -> JobTerms {
    let competencies: BTreeMap<_, _> = COMPETENCIES
        .into_iter()
        .map(|(code, name, group, critical, floor)| {
            (
                competency(code),
                CompetencyTerms {
                    group,
                    critical,
                    floor,
                    name: name.to_owned(),
                },
            )
        })
        .collect();
    JobTerms {
        job: nth(100),
        state: JobState::Open,
        title: "Client-focused Account Manager".to_owned(),
        kind: Kind::ClientFocused,
        posted_at: Some(at("10-29 09:00")),
        description_number: 1,
        sales_share_pct: 35,
        duties: vec![
            "Visit or call each client by plan and record it in the CRM".to_owned(),
            "Start renewals 180 days before the contract ends".to_owned(),
        ],
        layout: Layout::Standard,
        rounds: assessment::planned_rounds(),
        exercises: ["E1", "E2", "E3", "E4", "E5"].map(source).to_vec(),
        weights: *Policy::standard().weights.get(Kind::ClientFocused),
        competencies,
        hiring_manager: MANAGER,
        sponsor: SPONSOR,
        hr: HR,
        ops_lead: OPS_LEAD,
    }
}

fn panelist(user: UserId) -> PanelistFacts {
    PanelistFacts {
        user,
        name: name_of(user).to_owned(),
        certified_until: Some(at("12-31 00:00")),
        conflict: Some(ConflictFacts { kind: None }),
        operations: user == FIELD,
        owner_running_operations: false,
    }
}

fn must_have(text: &str, documented: bool) -> MustHaveFacts {
    MustHaveFacts {
        text: text.to_owned(),
        documented,
        met: Some(true),
    }
}

fn perfect_decision() -> DecisionFacts {
    let signature = |by, hiring_manager| SignatureFacts {
        by,
        name: name_of(by).to_owned(),
        hiring_manager,
        sponsor_or_hr_lead: !hiring_manager,
        at: at("11-10 11:00"),
    };
    DecisionFacts {
        text: "Clear in writing and calm on the telephone; plans before promising.".to_owned(),
        preference_reason: None,
        preference_duty: None,
        proposed_by: MANAGER,
        signatures: vec![signature(MANAGER, true), signature(SPONSOR, false)],
    }
}

/// An application in `debriefed` that can be approved at [`now`] under the standard policy.
pub(crate) fn perfect_application() -> ApplicationEvidence {
    ApplicationEvidence {
        application: nth(200),
        state: ApplicationState::Debriefed,
        held_from: None,
        applied_at: at("11-02 09:00"),
        entered_state_at: at("11-09 11:00"),
        candidate_name: "Bea Castell".to_owned(),
        terms: perfect_terms(),
        notice_seen_at: Some(at("11-02 09:05")),
        acknowledgement: Some(AcknowledgementFacts {
            description_number: 1,
            at: at("11-02 12:00"),
            asked_at: at("11-02 09:00"),
            replied_at: at("11-02 12:00"),
            answered: 5,
            expected_sales_pct: 30,
            talk_held: false,
            older_version_allowed: false,
        }),
        must_haves: vec![
            must_have("Driving licence B", true),
            must_have("Plans at least eight clients in parallel", false),
        ],
        panel: PANEL.map(panelist).to_vec(),
        assessment: assessment::perfect_assessment(),
        references: references::perfect_references(),
        red_flags: Vec::new(),
        debrief: Some(DebriefFacts {
            opened_at: at("11-09 09:00"),
            notes: Vec::new(),
        }),
        debriefed_at: Some(at("11-09 11:00")),
        decision: Some(perfect_decision()),
        waivers: Vec::new(),
        offer: None,
        rivals: vec![RivalFacts {
            application: nth(210),
            state: ApplicationState::Assessed,
            offer_out: false,
            assessed: true,
            passes_floors: true,
            final_composite: Some(3.6),
            earliest_assessed_at: None,
        }],
        protocol: Some(ProtocolFacts {
            without_trainer: Vec::new(),
            missing_modules: Vec::new(),
            coach_named: true,
            access_ordered: true,
        }),
    }
}

/// The same application at an earlier state; facts that come later are left in place.
pub(crate) fn perfect_application_at(state: ApplicationState) -> ApplicationEvidence {
    ApplicationEvidence {
        state,
        ..perfect_application()
    }
}

/// A booking of one hour for a round, with raters who have nothing else that day.
pub(crate) fn booking(round: &str, start: &str, raters: &[UserId]) -> ProposedBooking {
    ProposedBooking {
        interview: Some(interview_id(round)),
        source: source(round),
        starts_at: at(start),
        ends_at: at(start) + hours(1),
        local_day: format!("2026-{}", &start[..5]),
        raters: raters.to_vec(),
        raters_load: raters.iter().map(|r| (*r, 0)).collect(),
    }
}

/// The panelist with this id, to be spoiled.
pub(crate) fn panelist_mut(case: &mut ApplicationEvidence, user: UserId) -> &mut PanelistFacts {
    case.panel.iter_mut().find(|p| p.user == user).unwrap()
}

/// A waiver of `gate` to `value`, granted and in force at [`now`].
pub(crate) fn granted(gate: GateId, value: f64) -> WaiverFacts {
    WaiverFacts {
        waiver: nth(900),
        gate,
        value,
        state: WaiverState::Granted,
        expires_at: now() + days(10),
    }
}

/// The same waiver, run out an hour ago.
pub(crate) fn run_out(gate: GateId, value: f64) -> WaiverFacts {
    WaiverFacts {
        expires_at: now() - hours(1),
        ..granted(gate, value)
    }
}

/// A red flag in some state, raised on the 6th.
pub(crate) fn red_flag(code: &str, state: RedFlagState) -> RedFlagFacts {
    RedFlagFacts {
        flag: nth(950),
        code: RedFlagCode::new(code).unwrap(),
        name: format!("Flag {code}"),
        state,
        raised_at: at("11-06 09:00"),
    }
}

/// A gate of an application, judged for the approval at [`now`] under the standard policy.
pub(crate) fn judged(gate: GateId, case: &ApplicationEvidence) -> Finding {
    judged_for(gate, case, Concern::Step(ApplicationState::Approved))
}

/// A gate of an application, judged for a concern at [`now`] under the standard policy.
pub(crate) fn judged_for(gate: GateId, case: &ApplicationEvidence, concern: Concern<'_>) -> Finding {
    let policy = Policy::standard();
    let frame = Frame {
        policy: &policy,
        now: now(),
    };
    judge_application(gate, case, concern, frame)
}

/// A role gate, judged at [`now`] under the standard policy.
pub(crate) fn judged_job(gate: GateId, case: &JobEvidence) -> Finding {
    let policy = Policy::standard();
    let frame = Frame {
        policy: &policy,
        now: now(),
    };
    judge_job(gate, case, frame)
}

/// What a finding says is missing; fails the test when nothing is.
#[track_caller]
pub(crate) fn missing(finding: Finding) -> Shortfall {
    match finding {
        Finding::Open(short) => *short,
        other => panic!("expected an open gate, found {other:?}"),
    }
}

/// The ids of the gates that refuse a step; fails the test when it was allowed.
#[track_caller]
pub(crate) fn refused<T: std::fmt::Debug>(verdict: Result<T, Box<Refusal>>) -> Refusal {
    match verdict {
        Err(refusal) => *refusal,
        Ok(allowed) => panic!("expected a refusal, found {allowed:?}"),
    }
}

mod tests {
    use super::*;
    use crate::pipeline::score;

    #[test]
    fn the_perfect_application_has_the_levels_of_candidate_b() {
        let case = perfect_application();
        let ratings: Vec<score::Rating> = case
            .assessment
            .locked()
            .flat_map(|card| {
                card.ratings.iter().map(|r| score::Rating {
                    competency: r.competency.clone(),
                    source: card.source.clone(),
                    rater: card.rater,
                    value: r.value.unwrap(),
                })
            })
            .collect();
        let groups = case
            .terms
            .competencies
            .iter()
            .map(|(code, terms)| (code.clone(), terms.group))
            .collect();
        let scores = score::scores(&ratings, &groups, &case.terms.weights);
        assert_eq!(score::shown(scores.soft.unwrap()), "4.14");
        assert_eq!(score::shown(scores.assessment.unwrap()), "3.87");
    }
}
