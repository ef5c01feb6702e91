//! The offer as its candidate sees it in a browser. An answer is asked for twice: once on the page of the offer, once
//! with what it means.

mod staff;

use actix_web::{
    HttpResponse,
    web::{self, Data, ServiceConfig},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    decisions::{Offer, api::AnswerOffer},
    fault::Fault,
    flow::{case::Case, decisions::offers as flow},
    people::GuestVisit,
    pipeline::state::ApplicationState,
    web::{ApiResult, Form, Problem, done},
};

/// Mounts the pages.
pub fn pages(cfg: &mut ServiceConfig) {
    staff::pages(cfg);
    cfg.service(
        web::resource("/g/{grant}/offer")
            .route(web::get().to(show))
            .route(web::post().to(answer)),
    );
}

async fn offer(app: &App, visit: &GuestVisit) -> Result<(Case, Offer), Fault> {
    let ctx = app.ctx(visit);
    app.db.read(move |conn| flow::of_candidate(conn, &ctx)).await
}

/// What HR confirms before the first day: a company's own conditions are words like `work_permit`.
fn conditions(offer: &Offer, visit: &GuestVisit) -> Vec<String> {
    let named = |name: &str| {
        let known = visit
            .view()
            .find(visit.lang(), &format!("offer-condition-{name}"));
        known.unwrap_or_else(|| name.replace('_', " "))
    };
    offer.conditions.0.iter().map(|c| named(&c.name)).collect()
}

fn data(case: &Case, offer: &Offer, visit: &GuestVisit) -> Value {
    let answered = offer.answer.as_ref().map(|answer| answer.0.accept);
    let open = case.evidence.state == ApplicationState::OfferExtended;
    json!({
        "home": visit.home(),
        "job_title": case.evidence.terms.title,
        "terms": offer.terms.0,
        "pay": offer.terms.0.salary.map(|pay| {
            let currency = offer.terms.0.currency.as_deref().unwrap_or_default();
            format!("{pay} {currency}").trim().to_owned()
        }),
        "until": offer.expires_at,
        "conditions": conditions(offer, visit),
        "open": open,
        "accepted": !open && answered == Some(true),
        "declined": !open && answered == Some(false),
        "asked_day": offer.answer.as_ref().and_then(|answer| answer.0.start_date),
        "body": {},
    })
}

async fn show(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    shown(&app, &visit, None).await
}

/// The offer, perhaps once more with what was typed and what is wrong with it.
async fn shown(app: &App, visit: &GuestVisit, failed: Option<(Value, Problem)>) -> ApiResult<HttpResponse> {
    let (case, offer) = offer(app, visit).await?;
    let mut data = data(&case, &offer, visit);
    let Some((typed, trouble)) = failed else {
        return visit.page("decisions/pages/offer", "offer-yours", &data);
    };
    if let Value::Object(fields) = &mut data {
        fields.insert("body".to_owned(), typed);
    }
    let trouble = visit.explained("offer-answer", trouble);
    visit.again("decisions/pages/offer", &visit.say("offer-yours"), &data, trouble)
}

async fn answer(app: Data<App>, visit: GuestVisit, form: Form) -> ApiResult<HttpResponse> {
    if form.control("confirmed").is_none() {
        return ask(&app, &visit, &form).await;
    }
    let (ctx, base) = (app.ctx(&visit), app.base_url.clone());
    let body = form.valid::<AnswerOffer>();
    let answered = app
        .db
        .write(move |conn| flow::answer(conn, &ctx, &base, || body.get().map(AnswerOffer::parts)))
        .await;
    match answered.and_then(done) {
        Ok(_) => Ok(crate::web::view::see_other(&format!("{}/offer", visit.home()))),
        Err(fault) => shown(&app, &visit, Some((form.body().clone(), fault.into()))).await,
    }
}

/// Says what the answer means and asks for it once more. Nothing has happened yet.
async fn ask(app: &App, visit: &GuestVisit, form: &Form) -> ApiResult<HttpResponse> {
    let today = app.clock.now().utc().date_naive();
    let read = form.valid::<AnswerOffer>().into_inner().and_then(|body| {
        let (accept, first_day) = body.parts();
        if first_day.is_some_and(|day| day <= today) {
            let detail = "The first day lies in the future.";
            return Err(Fault::field("/start_date", "past", detail));
        }
        Ok((accept, first_day.filter(|_| accept)))
    });
    let (accept, first_day) = match read {
        Ok(read) => read,
        Err(fault) => return shown(app, visit, Some((form.body().clone(), fault.into()))).await,
    };
    let (case, offer) = offer(app, visit).await?;
    if case.evidence.state != ApplicationState::OfferExtended {
        let over = Fault::Conflict {
            code: "offer_closed",
            detail: "This offer is no longer open.".to_owned(),
        };
        return shown(app, visit, Some((form.body().clone(), over.into()))).await;
    }
    let mut data = data(&case, &offer, visit);
    if let Value::Object(fields) = &mut data {
        fields.insert("accept".to_owned(), accept.into());
        fields.insert("asked_day".to_owned(), json!(first_day));
    }
    let title = if accept {
        "offer-accept-sure"
    } else {
        "offer-decline-sure"
    };
    visit.page("decisions/pages/confirm", title, &data)
}
