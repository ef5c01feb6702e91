//! Mails that could not be delivered: each is somebody's task until it is sent again or closed.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    outbox::{Attempt, Case, CaseKind, MailState},
    queue::{KEEPERS, READERS, conflict, may, name},
    store::{self, DeadRow},
};
use crate::{
    audit::{self, Chain, Entry, Outcome},
    db::{
        Conn, DbError,
        page::{Page, PageRequest},
    },
    fault::Fault,
    kernel::{
        ctx::Ctx,
        email::EmailAddress,
        ids::{OutboxMailId, RowId},
        time::Timestamp,
    },
};

/// What was done about a dead letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Closing {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// What was done instead.
    pub reason: String,
}

/// A mail that could not be delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DeadLetter {
    /// The mail; the local part of its Message-ID.
    pub id: OutboxMailId,
    /// Which message, e.g. `reference_request`.
    pub message: String,
    /// The recipient's name.
    pub to_name: String,
    /// The recipient's address.
    pub to: EmailAddress,
    /// What kind of case it belongs to.
    pub case_kind: Option<CaseKind>,
    /// Which case.
    #[schema(value_type = Option<String>, format = "uuid")]
    pub case_id: Option<RowId>,
    /// `failed`: refused; `dead`: given up.
    pub state: MailState,
    /// Why.
    pub reason: String,
    /// Whether it may have arrived all the same.
    pub maybe_arrived: bool,
    /// Attempts that said something about the mail.
    pub attempts: i64,
    /// Since when it is a dead letter.
    pub since: Timestamp,
    /// Until when it can be sent again as it is; afterwards its links are forgotten.
    pub again_until: Option<Timestamp>,
    /// What was done about it.
    pub closing: Option<Closing>,
}

/// A dead letter with its history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DeadLetterFile {
    /// The mail.
    pub letter: DeadLetter,
    /// Every attempt to send it, in order.
    pub history: Vec<Attempt>,
}

impl From<DeadRow> for DeadLetter {
    fn from(row: DeadRow) -> Self {
        let (case_kind, case_id) = row.case().columns();
        let closing = row.closed_at.map(|at| Closing {
            at,
            by: row.closed_by.unwrap_or_default(),
            reason: row.closed_reason.unwrap_or_default(),
        });
        Self {
            id: row.id,
            message: row.message,
            to_name: row.recipient_name,
            to: row.recipient_email,
            case_kind,
            case_id,
            state: row.state,
            reason: row.last_error.unwrap_or_default(),
            maybe_arrived: row.ambiguous,
            attempts: row.attempts,
            since: row.next_at,
            again_until: row.keep_until,
            closing,
        }
    }
}

/// Dead letters, newest first: open ones, or those somebody closed.
///
/// # Errors
/// [`Fault::Forbidden`] for whoever has nothing to do with mail.
pub fn list(conn: &mut Conn, ctx: &Ctx, closed: bool, page: &PageRequest) -> Result<Page<DeadLetter>, Fault> {
    may(&ctx.actor, READERS)?;
    let rows = store::dead_letters(conn, closed, page)?;
    Ok(Page {
        data: rows.data.into_iter().map(DeadLetter::from).collect(),
        next_cursor: rows.next_cursor,
        has_more: rows.has_more,
    })
}

/// Whether dead letters are the actor's to look after.
pub fn keeps(ctx: &Ctx) -> bool {
    ctx.actor.has_any(KEEPERS)
}

/// One dead letter with every attempt to send it.
///
/// # Errors
/// [`Fault::Forbidden`], [`Fault::NotFound`].
pub(super) fn show(conn: &mut Conn, ctx: &Ctx, id: OutboxMailId) -> Result<DeadLetterFile, Fault> {
    may(&ctx.actor, READERS)?;
    Ok(DeadLetterFile {
        letter: find(conn, id)?,
        history: store::attempts(conn, id)?,
    })
}

/// Sends a dead letter again, under the Message-ID it has; its 72 hours begin anew.
///
/// # Errors
/// [`Fault::Forbidden`], [`Fault::NotFound`]; [`Fault::Conflict`] when it is closed or too old.
pub(super) fn retry(conn: &mut Conn, ctx: &Ctx, id: OutboxMailId) -> Result<(), Fault> {
    may(&ctx.actor, KEEPERS)?;
    let letter = find_open(conn, id)?;
    if letter.again_until.is_none_or(|until| until <= ctx.now) {
        return Err(conflict(
            "too_old",
            "The links of this mail do not work any more: write to the person anew, from the case it belongs to.",
        ));
    }
    store::requeue(conn, id, ctx.now)?;
    Ok(record(conn, ctx, &letter, "retry_mail", Value::Null)?)
}

/// Says what was done instead; nobody is asked to look after the letter any more.
///
/// # Errors
/// [`Fault::Forbidden`], [`Fault::NotFound`]; [`Fault::Conflict`] when it is closed.
pub(super) fn close(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OutboxMailId,
    reason: impl FnOnce() -> Result<String, Fault>,
) -> Result<DeadLetter, Fault> {
    may(&ctx.actor, KEEPERS)?;
    let letter = find_open(conn, id)?;
    let reason = reason()?;
    store::close(conn, id, (ctx.now, &name(&ctx.actor), &reason))?;
    record(conn, ctx, &letter, "close_mail", json!({ "reason": reason }))?;
    find(conn, id)
}

fn find(conn: &mut Conn, id: OutboxMailId) -> Result<DeadLetter, Fault> {
    let row = store::dead_letter(conn, id)?;
    row.map(DeadLetter::from).ok_or(Fault::NotFound("dead letter"))
}

fn find_open(conn: &mut Conn, id: OutboxMailId) -> Result<DeadLetter, Fault> {
    let letter = find(conn, id)?;
    if letter.closing.is_some() {
        return Err(conflict("already_closed", "This mail was closed already."));
    }
    Ok(letter)
}

fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    letter: &DeadLetter,
    action: &str,
    details: Value,
) -> Result<(), DbError> {
    let mut details = details;
    if let Some(details) = details.as_object_mut() {
        details.insert("message".to_owned(), letter.message.clone().into());
    } else {
        details = json!({ "message": letter.message });
    }
    let entry = Entry {
        chain: letter
            .case_id
            .map_or(Chain::System, |case| Chain::Case(case.uuid())),
        entity_kind: "mail",
        entity: letter.id.uuid(),
        action: action.to_owned(),
        from: None,
        to: None,
        outcome: Outcome::Allowed,
        details,
        policy_version: None,
    };
    audit::record(conn, ctx, entry)
}

/// Where the case of a mail is looked at, as a path of a page.
pub(super) fn place(letter: &DeadLetter) -> Option<String> {
    let id = letter.case_id?;
    Some(match Case::of(letter.case_kind, Some(id)) {
        Case::Application(_) => format!("/applications/{id}"),
        Case::Job(_) => format!("/jobs/{id}"),
        Case::OnboardingPlan(_) => format!("/onboarding_plans/{id}"),
        Case::None => return None,
    })
}
