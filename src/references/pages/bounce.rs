//! HR says that a mail to a referee came back, and where to write instead.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};

use super::hr::after;
use crate::{
    app::App,
    flow::references as flow,
    kernel::ids::RefereeId,
    people::Visit,
    references::api::{AddressBody, BounceBody},
    web::{ApiResult, Form, done},
};

/// The mail came back.
pub(super) async fn mark(
    app: Data<App>,
    visit: Visit,
    id: Path<RefereeId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, id) = (app.ctx(&visit), form.if_match(), *id);
    let body = form.valid::<BounceBody>();
    let result = app
        .db
        .write(move |conn| {
            let read = || body.get().map(|body| (body.severity, body.note.clone()));
            flow::mark_bounced(conn, &ctx, id, &seen, read)
        })
        .await
        .and_then(done);
    after((&app, &visit, id), result, "reference-bounce-noted", &form).await
}

/// Another address.
pub(super) async fn readdress(
    app: Data<App>,
    visit: Visit,
    id: Path<RefereeId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, seen, id) = (app.ctx(&visit), form.if_match(), *id);
    let body = form.valid::<AddressBody>();
    let result = app
        .db
        .write(move |conn| {
            let read = || body.get().map(|body| body.email.clone());
            flow::readdress(conn, &ctx, id, &seen, read)
        })
        .await;
    after((&app, &visit, id), result, "reference-readdressed", &form).await
}
