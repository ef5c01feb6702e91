//! The candidates of a job side by side: figures of dossier 7.8, and nobody sees them too early (G16).

use steadyhire::{kernel::role::Role, story::ratings::Contender};

use crate::{
    harness::{
        Client, TestApp, Value,
        candidacy::{Candidacy, open_job},
        json,
        opening::Opening,
    },
    hire::{
        assess::{self, Assessed},
        references,
    },
};

/// Candidates A and C of the dossier, screened; everybody who rates them is ready and every round is booked.
async fn booked(app: &TestApp) -> (Opening, Candidacy, Candidacy) {
    let opening = open_job(app).await;
    let strong = Candidacy::apply(&opening, "Anna Ace").await;
    let kind = Candidacy::apply(&opening, "Cora Client").await;
    for candidacy in [&strong, &kind] {
        Box::pin(candidacy.bring_to(app, "screened")).await;
    }
    assess::begins(&strong, &kind).await;
    assess::booked(&strong, &kind).await;
    for candidacy in [&strong, &kind] {
        for source in assess::SAMPLES {
            let sample = candidacy.assign(source).await;
            candidacy.hand_in(&sample).await;
        }
    }
    (opening, strong, kind)
}

async fn comparison(who: &Client, opening: &Opening) -> Value {
    who.get(&opening.path("/comparison")).await.expect(200)
}

fn of<'a>(table: &'a Value, candidacy: &Candidacy) -> &'a Value {
    let all = table["candidates"].as_array().unwrap();
    let found = all
        .iter()
        .find(|one| one["application_id"] == candidacy.id.as_str());
    found.unwrap_or_else(|| panic!("{} is not in {table}", candidacy.email))
}

fn near(found: &Value, expected: f64) {
    let number = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((number - expected).abs() < 1e-3, "{number} instead of {expected}");
}

#[tokio::test]
async fn the_candidate_who_misses_a_floor_has_no_rank_however_strong_technically() {
    let app = TestApp::spawn().await;
    let (opening, strong, kind) = Box::pin(booked(&app)).await;
    let both = [(&strong, Contender::A), (&kind, Contender::C)];
    let both = both.map(|(candidacy, as_in)| Assessed { candidacy, as_in });
    let team = opening.team.clone();

    Box::pin(assess::first_day(&app, both)).await;
    let path = opening.path("/comparison");
    team.interviewer.get(&path).await.problem(403, "blind");
    for early in [&team.hr_lead, &team.manager, &team.sponsor] {
        early.get(&path).await.problem(403, "forbidden");
    }

    Box::pin(assess::second_day(&app, both)).await;
    let table = comparison(&team.hr_lead, &opening).await;
    figures(&table, &strong, &kind);
    nobody_else_sees_it(&app, &opening).await;

    let referees = references::requested(&app, &kind).await;
    Box::pin(references::answered(&app, &kind, &referees)).await;
    kind.step(&team.hr, "debrief_open").await.expect(200);
    for reader in [&team.manager, &team.interviewer] {
        let table = comparison(reader, &opening).await;
        let hidden = of(&table, &strong);
        assert_eq!(hidden["withheld"], true);
        assert_eq!(hidden["standing"], Value::Null, "no value of the other: {hidden}");
        let seen = &of(&table, &kind)["standing"];
        assert_eq!((&seen["rank"], &table["ranked"]), (&json!(1), &json!(1)));
        near(&seen["assessment"], 4.024);
        assert_eq!(seen["final_composite"]["reference_weight"], 0.1);
        assert_ne!(seen["final_composite"]["value"], seen["assessment"]);
    }
}

fn figures(table: &Value, strong: &Candidacy, kind: &Candidacy) {
    assert_eq!(table["candidates"][0]["application_id"], kind.id.as_str());
    let rows = [(strong, 2.644, 5.0, 3.0, 3.051), (kind, 4.356, 2.5, 4.0, 4.024)];
    for (candidacy, soft, technical, commercial, assessment) in rows {
        let one = &of(table, candidacy)["standing"];
        near(&one["soft_mean"]["value"], soft);
        near(&one["technical"], technical);
        near(&one["commercial"], commercial);
        near(&one["assessment"], assessment);
        assert_eq!(one["levels"].as_array().unwrap().len(), 13);
    }
    let (low, high) = (&of(table, strong)["standing"], &of(table, kind)["standing"]);
    assert_eq!((&low["rank"], &high["rank"]), (&Value::Null, &json!(1)));
    assert_eq!(
        (&low["passes_floors"], &high["passes_floors"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(low["red_flags"], json!({ "open": 3, "confirmed": 0 }));
    let statuses: Vec<&Value> = low["floors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["status"])
        .collect();
    assert_eq!(statuses, ["open", "open", "met"]);
    let levels = low["levels"].as_array().unwrap();
    let missed: Vec<&str> = levels
        .iter()
        .filter(|level| level["reaches_floor"] == false)
        .map(|level| level["competency"].as_str().unwrap())
        .collect();
    assert_eq!(missed, ["CONF", "EMPQ", "PROA", "RSTR", "VCOM", "WCOM"]);
    assert_eq!(table["ranked"], 1);
}

async fn nobody_else_sees_it(app: &TestApp, opening: &Opening) {
    let path = opening.path("/comparison");
    let team = &opening.team;
    let strangers = [
        app.user(&[Role::Admin]).await,
        app.user(&[Role::HiringManager]).await,
        app.user(&[Role::Interviewer]).await,
    ];
    for early in [&team.manager, &team.interviewer, &team.sponsor]
        .into_iter()
        .chain(&strangers)
    {
        early.get(&path).await.problem(403, "forbidden");
    }
    let trainee = app.user(&[Role::Trainee]).await;
    trainee.get(&path).await.problem(404, "not_found");
    app.anonymous().get(&path).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn nobody_is_compared_before_the_assessment_begins() {
    let app = TestApp::spawn().await;
    let opening = open_job(&app).await;
    Candidacy::apply(&opening, "Bea Lind").await;
    let table = comparison(&opening.team.manager, &opening).await;
    assert_eq!((&table["candidates"], &table["ranked"]), (&json!([]), &json!(0)));
    let stranger = app.user(&[Role::HiringManager]).await;
    stranger
        .get(&opening.path("/comparison"))
        .await
        .problem(403, "forbidden");
}
