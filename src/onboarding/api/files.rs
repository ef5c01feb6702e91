//! Files as evidence of a module.

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path},
};

use super::{act, module_view, views::ModuleView};
use crate::{
    app::App,
    flow::onboarding::files,
    kernel::{
        codes::ModuleCode,
        ids::{EvidenceId, OnboardingPlanId},
    },
    onboarding::model::FileForm,
    people::Staff,
    pipeline::refusal::Outcome,
    web::{ApiResult, EmptyBody, IfMatch, Problem, Upload, attachment},
};

/// Attaches a file as evidence (the trainee): PDF, picture, plain text or office document, at most
/// `uploads.max_file_megabytes`, ten files a module.
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path)),
    request_body(content = FileForm, content_type = "multipart/form-data"), responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem), (status = 413, body = Problem),
    (status = 422, body = Problem),
))]
#[post("/onboarding_plans/{id}/modules/{code}/files")]
pub(super) async fn attach(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode)>,
    if_match: IfMatch,
    upload: Upload,
) -> ApiResult<HttpResponse> {
    let (id, code) = path.into_inner();
    let (shown, limits) = (code.clone(), app.settings.uploads);
    let work = move |conn: &mut _, ctx: &_| {
        files::attach(conn, ctx, (id, &code, &if_match), &upload, limits).map(Outcome::Done)
    };
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}

/// A file of the evidence, to be saved (everybody who sees the plan).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path), ("file" = String, Path)), responses(
    (status = 200, description = "The file's bytes.", body = String, content_type = "application/octet-stream"),
    (status = 404, body = Problem),
))]
#[get("/onboarding_plans/{id}/modules/{code}/files/{file}")]
pub(super) async fn show(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode, EvidenceId)>,
) -> ApiResult<HttpResponse> {
    let ((id, code, file), ctx) = (path.into_inner(), app.ctx(&who));
    let read = move |conn: &mut _| files::read(conn, &ctx, id, &code, file);
    let kept = app.db.read(read).await?;
    Ok(attachment(&kept.name, &kept.media_type, kept.content))
}

/// Takes a file back before the module is handed in (the trainee).
#[utoipa::path(tag = "training", params(("id" = String, Path), ("code" = String, Path), ("file" = String, Path)), responses(
    (status = 200, body = ModuleView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 412, body = Problem),
))]
#[delete("/onboarding_plans/{id}/modules/{code}/files/{file}")]
pub(super) async fn take_back(
    app: Data<App>,
    who: Staff,
    path: Path<(OnboardingPlanId, ModuleCode, EvidenceId)>,
    if_match: IfMatch,
    _: EmptyBody,
) -> ApiResult<HttpResponse> {
    let (id, code, file) = path.into_inner();
    let shown = code.clone();
    let work = move |conn: &mut _, ctx: &_| {
        files::take_back(conn, ctx, (id, &code, &if_match), file).map(Outcome::Done)
    };
    act(&app, &who, work, |case| module_view(case, &shown, &app)).await
}
