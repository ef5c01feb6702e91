//! Red flags: raised by those who know the case, resolved by HR lead and hiring manager together (3.15).

use super::{access, settle};
use crate::{
    applications::{
        self, NewFlag, RedFlag,
        model::{Proposal, Resolver, SecondSource},
        resolution::{self, Circumstances},
    },
    content::model::{Raiser, Resolution},
    db::Conn,
    fault::Fault,
    flow::{Subject, case, case::Case, judged_with},
    kernel::{
        codes::{ModuleCode, RedFlagCode},
        ctx::{Actor, Ctx, UserActor},
        ids::{ApplicationId, RedFlagId},
        role::Role,
    },
    pipeline::{
        decide,
        refusal::Outcome,
        sight::{self, Sight},
        state::RedFlagState,
    },
    web::IfMatch,
};

/// Who may raise a flag: everybody who meets the candidate or answers for the job.
const RAISERS: &[Role] = &[
    Role::Hr,
    Role::HrLead,
    Role::HiringManager,
    Role::OpsLead,
    Role::Sponsor,
    Role::Interviewer,
    Role::Assessor,
];

/// How the cause begins of an RF01 by rule: the candidate's own reply about the role came late; no rating tells of it.
const LATE_REPLY: &str = "RF01/acknowledgement/";

/// The flags this actor may see: the own ones, those that come from the candidate's own answers, and, once
/// ratings and references may be seen, all.
///
/// # Errors
/// [`Fault::NotFound`] when the actor may not know of the application.
pub fn list(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(Case, Vec<RedFlag>), Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let mut flags = applications::flags(conn, id)?;
    flags.retain(|flag| sight_of(&case, &ctx.actor, flag) == Sight::Open);
    Ok((case, flags))
}

fn sight_of(case: &Case, actor: &Actor, flag: &RedFlag) -> Sight {
    let Some(user) = actor.user_id() else {
        return Sight::Closed;
    };
    let own_answers = flag.raiser == Raiser::ExpectationAnswer || flag.cause.starts_with(LATE_REPLY);
    if flag.raised_by == Some(user) || own_answers {
        return Sight::Open;
    }
    sight::of_verdicts(&case.evidence, actor)
}

/// Raises a flag by hand.
///
/// # Errors
/// [`Fault::Conflict`] `already_raised` while the same person's flag of the same code is open.
pub fn raise(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    wanted: impl FnOnce() -> Result<(RedFlagCode, String), Fault>,
) -> Result<RedFlag, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let by = access::staff(&case, &ctx.actor, RAISERS, "those who meet the candidate")?;
    if_match.honour(case.version)?;
    let (code, text) = wanted()?;
    access::under_way(&case)?;
    let raiser = by_hand(&case, &by, &code)?;
    let earlier: Vec<RedFlag> = applications::flags(conn, id)?
        .into_iter()
        .filter(|flag| flag.raised_by == Some(by.id) && flag.code == code)
        .collect();
    if earlier.iter().any(|flag| flag.state == RedFlagState::Open) {
        return Err(Fault::Conflict {
            code: "already_raised",
            detail: "You have raised this flag already and it is open.".to_owned(),
        });
    }
    let new = NewFlag {
        application: id,
        code,
        cause: format!("user/{}/{}", by.id, earlier.len()),
        raiser,
        by: Some(by.id),
        text,
    };
    let raised = applications::raise_flag(conn, ctx, new)?;
    settle(conn, ctx, id)?;
    applications::flags(conn, id)?
        .into_iter()
        .find(|flag| Some(flag.id) == raised)
        .ok_or_else(|| Fault::internal("a red flag got lost"))
}

/// As what a person raises a flag; flags that only a rule computes are not raised by hand.
fn by_hand(case: &Case, by: &UserActor, code: &RedFlagCode) -> Result<Raiser, Fault> {
    let known = case
        .pack
        .red_flag(code)
        .ok_or_else(|| Fault::field("/code", "unknown_flag", "The register has no such flag."))?;
    let hands = [Raiser::Rater, Raiser::Anyone, Raiser::Gate];
    if !known.raisers.iter().any(|raiser| hands.contains(raiser)) {
        let detail = "This flag is raised by the service when its condition holds.";
        return Err(Fault::field("/code", "raised_by_rule", detail));
    }
    let rates = case.evidence.panelist(by.id).is_some();
    Ok(if rates { Raiser::Rater } else { Raiser::Anyone })
}

/// What somebody proposes, as it was sent.
#[derive(Debug, Clone)]
pub struct ProposalRequest {
    /// How the flag shall end.
    pub to: Resolution,
    /// Why.
    pub text: String,
    /// New evidence.
    pub evidence: Option<String>,
    /// What the candidate said.
    pub candidate_answer: Option<String>,
    /// The module that makes an accepted risk good.
    pub module_code: Option<ModuleCode>,
    /// Another source that saw level 3 or more.
    pub second_source: Option<SecondSource>,
}

/// A flag that somebody wants to resolve, with what it is judged by.
struct Opened {
    case: Case,
    flag: RedFlag,
    all: Vec<RedFlag>,
    by: UserActor,
    capacities: Vec<Resolver>,
}

fn open(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    flag: RedFlagId,
    if_match: &IfMatch,
) -> Result<Opened, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let all = applications::flags(conn, id)?;
    let flag = all
        .iter()
        .find(|f| f.id == flag)
        .cloned()
        .ok_or(Fault::NotFound("red flag"))?;
    match sight_of(&case, &ctx.actor, &flag) {
        Sight::Open => {}
        Sight::Blind => return Err(Fault::Blind),
        Sight::Closed => return Err(Fault::NotFound("red flag")),
    }
    let resolvers = [Role::HrLead, Role::HiringManager];
    let by = access::staff(&case, &ctx.actor, &resolvers, "HR lead and the hiring manager")?;
    if_match.honour(case.version)?;
    let capacities = [
        (Role::HrLead, Resolver::HrLead),
        (Role::HiringManager, Resolver::HiringManager),
    ]
    .into_iter()
    .filter(|(role, _)| by.roles.contains(role))
    .map(|(_, resolver)| resolver)
    .collect();
    Ok(Opened {
        case,
        flag,
        all,
        by,
        capacities,
    })
}

impl Opened {
    fn check(&self, proposal: &Proposal) -> Result<(), Fault> {
        let evidence = &self.case.evidence;
        let talked = evidence.acknowledgement.as_ref().is_some_and(|a| a.talk_held);
        let of_expectations = self.flag.raiser == Raiser::ExpectationAnswer;
        let given = Circumstances {
            pack: &self.case.pack,
            kind: evidence.terms.kind,
            severity: resolution::severity(&self.case.pack, &self.flag, &self.all),
            second_source_level: proposal
                .second_source
                .as_ref()
                .and_then(|source| level_seen(&self.case, &self.flag, source)),
            talk_held: of_expectations && talked,
        };
        resolution::check(&self.flag, proposal, given)
    }
}

/// The best level stored by a source other than the one the flag comes from.
fn level_seen(case: &Case, flag: &RedFlag, named: &SecondSource) -> Option<u8> {
    let evidence = &case.evidence;
    let cards = &evidence.assessment.cards;
    let accused = cards
        .iter()
        .find(|card| flag.cause.contains(&card.card.to_string()));
    if accused.is_some_and(|card| card.source == named.source) {
        return None;
    }
    if named.source == "REF" {
        return evidence
            .references
            .counting()
            .filter(|(referee, _)| !flag.cause.contains(&referee.referee.to_string()))
            .flat_map(|(_, answers)| &answers.items)
            .filter(|(_, competency, _)| *competency == named.competency)
            .filter_map(|(_, _, level)| *level)
            .max();
    }
    evidence
        .assessment
        .locked()
        .filter(|card| card.source == named.source)
        .flat_map(|card| &card.ratings)
        .filter(|rating| rating.competency == named.competency)
        .filter_map(|rating| rating.value)
        .max()
}

/// Proposes how a flag shall end; the other of HR lead and hiring manager confirms it.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody else, [`Fault::Invalid`] when 3.15 does not allow this end.
pub fn propose(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    flag: RedFlagId,
    if_match: &IfMatch,
    wanted: impl FnOnce() -> Result<ProposalRequest, Fault>,
) -> Result<Outcome<RedFlag>, Fault> {
    let opened = open(conn, ctx, id, flag, if_match)?;
    let wanted = wanted()?;
    let verdict = decide::part(opened.flag.state, wanted.to.into(), &ctx.actor);
    if let Err(refusal) = verdict {
        return crate::flow::refused(conn, ctx, &subject(&opened), refusal);
    }
    let proposal = Proposal {
        to: wanted.to,
        text: wanted.text,
        evidence: wanted.evidence,
        candidate_answer: wanted.candidate_answer,
        module_code: wanted.module_code,
        second_source: wanted.second_source,
        by: opened.by.id,
        capacities: opened.capacities.clone(),
        at: ctx.now,
    };
    opened.check(&proposal)?;
    let row = applications::row(conn, id)?;
    applications::propose(conn, ctx, &row, &opened.flag, &proposal)?;
    found(conn, id, flag).map(Outcome::Done)
}

/// Confirms the proposed end of a flag.
///
/// # Errors
/// [`Fault::Forbidden`] when nobody else has proposed it in the other capacity.
pub fn confirm(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    flag: RedFlagId,
    if_match: &IfMatch,
) -> Result<Outcome<RedFlag>, Fault> {
    let opened = open(conn, ctx, id, flag, if_match)?;
    let Some(proposal) = opened.flag.proposal.clone().map(|p| p.0) else {
        return Err(Fault::Conflict {
            code: "nothing_proposed",
            detail: "Nobody has proposed how this flag shall end.".to_owned(),
        });
    };
    let verdict = decide::part(opened.flag.state, proposal.to.into(), &ctx.actor);
    if verdict.is_ok() {
        resolution::check_second(&proposal, opened.by.id, &opened.capacities)?;
        // What was true when it was proposed may have changed since.
        opened.check(&proposal)?;
    }
    let details = serde_json::json!({ "code": opened.flag.code, "proposed_by": proposal.by });
    let by = opened.by.id;
    let outcome = judged_with(conn, ctx, &subject(&opened), details, verdict, |conn, change| {
        applications::resolve(conn, ctx, &opened.flag, by, change)
    })?;
    match outcome {
        Outcome::Done(()) => {
            settle(conn, ctx, id)?;
            found(conn, id, flag).map(Outcome::Done)
        }
        Outcome::Refused(refusal) => Ok(Outcome::Refused(refusal)),
    }
}

fn subject(opened: &Opened) -> Subject {
    Subject {
        case: opened.flag.application_id.uuid(),
        kind: "red_flag",
        id: opened.flag.id.uuid(),
        policy_version: opened.case.policy_version,
    }
}

fn found(conn: &mut Conn, id: ApplicationId, flag: RedFlagId) -> Result<RedFlag, Fault> {
    applications::flags(conn, id)?
        .into_iter()
        .find(|f| f.id == flag)
        .ok_or(Fault::NotFound("red flag"))
}
