//! The interviewer certificate: practice cases to rate, and how they came out beside the experts' key (dossier 2.5).

use actix_web::{HttpResponse, web::Data};
use serde_json::{Value, json};

use crate::{
    app::App,
    content::{Pack, model::PracticeRating},
    fault::Fault,
    kernel::time::Timestamp,
    people::{
        self,
        api::Attempt,
        calibration::{Judgement, Key, Rated},
        service::certificates,
        visit::Visit,
    },
    web::{ApiResult, Form, Problem, Valid},
};

const PAGE: &str = "people/pages/certificate";

/// The practice cases.
pub(super) async fn show(app: Data<App>, visit: Visit) -> ApiResult<HttpResponse> {
    shown(&app, &visit, (&Value::Null, None, None)).await
}

/// Judges the ratings and shows them beside the key, which nobody sees before.
pub(super) async fn rate(app: Data<App>, visit: Visit, form: Form) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let id = visit.staff.user.id;
    let key = Key::from(app.content.calibration());
    let body: Valid<Attempt> = Valid::given(Attempt {
        ratings: ratings(&app.content, form.body()),
    });
    let judged = app
        .db
        .write(move |conn| {
            certificates::attempt(conn, &ctx, id, &key, || body.get().map(|b| b.ratings.clone()))
        })
        .await;
    match judged {
        Ok((judgement, _)) => shown(&app, &visit, (form.body(), Some(judgement), None)).await,
        Err(Fault::Invalid(_)) => {
            let open = Fault::field("", "missing", visit.say("certificate-rate-all"));
            shown(&app, &visit, (form.body(), None, Some(open.into()))).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The place of an answer in the form: `rating.CAL-1.VCOM`.
fn given<'a>(body: &'a Value, case: &str, answer: &PracticeRating) -> &'a str {
    body.get("rating")
        .and_then(|cases| cases.get(case))
        .and_then(|case| case.get(answer.competency.as_str()))
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn ratings(pack: &Pack, body: &Value) -> Vec<Rated> {
    let cases = pack.calibration().cases.iter();
    let rated = |case: &str, answer: &PracticeRating| {
        Some(Rated {
            case: case.to_owned(),
            competency: answer.competency.clone(),
            rating: given(body, case, answer).parse().ok()?,
        })
    };
    cases
        .flat_map(|case| {
            case.ratings
                .iter()
                .filter_map(move |answer| rated(&case.code, answer))
        })
        .collect()
}

async fn shown(
    app: &App,
    visit: &Visit,
    (body, result, trouble): (&Value, Option<Judgement>, Option<Problem>),
) -> ApiResult<HttpResponse> {
    let (id, now) = (visit.staff.user.id, app.clock.now());
    let until = app
        .db
        .read(move |conn| people::certificate_valid_until(conn, id))
        .await?;
    let data = data(app, body, (result, until, now), trouble.is_some());
    let title = visit.say("certificate");
    match trouble {
        None => visit.page_of(PAGE, &title, &data),
        Some(trouble) => visit.again(PAGE, &title, &data, trouble),
    }
}

fn data(
    app: &App,
    body: &Value,
    (result, until, now): (Option<Judgement>, Option<Timestamp>, Timestamp),
    incomplete: bool,
) -> Value {
    let content = app.content.calibration();
    let judged = result.is_some();
    let answer = |case: &str, answer: &PracticeRating| {
        let known = app.content.competency(&answer.competency);
        let rating = given(body, case, answer);
        let anchors = known.map(|known| known.anchors.as_slice()).unwrap_or_default();
        let anchors = anchors.iter().zip(1_u8..).map(
            |(text, level)| json!({ "level": level, "text": text, "checked": rating == level.to_string() }),
        );
        let anchors: Vec<Value> = anchors.collect();
        let off = rating
            .parse::<u8>()
            .ok()
            .map(|rating| rating.abs_diff(answer.key));
        json!({
            "place": format!("rating.{case}.{}", answer.competency),
            "id": format!("{case}-{}", answer.competency),
            "name": known.map_or(answer.competency.as_str(), |known| &known.name),
            "question": app.content.question(&answer.question).map(|(_, question)| &question.text),
            "answer": answer.answer,
            "anchors": anchors,
            "missing": incomplete && rating.is_empty(),
            "rating": rating,
            // The key is shown after the own rating alone.
            "key": judged.then_some(answer.key),
            "because": judged.then_some(&answer.because),
            "close": off.is_some_and(|off| off <= 1),
        })
    };
    let cases = content.cases.iter().map(|case| {
        let answers: Vec<Value> = case.ratings.iter().map(|one| answer(&case.code, one)).collect();
        json!({ "code": case.code, "title": case.title, "answers": answers })
    });
    let share = content.within_one_percent;
    json!({
        "cases": cases.collect::<Vec<_>>(),
        "result": result,
        "until": until,
        "valid": until.is_some_and(|until| now < until),
        "within_one_percent": share,
        "mean_deviation_at_most": content.mean_deviation_at_most,
        "valid_months": content.valid_months,
    })
}
