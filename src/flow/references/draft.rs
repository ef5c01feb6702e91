//! What a referee has typed so far. It is kept after each part of the form, on any device the link is opened on.

use crate::{
    db::Conn,
    fault::Fault,
    flow::{case, references::FormView},
    kernel::{
        ctx::{Actor, Ctx},
        time::Timestamp,
    },
    mail, people,
    pipeline::state::ReferenceState,
    references::{self, model::Referee},
    web::guest::Given,
};

/// The most that is kept, in bytes: far more than the longest honest answers.
const MOST_BYTES: usize = 64 * 1024;

/// The form with what was typed so far.
#[derive(Debug, Clone)]
pub struct Questionnaire {
    /// The form.
    pub view: FormView,
    /// Where the reference stands.
    pub state: ReferenceState,
    /// Until when the link takes answers, in words.
    pub until: Option<String>,
    /// What was typed so far.
    pub given: Given,
    /// When it was saved last, in words.
    pub saved: Option<String>,
}

fn referee(conn: &mut Conn, ctx: &Ctx) -> Result<Referee, Fault> {
    match ctx.actor {
        Actor::Referee { referee, .. } => references::find(conn, referee),
        _ => Err(Fault::NotFound("reference")),
    }
}

/// The form of the referee who acts, with what was typed so far.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but a referee.
pub fn questionnaire(conn: &mut Conn, ctx: &Ctx) -> Result<Questionnaire, Fault> {
    let referee = referee(conn, ctx)?;
    let case = case::load(conn, ctx, referee.application_id)?;
    let zone = case.calendar.timezone();
    let when = |at: Timestamp| mail::when(at, zone);
    let draft = people::guest_draft(conn, referee.id.uuid())?;
    Ok(Questionnaire {
        state: referee.state,
        until: referee.expires_at.map(when),
        saved: draft.as_ref().map(|draft| when(draft.saved_at)),
        given: draft
            .and_then(|draft| serde_json::from_value(draft.body.0).ok())
            .unwrap_or_default(),
        view: FormView::of(referee, &case),
    })
}

/// Keeps what was typed in one part of the form, beside what the other parts hold.
///
/// # Errors
/// [`Fault::NotFound`] for everybody but a referee; [`Fault::AlreadySubmitted`] once the reference is closed;
/// too much text.
pub fn save_draft(conn: &mut Conn, ctx: &Ctx, part: &Given) -> Result<(), Fault> {
    let referee = referee(conn, ctx)?;
    if !matches!(referee.state, ReferenceState::Sent | ReferenceState::Opened) {
        return Err(Fault::AlreadySubmitted("This reference is closed.".to_owned()));
    }
    let stored = people::guest_draft(conn, referee.id.uuid())?;
    let seen = stored.as_ref().map_or(0, |draft| draft.version);
    let known: Given = stored
        .and_then(|draft| serde_json::from_value(draft.body.0).ok())
        .unwrap_or_default();
    let whole = known.with(part);
    if whole.bytes() > MOST_BYTES {
        return Err(Fault::field("", "length", "Please keep your answers shorter."));
    }
    let body = serde_json::to_value(&whole).map_err(Fault::internal)?;
    people::save_guest_draft(conn, ctx, referee.application_id, referee.id.uuid(), seen, body)?;
    Ok(())
}
