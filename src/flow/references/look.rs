//! What may be looked at: HR's list with answers once they may be seen, the candidate's own list, the
//! referee's form.

use serde::Serialize;
use utoipa::ToSchema;

use super::HR;
use crate::{
    content::model::ReferenceForm,
    db::Conn,
    fault::Fault,
    flow::{
        applications::{access, entry},
        case::{self, Case},
    },
    kernel::{
        codes::CompetencyCode,
        ctx::{Actor, Ctx},
        email::EmailAddress,
        ids::{ApplicationId, RefereeId},
        time::Timestamp,
    },
    pipeline::{
        evidence::Relation,
        measured,
        sight::{self, Sight},
        state::ReferenceState,
    },
    references::{
        self, SeenSign,
        model::{Answers, Bounce, Referee, Resolution, Response},
    },
};

/// A referee as HR, and with fewer fields the candidate, sees one.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefereeView {
    /// Identifies the referee.
    pub id: RefereeId,
    /// The ETag.
    pub version: i64,
    /// Full name.
    pub name: String,
    /// What they were to the candidate.
    pub relation: Relation,
    /// The firm.
    pub firm: String,
    /// First day worked together.
    pub period_from: Timestamp,
    /// Last day.
    pub period_to: Option<Timestamp>,
    /// Where the request goes.
    pub email: EmailAddress,
    /// For a telephone interview.
    pub phone: Option<String>,
    /// "Not before offer": only the current employer.
    pub not_before_offer: bool,
    /// Where the reference stands.
    pub state: ReferenceState,
    /// When the candidate consented.
    pub consented_at: Option<Timestamp>,
    /// When HR verified the person.
    pub verified_at: Option<Timestamp>,
    /// When the request went out.
    pub sent_at: Option<Timestamp>,
    /// Until when its link works.
    pub expires_at: Option<Timestamp>,
    /// When it was answered.
    pub completed_at: Option<Timestamp>,
    /// Signs that the reference may not be the referee's own, with what was decided; for HR.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<SeenSign>,
    /// The last mail to the person that came back; for HR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounce: Option<Bounce>,
    /// The answers; only for those who may see them now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answers>,
}

impl RefereeView {
    /// A view without answers.
    pub fn bare(referee: Referee) -> Self {
        Self::with(referee, None, Vec::new())
    }
    fn with(referee: Referee, response: Option<Response>, signs: Vec<SeenSign>) -> Self {
        Self {
            id: referee.id,
            version: referee.version,
            name: referee.name,
            relation: referee.relation,
            firm: referee.firm,
            period_from: referee.period_from,
            period_to: referee.period_to,
            email: referee.email,
            phone: referee.phone,
            not_before_offer: referee.not_before_offer,
            state: referee.state,
            consented_at: referee.consented_at,
            verified_at: referee.verified_at,
            sent_at: referee.sent_at,
            expires_at: referee.expires_at,
            completed_at: referee.completed_at,
            signs,
            bounce: None,
            answers: response.map(|r| r.answers.0),
        }
    }
}

/// A difference between interviews and references (dossier 5.3).
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceView {
    /// The competency.
    pub competency: CompetencyCode,
    /// What differs.
    pub kind: String,
    /// The interviews' level.
    pub interview: Option<f64>,
    /// The references' level.
    pub reference: Option<f64>,
}

/// All reference checks of an application.
#[derive(Debug, Serialize, ToSchema)]
pub struct Checks {
    /// The referees, in the order they were named.
    pub referees: Vec<RefereeView>,
    /// Whether answers and differences are hidden from this reader for now.
    pub withheld: bool,
    /// Differences that need an outcome (G27).
    pub differences: Vec<DifferenceView>,
    /// Recorded outcomes.
    pub resolutions: Vec<Resolution>,
}

/// The reference checks of an application, for those who may know of it.
///
/// # Errors
/// [`Fault::NotFound`] for everybody else, [`Fault::Forbidden`] for raters before the debrief.
pub fn checks(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<Checks, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let open = sight::of_verdicts(&case.evidence, &ctx.actor) == Sight::Open;
    let hr = ctx.actor.has_any(HR);
    if !open && !hr {
        return Err(Fault::forbidden("References are shown when the debrief opens."));
    }
    let signs = if hr {
        references::signs(conn, id)?
    } else {
        Vec::new()
    };
    let referees = references::list(conn, id)?
        .into_iter()
        .map(|(referee, response)| {
            let own = signs.iter().filter(|seen| seen.referee_id() == referee.id);
            let own = own.cloned().collect();
            let bounce = referee.bounce.clone().filter(|_| hr).map(|bounce| bounce.0);
            RefereeView {
                bounce,
                ..RefereeView::with(referee, response.filter(|_| open), own)
            }
        })
        .collect();
    let differences = if open {
        measured::discrepancies(&case.evidence)
            .into_iter()
            .map(|d| DifferenceView {
                competency: d.competency,
                kind: d.kind.to_string(),
                interview: d.interview,
                reference: d.reference,
            })
            .collect()
    } else {
        Vec::new()
    };
    let resolutions = if open {
        references::resolutions(conn, id)?
    } else {
        Vec::new()
    };
    Ok(Checks {
        referees,
        withheld: !open,
        differences,
        resolutions,
    })
}

/// The referees a candidate has named, without answers.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but the candidate.
pub fn own_referees(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<Vec<RefereeView>, Fault> {
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    Ok(references::list(conn, id)?
        .into_iter()
        .map(|(referee, _)| RefereeView::bare(referee))
        .collect())
}

/// What a candidate needs to know to name referees.
#[derive(Debug, Clone)]
pub struct Naming {
    /// The job's title.
    pub job_title: String,
    /// Everybody named so far, in that order.
    pub referees: Vec<Referee>,
    /// How many to name, so that enough answer (dossier 5.1).
    pub named_at_least: u8,
    /// How many have to answer (G24).
    pub needed: u32,
    /// Whether a peer or operations colleague has to be among them (G25).
    pub peer_needed: bool,
    /// Whether anything can be added or changed still.
    pub open: bool,
}

impl Naming {
    /// How many may be asked, or were asked and may answer still.
    pub fn agreed(&self) -> usize {
        self.referees.iter().filter(|referee| may_help(referee)).count()
    }
}

/// Whether the candidate agreed to asking this person, and the person can still answer or has.
pub(super) fn may_help(referee: &Referee) -> bool {
    use ReferenceState::{Declined, Disqualified, Expired};
    referee.consented_at.is_some() && !matches!(referee.state, Declined | Expired | Disqualified)
}

/// The candidate's side of naming referees.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but a candidate.
pub fn naming(conn: &mut Conn, ctx: &Ctx) -> Result<Naming, Fault> {
    let id = entry::own(&ctx.actor)?;
    let case = case::load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    Ok(Naming {
        job_title: case.evidence.terms.title.clone(),
        referees: references::list(conn, id)?.into_iter().map(|(r, _)| r).collect(),
        named_at_least: case.pack.references().process.named_at_least,
        needed: case.policy.min_references,
        peer_needed: case.policy.peer_reference,
        open: access::under_way(&case).is_ok(),
    })
}

/// What a referee sees: the candidate's name and the role, the form, and nothing else of the case.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FormView {
    /// The candidate.
    pub candidate_name: String,
    /// The job's title.
    pub job_title: String,
    /// The referee's own name.
    pub referee_name: String,
    /// What they were to the candidate.
    pub relation: Relation,
    /// Whether it was answered, declined or closed already.
    pub closed: bool,
    /// The form.
    pub form: ReferenceForm,
}

impl FormView {
    pub(super) fn of(referee: Referee, case: &Case) -> Self {
        Self {
            candidate_name: case.evidence.candidate_name.clone(),
            job_title: case.evidence.terms.title.clone(),
            referee_name: referee.name,
            relation: referee.relation,
            closed: !matches!(referee.state, ReferenceState::Sent | ReferenceState::Opened),
            form: case.pack.references().clone(),
        }
    }
}

/// The form of the referee who acts.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but a referee.
pub fn form(conn: &mut Conn, ctx: &Ctx) -> Result<FormView, Fault> {
    let Actor::Referee { referee, .. } = ctx.actor else {
        return Err(Fault::NotFound("reference"));
    };
    let referee = references::find(conn, referee)?;
    let case = case::load(conn, ctx, referee.application_id)?;
    Ok(FormView::of(referee, &case))
}
