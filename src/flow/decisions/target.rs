//! What a waiver belongs to, seen alike for all three kinds of case.

use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;

use super::decision;
use crate::{
    applications,
    content::Pack,
    db::Conn,
    fault::Fault,
    flow::{
        Subject,
        applications::access,
        case,
        case::Case,
        jobs as job_steps,
        onboarding::{self, Case as Hire},
    },
    jobs::{self, model::Job},
    kernel::{
        ctx::{Actor, Ctx, UserActor},
        ids::{ApplicationId, JobId, OnboardingPlanId, UserId},
        kind::Kind,
        role::Role,
    },
    mail, onboarding as area,
    pipeline::{
        gate_id::GateId,
        gates::{self, Concern, Frame},
        policy::Policy,
        state::{ApplicationState, InterviewState, Machine, PlanState, ScorecardState},
        waiver::{self, Approver, WaiverContext, WaiverGate, WaiverScope},
    },
};

/// A case that waivers can belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaiverTarget {
    /// An application.
    Application(ApplicationId),
    /// A job.
    Job(JobId),
    /// A hire's onboarding.
    Plan(OnboardingPlanId),
}

/// The case with what its waivers are judged by.
pub(super) enum Target {
    Application(Box<Case>),
    Job(Box<JobCase>),
    Plan(Box<Hire>),
}

/// A job and its evidence.
pub(super) struct JobCase {
    row: Job,
    case: jobs::Case,
}

/// Roles whose holders may know of every waiver: those who are asked to approve them, and administrators, who
/// grant none.
const WATCHERS: &[Role] = &[Role::HrLead, Role::Sponsor, Role::OpsLead, Role::Admin];

impl WaiverTarget {
    /// The target a stored waiver belongs to.
    pub(super) fn of(scope: WaiverScope, case: Uuid) -> Self {
        match scope {
            WaiverScope::Application => Self::Application(ApplicationId::from_uuid(case)),
            WaiverScope::Job => Self::Job(JobId::from_uuid(case)),
            WaiverScope::OnboardingPlan => Self::Plan(OnboardingPlanId::from_uuid(case)),
        }
    }
}

impl Target {
    pub(super) fn load(conn: &mut Conn, ctx: &Ctx, target: WaiverTarget) -> Result<Self, Fault> {
        match target {
            WaiverTarget::Application(id) => Ok(Self::Application(Box::new(case::load(conn, ctx, id)?))),
            WaiverTarget::Job(id) => {
                let row = jobs::get(conn, id)?;
                let case = job_steps::case_of(conn, &row)?;
                Ok(Self::Job(Box::new(JobCase { row, case })))
            }
            WaiverTarget::Plan(id) => Ok(Self::Plan(Box::new(onboarding::load(conn, ctx, id)?))),
        }
    }

    pub(super) fn scope(&self) -> WaiverScope {
        match self {
            Self::Application(_) => WaiverScope::Application,
            Self::Job(_) => WaiverScope::Job,
            Self::Plan(_) => WaiverScope::OnboardingPlan,
        }
    }

    /// The candidate with the job, the job, or the hire, in words.
    pub(super) fn about(&self) -> String {
        match self {
            Self::Application(case) => {
                format!("{}, {}", case.evidence.candidate_name, case.evidence.terms.title)
            }
            Self::Job(job) => job.row.title.clone(),
            Self::Plan(hire) => format!("{}, {}", hire.plan.trainee_name, hire.plan.job_title),
        }
    }

    /// What mails about it belong to.
    pub(super) fn mail_case(&self) -> mail::Case {
        match self {
            Self::Application(case) => mail::Case::Application(case.evidence.application),
            Self::Job(job) => mail::Case::Job(job.row.id),
            Self::Plan(hire) => mail::Case::OnboardingPlan(hire.plan.id),
        }
    }

    /// The hiring manager.
    pub(super) fn hiring_manager(&self) -> UserId {
        match self {
            Self::Application(case) => case.evidence.terms.hiring_manager,
            Self::Job(job) => job.row.hiring_manager,
            Self::Plan(hire) => hire.plan.hiring_manager_id,
        }
    }

    /// The raw id of the case.
    pub(super) fn case(&self) -> Uuid {
        match self {
            Self::Application(case) => case.evidence.application.uuid(),
            Self::Job(job) => job.row.id.uuid(),
            Self::Plan(hire) => hire.plan.id.uuid(),
        }
    }

    /// The version of the case, its ETag.
    pub(super) fn version(&self) -> i64 {
        match self {
            Self::Application(case) => case.version,
            Self::Job(job) => job.row.version,
            Self::Plan(hire) => hire.plan.version,
        }
    }

    pub(super) fn policy(&self) -> &Policy {
        match self {
            Self::Application(case) => &case.policy,
            Self::Job(job) => &job.case.policy,
            Self::Plan(hire) => &hire.policy,
        }
    }

    /// The content the case runs under.
    pub(super) fn pack(&self, conn: &mut Conn) -> Result<Arc<Pack>, Fault> {
        match self {
            Self::Application(case) => Ok(Arc::clone(&case.pack)),
            Self::Job(job) => Ok(jobs::pack(conn, &job.row)?.1),
            Self::Plan(hire) => Ok(Arc::clone(&hire.pack)),
        }
    }

    /// A waiver as the subject of an audit row in the case's chain.
    pub(super) fn subject(&self, waiver: Uuid) -> Subject {
        let policy_version = match self {
            Self::Application(case) => case.policy_version,
            Self::Job(job) => job.case.policy_version,
            Self::Plan(hire) => hire.plan.policy_version,
        };
        Subject {
            case: self.case(),
            kind: "waiver",
            id: waiver,
            policy_version,
        }
    }

    /// What the limits of its waivers depend on.
    pub(super) fn context(&self) -> WaiverContext<'_> {
        let policy = self.policy();
        match self {
            Self::Application(case) => WaiverContext::of(&case.evidence, policy),
            Self::Job(job) => WaiverContext {
                policy,
                kind: job.row.kind.unwrap_or(Kind::ClientFocused),
                technical_floor: 0.0,
            },
            Self::Plan(hire) => WaiverContext {
                policy,
                kind: hire.plan.kind,
                technical_floor: 0.0,
            },
        }
    }

    /// Whether the actor may know of the waivers of this case.
    pub(super) fn see(&self, ctx: &Ctx) -> Result<(), Fault> {
        match self {
            Self::Application(case) => access::see(case, &ctx.actor),
            Self::Job(job) => {
                let people = [
                    job.row.hiring_manager,
                    job.row.sponsor,
                    job.row.ops_lead,
                    job.row.hr,
                ];
                let named = ctx.actor.user_id().is_some_and(|user| people.contains(&user));
                let known = named || ctx.actor.has_any(&[Role::Hr, Role::HrLead, Role::Auditor]);
                known.then_some(()).ok_or(Fault::NotFound("job"))
            }
            Self::Plan(hire) => onboarding::access::see(hire, &ctx.actor),
        }
    }

    /// Whether the actor may know of a waiver that has been asked for.
    pub(super) fn see_waiver(&self, ctx: &Ctx) -> Result<(), Fault> {
        if ctx.actor.has_any(WATCHERS) || self.see(ctx).is_ok() {
            Ok(())
        } else {
            Err(Fault::NotFound("waiver"))
        }
    }

    /// The actor with the roles that count for the waivers of this case: the sponsor is the one of this very job or
    /// hire; an operations lead may be any who is not on the panel (7.6).
    pub(super) fn as_of(&self, actor: &Actor) -> Actor {
        let (hiring_manager, sponsor) = match self {
            Self::Application(case) => (case.evidence.terms.hiring_manager, case.evidence.terms.sponsor),
            Self::Job(job) => (job.row.hiring_manager, job.row.sponsor),
            Self::Plan(hire) => return onboarding::access::as_of(hire, actor),
        };
        let Actor::User(user) = actor else {
            return actor.clone();
        };
        let counts = |role: &Role| match role {
            Role::HiringManager => user.id == hiring_manager,
            Role::Sponsor => user.id == sponsor,
            _ => true,
        };
        Actor::User(UserActor {
            roles: user.roles.iter().copied().filter(counts).collect(),
            ..user.clone()
        })
    }

    /// Whoever asks must be the hiring manager of this very job, or one of those who run this onboarding (7.6).
    pub(super) fn asker(&self, gate: Option<WaiverGate>, actor: &Actor) -> Result<UserActor, Fault> {
        let (usual, who) = match self {
            Self::Application(_) | Self::Job(_) => (WaiverGate::G35, "the hiring manager of this job"),
            Self::Plan(_) => (
                WaiverGate::G53,
                "the hiring manager, the manager, a trainer, the coach or HR, never by the hire",
            ),
        };
        let gate = gate.filter(|gate| gate.scope() == self.scope()).unwrap_or(usual);
        self.as_of(actor)
            .user()
            .filter(|user| waiver::may_request(gate, &user.roles) && !self.is_the_hire(user.id))
            .cloned()
            .ok_or_else(|| Fault::forbidden(format!("A waiver is asked for by {who}.")))
    }

    fn is_the_hire(&self, user: UserId) -> bool {
        matches!(self, Self::Plan(hire) if hire.plan.trainee_id == Some(user))
    }

    /// Nothing is waived for a case that is over or past the gates.
    pub(super) fn still_open(&self) -> Result<(), Fault> {
        let (over, state) = match self {
            Self::Application(case) => {
                let state = self.state().unwrap_or(case.evidence.state);
                let past = state.is_terminal() || state.has_reached(ApplicationState::Approved);
                (past, state.to_string())
            }
            Self::Job(job) => (job.row.state.is_terminal(), job.row.state.to_string()),
            // The ramp goes on after the confirmation, and so do its waivers.
            Self::Plan(hire) => (hire.plan.state == PlanState::Ended, hire.plan.state.to_string()),
        };
        if over {
            let detail = format!(
                "This case is {}; there is nothing to waive.",
                state.replace('_', " ")
            );
            return Err(Fault::Conflict {
                code: "wrong_state",
                detail,
            });
        }
        Ok(())
    }

    /// Where the application stands, or stood before it was put on hold.
    pub(super) fn state(&self) -> Option<ApplicationState> {
        match self {
            Self::Application(case) => Some(case.evidence.held_from.unwrap_or(case.evidence.state)),
            Self::Job(_) | Self::Plan(_) => None,
        }
    }

    /// The values at this moment: kept with the request, hashed.
    pub(super) fn facts(&self, gate: GateId, ctx: &Ctx) -> Value {
        let frame = Frame {
            policy: self.policy(),
            now: ctx.now,
        };
        let (finding, rested_on) = match self {
            Self::Application(case) => {
                let concern = Concern::Step(ApplicationState::Approved);
                let finding = gates::judge_application(gate, &case.evidence, concern, frame);
                (finding, decision::rested_on(case))
            }
            Self::Job(job) => {
                let finding = gates::judge_job(gate, &job.case.evidence, frame);
                let values = json!({ "state": job.row.state, "version": job.row.version });
                (finding, values)
            }
            Self::Plan(hire) => {
                let finding = gates::judge_onboarding(gate, &hire.evidence, None, frame);
                let unsigned: Vec<_> = hire
                    .evidence
                    .modules
                    .iter()
                    .filter(|module| !module.state.is_done())
                    .map(|module| module.code.as_str())
                    .collect();
                let values = json!({
                    "state": hire.plan.state, "version": hire.plan.version, "stage": hire.plan.stage,
                    "own_accounts": hire.evidence.own_accounts, "unsigned": unsigned,
                });
                (finding, values)
            }
        };
        let row = gates::row(gate, finding);
        json!({ "found": row.found, "required": row.required, "status": row.status, "values": rested_on })
    }

    /// The facts about somebody who wants to approve, with the roles that count here ([`Self::as_of`]).
    pub(super) fn approver<'a>(&self, user: &'a UserActor) -> Approver<'a> {
        let (has_rated, on_panel) = match self {
            Self::Application(case) => (rated(case, user.id), case.evidence.panelist(user.id).is_some()),
            Self::Job(_) | Self::Plan(_) => (false, false),
        };
        Approver {
            id: user.id,
            roles: &user.roles,
            has_rated,
            on_panel,
            is_the_hire: self.is_the_hire(user.id),
        }
    }

    /// Counts the version of the case up: a gate's input has changed.
    pub(super) fn touch(&self, conn: &mut Conn, ctx: &Ctx) -> Result<(), Fault> {
        match self {
            Self::Application(case) => applications::touch(conn, ctx, case.evidence.application),
            Self::Job(job) => jobs::save(conn, &job.row).map(|_| ()),
            Self::Plan(hire) => area::touch(conn, hire.plan.id),
        }
    }
}

/// Whether somebody has rated the candidate, or sat in a round that took place.
fn rated(case: &Case, user: UserId) -> bool {
    let assessment = &case.evidence.assessment;
    let card = assessment
        .cards
        .iter()
        .any(|card| card.rater == user && card.state != ScorecardState::Draft);
    let round = assessment.rounds.iter().any(|round| {
        matches!(round.state, InterviewState::Held | InterviewState::Scored) && round.raters.contains(&user)
    });
    card || round
}
