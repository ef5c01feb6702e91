//! The outbox: what areas say shall be mailed, and what became of it.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{
    message::{Message, is_link},
    notices, store,
};
use crate::{
    db::{Conn, DbError},
    kernel::{
        ctx::Ctx,
        email::EmailAddress,
        ids::{ApplicationId, JobId, OnboardingPlanId, OutboxMailId, RowId},
        random, text,
        time::Timestamp,
    },
    text_enum,
};

text_enum! {
    /// Where a mail stands.
    pub enum MailState {
        /// It waits for its time or for another attempt.
        Queued = "queued",
        /// A worker has it in hand, until the lease ends.
        Sending = "sending",
        /// A mail server (or the folder) took it.
        Sent = "sent",
        /// It will never go: the address or the content was refused.
        Failed = "failed",
        /// It could not be handed over within 72 hours of the first attempt.
        Dead = "dead",
    }
}
text_enum! {
    /// What kind of case a mail belongs to.
    pub enum CaseKind {
        /// An application.
        Application = "application",
        /// A job.
        Job = "job",
        /// An onboarding plan.
        OnboardingPlan = "onboarding_plan",
    }
}
text_enum! {
    /// What one attempt to send a mail came to (security dossier, section 4).
    pub enum Tried {
        /// The mail server took responsibility.
        Sent = "sent",
        /// 4xx, or silence before the content: later.
        Deferred = "deferred",
        /// 5xx to the recipient or the content, or an address no server was asked about: never.
        Refused = "refused",
        /// The answer to the last dot is missing: it may have arrived.
        Ambiguous = "ambiguous",
        /// The mail server could not be reached; says nothing about the mail.
        Unreachable = "unreachable",
        /// The mail server does not let us in, or the folder cannot be written to; says nothing about the mail.
        OurFault = "our_fault",
        /// The mail could not be put into words.
        Unwritable = "unwritable",
        /// The worker fell silent; nobody knows how far it came.
        Interrupted = "interrupted",
        /// Enough was sent to this recipient or of this case for a day.
        HeldBack = "held_back",
    }
}
crate::db::types::text_column!(MailState, CaseKind, Tried);

/// The case a mail belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// An application.
    Application(ApplicationId),
    /// A job.
    Job(JobId),
    /// An onboarding plan.
    OnboardingPlan(OnboardingPlanId),
    /// None, e.g. a mail to a new member of staff.
    None,
}

impl Case {
    pub(super) fn columns(self) -> (Option<CaseKind>, Option<RowId>) {
        let (kind, id) = match self {
            Self::Application(id) => (CaseKind::Application, id.uuid()),
            Self::Job(id) => (CaseKind::Job, id.uuid()),
            Self::OnboardingPlan(id) => (CaseKind::OnboardingPlan, id.uuid()),
            Self::None => return (None, None),
        };
        (Some(kind), Some(RowId::from_uuid(id)))
    }
    pub(super) fn of(kind: Option<CaseKind>, id: Option<RowId>) -> Self {
        match (kind, id.map(RowId::uuid)) {
            (Some(CaseKind::Application), Some(id)) => Self::Application(ApplicationId::from_uuid(id)),
            (Some(CaseKind::Job), Some(id)) => Self::Job(JobId::from_uuid(id)),
            (Some(CaseKind::OnboardingPlan), Some(id)) => {
                Self::OnboardingPlan(OnboardingPlanId::from_uuid(id))
            }
            _ => Self::None,
        }
    }
}

/// A mail to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// The recipient's name.
    pub to_name: String,
    /// The recipient's address.
    pub to: EmailAddress,
    /// What to say.
    pub message: Message,
    /// What it belongs to.
    pub case: Case,
    /// Names this one mail among all: event and recipient, e.g. `reference/<id>/reminder/1`. Enqueueing the
    /// same key again does nothing. Keys that share a beginning can be cancelled together.
    pub dedup: String,
    /// Not to be sent before; at once when absent.
    pub not_before: Option<Timestamp>,
}

/// One attempt to send a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MailAttempt)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// What it came to.
    pub outcome: Tried,
    /// What the mail server said.
    pub detail: Option<String>,
}

/// What became of a mail, for staff and for the areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// The mail.
    pub id: OutboxMailId,
    /// Which message.
    pub message: String,
    /// To whom.
    pub to: EmailAddress,
    /// Where it stands.
    pub state: MailState,
    /// Attempts so far.
    pub attempts: i64,
    /// Whether it may have arrived more than once.
    pub maybe_twice: bool,
    /// Why it has not arrived.
    pub last_error: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it left.
    pub sent_at: Option<Timestamp>,
}

/// Mails asked for in one instant leave, and are listed, in the order they were asked for: an update of an invitation
/// must not overtake it.
pub(super) fn new_id(ctx: &Ctx) -> OutboxMailId {
    static ASKED: AtomicU64 = AtomicU64::new(1);
    random::ordered_id(ctx.now, ASKED.fetch_add(1, Ordering::Relaxed))
}

/// Asks for a mail, in the caller's transaction. The same dedup key a second time changes nothing and gives
/// the first mail's id. What its reader may put off or turn off waits among the notices first.
///
/// # Errors
/// When the database fails.
pub fn enqueue(conn: &mut Conn, ctx: &Ctx, mail: Outgoing) -> Result<OutboxMailId, DbError> {
    let (case_kind, case_id) = mail.case.columns();
    let data = mail
        .message
        .data()
        .map_err(|error| DbError::Corrupt(format!("a mail: {error}")))?;
    // Whatever somebody typed: no character in it may keep a database from storing the mail.
    let data = text::tidy(data);
    let new = store::NewMail {
        id: new_id(ctx),
        case_kind,
        case_id,
        message: mail.message.name(),
        data,
        recipient_name: text::single_line(&mail.to_name),
        recipient_email: mail.to,
        dedup_key: mail.dedup,
        next_at: mail.not_before.unwrap_or(ctx.now).max(ctx.now),
        created_at: ctx.now,
    };
    if mail.message.topic().is_some() {
        // A notice of this morning's look may be dated back to the morning, so that it comes with today's others.
        let next_at = mail.not_before.unwrap_or(ctx.now);
        notices::keep(conn, store::NewMail { next_at, ..new })
    } else {
        store::insert(conn, new)
    }
}

/// Forgets the waiting mails whose dedup key begins with `dedup_prefix`, e.g. the reminders of something that
/// is done, and gives their number. Their keys are free again. A mail that is being sent, or was sent, stays.
///
/// # Errors
/// When the database fails.
pub fn cancel(conn: &mut Conn, dedup_prefix: &str) -> Result<usize, DbError> {
    Ok(store::delete_waiting(conn, dedup_prefix)? + notices::forget(conn, dedup_prefix)?)
}

/// Forgets the waiting mails whose dedup key begins with `dedup_prefix`, and the links of those that could not be
/// delivered: the links lead nowhere any more, so that nobody sends such a mail again.
///
/// # Errors
/// When the database fails.
pub fn withdraw(conn: &mut Conn, dedup_prefix: &str) -> Result<(), DbError> {
    cancel(conn, dedup_prefix)?;
    store::forget_links(conn, dedup_prefix)
}

/// The mails of one case, oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_case(conn: &mut Conn, case: Case) -> Result<Vec<Delivery>, DbError> {
    match case.columns() {
        (Some(kind), Some(id)) => store::of_case(conn, kind, id),
        _ => Ok(vec![]),
    }
}

/// When somebody was last written to about a case: the newest mail that has left or is due. Mails that failed, or
/// wait for a later time, told nobody anything.
///
/// # Errors
/// When the database fails.
pub fn last_to(
    conn: &mut Conn,
    case: Case,
    to: &EmailAddress,
    now: Timestamp,
) -> Result<Option<Timestamp>, DbError> {
    match case.columns() {
        (Some(kind), Some(id)) => store::last_to(conn, (kind, id), to, now),
        _ => Ok(None),
    }
}

/// How many mails are being sent or wait for an attempt that is due at `now`.
///
/// # Errors
/// When the database fails.
pub fn unsent(conn: &mut Conn, now: Timestamp) -> Result<i64, DbError> {
    store::unsent(conn, now)
}

/// A message's data without its links: the secrets in them are not needed once the mail has left.
pub(super) fn without_links(data: &Value) -> Value {
    match data {
        Value::Object(fields) => fields
            .iter()
            .map(|(field, value)| match value {
                Value::String(_) if is_link(field) => (field.clone(), Value::String(String::new())),
                _ => (field.clone(), without_links(value)),
            })
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().map(without_links).collect(),
        other => other.clone(),
    }
}

/// The links of a message.
pub(super) fn links(data: &Value) -> Vec<String> {
    match data {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(field, value)| match value {
                Value::String(link) if is_link(field) => vec![link.clone()],
                _ => links(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(links).collect(),
        _ => vec![],
    }
}
