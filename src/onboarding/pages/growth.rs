//! Check-ins with their questions (dossier 6.5), the pulse, and behaviour seen at work.

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Map, Value, json};

use super::{
    Again, onward, pressed,
    sheet::{object, sheet},
    shown,
};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow::onboarding::{Case, growth as acts, look},
    kernel::{
        ctx::Ctx,
        ids::{CheckInId, OnboardingPlanId},
    },
    onboarding::{self, api::views::CheckInView, model::CheckInBody},
    people::Visit,
    pipeline::refusal::Outcome,
    web::{ApiResult, Form, Valid},
};

/// Behaviours a check-in has places for.
const BARS: usize = 5;

/// Mounts the pages below a plan.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/check_ins").route(web::get().to(check_ins)))
        .service(
            web::resource("/check_ins/{check_in}")
                .route(web::get().to(check_in))
                .route(web::post().to(record)),
        )
        .service(
            web::resource("/pulse")
                .route(web::get().to(ask_pulse))
                .route(web::post().to(pulse)),
        )
        .service(
            web::resource("/observations")
                .route(web::get().to(observations))
                .route(web::post().to(observe)),
        );
}

/// Every talk, held and to come.
async fn check_ins(app: Data<App>, visit: Visit, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    let read = move |conn: &mut Conn, ctx: &Ctx| {
        let case = look::seen(conn, ctx, *id)?;
        let all: Vec<CheckInView> = onboarding::check_ins(conn, *id)?
            .into_iter()
            .map(|row| CheckInView::of(&case, row, ctx.now))
            .collect();
        let sheet = sheet(conn, ctx, &case, json!({ "check_ins": all }))?;
        Ok((case.plan.trainee_name.clone(), sheet))
    };
    shown(&app, &visit, "onboarding/pages/check_ins", read, None).await
}

/// One talk: what is asked in it, or what was recorded.
async fn check_in(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, CheckInId)>,
) -> ApiResult<HttpResponse> {
    talk(&app, &visit, path.into_inner(), None).await
}

async fn talk(
    app: &App,
    visit: &Visit,
    (id, which): (OnboardingPlanId, CheckInId),
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let read = move |conn: &mut Conn, ctx: &Ctx| {
        let case = look::seen(conn, ctx, id)?;
        let row = onboarding::check_in(conn, id, which)?.ok_or(Fault::NotFound("check-in"))?;
        let more = json!({
            "opens": case.plan.starts_at.map(|at| onboarding::check_in_due(at, row.from_day)),
            "check_in": CheckInView::of(&case, row, ctx.now),
            "competencies": competencies(&case),
            "bars": (0..BARS).collect::<Vec<_>>(),
        });
        let sheet = sheet(conn, ctx, &case, more)?;
        Ok((case.plan.trainee_name.clone(), sheet))
    };
    shown(app, visit, "onboarding/pages/check_in", read, again).await
}

fn competencies(case: &Case) -> Value {
    let option = |c: &crate::content::model::Competency| json!({ "value": c.code, "label": c.name });
    case.pack.competencies().iter().map(option).collect()
}

/// Records a talk. The answers to its questions become one note, each behind its question.
async fn record(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, CheckInId)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let ((id, which), base, seen) = (path.into_inner(), app.base_url.clone(), form.if_match());
    let sent = told(form.body());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        let body = Valid::<CheckInBody>::of_value(sent.clone());
        acts::check_in(conn, ctx, (id, which, &seen), &body, &base).map(Outcome::Done)
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(
            &format!("/onboarding_plans/{id}/check_ins"),
            "onboarding-talk-recorded",
        )),
        Err(problem) => talk(&app, &visit, (id, which), Again::of("talk", &form, problem)).await,
    }
}

/// The body of a check-in: `talk.N.about` and `talk.N.text` are put into its notes.
fn told(typed: &Value) -> Value {
    let mut body: Map<String, Value> = object(typed.clone());
    let talk = body.remove("talk");
    let answers = talk
        .as_ref()
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let text = |answer: &Value, field: &str| {
        answer
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let mut notes: Vec<String> = answers
        .iter()
        .filter(|answer| !text(answer, "text").is_empty())
        .map(|answer| format!("{}: {}", text(answer, "about"), text(answer, "text")))
        .collect();
    notes.extend(body.get("notes").and_then(Value::as_str).map(str::to_owned));
    body.insert("notes".to_owned(), notes.join("\n\n").into());
    Value::Object(body)
}

/// The pulse: the hire answers, those who lead read.
async fn ask_pulse(app: Data<App>, visit: Visit, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    pulse_page(&app, &visit, *id, None).await
}

async fn pulse_page(
    app: &App,
    visit: &Visit,
    id: OnboardingPlanId,
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let read = move |conn: &mut Conn, ctx: &Ctx| {
        let mut pulses = look::pulses(conn, ctx, id)?;
        pulses.reverse();
        let case = look::seen(conn, ctx, id)?;
        let items = &case.pack.check_ins().pulse;
        let more = json!({ "pulses": pulses, "items": items });
        let sheet = sheet(conn, ctx, &case, more)?;
        Ok((case.plan.trainee_name.clone(), sheet))
    };
    shown(app, visit, "onboarding/pages/pulse", read, again).await
}

/// Stores the hire's answers.
async fn pulse(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, sent) = (*id, form.clone());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        acts::pulse(conn, ctx, id, &sent.if_match(), &sent.valid()).map(Outcome::Done)
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => {
            let to = onward(&form, "/my-onboarding".to_owned());
            Ok(visit.go(&to, "onboarding-pulse-thanks"))
        }
        Err(problem) => pulse_page(&app, &visit, id, Again::of("pulse", &form, problem)).await,
    }
}

/// Behaviour seen at work.
async fn observations(app: Data<App>, visit: Visit, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    observed(&app, &visit, *id, None).await
}

async fn observed(
    app: &App,
    visit: &Visit,
    id: OnboardingPlanId,
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let read = move |conn: &mut Conn, ctx: &Ctx| {
        let case = look::seen(conn, ctx, id)?;
        let mut seen = onboarding::observations(conn, id)?;
        seen.reverse();
        let more = json!({ "observations": seen, "competencies": competencies(&case) });
        let sheet = sheet(conn, ctx, &case, more)?;
        Ok((case.plan.trainee_name.clone(), sheet))
    };
    shown(app, visit, "onboarding/pages/observations", read, again).await
}

/// Stores a behaviour somebody saw.
async fn observe(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, sent) = (*id, form.clone());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        acts::observe(conn, ctx, id, &sent.if_match(), &sent.valid()).map(Outcome::Done)
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(
            &format!("/onboarding_plans/{id}/observations"),
            "onboarding-observed",
        )),
        Err(problem) => observed(&app, &visit, id, Again::of("observe", &form, problem)).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_a_talk_stand_in_its_notes_behind_their_questions() {
        let typed = json!({
            "talk": [{ "about": "wins", "text": "first renewal" }, { "about": "load" }],
            "notes": "A good week.",
        });
        assert_eq!(
            told(&typed),
            json!({ "notes": "wins: first renewal\n\nA good week." })
        );
        assert_eq!(told(&json!({})), json!({ "notes": "" }));
    }
}
