//! The offer (dossier 7.2): its terms, the way to the candidate (M18), the answer, the conditions before the hire,
//! rescission and lapse.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    applications::{self, Application, mails},
    db::Conn,
    decisions::{
        self, Offer, OfferTerms, checks,
        model::{Condition, OfferAnswer, Rescission, RescissionReason},
        offers::Rescinder,
    },
    fault::Fault,
    flow::{
        applications::{access, step},
        case::{self, Case},
        noted,
        onboarding::hire,
    },
    kernel::{
        ctx::{Actor, Ctx, UserActor},
        ids::ApplicationId,
        role::Role,
        time::Timestamp,
    },
    mail::{self, Message, Outgoing, message},
    people::Landing,
    pipeline::{
        refusal::Outcome,
        state::{ApplicationState, Machine},
    },
    web::IfMatch,
};

const HR: &[Role] = &[Role::Hr, Role::HrLead];

/// An offer as the staff sees it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OfferView {
    /// What is offered.
    pub terms: OfferTerms,
    /// What is missing before it can go out.
    pub lacks: Vec<String>,
    /// What HR confirms before the hire.
    pub conditions: Vec<Condition>,
    /// When it went out.
    pub extended_at: Option<Timestamp>,
    /// The candidate's answer.
    pub answer: Option<OfferAnswer>,
    /// Why it is to be rescinded, with both signatures.
    pub rescission: Option<Rescission>,
}

impl From<Offer> for OfferView {
    fn from(offer: Offer) -> Self {
        Self {
            lacks: offer.terms.0.lacks(),
            terms: offer.terms.0,
            conditions: offer.conditions.0,
            extended_at: offer.extended_at,
            answer: offer.answer.map(|a| a.0),
            rescission: offer.rescission.map(|r| r.0),
        }
    }
}

/// Those who write, sign or have to know of the offer.
fn insider(case: &Case, actor: &Actor) -> Result<(), Fault> {
    access::see(case, actor)?;
    let roles = [
        Role::Hr,
        Role::HrLead,
        Role::HiringManager,
        Role::Sponsor,
        Role::Auditor,
    ];
    if access::as_of(case, actor).has_any(&roles) {
        Ok(())
    } else {
        Err(Fault::forbidden(
            "Offers are for HR, the hiring manager and the sponsor.",
        ))
    }
}

/// The offer.
///
/// # Errors
/// [`Fault::NotFound`] when there is none, [`Fault::Forbidden`] for those whom it does not concern.
pub fn show(conn: &mut Conn, ctx: &Ctx, id: ApplicationId) -> Result<(Case, OfferView), Fault> {
    let case = case::load(conn, ctx, id)?;
    insider(&case, &ctx.actor)?;
    let offer = decisions::offers::get(conn, id)?;
    Ok((case, offer.into()))
}

fn changed(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    action: &str,
    details: serde_json::Value,
) -> Result<(Case, OfferView), Fault> {
    let id = case.evidence.application;
    applications::touch(conn, ctx, id)?;
    noted(conn, ctx, &case.subject_of("offer", id.uuid()), action, details)?;
    show(conn, ctx, id)
}

/// Writes the terms of the offer; HR may, as long as it has not gone out.
///
/// # Errors
/// [`Fault::Forbidden`], [`Fault::Invalid`], [`Fault::Conflict`] before the decision is approved.
pub fn put(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<OfferTerms, Fault>,
) -> Result<(Case, OfferView), Fault> {
    let case = case::load(conn, ctx, id)?;
    insider(&case, &ctx.actor)?;
    let by = access::staff(&case, &ctx.actor, HR, "HR")?;
    if_match.require(case.version)?;
    let terms = checks::offer(&read()?, ctx.now)?;
    if case
        .evidence
        .offer
        .as_ref()
        .is_none_or(|o| o.extended_at.is_none())
        && case.evidence.state != ApplicationState::Approved
    {
        return Err(Fault::Conflict {
            code: "wrong_state",
            detail: "An offer is written once the decision is approved.".to_owned(),
        });
    }
    let offer = decisions::offers::put(conn, ctx, id, by.id, terms)?;
    let details = json!({ "lacks": offer.terms.0.lacks(), "expires_at": offer.expires_at });
    changed(conn, ctx, &case, "offer.write", details)
}

/// HR confirms a condition, with what was seen or heard.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`], [`Fault::AlreadySubmitted`].
pub fn tick(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    name: &str,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<String, Fault>,
) -> Result<(Case, OfferView), Fault> {
    let case = case::load(conn, ctx, id)?;
    insider(&case, &ctx.actor)?;
    let offer = decisions::offers::get(conn, id)?;
    if !offer.conditions.0.iter().any(|c| c.name == name) {
        return Err(Fault::NotFound("condition"));
    }
    let by = access::staff(&case, &ctx.actor, HR, "HR")?;
    if_match.honour(case.version)?;
    let evidence = checks::said(&read()?, "/evidence")?;
    access::under_way(&case)?;
    decisions::offers::tick(conn, ctx, &offer, name, by.id, evidence)?;
    changed(conn, ctx, &case, "offer.condition", json!({ "name": name }))
}

/// As what somebody can sign a rescission of this case.
fn rescinder(case: &Case, actor: &Actor) -> Result<(UserActor, Vec<Rescinder>), Fault> {
    let roles = [Role::Hr, Role::HrLead, Role::Sponsor];
    let by = access::staff(case, actor, &roles, "HR and the sponsor")?;
    let mut held = Vec::new();
    if by.roles.iter().any(|role| HR.contains(role)) {
        held.push(Rescinder::Hr);
    }
    if by.roles.contains(&Role::Sponsor) {
        held.push(Rescinder::Sponsor);
    }
    Ok((by, held))
}

fn accepted(case: &Case) -> Result<(), Fault> {
    if case.evidence.state == ApplicationState::OfferAccepted {
        return Ok(());
    }
    Err(Fault::Conflict {
        code: "wrong_state",
        detail: "Only an accepted offer is rescinded.".to_owned(),
    })
}

/// Records why an accepted offer is to be rescinded, with the first signature. The step itself is HR's, once the
/// other signature is there.
///
/// # Errors
/// [`Fault::NotFound`], [`Fault::Forbidden`], [`Fault::Conflict`] unless the offer is accepted.
pub fn rescind(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<(RescissionReason, String), Fault>,
) -> Result<(Case, OfferView), Fault> {
    let case = case::load(conn, ctx, id)?;
    insider(&case, &ctx.actor)?;
    let offer = decisions::offers::get(conn, id)?;
    let (by, held) = rescinder(&case, &ctx.actor)?;
    if_match.honour(case.version)?;
    let (reason, text) = read()?;
    let text = checks::said(&text, "/text")?;
    if reason == RescissionReason::CurrentEmployerReference
        && !offer.terms.0.current_employer_reference_promised
    {
        let detail = "This offer did not depend on a reference of the current employer.";
        return Err(Fault::field("/reason", "not_a_condition", detail));
    }
    accepted(&case)?;
    let as_what = held.first().copied().ok_or(Fault::NotFound("offer"))?;
    decisions::offers::rescind(conn, ctx, &offer, (by.id, as_what), reason, text)?;
    changed(conn, ctx, &case, "offer.rescind", json!({ "reason": reason }))
}

/// Adds the second signature to a recorded rescission.
///
/// # Errors
/// [`Fault::NotFound`] without one, [`Fault::AlreadySubmitted`] for whoever signed.
pub fn sign_rescission(
    conn: &mut Conn,
    ctx: &Ctx,
    id: ApplicationId,
    if_match: &IfMatch,
    read: impl FnOnce() -> Result<(), Fault>,
) -> Result<(Case, OfferView), Fault> {
    let case = case::load(conn, ctx, id)?;
    insider(&case, &ctx.actor)?;
    let offer = decisions::offers::get(conn, id)?;
    let (by, held) = rescinder(&case, &ctx.actor)?;
    if_match.honour(case.version)?;
    read()?;
    accepted(&case)?;
    decisions::offers::sign_rescission(conn, ctx, &offer, by.id, &held)?;
    changed(conn, ctx, &case, "offer.rescission_signed", json!({}))
}

/// Gives the candidate a link to the offer that has gone out (M18).
pub(super) fn announce(conn: &mut Conn, ctx: &Ctx, case: &Case, base_url: &str) -> Result<(), Fault> {
    let id = case.evidence.application;
    let offer = decisions::offers::get(conn, id)?;
    let row = applications::row(conn, id)?;
    let candidate = applications::candidate(conn, row.candidate_id)?;
    let (link, _) = mails::link(conn, ctx, base_url, id, Landing::Offer)?;
    let open_until = offer.expires_at.unwrap_or(ctx.now);
    let message = message::Offer {
        job_title: case.evidence.terms.title.clone(),
        link,
        open_until: mail::when(open_until, case.calendar.timezone()),
        starts: offer.terms.0.start_date.map(long_date),
        highlights: HIGHLIGHTS.map(str::to_owned).to_vec(),
    };
    let mail = Outgoing {
        to_name: candidate.name,
        to: candidate.email,
        message: Message::from(message),
        case: mail::Case::Application(id),
        dedup: format!("application/{id}/offer"),
        not_before: None,
    };
    mail::enqueue(conn, ctx, mail)?;
    Ok(())
}

/// What every hire gets (dossier Part 6).
const HIGHLIGHTS: [&str; 2] = [
    "A named trainer for each part of the job, a coach and a buddy from the first day",
    "Accounts are handed over one by one, never all at once",
];

/// A date as people read it, e.g. `Monday 4 January 2027`.
pub fn long_date(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// The offer as its candidate sees it, once it is out.
///
/// # Errors
/// [`Fault::NotFound`] before, and for everybody else.
pub fn of_candidate(conn: &mut Conn, ctx: &Ctx) -> Result<(Case, Offer), Fault> {
    let Actor::Candidate { application, .. } = &ctx.actor else {
        return Err(Fault::NotFound("offer"));
    };
    let case = case::load(conn, ctx, *application)?;
    let offer = decisions::offers::get(conn, *application)?;
    if offer.extended_at.is_none() {
        return Err(Fault::NotFound("offer"));
    }
    Ok((case, offer))
}

/// The candidate's answer: yes, perhaps with another first day, or no. No gate stands before it.
///
/// # Errors
/// [`Fault::NotFound`] when there is no offer, [`Fault::Invalid`] for a first day in the past; too late, or a second
/// time, is a refusal.
pub fn answer(
    conn: &mut Conn,
    ctx: &Ctx,
    base_url: &str,
    read: impl FnOnce() -> Result<(bool, Option<NaiveDate>), Fault>,
) -> Result<Outcome<Application>, Fault> {
    let (case, offer) = of_candidate(conn, ctx)?;
    let (accept, start_date) = read()?;
    if start_date.is_some_and(|day| day <= ctx.now.utc().date_naive()) {
        return Err(Fault::field("/start_date", "past", "Must lie in the future."));
    }
    let to = if accept {
        ApplicationState::OfferAccepted
    } else {
        ApplicationState::OfferDeclined
    };
    let moved = step(conn, ctx, &case, to)?;
    if let Outcome::Done(row) = &moved {
        decisions::offers::answered(conn, ctx, row.id, accept, start_date)?;
        if accept {
            let first = start_date.or(offer.terms.0.start_date);
            let starts_at = first.map(|date| case.calendar.start_of_day(date));
            hire::accepted(conn, ctx, &case, starts_at, base_url)?;
        }
    }
    Ok(moved)
}

/// Lets unanswered offers lapse after their expiry; offers of applications that ended otherwise are closed.
pub(super) fn lapse(conn: &mut Conn, ctx: &Ctx) -> Result<(), Fault> {
    for id in decisions::offers::overdue(conn, ctx.now)? {
        let case = case::load(conn, ctx, id)?;
        match case.evidence.state {
            ApplicationState::OfferExtended => {
                step(conn, ctx, &case, ApplicationState::OfferLapsed)?;
            }
            state if state.is_terminal() => decisions::offers::closed(conn, ctx, id)?,
            // On hold: it lapses when the application is taken up again.
            _ => {}
        }
    }
    Ok(())
}
