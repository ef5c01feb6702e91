//! A training module: steps, evidence, checks, signatures (G51, G52).

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{
    Again, onward, pressed,
    sheet::{ModuleLine, Sheet, sheet},
    shown,
};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow::onboarding::{Case, look, signing, training},
    kernel::{codes::ModuleCode, ctx::Ctx, ids::OnboardingPlanId, text_enum::TextEnum},
    onboarding::{self, api::views::ModuleView},
    people::Visit,
    pipeline::refusal::Outcome,
    text_enum,
    web::{ApiResult, Form, IfMatch},
};

text_enum! {
    /// What is done with a module.
    pub enum Verb {
        /// The hire adds evidence.
        Evidence = "evidence",
        /// The hire hands the module in (G51).
        Submission = "submission",
        /// A trainer stores a check.
        Checks = "checks",
        /// A trainer stores the first test.
        FirstTest = "first_test",
        /// Trainer and manager met after two failures.
        Meeting = "meeting",
        /// The hire: "I can do this alone".
        Countersignature = "countersignature",
        /// Operations sign too.
        OperationsSignature = "operations_signature",
        /// A trainer signs off (G51, G52).
        SignOff = "sign_off",
        /// A trainer sends it back.
        Return = "return",
        /// A trainer recognises a certificate.
        Equivalence = "equivalence",
    }
}

/// Mounts the pages below a plan.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/modules/{code}").route(web::get().to(show)))
        .service(web::resource("/modules/{code}/steps/{step}").route(web::post().to(tick)))
        .service(web::resource("/modules/{code}/{verb}").route(web::post().to(act)));
}

/// The module.
async fn show(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, ModuleCode)>,
) -> ApiResult<HttpResponse> {
    page(&app, &visit, path.into_inner(), None).await
}

/// Whose page it is: a plan and a module of it.
pub(super) type Place = (OnboardingPlanId, ModuleCode);

pub(super) async fn page(
    app: &App,
    visit: &Visit,
    (id, code): Place,
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let limits = app.settings.uploads;
    let read = move |conn: &mut Conn, ctx: &Ctx| {
        let (title, mut sheet) = read(conn, ctx, id, &code)?;
        let files = json!({
            "endings": onboarding::endings(), "bytes": limits.file_bytes(),
            "megabytes": limits.max_file_megabytes, "most": onboarding::MAX_FILES,
        });
        sheet.insert("files".to_owned(), files);
        Ok((title, sheet))
    };
    shown(app, visit, "onboarding/pages/module", read, again).await
}

fn read(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    code: &ModuleCode,
) -> Result<(String, Sheet), Fault> {
    let case = look::seen(conn, ctx, id)?;
    let row = case.module(code)?;
    let view = ModuleView::of(&case, row, ctx.now);
    let line = ModuleLine::of(&case, row, ctx.now);
    let before: Vec<Value> = case
        .pack
        .module(code)
        .map_or(&[][..], |module| &module.prerequisites)
        .iter()
        .filter_map(|code| case.module(code).ok())
        .map(|row| json!(ModuleLine::of(&case, row, ctx.now)))
        .collect();
    let gates = if row.state.is_done() {
        Vec::new()
    } else {
        look::before_sign_off(&case, ctx, row)
    };
    let first_test_wanted = case
        .pack
        .module(code)
        .is_some_and(|module| module.first_test_day.is_some());
    let more = json!({
        "module": view, "line": line, "before": before, "gates": gates,
        "first_test_wanted": first_test_wanted,
        "pass_percent": case.policy.check_pass_percent,
        "body": { "kind": "note" },
    });
    let title = format!("{code} · {}", case.plan.trainee_name);
    let sheet = sheet(conn, ctx, &case, more)?;
    Ok((title, sheet))
}

/// Ticks a step.
async fn tick(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, ModuleCode, u32)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, code, step) = path.into_inner();
    let (place, sent) = ((id, code.clone()), form.clone());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        training::tick(conn, ctx, (id, &code, &IfMatch::Absent), step, &sent.valid())
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => {
            let to = onward(&form, format!("{}#steps", address(&place)));
            Ok(visit.go(&to, "onboarding-ticked"))
        }
        Err(problem) => page(&app, &visit, place, Again::of("tick", &form, problem)).await,
    }
}

pub(super) fn address((id, code): &Place) -> String {
    format!("/onboarding_plans/{id}/modules/{code}")
}

/// Does something with a module, or says on its page why not.
async fn act(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, ModuleCode, Verb)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (id, code, verb) = path.into_inner();
    let (place, base, sent) = ((id, code.clone()), app.base_url.clone(), form.clone());
    let work =
        move |conn: &mut Conn, ctx: &Ctx| on(conn, ctx, (id, &code, &sent.if_match()), verb, &sent, &base);
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(&onward(&form, address(&place)), said(verb))),
        Err(problem) => page(&app, &visit, place, Again::of(verb.as_str(), &form, problem)).await,
    }
}

fn on(
    conn: &mut Conn,
    ctx: &Ctx,
    place: (OnboardingPlanId, &ModuleCode, &IfMatch),
    verb: Verb,
    sent: &Form,
    base: &str,
) -> Result<Outcome<Case>, Fault> {
    match verb {
        Verb::Evidence => training::attach(conn, ctx, place, &sent.valid()).map(Outcome::Done),
        Verb::Submission => training::submit(conn, ctx, place),
        Verb::Checks => training::check(conn, ctx, place, &sent.valid()).map(Outcome::Done),
        Verb::FirstTest => training::first_test(conn, ctx, place, &sent.valid()).map(Outcome::Done),
        Verb::Meeting => training::meet(conn, ctx, place, &sent.valid(), base).map(Outcome::Done),
        Verb::Countersignature => training::countersign(conn, ctx, place).map(Outcome::Done),
        Verb::OperationsSignature => {
            training::operations_sign(conn, ctx, place, &sent.valid()).map(Outcome::Done)
        }
        Verb::SignOff => signing::sign_off(conn, ctx, place),
        Verb::Return => signing::send_back(conn, ctx, place, &sent.valid()),
        Verb::Equivalence => signing::recognise(conn, ctx, place, &sent.valid()),
    }
}

fn said(verb: Verb) -> &'static str {
    match verb {
        Verb::Evidence => "onboarding-evidence-added",
        Verb::Submission => "onboarding-handed-in",
        Verb::Checks | Verb::FirstTest => "onboarding-check-stored",
        Verb::Meeting => "onboarding-meeting-stored",
        Verb::Countersignature => "onboarding-countersigned-done",
        Verb::OperationsSignature => "onboarding-operations-signed-done",
        Verb::SignOff => "onboarding-signed-off",
        Verb::Return => "onboarding-sent-back",
        Verb::Equivalence => "onboarding-recognised",
    }
}
