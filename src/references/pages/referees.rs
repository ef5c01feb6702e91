//! The candidate names people who can speak of the work, and agrees to each of them (dossier 5.1, step 1; G10b).

use std::sync::LazyLock;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};

use super::referee_form::{form, of, read, words};
use crate::{
    app::App,
    db::Conn,
    fault::{Fault, FieldFault},
    flow::{
        applications::entry,
        references::{self as flow, Naming},
    },
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, GrantId, RefereeId},
    },
    people::{self, Guest},
    pipeline::state::ReferenceState,
    references::model::Referee,
    web::{
        IfMatch,
        guest::{self, Form, Given, Views},
    },
};

static VIEWS: LazyLock<Views> = LazyLock::new(|| {
    guest::views(&[
        ("referees", include_str!("referees.html.hbs")),
        ("correction", include_str!("correction.html.hbs")),
        ("removal", include_str!("removal.html.hbs")),
    ])
});

const TITLE: &str = "People who can speak of your work";

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

fn guest_of(req: &HttpRequest) -> Result<Guest, Box<HttpResponse>> {
    people::guest(req).map_err(|problem| Box::new(guest::trouble(&problem, None)))
}

fn home(grant: GrantId) -> String {
    format!("/g/{grant}")
}

fn list(grant: GrantId) -> String {
    format!("/g/{grant}/referees")
}

fn trouble(fault: Fault, grant: GrantId) -> HttpResponse {
    guest::trouble(&fault.into(), Some(&home(grant)))
}

/// Where a reference stands, as far as the candidate is told: never what was answered.
fn stands(referee: &Referee) -> &'static str {
    match referee.state {
        ReferenceState::Named if referee.not_before_offer => "named; not asked before there is an offer",
        ReferenceState::Named => "named",
        ReferenceState::Verified => "checked by us, not asked yet",
        ReferenceState::Sent | ReferenceState::Opened => "asked",
        ReferenceState::Completed => "has answered",
        ReferenceState::Declined | ReferenceState::Expired => "has not answered; another name would help",
        ReferenceState::Disqualified => "cannot be used; please name somebody else",
    }
}

fn shown(referee: &Referee) -> Value {
    use ReferenceState::{Expired, Named, Verified};
    let day = |at: crate::kernel::time::Timestamp| at.utc().format("%-d %B %Y").to_string();
    json!({
        "id": referee.id,
        "version": referee.version,
        "name": referee.name,
        "relation": words(referee.relation),
        "firm": referee.firm,
        "from": day(referee.period_from),
        "to": referee.period_to.map(day),
        "email": referee.email,
        "stands": stands(referee),
        "consented": referee.consented_at.is_some(),
        "can_consent": referee.consented_at.is_none() && matches!(referee.state, Named | Verified | Expired),
        "can_withdraw": referee.consented_at.is_some() && matches!(referee.state, Named | Verified | Expired),
        "can_correct": referee.state == Named,
        "can_remove": matches!(referee.state, Named | Verified),
    })
}

fn page(naming: &Naming, grant: GrantId, form: &Form, status: StatusCode) -> HttpResponse {
    let agreed = naming.agreed();
    let data = json!({
        "grant": grant,
        "job_title": naming.job_title,
        "open": naming.open,
        "named": naming.referees.len(),
        "agreed": agreed,
        "named_at_least": naming.named_at_least,
        "needed": naming.needed,
        "peer_needed": naming.peer_needed,
        "enough": agreed >= usize::from(naming.named_at_least),
        "referees": naming.referees.iter().map(shown).collect::<Vec<_>>(),
        "form": form,
    });
    guest::shown(status, TITLE, guest::render(&VIEWS, "referees", &data))
}

async fn show(app: Data<App>, req: HttpRequest) -> HttpResponse {
    match guest_of(&req) {
        Ok(guest) => listed(&app, &guest, &form(), StatusCode::OK).await,
        Err(response) => *response,
    }
}

async fn listed(app: &App, guest: &Guest, form: &Form, status: StatusCode) -> HttpResponse {
    let ctx = app.ctx(guest);
    match app.db.read(move |conn| flow::naming(conn, &ctx)).await {
        Ok(naming) => page(&naming, guest.grant.id, form, status),
        Err(fault) => trouble(fault, guest.grant.id),
    }
}

/// The list again, with everything that was typed and what is wrong with it.
async fn again(app: &App, guest: &Guest, given: &Given, faults: &[FieldFault]) -> HttpResponse {
    let form = form().filled(given).judged(faults);
    listed(app, guest, &form, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn name(app: Data<App>, req: HttpRequest, given: web::Form<Given>) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let body = match read(&given) {
        Ok(body) => body,
        Err(faults) => return again(&app, &guest, &given, &faults).await,
    };
    let named = write(&app, &guest, move |conn, ctx, id| {
        flow::name(conn, ctx, id, &body).map(|_| ())
    });
    match named.await {
        Ok(()) => guest::to(&list(guest.grant.id)),
        Err(Fault::Invalid(faults)) => again(&app, &guest, &given, &faults).await,
        Err(fault) => trouble(fault, guest.grant.id),
    }
}

/// Does something for the candidate who acts.
async fn write(
    app: &App,
    guest: &Guest,
    mut act: impl FnMut(&mut Conn, &Ctx, ApplicationId) -> Result<(), Fault> + Send + 'static,
) -> Result<(), Fault> {
    let ctx = app.ctx(guest);
    app.db
        .write(move |conn| {
            let id = entry::own(&ctx.actor)?;
            act(conn, &ctx, id)
        })
        .await
}

/// Somebody the candidate has named.
async fn one(app: &App, guest: &Guest, id: RefereeId) -> Result<Referee, Fault> {
    let ctx = app.ctx(guest);
    let naming = app.db.read(move |conn| flow::naming(conn, &ctx)).await?;
    let mut named = naming.referees.into_iter();
    named.find(|r| r.id == id).ok_or(Fault::NotFound("referee"))
}

fn correction(guest: &Guest, referee: &Referee, form: &Form, status: StatusCode) -> HttpResponse {
    let data = json!({ "grant": guest.grant.id, "referee": shown(referee), "form": form });
    guest::shown(
        status,
        "Correct what you have said",
        guest::render(&VIEWS, "correction", &data),
    )
}

async fn ask_correction(app: Data<App>, req: HttpRequest, place: Place) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    match one(&app, &guest, place.1).await {
        Ok(referee) if referee.state == ReferenceState::Named => {
            correction(&guest, &referee, &form().filled(&of(&referee)), StatusCode::OK)
        }
        Ok(_) => guest::to(&list(guest.grant.id)),
        Err(fault) => trouble(fault, guest.grant.id),
    }
}

/// The version of somebody the candidate has seen.
fn seen(given: &Given) -> IfMatch {
    given
        .text("version")
        .parse()
        .map_or(IfMatch::Absent, IfMatch::version)
}

async fn correct(app: Data<App>, req: HttpRequest, place: Place, given: web::Form<Given>) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    let referee = match one(&app, &guest, place.1).await {
        Ok(referee) => referee,
        Err(fault) => return trouble(fault, guest.grant.id),
    };
    let faulty = |faults: &[FieldFault]| {
        let form = form().filled(&given).judged(faults);
        correction(&guest, &referee, &form, StatusCode::UNPROCESSABLE_ENTITY)
    };
    let (body, version, id) = match read(&given) {
        Ok(body) => (body, seen(&given), referee.id),
        Err(faults) => return faulty(&faults),
    };
    let corrected = write(&app, &guest, move |conn, ctx, application| {
        flow::correct(conn, ctx, application, id, &version, &body).map(|_| ())
    });
    match corrected.await {
        Ok(()) => guest::to(&list(guest.grant.id)),
        Err(Fault::Invalid(faults)) => faulty(&faults),
        Err(fault) => trouble(fault, guest.grant.id),
    }
}

async fn consent(app: Data<App>, req: HttpRequest, place: Place) -> HttpResponse {
    pressed(&app, &req, move |conn, ctx, application| {
        flow::consent(conn, ctx, application, place.1).map(|_| ())
    })
    .await
}

async fn withdraw_consent(app: Data<App>, req: HttpRequest, place: Place) -> HttpResponse {
    pressed(&app, &req, move |conn, ctx, application| {
        flow::withdraw_consent(conn, ctx, application, place.1).map(|_| ())
    })
    .await
}

async fn remove(app: Data<App>, req: HttpRequest, place: Place, given: web::Form<Given>) -> HttpResponse {
    let version = seen(&given);
    pressed(&app, &req, move |conn, ctx, application| {
        flow::remove(conn, ctx, application, place.1, &version)
    })
    .await
}

/// A button was pressed that needs nothing typed; leads back to the list.
async fn pressed(
    app: &App,
    req: &HttpRequest,
    act: impl FnMut(&mut Conn, &Ctx, ApplicationId) -> Result<(), Fault> + Send + 'static,
) -> HttpResponse {
    let guest = match guest_of(req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    match write(app, &guest, act).await {
        Ok(()) => guest::to(&list(guest.grant.id)),
        Err(fault) => trouble(fault, guest.grant.id),
    }
}

async fn ask_removal(app: Data<App>, req: HttpRequest, place: Place) -> HttpResponse {
    let guest = match guest_of(&req) {
        Ok(guest) => guest,
        Err(response) => return *response,
    };
    match one(&app, &guest, place.1).await {
        Ok(referee) => {
            let data = json!({ "grant": guest.grant.id, "referee": shown(&referee) });
            let body = guest::render(&VIEWS, "removal", &data);
            guest::shown(StatusCode::OK, "Take this person off the list?", body)
        }
        Err(fault) => trouble(fault, guest.grant.id),
    }
}
