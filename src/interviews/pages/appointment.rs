//! The page behind the link of an invitation: the candidate says whether the time suits. Looking at it changes nothing.

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    flow::interviews::{self as flow, Invited},
    interviews::api::ReplyBody,
    kernel::ids::InterviewId,
    mail,
    people::GuestVisit,
    web::{ApiResult, Form, Problem},
};

const PAGE: &str = "interviews/pages/appointment";

/// Mounts the pages below a guest's link.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/g/{grant}/interviews/{id}").route(web::get().to(show)))
        .service(web::resource("/g/{grant}/interviews/{id}/reply").route(web::post().to(reply)));
}

/// The path of an interview; the link itself is known from the cookie.
type Place = Path<(String, InterviewId)>;

fn own(visit: &GuestVisit, id: InterviewId) -> String {
    format!("{}/interviews/{id}", visit.home())
}

async fn page(
    app: &App,
    visit: &GuestVisit,
    id: InterviewId,
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let invited = app.db.read(move |conn| flow::invited(conn, &ctx, id)).await?;
    let (body, trouble) = match failed {
        Some((typed, trouble)) => (typed, Some(trouble)),
        None => (json!({}), None),
    };
    let data = view(&invited, visit, id, &body);
    let title = &invited.appointment.name;
    match trouble {
        None => visit.page_of(PAGE, title, &data),
        Some(trouble) => visit.again(PAGE, title, &data, trouble),
    }
}

fn view(invited: &Invited, visit: &GuestVisit, id: InterviewId, body: &Value) -> Value {
    let appointment = &invited.appointment;
    let people = appointment
        .people
        .iter()
        .map(|(name, role)| format!("{name}, {role}"));
    json!({
        "home": visit.home(), "own": own(visit, id), "job_title": invited.job_title, "name": appointment.name,
        "starts": mail::when(appointment.starts_at, invited.zone), "minutes": appointment.minutes,
        "place": appointment.place, "meeting_link": appointment.meeting_link,
        "people": people.collect::<Vec<_>>(), "answer": invited.reply.as_ref().map(|reply| reply.answer),
        "open": invited.open, "body": body,
    })
}

async fn show(app: Data<App>, visit: GuestVisit, place: Place) -> ApiResult<HttpResponse> {
    page(&app, &visit, place.1, None).await
}

async fn reply(app: Data<App>, visit: GuestVisit, place: Place, form: Form) -> ApiResult<HttpResponse> {
    let id = place.1;
    let (ctx, base_url, body) = (app.ctx(&visit), app.base_url.clone(), form.valid::<ReplyBody>());
    let replied = app
        .db
        .write(move |conn| {
            let read = || body.get().map(ReplyBody::reply);
            flow::reply(conn, &ctx, id, &base_url, read)
        })
        .await;
    match replied {
        Ok(_) => Ok(visit.go(&own(&visit, id), "appointment-replied")),
        Err(fault) => page(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}
