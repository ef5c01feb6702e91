//! Files as evidence, on the page of their module.

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};

use super::{
    Again,
    module::{Place, address, page},
    pressed,
};
use crate::{
    app::App,
    db::Conn,
    flow::onboarding::files,
    kernel::{
        codes::ModuleCode,
        ctx::Ctx,
        ids::{EvidenceId, OnboardingPlanId},
    },
    people::Visit,
    pipeline::refusal::Outcome,
    web::{ApiResult, Form, Upload, attachment},
};

/// Mounts what stands below a module.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/modules/{code}/files").route(web::post().to(attach)))
        .service(web::resource("/modules/{code}/files/{file}").route(web::get().to(hand_out)))
        .service(web::resource("/modules/{code}/files/{file}/removal").route(web::post().to(take_back)));
}

/// Attaches a file, or says on the module's page why not.
async fn attach(app: Data<App>, visit: Visit, path: Path<Place>, upload: Upload) -> ApiResult<HttpResponse> {
    let place = path.into_inner();
    let ((id, code), sent, limits) = (place.clone(), upload.clone(), app.settings.uploads);
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        let seen = sent.form.if_match();
        files::attach(conn, ctx, (id, &code, &seen), &sent, limits).map(Outcome::Done)
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(&address(&place), "onboarding-file-added")),
        Err(problem) => page(&app, &visit, place, Again::of("files", &upload.form, problem)).await,
    }
}

/// The file, to be saved.
async fn hand_out(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, ModuleCode, EvidenceId)>,
) -> ApiResult<HttpResponse> {
    let ((id, code, file), ctx) = (path.into_inner(), app.ctx(&visit));
    let read = move |conn: &mut Conn| files::read(conn, &ctx, id, &code, file);
    let kept = app.db.read(read).await?;
    Ok(attachment(&kept.name, &kept.media_type, kept.content))
}

/// Takes a file back, or says why not.
async fn take_back(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, ModuleCode, EvidenceId)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, code, file) = path.into_inner();
    let (place, sent) = ((id, code.clone()), form.clone());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        files::take_back(conn, ctx, (id, &code, &sent.if_match()), file).map(Outcome::Done)
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(&address(&place), "onboarding-file-removed")),
        Err(problem) => page(&app, &visit, place, Again::of("removal", &form, problem)).await,
    }
}
