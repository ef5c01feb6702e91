//! The candidate names people who can speak of the work, and agrees to each of them (dossier 5.1, step 1; G10b).

use actix_web::{
    HttpResponse,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::referee_form::{of, relations};
use crate::{
    app::App,
    db::Conn,
    fault::Fault,
    flow::{
        applications::entry,
        references::{self as flow, Naming},
    },
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, RefereeId},
    },
    people::GuestVisit,
    pipeline::state::ReferenceState,
    references::model::{NewReferee, Referee},
    web::{ApiResult, Form, Problem, view::see_other},
};

pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/g/{grant}/referees")
            .route(web::get().to(show))
            .route(web::post().to(name)),
    )
    .service(
        web::resource("/g/{grant}/referees/{referee}")
            .route(web::get().to(ask_correction))
            .route(web::post().to(correct)),
    )
    .service(web::resource("/g/{grant}/referees/{referee}/consent").route(web::post().to(consent)))
    .service(
        web::resource("/g/{grant}/referees/{referee}/consent_withdrawal")
            .route(web::post().to(withdraw_consent)),
    )
    .service(
        web::resource("/g/{grant}/referees/{referee}/removal")
            .route(web::get().to(ask_removal))
            .route(web::post().to(remove)),
    );
}

/// The path of somebody's page; the link itself is known from the cookie.
type Place = Path<(String, RefereeId)>;

fn list(visit: &GuestVisit) -> String {
    format!("{}/referees", visit.home())
}

/// Where a reference stands, as far as the candidate is told: never what was answered.
fn stands(referee: &Referee) -> &'static str {
    match referee.state {
        ReferenceState::Named if referee.not_before_offer => "later",
        ReferenceState::Named => "named",
        ReferenceState::Verified => "checked",
        ReferenceState::Sent | ReferenceState::Opened => "asked",
        ReferenceState::Completed => "answered",
        ReferenceState::Declined | ReferenceState::Expired => "unanswered",
        ReferenceState::Disqualified => "struck",
    }
}

fn shown(referee: &Referee) -> Value {
    use ReferenceState::{Expired, Named, Verified};
    let own = referee.named_by.is_none();
    json!({
        "id": referee.id,
        "version": referee.version,
        "name": referee.name,
        "relation": referee.relation,
        "firm": referee.firm,
        "from": referee.period_from,
        "to": referee.period_to,
        "email": referee.email,
        "stands": stands(referee),
        "own": own,
        "consented": referee.consented_at.is_some(),
        "can_consent": referee.consented_at.is_none() && matches!(referee.state, Named | Verified | Expired),
        "can_withdraw": referee.consented_at.is_some() && matches!(referee.state, Named | Verified | Expired),
        "can_correct": own && referee.state == Named,
        "can_remove": own && matches!(referee.state, Named | Verified),
    })
}

fn page(
    naming: &Naming,
    visit: &GuestVisit,
    typed: &Value,
    trouble: Option<Problem>,
) -> ApiResult<HttpResponse> {
    let agreed = naming.agreed();
    let data = json!({
        "home": visit.home(),
        "job_title": naming.job_title,
        "open": naming.open,
        "named": naming.referees.len(),
        "agreed": agreed,
        "named_at_least": naming.named_at_least,
        "needed": naming.needed,
        "peer_needed": naming.peer_needed,
        "enough": agreed >= usize::from(naming.named_at_least),
        "referees": naming.referees.iter().map(shown).collect::<Vec<_>>(),
        "relations": relations(visit, "referee-relation"),
        "body": typed,
    });
    let (template, title) = ("references/pages/referees", visit.say("referees-title"));
    match trouble {
        None => visit.page_of(template, &title, &data),
        Some(trouble) => visit.again(template, &title, &data, visit.explained("referee", trouble)),
    }
}

async fn show(app: Data<App>, visit: GuestVisit) -> ApiResult<HttpResponse> {
    listed(&app, &visit, &json!({}), None).await
}

/// The list, perhaps once more with everything that was typed and what is wrong with it.
async fn listed(
    app: &App,
    visit: &GuestVisit,
    typed: &Value,
    trouble: Option<Problem>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let naming = app.db.read(move |conn| flow::naming(conn, &ctx)).await?;
    page(&naming, visit, typed, trouble)
}

async fn name(app: Data<App>, visit: GuestVisit, form: Form) -> ApiResult<HttpResponse> {
    let body = form.valid::<NewReferee>();
    let named = write(&app, &visit, move |conn, ctx, id| {
        flow::name(conn, ctx, id, &body).map(|_| ())
    });
    match named.await {
        Ok(()) => Ok(visit.go(&list(&visit), "referee-named")),
        Err(fault) => listed(&app, &visit, form.body(), Some(fault.into())).await,
    }
}

/// Does something for the candidate who acts.
async fn write(
    app: &App,
    visit: &GuestVisit,
    mut act: impl FnMut(&mut Conn, &Ctx, ApplicationId) -> Result<(), Fault> + Send + 'static,
) -> Result<(), Fault> {
    let ctx = app.ctx(visit);
    app.db
        .write(move |conn| {
            let id = entry::own(&ctx.actor)?;
            act(conn, &ctx, id)
        })
        .await
}

/// Somebody on the candidate's list.
async fn one(app: &App, visit: &GuestVisit, id: RefereeId) -> Result<Referee, Fault> {
    let ctx = app.ctx(visit);
    let naming = app.db.read(move |conn| flow::naming(conn, &ctx)).await?;
    let mut named = naming.referees.into_iter();
    named.find(|r| r.id == id).ok_or(Fault::NotFound("referee"))
}

fn correction(
    visit: &GuestVisit,
    referee: &Referee,
    typed: &Value,
    trouble: Option<Problem>,
) -> ApiResult<HttpResponse> {
    let data = json!({
        "home": visit.home(),
        "referee": shown(referee),
        "relations": relations(visit, "referee-relation"),
        "body": typed,
    });
    let (template, title) = ("references/pages/correction", visit.say("referee-correct-title"));
    match trouble {
        None => visit.page_of(template, &title, &data),
        Some(trouble) => visit.again(template, &title, &data, visit.explained("referee", trouble)),
    }
}

async fn ask_correction(app: Data<App>, visit: GuestVisit, place: Place) -> ApiResult<HttpResponse> {
    let referee = one(&app, &visit, place.1).await?;
    if referee.state != ReferenceState::Named || referee.named_by.is_some() {
        return Ok(see_other(&list(&visit)));
    }
    correction(&visit, &referee, &of(&referee), None)
}

async fn correct(app: Data<App>, visit: GuestVisit, place: Place, form: Form) -> ApiResult<HttpResponse> {
    let referee = one(&app, &visit, place.1).await?;
    let (body, version, id) = (form.valid::<NewReferee>(), form.if_match(), referee.id);
    let corrected = write(&app, &visit, move |conn, ctx, application| {
        flow::correct(conn, ctx, application, id, &version, &body).map(|_| ())
    });
    match corrected.await {
        Ok(()) => Ok(visit.go(&list(&visit), "referee-corrected")),
        Err(fault) => correction(&visit, &referee, form.body(), Some(fault.into())),
    }
}

async fn consent(app: Data<App>, visit: GuestVisit, place: Place) -> ApiResult<HttpResponse> {
    write(&app, &visit, move |conn, ctx, application| {
        flow::consent(conn, ctx, application, place.1).map(|_| ())
    })
    .await?;
    Ok(visit.go(&list(&visit), "referee-agreed"))
}

async fn withdraw_consent(app: Data<App>, visit: GuestVisit, place: Place) -> ApiResult<HttpResponse> {
    write(&app, &visit, move |conn, ctx, application| {
        flow::withdraw_consent(conn, ctx, application, place.1).map(|_| ())
    })
    .await?;
    Ok(visit.go(&list(&visit), "referee-disagreed"))
}

async fn ask_removal(app: Data<App>, visit: GuestVisit, place: Place) -> ApiResult<HttpResponse> {
    let referee = one(&app, &visit, place.1).await?;
    let data = json!({ "home": visit.home(), "referee": shown(&referee) });
    visit.page("references/pages/removal", "referee-remove-title", &data)
}

async fn remove(app: Data<App>, visit: GuestVisit, place: Place, form: Form) -> ApiResult<HttpResponse> {
    let version = form.if_match();
    write(&app, &visit, move |conn, ctx, application| {
        flow::remove(conn, ctx, application, place.1, &version)
    })
    .await?;
    Ok(visit.go(&list(&visit), "referee-removed"))
}
