//! A referee who has answered names somebody else who worked with the candidate (dossier 5.1, step 5).

use actix_web::{HttpResponse, web::Data};
use serde_json::{Value, json};

use super::{load, place};
use crate::{
    app::App,
    flow::references as flow,
    people::GuestVisit,
    references::{model::Referral, pages::referee_form},
    web::{ApiResult, Form, Problem, view::see_other},
};

/// The form; whoever has not answered yet, or has named somebody, is led back.
pub(super) async fn ask(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    shown(&app, &visit, &json!({}), None).await
}

async fn shown(
    app: &App,
    visit: &GuestVisit,
    typed: &Value,
    trouble: Option<Problem>,
) -> ApiResult<HttpResponse> {
    let form = load(app, visit).await?;
    let answered = form.state == crate::pipeline::state::ReferenceState::Completed;
    if !answered || form.referred {
        return Ok(see_other(&place(visit)));
    }
    let data = json!({
        "place": place(visit),
        "candidate": form.view.candidate_name,
        "relations": referee_form::relations(visit, "referral-relation"),
        "body": typed,
    });
    let template = "references/pages/questionnaire/referral";
    match trouble {
        None => visit.page(template, "referral-title", &data),
        Some(trouble) => {
            let title = visit.say("referral-title");
            visit.again(template, &title, &data, visit.explained("referee", trouble))
        }
    }
}

/// Names the person; HR asks only once the candidate has agreed.
pub(super) async fn name(app: Data<App>, visit: GuestVisit, sent: Form) -> ApiResult<HttpResponse> {
    let (ctx, body) = (app.ctx(&visit), sent.valid::<Referral>());
    let named = app
        .db
        .write(move |conn| flow::refer(conn, &ctx, &body).map(|_| ()))
        .await;
    match named {
        Ok(()) => Ok(visit.go(&place(&visit), "referral-done")),
        Err(fault) => shown(&app, &visit, sent.body(), Some(fault.into())).await,
    }
}
