//! Work samples.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::views::ExerciseView;
use crate::{
    app::App,
    content::model::Setting,
    flow::interviews::{self as flow, Assignment},
    kernel::{
        codes::SourceCode,
        ids::{ApplicationId, ExerciseId, UserId},
        time::Timestamp,
    },
    people::{AnyActor, Guest, Staff, Who},
    web::{ApiResult, EmptyBody, IfMatch, Problem, Valid, done, etag},
};

/// A work sample to be assigned.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssignBody {
    /// `E1` to `E5` or `KT`; its form is the plan's.
    #[schema(value_type = String)]
    source: SourceCode,
    /// Two different people; the plan's when absent.
    #[serde(default)]
    assessors: Option<Vec<UserId>>,
    /// The trade of the material; that of the job's kind when absent.
    #[serde(default)]
    setting: Option<Setting>,
    /// Until when the candidate can begin; five days from now when absent.
    #[serde(default)]
    due_at: Option<Timestamp>,
}

impl From<&AssignBody> for Assignment {
    fn from(body: &AssignBody) -> Self {
        Self {
            source: body.source.clone(),
            assessors: body.assessors.clone(),
            setting: body.setting,
            due_at: body.due_at,
        }
    }
}

/// Assigns a work sample of the plan (HR); the candidate is written to.
#[utoipa::path(tag = "exercises", params(("id" = String, Path)), request_body = AssignBody, responses(
    (status = 201, body = ExerciseView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/applications/{id}/exercises")]
pub(super) async fn create(
    app: Data<App>,
    who: Staff,
    id: Path<ApplicationId>,
    if_match: IfMatch,
    body: Valid<AssignBody>,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let reader = ctx.clone();
    let assigned = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(Assignment::from);
            flow::assign(conn, &ctx, *id, &base_url, &if_match, wanted)
        })
        .await?;
    let assigned = done(assigned)?;
    let (id, version) = (assigned.row.id, assigned.row.version);
    let view = app
        .db
        .read(move |conn| {
            let (exercise, case) = flow::exercise(conn, &reader, id)?;
            Ok::<_, crate::fault::Fault>(ExerciseView::new(&exercise, &case, &reader.actor))
        })
        .await?;
    Ok(etag::created(&format!("/api/v1/exercises/{id}"), version, &view))
}

/// Work samples of an application.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Exercises {
    /// By code.
    data: Vec<ExerciseView>,
}

/// The work samples of an application; candidates see their own.
#[utoipa::path(tag = "exercises", params(("id" = String, Path)), responses(
    (status = 200, body = Exercises), (status = 404, body = Problem),
))]
#[get("/applications/{id}/exercises")]
pub(super) async fn list(app: Data<App>, who: AnyActor, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (exercises, case) = app.db.read(move |conn| flow::exercises(conn, &ctx, *id)).await?;
    let actor = who.actor();
    let data = exercises
        .iter()
        .map(|e| ExerciseView::new(e, &case, &actor))
        .collect();
    Ok(HttpResponse::Ok().json(Exercises { data }))
}

/// A work sample: its material for the candidate (never the key), the checklist for its assessors and HR.
#[utoipa::path(tag = "exercises", params(("id" = String, Path)), responses(
    (status = 200, body = ExerciseView), (status = 404, body = Problem),
))]
#[get("/exercises/{id}")]
pub(super) async fn show(app: Data<App>, who: AnyActor, id: Path<ExerciseId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (exercise, case) = app.db.read(move |conn| flow::exercise(conn, &ctx, *id)).await?;
    let view = ExerciseView::new(&exercise, &case, &who.actor());
    Ok(etag::ok(exercise.row.version, &view))
}

/// Begins a written work sample (the candidate): its material is shown and its time runs from now on. Beginning again
/// changes nothing.
#[utoipa::path(tag = "exercises", params(("id" = String, Path)), responses(
    (status = 200, body = ExerciseView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem),
))]
#[post("/exercises/{id}/begin")]
pub(super) async fn begin(
    app: Data<App>,
    who: Guest,
    id: Path<ExerciseId>,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (exercise, case) = app
        .db
        .write(move |conn| {
            flow::begin(conn, &ctx, *id)?;
            flow::exercise(conn, &ctx, *id)
        })
        .await?;
    let view = ExerciseView::new(&exercise, &case, &who.actor());
    Ok(etag::ok(exercise.row.version, &view))
}

/// More time on request.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(super) struct AdjustmentBody {
    /// Minutes beside the usual ones.
    #[validate(range(max = 240))]
    extra_minutes: u16,
    /// Until when the candidate can begin; stays when absent.
    #[serde(default)]
    due_at: Option<Timestamp>,
}

/// Gives a candidate more time for a written work sample (HR). Raters are not told.
#[utoipa::path(tag = "exercises", params(("id" = String, Path)), request_body = AdjustmentBody, responses(
    (status = 200, body = ExerciseView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/exercises/{id}/adjustment")]
pub(super) async fn adjust(
    app: Data<App>,
    who: Staff,
    id: Path<ExerciseId>,
    if_match: IfMatch,
    body: Valid<AdjustmentBody>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let (exercise, case) = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(|b| (b.extra_minutes, b.due_at));
            flow::adjust(conn, &ctx, *id, &if_match, wanted)?;
            flow::exercise(conn, &ctx, *id)
        })
        .await?;
    let view = ExerciseView::new(&exercise, &case, &who.actor());
    Ok(etag::ok(exercise.row.version, &view))
}

/// What is handed in.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubmissionBody {
    /// The work, or notes of a performance.
    #[validate(length(min = 1, max = 40_000))]
    pub(crate) text: String,
}

/// Hands a work sample in: the candidate through the link, once; HR or an assessor what was performed.
#[utoipa::path(tag = "exercises", params(("id" = String, Path)), request_body = SubmissionBody, responses(
    (status = 200, body = ExerciseView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/exercises/{id}/submission")]
pub(super) async fn submit(
    app: Data<App>,
    who: AnyActor,
    id: Path<ExerciseId>,
    if_match: IfMatch,
    body: Valid<SubmissionBody>,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let reader = ctx.clone();
    let id = id.into_inner();
    let taken = app
        .db
        .write(move |conn| {
            let given = || body.get().map(|b| b.text.clone());
            flow::hand_in(conn, &ctx, id, &base_url, &if_match, given)
        })
        .await?;
    done(taken)?;
    let (exercise, case) = app.db.read(move |conn| flow::exercise(conn, &reader, id)).await?;
    let view = ExerciseView::new(&exercise, &case, &who.actor());
    Ok(etag::ok(exercise.row.version, &view))
}

/// A further assessor.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssessorBody {
    /// Who.
    pub(crate) user_id: UserId,
}

/// Names a further assessor for a work sample one of whose cards came to nothing (HR).
#[utoipa::path(tag = "exercises", params(("id" = String, Path)), request_body = AssessorBody, responses(
    (status = 200, body = ExerciseView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
))]
#[post("/exercises/{id}/assessors")]
pub(super) async fn name_assessor(
    app: Data<App>,
    who: Staff,
    id: Path<ExerciseId>,
    if_match: IfMatch,
    body: Valid<AssessorBody>,
) -> ApiResult<HttpResponse> {
    let (ctx, base_url) = (app.ctx(&who), app.base_url.clone());
    let (exercise, case) = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(|b| b.user_id);
            flow::replace_assessor(conn, &ctx, *id, &base_url, &if_match, wanted)?;
            flow::exercise(conn, &ctx, *id)
        })
        .await?;
    let view = ExerciseView::new(&exercise, &case, &who.actor());
    Ok(etag::ok(exercise.row.version, &view))
}
