//! What everybody may read and do: the open jobs, one of them in full, applying. Whoever applies is answered alike,
//! whether or not the address is known.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, Path, ServiceConfig},
};
use serde_json::{Value, json};
use validator::ValidateLength;

use super::{PRIVACY_TITLE, VIEWS, pay};
use crate::{
    app::App,
    applications::{PRIVACY_NOTICE, model::NewCandidate},
    company,
    db::Conn,
    fault::{Fault, FieldFault},
    flow::applications as flow,
    jobs::{
        self,
        model::{DescriptionBody, Job},
    },
    kernel::{
        clock::wall_now,
        ctx::{Actor, Ctx},
        email::EmailAddress,
        ids::JobId,
        text::single_line,
    },
    mail,
    pipeline::state::JobState,
    web::{
        guest::{self, Field, Form, Given},
        page_html, request_id,
    },
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

/// A page for everybody: unlike those behind a link it may be found and passed on.
fn page(status: StatusCode, title: &str, template: &str, data: &Value) -> HttpResponse {
    match guest::render(&VIEWS, template, data) {
        Ok(body) => page_html(status, title, &body),
        Err(fault) => guest::trouble(&fault.into(), None),
    }
}

async fn privacy() -> HttpResponse {
    let paragraphs: Vec<&str> = PRIVACY_NOTICE.lines().collect();
    let data = json!({ "home": null, "paragraphs": paragraphs, "asks": false });
    page(StatusCode::OK, PRIVACY_TITLE, "privacy", &data)
}

/// An open job in the list.
fn listed(conn: &mut Conn, job: &Job) -> Result<Value, Fault> {
    let description = jobs::current_description(conn, job)?.body.0;
    let zone = company::calendar(conn)?.timezone();
    let kind = description.kind.or(job.kind);
    Ok(json!({
        "id": job.id,
        "title": description.title,
        "kind": kind.map_or("Account manager", |kind| match kind {
            crate::kernel::kind::Kind::ClientFocused => "Client-focused account manager",
            crate::kernel::kind::Kind::ProductionFocused => "Production-focused account manager",
            crate::kernel::kind::Kind::Hybrid => "Account manager for clients and production",
        }),
        "place": description.conditions.place,
        "pay": pay(&description),
        "advert": description.advert_text,
        "posted": job.opened_at.map(|at| mail::day(at, zone)),
        "posted_machine": job.opened_at,
    }))
}

async fn list(app: Data<App>) -> HttpResponse {
    let found = app
        .db
        .read(|conn| {
            let company = company::get(conn)?.body.name;
            let open = jobs::open_jobs(conn)?;
            let all: Result<Vec<Value>, Fault> = open.iter().map(|job| listed(conn, job)).collect();
            Ok::<_, Fault>((company, all?))
        })
        .await;
    match found {
        Ok((company, jobs)) => {
            let title = format!("Open jobs at {}", named(&company));
            page(StatusCode::OK, &title, "careers", &json!({ "jobs": jobs }))
        }
        Err(fault) => guest::trouble(&fault.into(), None),
    }
}

fn named(company: &str) -> &str {
    if company.is_empty() {
        "our company"
    } else {
        company
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
fn structured(posted: &Posted) -> String {
    let body = &posted.description;
    let about = [body.advert_text.as_str(), body.body_text.as_str()];
    let data = json!({
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": { "@type": "PropertyValue", "name": named(&posted.company), "value": posted.job.id },
        "title": body.title,
        "description": about.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n"),
        "hiringOrganization": { "@type": "Organization", "name": named(&posted.company) },
        "jobLocation": { "@type": "Place", "address": body.conditions.place },
        "workHours": body.conditions.hours,
        "responsibilities": body.duties.iter().map(|duty| duty.text.as_str()).collect::<Vec<_>>().join("\n"),
        "qualifications": body.must_have.iter().map(|need| need.text.as_str()).collect::<Vec<_>>().join("\n"),
        "directApply": true,
    });
    let since = posted.job.opened_at.map(|at| at.utc().date_naive().to_string());
    let dated = since.map_or_else(|| json!({}), |day| json!({ "datePosted": day }));
    let paid = salary(body).map_or_else(|| json!({}), |pay| json!({ "baseSalary": pay }));
    let data = guest::with(guest::with(data, dated), paid);
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

fn form() -> Form {
    Form::of([
        Field::line("name", "Your full name")
            .longest(120)
            .autocomplete("name"),
        Field::line("email", "Your e-mail address")
            .kind("email")
            .longest(254)
            .autocomplete("email")
            .hint("All our mails go there."),
        Field::line("phone", "Your telephone number")
            .kind("tel")
            .longest(40)
            .autocomplete("tel")
            .optional(),
    ])
}

fn career(posted: &Posted, form: &Form, status: StatusCode) -> HttpResponse {
    let data = json!({
        "id": posted.job.id,
        "company": named(&posted.company),
        "job": posted.description,
        "pay": pay(&posted.description),
        "posting": structured(posted),
        "form": form,
    });
    page(status, &posted.description.title, "career", &data)
}

async fn show(app: Data<App>, job: Path<JobId>) -> HttpResponse {
    match app.db.read(move |conn| posted(conn, *job)).await {
        Ok(posted) => career(&posted, &form(), StatusCode::OK),
        Err(fault) => guest::trouble(&fault.into(), None),
    }
}

fn read(given: &Given) -> Result<NewCandidate, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut asked = |field: &str, detail: &str| {
        faults.push(FieldFault::new(format!("/{field}"), "required", detail));
    };
    let (name, phone) = (
        single_line(given.text("name")),
        given.optional("phone").map(|p| single_line(&p)),
    );
    if !name.validate_length(Some(1), Some(120), None) {
        asked("name", "Give your full name, in at most 120 characters.");
    }
    if phone
        .as_ref()
        .is_some_and(|phone| !phone.validate_length(Some(3), Some(40), None))
    {
        asked("phone", "Give a number of 3 to 40 characters, or leave it empty.");
    }
    let email = EmailAddress::parse(given.text("email")).ok();
    if email.is_none() {
        asked(
            "email",
            "Give an address we can write to, such as name@example.com.",
        );
    }
    match email {
        Some(email) if faults.is_empty() => Ok(NewCandidate {
            name,
            email,
            phone,
            locale: "en".to_owned(),
        }),
        _ => Err(faults),
    }
}

async fn apply(app: Data<App>, req: HttpRequest, job: Path<JobId>, given: web::Form<Given>) -> HttpResponse {
    let peer = req
        .peer_addr()
        .map_or_else(String::new, |peer| peer.ip().to_string());
    if let Err(fault) = app.careers.attempt(&peer, wall_now()) {
        return guest::trouble(&fault.into(), None);
    }
    let new = match read(&given) {
        Ok(new) => new,
        Err(faults) => {
            return match app.db.read(move |conn| posted(conn, *job)).await {
                Ok(posted) => {
                    let form = form().filled(&given).judged(&faults);
                    career(&posted, &form, StatusCode::UNPROCESSABLE_ENTITY)
                }
                Err(fault) => guest::trouble(&fault.into(), None),
            };
        }
    };
    let ctx = Ctx {
        actor: Actor::System,
        now: app.clock.now(),
        request_id: request_id(&req),
    };
    let base_url = app.base_url.clone();
    let applied = app
        .db
        .write(move |conn| {
            posted(conn, *job)?;
            flow::entry::apply(conn, &ctx, *job, &new, &base_url).map(|_| ())
        })
        .await;
    match applied {
        Ok(()) => page(StatusCode::ACCEPTED, "Thank you", "thanks", &json!({})),
        Err(fault) => guest::trouble(&fault.into(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_applies_without_a_name_and_an_address() {
        let mut given = Given::default();
        given.set("phone", "1");
        let fields: Vec<String> = read(&given).unwrap_err().into_iter().map(|f| f.pointer).collect();
        assert_eq!(fields, ["/name", "/phone", "/email"]);
    }
}
