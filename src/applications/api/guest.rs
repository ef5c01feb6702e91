//! What a candidate does through the link, in JSON; the pages do the same in HTML.

use actix_web::{HttpResponse, get, post, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    applications::{PRIVACY_NOTICE, Progress, model::AcknowledgementBody, rules},
    fault::Fault,
    flow::applications::{self as flow, desk::Desk},
    jobs::model::DescriptionBody,
    kernel::ids::ApplicationId,
    people::Guest,
    pipeline::state::ApplicationState,
    web::{ApiResult, EmptyBody, Problem, Valid, done, etag},
};

/// A question of the acknowledgement.
#[derive(Debug, Serialize, ToSchema)]
struct QuestionView {
    /// The field of `answers` to fill.
    field: &'static str,
    /// The question.
    text: String,
    /// What may be chosen; empty: a number.
    choices: Vec<&'static str>,
}

/// The candidate's own application.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GuestView {
    /// Identifies the application.
    application_id: ApplicationId,
    /// The candidate's name.
    name: String,
    /// The job's title.
    job_title: String,
    /// Where it stands.
    state: ApplicationState,
    /// The same in words, and what happens next.
    progress: Progress,
    /// The version of the description to read.
    description_number: u32,
    /// The description, with the realistic preview in it.
    description: DescriptionBody,
    /// The privacy notice.
    privacy_notice: &'static str,
    /// Whether the notice was seen.
    notice_seen: bool,
    /// Whether this version of the description is acknowledged.
    acknowledged: bool,
    /// The five questions.
    questions: Vec<QuestionView>,
    /// The free question.
    least_liked: String,
}

impl GuestView {
    fn new(desk: Desk) -> Self {
        let quiz = desk.case.pack.quiz();
        Self {
            application_id: desk.row.id,
            name: desk.candidate.name.clone(),
            job_title: desk.case.evidence.terms.title.clone(),
            state: desk.row.state,
            progress: desk.progress,
            description_number: desk.case.evidence.terms.description_number,
            privacy_notice: PRIVACY_NOTICE,
            notice_seen: desk.row.notice_seen_at.is_some(),
            acknowledged: desk.acknowledged,
            questions: rules::quiz::asked(quiz)
                .map(|(field, question)| QuestionView {
                    field,
                    text: question.text.clone(),
                    choices: rules::quiz::choices(field),
                })
                .collect(),
            least_liked: quiz.least_liked.clone(),
            description: desk.description,
        }
    }
}

/// The own application: the job as it is, the notice, the questions and where things stand (never a score).
#[utoipa::path(tag = "guest", responses((status = 200, body = GuestView), (status = 404, body = Problem)))]
#[get("/guest/application")]
pub(super) async fn show(app: Data<App>, who: Guest) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let desk = app.db.read(move |conn| flow::desk::desk(conn, &ctx)).await?;
    Ok(etag::ok(desk.row.version, &GuestView::new(desk)))
}

/// Says that the privacy notice was seen (G10).
#[utoipa::path(tag = "guest", responses(
    (status = 200, body = GuestView), (status = 404, body = Problem), (status = 409, body = Problem),
))]
#[post("/guest/application/privacy_notice")]
pub(super) async fn see_notice(app: Data<App>, who: Guest, _: EmptyBody) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let desk = app
        .db
        .write(move |conn| {
            flow::entry::see_notice(conn, &ctx, flow::entry::own(&ctx.actor)?)?;
            flow::desk::desk(conn, &ctx)
        })
        .await?;
    Ok(etag::ok(desk.row.version, &GuestView::new(desk)))
}

/// Answers the five questions. Wrong ones come back with what the description says and are asked again; when
/// all are right, the role is acknowledged (G11).
#[utoipa::path(tag = "guest", request_body = AcknowledgementBody, responses(
    (status = 200, body = flow::entry::Acknowledged), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem),
))]
#[post("/guest/application/acknowledgement")]
pub(super) async fn acknowledge(
    app: Data<App>,
    who: Guest,
    body: Valid<AcknowledgementBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| {
            let id = flow::entry::own(&ctx.actor)?;
            flow::entry::acknowledge(conn, &ctx, id, || body.get().cloned())
        })
        .await?;
    Ok(HttpResponse::Ok().json(done(outcome)?))
}

/// Withdraws; possible at any time, without a reason.
#[utoipa::path(tag = "guest", responses(
    (status = 200, body = GuestView), (status = 404, body = Problem), (status = 409, body = Problem),
))]
#[post("/guest/application/withdrawal")]
pub(super) async fn withdraw(app: Data<App>, who: Guest, _: EmptyBody) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let outcome = app
        .db
        .write(move |conn| {
            let outcome = flow::withdraw(conn, &ctx, flow::entry::own(&ctx.actor)?)?;
            let desk = flow::desk::desk(conn, &ctx)?;
            Ok::<_, Fault>(outcome.map(|_| desk))
        })
        .await?;
    let desk = done(outcome)?;
    Ok(etag::ok(desk.row.version, &GuestView::new(desk)))
}
