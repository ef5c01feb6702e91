//! The decision: words by the hiring manager (G38), two signatures (G39), and what it rested on.

use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::sighted;
use crate::{
    applications,
    db::Conn,
    decisions::{
        self, Decision, DecisionBody, Unknown, Waiver,
        checks::{self, DutyRef},
        model::{DecisionSnapshot, SignatureRow, SigningCapacity},
        unknowns,
    },
    fault::Fault,
    flow::{applications::access, case, case::Case, noted},
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, UserId},
        role::Role,
        time::Timestamp,
    },
    people,
    pipeline::{measured, state::ApplicationState},
    web::IfMatch,
};

/// The words of a decision as they are sent.
#[derive(Debug, Clone)]
pub struct Words {
    /// Why this candidate is to be hired.
    pub text: String,
    /// Why this one and not one who scores higher.
    pub preference_reason: Option<String>,
    /// The duty that justifies it.
    pub preference_duty: Option<DutyRef>,
    /// What is expected of the hire.
    pub expectation: Option<String>,
}

/// A signature as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SignatureView {
    /// Who signed.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// As what.
    pub capacity: SigningCapacity,
    /// When.
    pub signed_at: Timestamp,
}

/// A decision with everything that stands beside it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DecisionView {
    /// Where the application stands.
    pub state: ApplicationState,
    /// The latest wording.
    pub decision: Option<Decision>,
    /// Signatures under that wording.
    pub signatures: Vec<SignatureView>,
    /// What is still unknown about this candidate.
    pub unknowns: Vec<Unknown>,
    /// Waivers of this application, whatever became of them.
    pub waivers: Vec<Waiver>,
    /// What the decision rested on, once approved.
    pub snapshot: Option<DecisionSnapshot>,
}

/// The decision, or what is needed to make one.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Blind`] or [`Fault::Forbidden`] for those who may not see scores (yet).
pub fn show(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(Case, DecisionView), Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    sighted(&case, &ctx.actor)?;
    let view = view(conn, &case)?;
    Ok((case, view))
}

fn view(conn: &mut Conn, case: &Case) -> Result<DecisionView, Fault> {
    let id = case.evidence.application;
    let (decision, rows) = match decisions::current(conn, id)? {
        Some((decision, rows)) => (Some(decision), rows),
        None => (None, Vec::new()),
    };
    let signers: Vec<UserId> = rows.iter().map(|row| row.user_id).collect();
    let people = people::users_by_ids(conn, &signers)?;
    let shown = |row: SignatureRow| SignatureView {
        name: people
            .iter()
            .find(|p| p.id == row.user_id)
            .map_or_else(String::new, |p| p.name.clone()),
        user: row.user_id,
        capacity: row.capacity,
        signed_at: row.signed_at,
    };
    let expectation = decision.as_ref().and_then(|d| d.expectation.as_deref());
    let unknowns = unknowns::list(&case.evidence, &[], expectation);
    Ok(DecisionView {
        state: case.evidence.state,
        signatures: rows.into_iter().map(shown).collect(),
        unknowns,
        waivers: decisions::waivers::of_case(conn, id.uuid())?,
        snapshot: decisions::snapshot(conn, id)?,
        decision,
    })
}

/// Stores the words of a decision. Other words than before void the signatures under the old ones.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the job's hiring manager, [`Fault::Invalid`], [`Fault::Conflict`]
/// before the debrief and after the approval.
pub fn put(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<Words, Fault>,
) -> Result<(Case, DecisionView), Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let manager = [Role::HiringManager];
    let by = access::staff(&case, &ctx.actor, &manager, "the hiring manager of this job")?;
    sighted(&case, &ctx.actor)?;
    if_match.require(case.version)?;
    let words = read()?;
    let duty = words.preference_duty.as_ref();
    let body = checks::decision(DecisionBody {
        preference_duty: duty
            .map(|named| checks::duty(&case.evidence.terms, named))
            .transpose()?,
        text: words.text,
        preference_reason: words.preference_reason,
        expectation: words.expectation,
    })?;
    let open = [ApplicationState::DebriefOpen, ApplicationState::Debriefed];
    in_state(
        &case,
        &open,
        "A decision is written from the debrief on and stays once it is approved.",
    )?;
    let (decision, new) = decisions::propose(conn, ctx, id, by.id, body)?;
    if new {
        applications::touch(conn, ctx, id)?;
        let subject = case.subject_of("decision", decision.id.uuid());
        let details = json!({ "revision": decision.revision });
        noted(conn, ctx, &subject, "decision.propose", details)?;
    }
    reloaded(conn, ctx, id)
}

fn in_state(case: &Case, open: &[ApplicationState], why: &str) -> Result<(), Fault> {
    if open.contains(&case.evidence.state) {
        return Ok(());
    }
    Err(Fault::Conflict {
        code: "wrong_state",
        detail: why.to_owned(),
    })
}

fn reloaded(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(Case, DecisionView), Fault> {
    let case = case::load(conn, ctx, id)?;
    let view = view(conn, &case)?;
    Ok((case, view))
}

/// Signs the latest wording, in a capacity the actor holds for this job.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the hiring manager, the sponsor and the HR lead,
/// [`Fault::AlreadySubmitted`] for whoever has signed, [`Fault::Conflict`] when there is nothing to sign yet.
pub fn sign(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<(), Fault>,
) -> Result<(Case, DecisionView), Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let signers = [Role::HiringManager, Role::Sponsor, Role::HrLead];
    let who = "the hiring manager, and by the sponsor or the HR lead";
    let by = access::staff(&case, &ctx.actor, &signers, who)?;
    sighted(&case, &ctx.actor)?;
    if_match.honour(case.version)?;
    read()?;
    let why = "A decision is signed after the debrief, before it is approved.";
    in_state(&case, &[ApplicationState::Debriefed], why)?;
    let Some((decision, _)) = decisions::current(conn, id)? else {
        return Err(Fault::Conflict {
            code: "no_decision",
            detail: "There is no decision text to sign yet.".to_owned(),
        });
    };
    let all = [
        SigningCapacity::HiringManager,
        SigningCapacity::Sponsor,
        SigningCapacity::HrLead,
    ];
    let held: Vec<SigningCapacity> = all.into_iter().filter(|c| by.roles.contains(&c.role())).collect();
    let signed = decisions::sign(conn, ctx, &decision, by.id, &held)?;
    applications::touch(conn, ctx, id)?;
    let subject = case.subject_of("decision", decision.id.uuid());
    let details = json!({ "revision": decision.revision, "as": signed.capacity });
    noted(conn, ctx, &subject, "decision.sign", details)?;
    reloaded(conn, ctx, id)
}

/// What follows from `approved`: the values it rested on are kept.
pub(super) fn approved(conn: &mut Conn, ctx: &Ctx, case: &Case) -> Result<(), Fault> {
    let id = case.evidence.application;
    decisions::approved(conn, ctx, id, case.policy_version, rested_on(case))
}

/// The values a judgement of this case rests on, for the record.
pub(super) fn rested_on(case: &Case) -> Value {
    let evidence = &case.evidence;
    let rivals: Vec<Value> = evidence
        .rivals
        .iter()
        .map(|r| {
            json!({
                "application": r.application, "state": r.state, "assessed": r.assessed,
                "passes_floors": r.passes_floors, "final_composite": r.final_composite,
            })
        })
        .collect();
    let flags: Vec<Value> = evidence
        .red_flags
        .iter()
        .map(|f| json!({ "id": f.flag, "code": f.code, "state": f.state }))
        .collect();
    let waivers: Vec<Value> = evidence
        .waivers
        .iter()
        .map(|w| json!({ "id": w.waiver, "gate": w.gate, "value": w.value, "state": w.state }))
        .collect();
    json!({
        "state": evidence.state,
        "policy_version": case.policy_version,
        "content_version": case.pack.version(),
        "description": evidence.terms.description_number,
        "scores": measured::scores(evidence),
        "references": measured::reference_levels(evidence),
        "final_composite": measured::final_composite(evidence),
        "rounds_held": evidence.assessment.rounds.len(),
        "references_counting": evidence.references.counting().count(),
        "rivals": rivals,
        "red_flags": flags,
        "waivers": waivers,
    })
}
