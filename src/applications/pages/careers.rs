//! What everybody may read and do: the open jobs, one of them in full, applying. Whoever applies is answered alike,
//! whether or not the address is known.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Map, Value, json};

use super::{notice, pay};
use crate::{
    app::App,
    applications::{api::CandidateBody, model::NewCandidate},
    company,
    db::Conn,
    fault::Fault,
    flow::applications as flow,
    jobs::{
        self,
        model::{DescriptionBody, Job},
    },
    kernel::{
        clock::wall_now,
        ctx::{Actor, Ctx},
        ids::JobId,
        text_enum::TextEnum,
    },
    pipeline::state::JobState,
    web::{ApiResult, Form, Problem, request_id, view::Screen},
};

pub(super) fn pages(cfg: &mut ServiceConfig) {
    cfg.service(web::resource("/privacy").route(web::get().to(privacy)))
        .service(web::resource("/careers").route(web::get().to(list)))
        .service(
            web::resource("/careers/{job_id}")
                .route(web::get().to(show))
                .route(web::post().to(apply)),
        );
}

async fn privacy(screen: Screen) -> ApiResult<HttpResponse> {
    let data = json!({ "home": null, "paragraphs": notice(), "asks": false });
    screen.page("applications/pages/privacy", "privacy-title", &data)
}

/// An open job in the list.
fn listed(conn: &mut Conn, job: &Job) -> Result<Value, Fault> {
    let description = jobs::current_description(conn, job)?.body.0;
    let kind = description.kind.or(job.kind);
    Ok(json!({
        "id": job.id,
        "title": description.title,
        "kind": kind.map_or("unknown", |kind| kind.as_str()),
        "place": description.conditions.place,
        "pay": pay(&description),
        "advert": description.advert_text,
        "posted": job.opened_at,
    }))
}

async fn list(app: Data<App>, screen: Screen) -> ApiResult<HttpResponse> {
    let (company, jobs) = app
        .db
        .read(|conn| {
            let company = company::get(conn)?.body.name;
            let open = jobs::open_jobs(conn)?;
            let all: Result<Vec<Value>, Fault> = open.iter().map(|job| listed(conn, job)).collect();
            Ok::<_, Fault>((company, all?))
        })
        .await?;
    let name = Map::from_iter([("company".to_owned(), named(&screen, &company).into())]);
    let title = screen.say_with("careers-title", &name);
    let data = json!({ "title": title, "jobs": jobs });
    screen.page_of("applications/pages/careers", &title, &data)
}

/// The company, or words for one that has not said its name yet.
fn named(screen: &Screen, company: &str) -> String {
    match company {
        "" => screen.say("careers-our-company"),
        name => name.to_owned(),
    }
}

/// A posted job with the company's name.
struct Posted {
    job: Job,
    description: DescriptionBody,
    company: String,
}

fn posted(conn: &mut Conn, id: JobId) -> Result<Posted, Fault> {
    let job = jobs::get(conn, id)?;
    if job.state != JobState::Open {
        return Err(Fault::NotFound("job"));
    }
    Ok(Posted {
        description: jobs::current_description(conn, &job)?.body.0,
        company: company::get(conn)?.body.name,
        job,
    })
}

/// The job as search engines read it (schema.org). A data block is not run, so the policy on scripts lets it be; no
/// text in it can end the element it stands in.
fn structured(posted: &Posted, company: &str) -> String {
    let body = &posted.description;
    let about = [body.advert_text.as_str(), body.body_text.as_str()];
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": { "@type": "PropertyValue", "name": company, "value": posted.job.id },
        "title": body.title,
        "description": about.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n"),
        "hiringOrganization": { "@type": "Organization", "name": company },
        "jobLocation": { "@type": "Place", "address": body.conditions.place },
        "workHours": body.conditions.hours,
        "responsibilities": body.duties.iter().map(|duty| duty.text.as_str()).collect::<Vec<_>>().join("\n"),
        "qualifications": body.must_have.iter().map(|need| need.text.as_str()).collect::<Vec<_>>().join("\n"),
        "directApply": true,
    });
    if let Value::Object(fields) = &mut data {
        if let Some(opened) = posted.job.opened_at {
            fields.insert(
                "datePosted".to_owned(),
                json!(opened.utc().date_naive().to_string()),
            );
        }
        if let Some(pay) = salary(body) {
            fields.insert("baseSalary".to_owned(), pay);
        }
    }
    data.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

/// The pay as schema.org has it.
fn salary(body: &DescriptionBody) -> Option<Value> {
    let (least, most) = (body.pay.min?, body.pay.max?);
    let words = body.pay.currency.as_str();
    let (currency, period) = words.split_once(' ').unwrap_or((words, ""));
    let unit = match period {
        monthly if monthly.contains("month") => "MONTH",
        hourly if hourly.contains("hour") => "HOUR",
        _ => "YEAR",
    };
    Some(json!({
        "@type": "MonetaryAmount", "currency": currency,
        "value": { "@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitText": unit },
    }))
}

fn career(
    screen: &Screen,
    posted: &Posted,
    typed: &Value,
    trouble: Option<Problem>,
) -> ApiResult<HttpResponse> {
    let company = named(screen, &posted.company);
    let data = json!({
        "id": posted.job.id,
        "company": company,
        "job": posted.description,
        "pay": pay(&posted.description),
        "posting": structured(posted, &company),
        "body": typed,
    });
    let (template, title) = ("applications/pages/career", &posted.description.title);
    match trouble {
        None => screen.page_of(template, title, &data),
        Some(trouble) => screen.again(template, title, &data, screen.explained("careers", trouble)),
    }
}

async fn show(app: Data<App>, screen: Screen, job: Path<JobId>) -> ApiResult<HttpResponse> {
    let posted = app.db.read(move |conn| posted(conn, *job)).await?;
    career(&screen, &posted, &json!({}), None)
}

async fn apply(
    app: Data<App>,
    req: HttpRequest,
    screen: Screen,
    job: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let peer = req
        .peer_addr()
        .map_or_else(String::new, |peer| peer.ip().to_string());
    let allowed = app.careers.attempt(&peer, wall_now());
    let ctx = Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(&req),
    };
    let (base_url, body) = (app.base_url.clone(), form.valid::<CandidateBody>());
    let (id, locale) = (*job, screen.lang().as_str());
    let applied = app.db.write(move |conn| {
        posted(conn, id)?;
        let new = NewCandidate {
            locale: locale.to_owned(),
            ..body.get()?.checked()?
        };
        flow::entry::apply(conn, &ctx, id, &new, &base_url).map(|_| ())
    });
    let applied = match allowed {
        Ok(()) => applied.await,
        Err(fault) => Err(fault),
    };
    match applied {
        Ok(()) => {
            let mut page = screen.page("applications/pages/thanks", "careers-thanks-title", &json!({}))?;
            *page.status_mut() = StatusCode::ACCEPTED;
            Ok(page)
        }
        Err(fault) => {
            let trouble = of_the_form(fault.into());
            let posted = app.db.read(move |conn| posted(conn, id)).await?;
            career(&screen, &posted, form.body(), Some(trouble))
        }
    }
}

/// The name stands on its own here, not within a larger body.
fn of_the_form(mut trouble: Problem) -> Problem {
    for fault in &mut trouble.errors {
        if let Some(place) = fault.pointer.strip_prefix("/candidate") {
            fault.pointer = place.to_owned();
        }
    }
    trouble
}
