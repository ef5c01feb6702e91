//! Pages of the content: what is in force, one thing at a time, and how a sponsor or an HR lead changes it.
//!
//! Every change is the same: a form is read as changes over what this release ships, what it would change is shown
//! word by word with whom it concerns, and only then it is saved, as a new version. Whatever runs keeps its own.

mod change;
mod competency;
mod listed;
mod module;
mod question;
mod read;
mod versions;
mod whole;
mod words;

use actix_web::{
    HttpResponse,
    web::{self, Data, ServiceConfig},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::{api::AddContent, service};
use crate::{
    app::App,
    fault::Fault,
    people::{self, Visit},
    web::{ApiResult, Form, IfMatch, Problem, Query},
};

const CONTENT: &str = "company/pages/content";

/// Mounts the pages.
pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(
        web::resource("/content")
            .route(web::get().to(content))
            .route(web::post().to(take_over)),
    )
    .service(web::resource("/content/competencies/{competency}").route(web::get().to(read::competency)))
    .service(
        web::resource("/content/competencies/{competency}/edit")
            .route(web::get().to(competency::ask))
            .route(web::post().to(competency::change)),
    )
    .service(
        web::resource("/content/questions")
            .route(web::get().to(question::ask_new))
            .route(web::post().to(question::add)),
    )
    .service(web::resource("/content/questions/{question}").route(web::get().to(read::question)))
    .service(
        web::resource("/content/questions/{question}/edit")
            .route(web::get().to(question::ask))
            .route(web::post().to(question::change)),
    )
    .service(
        web::resource("/content/questions/{question}/retirement")
            .route(web::get().to(question::ask_retire))
            .route(web::post().to(question::retire)),
    );
    cfg.service(web::resource("/content/modules/{code}").route(web::get().to(read::module)))
        .service(
            web::resource("/content/modules/{code}/edit")
                .route(web::get().to(module::ask))
                .route(web::post().to(module::change)),
        )
        .service(
            web::resource("/content/modules/{code}/copy")
                .route(web::get().to(module::ask_copy))
                .route(web::post().to(module::copy)),
        )
        .service(
            web::resource("/content/modules/{code}/retirement")
                .route(web::get().to(module::ask_retire))
                .route(web::post().to(module::retire)),
        )
        .service(web::resource("/content/exercises/{exercise}").route(web::get().to(read::exercise)))
        .service(web::resource("/content/references").route(web::get().to(read::references)))
        .service(
            web::resource("/content/overlay")
                .route(web::get().to(whole::ask))
                .route(web::post().to(whole::change)),
        )
        .service(web::resource("/content/versions").route(web::get().to(versions::list)))
        .service(web::resource("/content/versions/{version}").route(web::get().to(versions::one)))
        .service(
            web::resource("/content/versions/{version}/return")
                .route(web::get().to(versions::ask_return))
                .route(web::post().to(versions::go_back)),
        );
}

/// What somebody looks for.
#[derive(Debug, Clone, Default, Deserialize)]
struct Wanted {
    /// Words that occur in it.
    q: Option<String>,
    /// The part it belongs to.
    part: Option<String>,
}

async fn content(app: Data<App>, visit: Visit, wanted: Query<Wanted>) -> ApiResult<HttpResponse> {
    show(&app, &visit, &wanted.0, None).await
}

async fn show(
    app: &App,
    visit: &Visit,
    wanted: &Wanted,
    failed: Option<(Value, Problem)>,
) -> ApiResult<HttpResponse> {
    let shipped = app.content.clone();
    let (row, author, offered, pack) = app
        .db
        .read(move |conn| {
            let (version, pack) = service::current_pack(conn)?;
            let row = service::content_version(conn, version)?;
            let author = row
                .created_by
                .map(|id| people::find_user(conn, id))
                .transpose()?
                .flatten();
            Ok::<_, Fault>((row, author, service::offered_content(conn, &shipped)?, pack))
        })
        .await?;
    let sees = service::may_see_content(&visit.staff.user.roles).is_ok();
    let found = listed::found(&pack, &row.overlay.0, sees, wanted);
    let (body, trouble) = failed.map_or_else(
        || (json!({ "q": wanted.q, "part": wanted.part }), None),
        |(typed, problem)| (typed, Some(problem)),
    );
    let part = |part: &&str| json!({ "value": part, "label": visit.say(&format!("content-{}", part.replace('_', "-"))) });
    let data = json!({
        "version": row.version,
        "since": row.created_at,
        "author": author.map(|user| user.name),
        "offered": offered,
        "body": body,
        "may": service::may_change_content(&app.ctx(visit)).is_ok(),
        "sees": sees,
        "narrowed": wanted.q.is_some() || wanted.part.is_some(),
        "counts": pack.summary().counts.iter().map(|(name, n)| json!({ "key": format!("content-n-{}", name.replace(' ', "-")), "n": n })).collect::<Vec<_>>(),
        "parts": listed::PARTS.iter().map(part).collect::<Vec<_>>(),
        "total": found.iter().map(|group| group.rows.len()).sum::<usize>(),
        "groups": found,
    });
    let title = visit.say("content");
    match trouble {
        None => visit.page_of(CONTENT, &title, &data),
        Some(trouble) => visit.again(CONTENT, &title, &data, trouble),
    }
}

/// Makes a version of what this release ships, with the company's own changes laid over it as before.
async fn take_over(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    let (ctx, shipped, body) = (app.ctx(&visit), app.content.clone(), form.valid::<AddContent>());
    let stored = app
        .db
        .write(move |conn| {
            service::add_content_version(conn, &ctx, &shipped, &IfMatch::Any, || Ok(body.get()?.content()))
        })
        .await;
    match stored {
        Ok(_) => Ok(visit.go("/content", "content-taken-over")),
        Err(fault) => {
            show(
                &app,
                &visit,
                &Wanted::default(),
                Some((form.body().clone(), fault.into())),
            )
            .await
        }
    }
}
