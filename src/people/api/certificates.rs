//! The interviewer certificate: practice cases, and attempts at rating them.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use crate::{
    app::App,
    content::{Pack, model::Calibration},
    fault::Fault,
    kernel::{
        codes::{CompetencyCode, QuestionCode},
        ids::UserId,
        role::Role,
        time::Timestamp,
    },
    people::{
        auth::Staff,
        calibration::{Judgement, Key, Rated},
        service::{certificates, users},
        store,
    },
    web::{ApiResult, Problem, Valid},
};

/// The practice cases, without the experts' key.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PracticeCases {
    /// Percent of the ratings that must lie within one level of the key (house rule).
    within_one_percent: u8,
    /// The mean absolute deviation from the key at most (house rule).
    mean_deviation_at_most: f64,
    /// Months a certificate is valid (house rule).
    valid_months: u8,
    /// The cases.
    cases: Vec<CaseView>,
}

/// A practice case.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CaseView {
    /// E.g. `CAL-1`.
    case: String,
    /// Who answers.
    title: String,
    /// One answer per competency.
    answers: Vec<AnswerView>,
}

/// An answer to rate.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AnswerView {
    /// The competency to rate.
    competency: CompetencyCode,
    /// The question that was asked.
    question: QuestionCode,
    /// Its words.
    question_text: Option<String>,
    /// What was answered.
    answer: String,
}

fn view(pack: &Pack) -> PracticeCases {
    let content: &Calibration = pack.calibration();
    let answers = |case: &crate::content::model::PracticeCase| {
        case.ratings
            .iter()
            .map(|rating| AnswerView {
                competency: rating.competency.clone(),
                question: rating.question.clone(),
                question_text: pack
                    .question(&rating.question)
                    .map(|(_, question)| question.text.clone()),
                answer: rating.answer.clone(),
            })
            .collect()
    };
    PracticeCases {
        within_one_percent: content.within_one_percent,
        mean_deviation_at_most: content.mean_deviation_at_most,
        valid_months: content.valid_months,
        cases: content
            .cases
            .iter()
            .map(|case| CaseView {
                case: case.code.clone(),
                title: case.title.clone(),
                answers: answers(case),
            })
            .collect(),
    }
}

impl From<&Calibration> for Key {
    fn from(content: &Calibration) -> Self {
        let levels = content
            .cases
            .iter()
            .flat_map(|case| {
                case.ratings
                    .iter()
                    .map(|r| ((case.code.clone(), r.competency.clone()), r.key))
            })
            .collect();
        Self {
            levels,
            within_one_percent: content.within_one_percent,
            mean_deviation_at_most: content.mean_deviation_at_most,
            low_key_at_most: content.low_key_at_most,
            low_rated_at_most: content.low_rated_at_most,
            valid_months: content.valid_months,
        }
    }
}

/// The practice cases of the interviewer certificate (dossier 2.5), without the key.
#[utoipa::path(tag = "users", responses((status = 200, body = PracticeCases), (status = 401, body = Problem)))]
#[get("/practice_cases")]
pub(super) async fn cases(app: Data<App>, _who: Staff) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(view(&app.content)))
}

/// Ratings of every practice answer.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub(in crate::people) struct Attempt {
    /// One rating for each case and competency.
    #[validate(length(min = 1, max = 100))]
    pub(in crate::people) ratings: Vec<Rated>,
}

/// How an attempt came out.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AttemptView {
    /// The sums.
    result: Judgement,
    /// Until when the new certificate is valid; `null` when the attempt did not pass.
    certified_until: Option<Timestamp>,
}

/// Rates the practice cases; the certificate comes with a pass. Only for oneself.
#[utoipa::path(tag = "users", params(("id" = String, Path)), request_body = Attempt, responses(
    (status = 201, body = AttemptView), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 422, body = Problem),
))]
#[post("/users/{id}/calibrations")]
pub(super) async fn attempt(
    app: Data<App>,
    who: Staff,
    id: Path<UserId>,
    body: Valid<Attempt>,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&who);
    let key = Key::from(app.content.calibration());
    let (result, certified_until) = app
        .db
        .write(move |conn| {
            certificates::attempt(conn, &ctx, *id, &key, || body.get().map(|b| b.ratings.clone()))
        })
        .await?;
    Ok(HttpResponse::Created().json(AttemptView {
        result,
        certified_until,
    }))
}

/// Whether somebody may rate now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CertificateView {
    /// Until when the latest certificate is valid; `null` without one.
    certified_until: Option<Timestamp>,
    /// Whether it is valid now.
    valid: bool,
}

/// A person's interviewer certificate (G13).
#[utoipa::path(tag = "users", params(("id" = String, Path)), responses(
    (status = 200, body = CertificateView), (status = 404, body = Problem),
))]
#[get("/users/{id}/certificate")]
pub(super) async fn certificate(app: Data<App>, who: Staff, id: Path<UserId>) -> ApiResult<HttpResponse> {
    let (id, now) = (id.into_inner(), app.clock.now());
    let sees_others = [Role::Hr, Role::HrLead, Role::HiringManager, Role::Auditor];
    let certified_until = app
        .db
        .read(move |conn| {
            users::get(conn, id)?;
            if id != who.user.id && !who.has_any(&sees_others) {
                return Err(Fault::forbidden(
                    "Certificates are shown to their holders and to HR.",
                ));
            }
            store::calibrations::certified_until(conn, id)
        })
        .await?;
    let valid = certified_until.is_some_and(|until| now < until);
    Ok(HttpResponse::Ok().json(CertificateView {
        certified_until,
        valid,
    }))
}
