//! Who comes to an interview, and the own calendar.

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    app::App,
    flow::interviews::{self as flow, Invited},
    interviews::{Answer, InterviewView, Reply},
    kernel::{ids::InterviewId, time::Timestamp},
    people::{self, Guest, Staff},
    web::{ApiResult, EmptyBody, Problem, Valid, etag},
};

/// An answer to an invitation.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::interviews) struct ReplyBody {
    /// Whether one comes.
    pub(in crate::interviews) answer: Answer,
    /// Why not, or what would suit.
    #[serde(default)]
    #[validate(length(max = 1000))]
    pub(in crate::interviews) note: Option<String>,
}

impl ReplyBody {
    /// The answer as the use case takes it.
    pub(in crate::interviews) fn reply(&self) -> (Answer, Option<String>) {
        (self.answer, self.note.clone())
    }
}

/// Says whether a rater comes; the answer can be changed until the round starts. HR is written to when somebody cannot.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), request_body = ReplyBody, responses(
    (status = 200, body = InterviewView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem),
))]
#[post("/scheduled_interviews/{id}/reply")]
pub(super) async fn reply(
    app: Data<App>,
    who: Staff,
    id: Path<InterviewId>,
    body: Valid<ReplyBody>,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let replied = app
        .db
        .write(move |conn| {
            let read = || body.get().map(ReplyBody::reply);
            flow::reply(conn, &ctx, *id, &base_url, read)
        })
        .await?;
    Ok(etag::ok(replied.row.version, &InterviewView::from(replied)))
}

/// An interview as its candidate is told of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GuestInterview {
    /// Its name.
    name: String,
    /// The job's title.
    job_title: String,
    /// When it starts.
    starts_at: Timestamp,
    /// Its length.
    minutes: i64,
    /// The time zone it is told in.
    time_zone: String,
    /// Where.
    place: String,
    /// The address of an online meeting.
    meeting_link: Option<String>,
    /// Whom the candidate meets, with what the person does.
    people: Vec<String>,
    /// What was answered to the invitation as it stands.
    reply: Option<Reply>,
    /// Whether an answer is still of use.
    open: bool,
}

impl From<Invited> for GuestInterview {
    fn from(invited: Invited) -> Self {
        let appointment = invited.appointment;
        let person = |(name, role): (String, &str)| format!("{name}, {role}");
        Self {
            name: appointment.name,
            job_title: invited.job_title,
            starts_at: appointment.starts_at,
            minutes: appointment.minutes,
            time_zone: invited.zone.name().to_owned(),
            place: appointment.place,
            meeting_link: appointment.meeting_link,
            people: appointment.people.into_iter().map(person).collect(),
            reply: invited.reply,
            open: invited.open,
        }
    }
}

/// An interview of the candidate behind the link.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), responses(
    (status = 200, body = GuestInterview), (status = 404, body = Problem),
))]
#[get("/guest/interviews/{id}")]
pub(super) async fn show(app: Data<App>, who: Guest, id: Path<InterviewId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let found = app.db.read(move |conn| flow::invited(conn, &ctx, *id)).await?;
    Ok(HttpResponse::Ok().json(GuestInterview::from(found)))
}

/// Says whether the candidate comes.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), request_body = ReplyBody, responses(
    (status = 200, body = GuestInterview), (status = 404, body = Problem), (status = 409, body = Problem),
    (status = 422, body = Problem),
))]
#[post("/guest/interviews/{id}/reply")]
pub(super) async fn reply_as_guest(
    app: Data<App>,
    who: Guest,
    id: Path<InterviewId>,
    body: Valid<ReplyBody>,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let found = app
        .db
        .write(move |conn| {
            let read = || body.get().map(ReplyBody::reply);
            flow::reply(conn, &ctx, *id, &base_url, read)?;
            flow::invited(conn, &ctx, *id)
        })
        .await?;
    Ok(HttpResponse::Ok().json(GuestInterview::from(found)))
}

/// The address of the own calendar.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CalendarAddress {
    /// What a calendar program subscribes to. It is shown only here: whoever has it can read the calendar.
    url: String,
}

/// Makes a new secret address of the own interviews for a calendar program; the old one is dead at once.
#[utoipa::path(tag = "interviews", responses((status = 201, body = CalendarAddress), (status = 401, body = Problem)))]
#[post("/users/me/calendar")]
pub(super) async fn renew_calendar(app: Data<App>, who: Staff, _: EmptyBody) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let token = app.db.write(move |conn| people::renew_feed(conn, &ctx)).await?;
    let url = address(&app, &token);
    Ok(HttpResponse::Created().json(CalendarAddress { url }))
}

/// The address a calendar program subscribes to.
pub(in crate::interviews) fn address(app: &App, token: &str) -> String {
    format!("{}/calendar/{token}.ics", app.base_url)
}

/// Takes the address of the own calendar back.
#[utoipa::path(tag = "interviews", responses((status = 204), (status = 401, body = Problem)))]
#[delete("/users/me/calendar")]
pub(super) async fn end_calendar(app: Data<App>, who: Staff, _: EmptyBody) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    app.db.write(move |conn| people::end_feed(conn, &ctx)).await?;
    Ok(HttpResponse::NoContent().finish())
}
