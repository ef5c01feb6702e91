//! Moving a card: the step itself, taken by the same use case as anywhere else.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Deserialize;
use validator::Validate;

use super::board;
use crate::{
    app::App,
    fault::Fault,
    flow::applications::{self, StepRequest},
    kernel::ids::{ApplicationId, JobId},
    people::Visit,
    pipeline::state::ApplicationState,
    web::{ApiResult, Form, done},
};

/// Which card goes where.
#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct Move {
    application: ApplicationId,
    to: ApplicationState,
}

/// Moves a card, or shows the board with every reason why it stays.
pub(super) async fn take(
    app: Data<App>,
    visit: Visit,
    id: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, body, id) = (app.ctx(&visit), form.if_match(), form.valid::<Move>(), *id);
    let base_url = app.base_url.clone();
    let moved = app
        .db
        .write(move |conn| {
            let wanted = body.get()?;
            let request = || {
                Ok::<_, Fault>(StepRequest {
                    to: wanted.to,
                    from: None,
                    reason_code: None,
                    note: None,
                    feedback: Vec::new(),
                })
            };
            applications::transition(conn, &ctx, wanted.application, (&seen, &base_url), request)
        })
        .await
        .and_then(done);
    match moved {
        Ok(_) => Ok(visit.go(&format!("/jobs/{id}/board"), "job-card-moved")),
        Err(fault) => board::shown(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}
