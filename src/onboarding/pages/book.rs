//! The hire's own book: accounts and their limits (G53, G55, G58, G59), contacts alone (G54), commercial actions
//! (G57), figures.

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::{
    Again, elsewhere, pressed,
    sheet::{Sheet, sheet},
    shown,
};
use crate::{
    app::App,
    content::model::Stage,
    db::Conn,
    fault::Fault,
    flow::onboarding::{Case, book as acts, look},
    kernel::{
        ctx::Ctx,
        ids::{ClientAccountId, OnboardingPlanId},
        text_enum::TextEnum,
        time::{Timestamp, days},
    },
    onboarding::{
        self,
        model::{ClientAccount, CoachingSession},
    },
    people::Visit,
    pipeline::{refusal::Outcome, state::PortfolioStage},
    text_enum,
    web::{ApiResult, Form},
};

text_enum! {
    /// What is done with the book.
    pub enum Verb {
        /// Accounts are given.
        Give = "give",
        /// The stage is raised.
        Stage = "stage",
        /// A contact alone.
        Contact = "contact",
        /// A discount, free work, a renewal.
        Commercial = "commercial",
        /// The figures of a month.
        Metrics = "metrics",
    }
}

/// Questions of a coaching session that tell the end of a contract and the start of its renewal.
const CONTRACT: (&str, &str) = ("CQ-3a", "CQ-3b");
/// A renewal starts so many days before the contract ends (CQ-3b).
const RENEWAL_DAYS: i64 = 120;

/// Mounts the pages below a plan.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/client_accounts").route(web::get().to(show)))
        .service(web::resource("/stage").route(web::get().to(stage)))
        .service(web::resource("/client_accounts/{account}/release").route(web::post().to(release)))
        .service(web::resource("/book/{verb}").route(web::post().to(act)));
}

/// The stage stands with the accounts.
async fn stage(id: Path<OnboardingPlanId>) -> HttpResponse {
    elsewhere(&format!("/onboarding_plans/{id}/client_accounts#ramp"))
}

/// The book.
async fn show(app: Data<App>, visit: Visit, id: Path<OnboardingPlanId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

async fn page(
    app: &App,
    visit: &Visit,
    id: OnboardingPlanId,
    again: Option<Again>,
) -> ApiResult<HttpResponse> {
    let read = move |conn: &mut Conn, ctx: &Ctx| read(conn, ctx, id);
    shown(app, visit, "onboarding/pages/book", read, again).await
}

fn read(conn: &mut Conn, ctx: &Ctx, id: OnboardingPlanId) -> Result<(String, Sheet), Fault> {
    let case = look::seen(conn, ctx, id)?;
    let sessions = onboarding::sessions(conn, id)?;
    let (carried, gone): (Vec<_>, Vec<_>) = onboarding::accounts(conn, id)?
        .into_iter()
        .partition(|account| account.released_at.is_none());
    let carried: Vec<Value> = carried
        .iter()
        .map(|account| line(account, &sessions, ctx.now))
        .collect();
    let (next_stage, stage_gates) = look::next_stage(&case, ctx).unzip();
    let more = json!({
        "accounts": carried,
        "gone": gone,
        "acts": onboarding::acts(conn, id)?,
        "metrics": onboarding::metrics(conn, id)?,
        "ramp": ramp(&case),
        "rule": case.pack.portfolio().rule,
        "most": case.policy.portfolio.full2.max_accounts,
        "next_stage": next_stage,
        "stage_gates": stage_gates,
        "alert": case.evidence.own_accounts >= u32::from(case.pack.portfolio().load_alert.from_accounts),
    });
    let sheet = sheet(conn, ctx, &case, more)?;
    Ok((case.plan.trainee_name.clone(), sheet))
}

/// An account with what the latest coaching session knows of its contract.
fn line(account: &ClientAccount, sessions: &[CoachingSession], now: Timestamp) -> Value {
    let told = |question: &str| {
        let held = sessions.iter().filter(|session| session.held_at.is_some());
        let replies = held.flat_map(|session| &session.answers.0);
        replies
            .filter(|reply| reply.account == Some(account.id) && reply.question.as_str() == question)
            .filter_map(|reply| reply.date)
            .next_back()
    };
    let ends_at = told(CONTRACT.0);
    let renew_from = told(CONTRACT.1);
    let late = ends_at.is_some_and(|ends| now + days(RENEWAL_DAYS) > ends);
    json!({ "account": account, "ends_at": ends_at, "renew_from": renew_from, "renew_now": late })
}

/// The stages with what each allows and asks for.
fn ramp(case: &Case) -> Vec<Value> {
    let done = |code: &str| {
        let known = case.modules.iter().find(|row| row.code.as_str() == code);
        known.is_some_and(|row| row.state.is_done())
    };
    let of = |stage: PortfolioStage| -> Value {
        let limit = case.policy.portfolio.get(stage);
        let content = case
            .pack
            .portfolio()
            .stages
            .iter()
            .find(|known| known.code == stage);
        let needs: Vec<Value> = content
            .map_or(&[][..], |content| &content.modules)
            .iter()
            .map(|code| json!({ "code": code, "done": done(code.as_str()) }))
            .collect();
        json!({
            "stage": stage, "from_day": limit.from_day, "max": limit.max_accounts, "needs": needs,
            "contact": content.map(|content| &content.client_contact),
            "also": content.map_or_else(Vec::new, also),
            "reached": stage < case.plan.stage, "now": stage == case.plan.stage,
        })
    };
    PortfolioStage::ALL.iter().map(|&stage| of(stage)).collect()
}

/// What a stage asks for beside the modules of its list, as message keys.
fn also(stage: &Stage) -> Vec<&'static str> {
    [
        (!stage.own_area_items.is_empty(), "onboarding-needs-own-area"),
        (stage.own_area_due_by.is_some(), "onboarding-needs-due-75"),
        (stage.needs_day_90_review, "onboarding-needs-review"),
        (stage.all_modules, "onboarding-needs-all"),
        (stage.code == PortfolioStage::Full2, "onboarding-needs-months"),
    ]
    .into_iter()
    .filter_map(|(holds, key)| holds.then_some(key))
    .collect()
}

/// Does something with the book, or says every reason why not.
async fn act(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, Verb)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let ((id, verb), sent) = (path.into_inner(), form.clone());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        let seen = sent.if_match();
        match verb {
            Verb::Give => acts::give_all(conn, ctx, id, &seen, &sent.valid()),
            Verb::Stage => acts::raise(conn, ctx, id, &seen, &sent.valid()),
            Verb::Contact => acts::contact(conn, ctx, id, &seen, &sent.valid()),
            Verb::Commercial => acts::commercial(conn, ctx, id, &seen, &sent.valid()),
            Verb::Metrics => acts::count(conn, ctx, id, &seen, &sent.valid()).map(Outcome::Done),
        }
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(&format!("/onboarding_plans/{id}/client_accounts"), said(verb))),
        Err(problem) => page(&app, &visit, id, Again::of(verb.as_str(), &form, problem)).await,
    }
}

fn said(verb: Verb) -> &'static str {
    match verb {
        Verb::Give => "onboarding-accounts-given",
        Verb::Stage => "onboarding-stage-raised",
        Verb::Contact | Verb::Commercial => "onboarding-act-logged",
        Verb::Metrics => "onboarding-saved",
    }
}

/// Takes an account back.
async fn release(
    app: Data<App>,
    visit: Visit,
    path: Path<(OnboardingPlanId, ClientAccountId)>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let ((id, account), sent) = (path.into_inner(), form.clone());
    let work = move |conn: &mut Conn, ctx: &Ctx| {
        acts::release(conn, ctx, id, account, &sent.if_match()).map(Outcome::Done)
    };
    match pressed(&app, &visit, work).await {
        Ok(_) => Ok(visit.go(
            &format!("/onboarding_plans/{id}/client_accounts"),
            "onboarding-account-released",
        )),
        Err(problem) => page(&app, &visit, id, Again::of("release", &form, problem)).await,
    }
}
