//! What a rater puts beside the own locked card: corrections, and later views of a competency.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use super::{form::open, locked};
use crate::{
    app::App,
    fault::Fault,
    flow::interviews as flow,
    interviews::api::{AmendmentBody, PostDebriefBody},
    kernel::{codes::CompetencyCode, ids::ScorecardId},
    people::Visit,
    web::{ApiResult, Form},
};

/// Puts a factual correction beside the card.
pub(super) async fn amend(
    app: Data<App>,
    visit: Visit,
    id: Path<ScorecardId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id, body) = (app.ctx(&visit), id.into_inner(), form.valid::<AmendmentBody>());
    let amended = app
        .db
        .write(move |conn| {
            let given = || body.get().map(|b| (b.text.clone(), b.reason.clone()));
            flow::amend(conn, &ctx, id, given).map(drop)
        })
        .await;
    answer(&app, &visit, id, (form, amended, "scorecard-amended")).await
}

/// Puts a later view of a competency beside the locked value.
pub(super) async fn later(
    app: Data<App>,
    visit: Visit,
    path: Path<(ScorecardId, CompetencyCode)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, competency) = path.into_inner();
    let (ctx, seen, body) = (app.ctx(&visit), form.if_match(), form.valid::<PostDebriefBody>());
    let given = app
        .db
        .write(move |conn| {
            let given = || body.get().map(|b| (b.value, b.reason.clone()));
            flow::post_debrief_value(conn, &ctx, id, &competency, &seen, given).map(drop)
        })
        .await;
    answer(&app, &visit, id, (form, given, "scorecard-view-given")).await
}

async fn answer(
    app: &App,
    visit: &Visit,
    id: ScorecardId,
    (form, done, message): (Form, Result<(), Fault>, &'static str),
) -> ApiResult<HttpResponse> {
    match done {
        Ok(()) => Ok(visit.go(&format!("/scorecards/{id}"), message)),
        Err(fault) => {
            let ctx = app.ctx(visit);
            let opened = app.db.read(move |conn| open(conn, &ctx, id)).await?;
            locked::shown(app, visit, opened, (form.body().clone(), Some(fault.into()))).await
        }
    }
}
