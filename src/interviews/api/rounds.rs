//! Rounds.

use actix_web::{
    HttpResponse, get, patch, post,
    web::{Data, Path},
};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use validator::Validate;

use super::kit::KitView;
use crate::{
    app::App,
    fault::Fault,
    flow::interviews::{self as flow, Booked, Booking, Change, SlotCheck, Warning},
    interviews::{Interview, InterviewView},
    kernel::{
        codes::SourceCode,
        ids::{ApplicationId, InterviewId, UserId},
        text::single_line,
        time::Timestamp,
    },
    people::Staff,
    web::{ApiResult, EmptyBody, IfMatch, Problem, Valid, done, etag},
};

/// A round to be booked.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct BookBody {
    /// The round of the plan, e.g. `R1`.
    #[schema(value_type = String)]
    source: SourceCode,
    /// Start.
    starts_at: Timestamp,
    /// Length; the plan's when absent.
    #[serde(default)]
    #[validate(range(min = 15, max = 240))]
    minutes: Option<u32>,
    /// Who rates; the plan's raters when absent.
    #[serde(default)]
    #[validate(length(min = 1, max = 6))]
    raters: Option<Vec<UserId>>,
    /// Where, in plain words.
    #[validate(length(min = 1, max = 200))]
    place: String,
    /// The address of an online meeting.
    #[serde(default)]
    #[validate(url, length(max = 500))]
    meeting_link: Option<String>,
    /// The time zone it is told in, e.g. `Europe/Lisbon`; the company's when absent.
    #[serde(default)]
    #[validate(length(max = 64))]
    time_zone: Option<String>,
    /// Whether it repeats a round that was held, with another rater (G18).
    #[serde(default)]
    supplementary: bool,
}

impl BookBody {
    /// The booking as the use case takes it.
    pub(crate) fn booking(&self) -> Result<Booking, Fault> {
        Ok(Booking {
            source: self.source.clone(),
            starts_at: self.starts_at,
            minutes: self.minutes,
            raters: self.raters.clone(),
            place: place(&self.place)?,
            meeting_link: self.meeting_link.clone(),
            time_zone: self.time_zone.as_deref().map(time_zone).transpose()?,
            supplementary: self.supplementary,
        })
    }
}

fn time_zone(name: &str) -> Result<Tz, Fault> {
    name.trim().parse().map_err(|_| {
        let detail = "This is not the name of a time zone, such as Europe/Berlin.";
        Fault::field("/time_zone", "time_zone", detail)
    })
}

fn place(given: &str) -> Result<String, Fault> {
    let place = single_line(given);
    if place.is_empty() {
        return Err(Fault::field("/place", "length", "Say where it takes place."));
    }
    Ok(place)
}

/// What shall be different; what is left out stays.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeBody {
    /// Another start.
    starts_at: Option<Timestamp>,
    /// Another length.
    #[validate(range(min = 15, max = 240))]
    minutes: Option<u32>,
    /// Other raters, all of them.
    #[validate(length(min = 1, max = 6))]
    raters: Option<Vec<UserId>>,
    /// Another place.
    #[validate(length(min = 1, max = 200))]
    place: Option<String>,
    /// Another address of an online meeting; `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 500))]
    meeting_link: Option<Option<String>>,
    /// Another time zone to tell it in; `null` for the company's.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    #[validate(length(max = 64))]
    time_zone: Option<Option<String>>,
}

/// Tells `null` from a field that was left out.
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl ChangeBody {
    /// The change as the use case takes it.
    pub(crate) fn change(&self) -> Result<Change, Fault> {
        let bad_link = |link: &String| url::Url::parse(link).is_err();
        if self.meeting_link.iter().flatten().any(bad_link) {
            let detail = "This is not an address such as https://example.com.";
            return Err(Fault::field("/meeting_link", "url", detail));
        }
        Ok(Change {
            starts_at: self.starts_at,
            minutes: self.minutes,
            raters: self.raters.clone(),
            place: self.place.as_deref().map(place).transpose()?,
            meeting_link: self.meeting_link.clone(),
            time_zone: match &self.time_zone {
                Some(Some(name)) => Some(Some(time_zone(name)?)),
                Some(None) => Some(None),
                None => None,
            },
        })
    }
}

/// A booked or moved round with what does not fit well about it.
#[derive(serde::Serialize, ToSchema)]
pub(super) struct BookedView {
    /// The round.
    #[serde(flatten)]
    interview: InterviewView,
    /// Who is booked at that time already, and where the pace of G36 is at its limit. A warning stops nobody.
    warnings: Vec<Warning>,
}

impl From<Booked> for BookedView {
    fn from(booked: Booked) -> Self {
        Self {
            interview: booked.interview.into(),
            warnings: booked.warnings,
        }
    }
}

fn shown(interview: Interview) -> HttpResponse {
    etag::ok(interview.row.version, &InterviewView::from(interview))
}

/// Books a round (HR). Refused by G11 (24 h of reading), G13, G14 and G36, all at once.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), request_body = BookBody, responses(
    (status = 201, body = BookedView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/scheduled_interviews")]
pub(super) async fn create(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<BookBody>,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let booked = app
        .db
        .write(move |conn| {
            let wanted = || body.get()?.booking();
            flow::book(conn, &ctx, *id, &base_url, &if_match, wanted)
        })
        .await?;
    let booked = done(booked)?;
    let row = &booked.interview.row;
    let (location, version) = (format!("/api/v1/scheduled_interviews/{}", row.id), row.version);
    Ok(etag::created(&location, version, &BookedView::from(booked)))
}

/// What a booking would meet: gates that would refuse it, and what does not fit well. Nothing is stored.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), request_body = BookBody, responses(
    (status = 200, body = SlotCheck), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/scheduled_interviews/check")]
pub(super) async fn check(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    body: Valid<BookBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let wanted = move || body.get()?.booking();
    let found = app
        .db
        .read(move |conn| flow::check_booking(conn, &ctx, *id, &wanted))
        .await?;
    Ok(HttpResponse::Ok().json(found))
}

/// What a move would meet. Nothing is stored.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), request_body = ChangeBody, responses(
    (status = 200, body = SlotCheck), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem),
))]
#[post("/scheduled_interviews/{id}/check")]
pub(super) async fn check_change(
    app: Data<App>,
    who: Staff,
    id: Path<InterviewId>,
    body: Valid<ChangeBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let wanted = move || body.get()?.change();
    let found = app
        .db
        .read(move |conn| flow::check_move(conn, &ctx, *id, &wanted))
        .await?;
    Ok(HttpResponse::Ok().json(found))
}

/// Rounds of an application.
#[derive(serde::Serialize, ToSchema)]
pub(super) struct Rounds {
    /// In the order of their start.
    data: Vec<InterviewView>,
}

/// The rounds of an application, cancelled ones too.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), responses(
    (status = 200, body = Rounds), (status = 404, body = Problem),
))]
#[get("/applications/{id}/scheduled_interviews")]
pub(super) async fn list(app: Data<App>, who: Staff, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let rounds = app
        .db
        .read(move |conn| flow::interviews(conn, &ctx, *id))
        .await?
        .0;
    Ok(HttpResponse::Ok().json(Rounds {
        data: rounds.into_iter().map(InterviewView::from).collect(),
    }))
}

/// One round.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), responses(
    (status = 200, body = InterviewView), (status = 404, body = Problem),
))]
#[get("/scheduled_interviews/{id}")]
pub(super) async fn show(app: Data<App>, who: Staff, id: Path<InterviewId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    Ok(shown(
        app.db.read(move |conn| flow::interview(conn, &ctx, *id)).await?.0,
    ))
}

/// Moves a round to another time, place or other raters (HR), through the same gates as booking.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), request_body = ChangeBody, responses(
    (status = 200, body = BookedView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
    (status = 428, body = Problem),
))]
#[patch("/scheduled_interviews/{id}")]
pub(super) async fn change(
    app: Data<App>,
    who: Staff,
    id: Path<InterviewId>,
    if_match: IfMatch,
    body: Valid<ChangeBody>,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let moved = app
        .db
        .write(move |conn| {
            let wanted = || body.get()?.change();
            flow::reschedule(conn, &ctx, *id, &base_url, &if_match, wanted)
        })
        .await?;
    let moved = done(moved)?;
    Ok(etag::ok(moved.interview.row.version, &BookedView::from(moved)))
}

/// Calls a round off (HR).
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), responses(
    (status = 200, body = InterviewView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem),
))]
#[post("/scheduled_interviews/{id}/cancellation")]
pub(super) async fn cancel(
    app: Data<App>,
    who: Staff,
    id: Path<InterviewId>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let cancelled = app
        .db
        .write(move |conn| flow::cancel(conn, &ctx, *id, &base_url, &if_match))
        .await?;
    Ok(shown(done(cancelled)?))
}

/// Records that a round took place (HR or one of its raters) and gives each rater a card. Not before its start.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), responses(
    (status = 200, body = InterviewView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem),
))]
#[post("/scheduled_interviews/{id}/held")]
pub(super) async fn hold(
    app: Data<App>,
    who: Staff,
    id: Path<InterviewId>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let held = app
        .db
        .write(move |conn| flow::hold(conn, &ctx, *id, &base_url, &if_match))
        .await?;
    Ok(shown(done(held)?))
}

/// Records that the candidate did not come (HR or one of the round's raters).
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), responses(
    (status = 200, body = InterviewView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem),
))]
#[post("/scheduled_interviews/{id}/no_show")]
pub(super) async fn miss(
    app: Data<App>,
    who: Staff,
    id: Path<InterviewId>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let missed = app
        .db
        .write(move |conn| flow::miss(conn, &ctx, *id, &if_match))
        .await?;
    Ok(shown(done(missed)?))
}

/// The kit of a round: what to ask in which order, and the anchors; no CV and nobody's ratings.
#[utoipa::path(tag = "interviews", params(("id" = String, Path)), responses(
    (status = 200, body = KitView), (status = 404, body = Problem),
))]
#[get("/scheduled_interviews/{id}/kit")]
pub(super) async fn kit(app: Data<App>, who: Staff, id: Path<InterviewId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (interview, case) = app.db.read(move |conn| flow::interview(conn, &ctx, *id)).await?;
    Ok(etag::ok(interview.row.version, &KitView::new(&interview, &case)))
}
