//! What everybody may read: the posted jobs.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    company::{self, model::Strategy},
    db::Conn,
    fault::Fault,
    jobs::{
        self,
        model::{Advert, DescriptionBody, Job},
    },
    kernel::{ids::JobId, kind::Kind, time::Timestamp},
    pipeline::state::JobState,
    web::{ApiResult, Problem},
};

/// A posted job.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Posting {
    /// Identifies the job.
    id: JobId,
    /// Which kind of account manager.
    kind: Option<Kind>,
    /// The advert.
    advert: Advert,
    /// Since when it is posted.
    posted_at: Option<Timestamp>,
    /// Where the full description is.
    link: String,
}

/// The posted jobs of the company.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Careers {
    /// The company's name.
    company: String,
    /// Newest first.
    data: Vec<Posting>,
}

/// A posted job with its full description.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FullPosting {
    #[serde(flatten)]
    posting: Posting,
    /// The company's name.
    company: String,
    /// What the company wants to be.
    strategy: Strategy,
    /// The number of the description.
    description_number: i64,
    /// The description.
    description: DescriptionBody,
}

fn posting(job: Job) -> Posting {
    Posting {
        id: job.id,
        kind: job.kind,
        advert: job.advert.map(|advert| advert.0).unwrap_or_default(),
        posted_at: job.opened_at,
        link: format!("/api/v1/careers/{}", job.id),
    }
}

/// The jobs that are posted now, for everybody.
#[utoipa::path(tag = "careers", security(()), responses((status = 200, body = Careers)))]
#[get("/careers")]
pub(super) async fn list(app: Data<App>) -> ApiResult<HttpResponse> {
    let careers = app
        .db
        .read(|conn| {
            let data = jobs::open_jobs(conn)?.into_iter().map(posting).collect();
            let company = company::get(conn)?.body.name;
            Ok::<_, Fault>(Careers { company, data })
        })
        .await?;
    Ok(HttpResponse::Ok().json(careers))
}

fn full(conn: &mut Conn, id: JobId) -> Result<FullPosting, Fault> {
    let job = jobs::get(conn, id)?;
    if job.state != JobState::Open {
        return Err(Fault::NotFound("job"));
    }
    let description = jobs::current_description(conn, &job)?;
    let company = company::get(conn)?.body;
    let own = &description.body.0.strategy;
    let strategy = if own.from_company {
        company.strategy
    } else {
        Strategy {
            vision: own.vision.clone(),
            mission: own.mission.clone(),
            values: own.values.clone(),
        }
    };
    Ok(FullPosting {
        posting: posting(job),
        company: company.name,
        strategy,
        description_number: description.number,
        description: description.body.0,
    })
}

/// A posted job with its full description, for everybody.
#[utoipa::path(tag = "careers", security(()), params(("id" = String, Path)), responses(
    (status = 200, body = FullPosting), (status = 404, body = Problem),
))]
#[get("/careers/{id}")]
pub(super) async fn show(app: Data<App>, id: Path<JobId>) -> ApiResult<HttpResponse> {
    let posting = app.db.read(move |conn| full(conn, *id)).await?;
    Ok(HttpResponse::Ok().json(posting))
}
