//! Slice 2, second half: two people are met by the same five raters, who do not see each other's ratings first.

use steadyhire::{
    content::{Pack, model::Variant},
    kernel::{codes::SourceCode, role::Role, text_enum::TextEnum},
    story::ratings::{Contender, levels, points},
};

use super::apply;
use crate::harness::{
    Client, TestApp, Value,
    assessment::{card_path, certify, complete_card, instant},
    candidacy::Candidacy,
    json,
};

/// The work samples of a client-focused job.
pub const SAMPLES: [&str; 5] = ["E1", "E2", "E3", "E4", "E5"];

/// One who is assessed, and the ratings the dossier has for them.
#[derive(Clone, Copy)]
pub struct Assessed<'a> {
    pub candidacy: &'a Candidacy,
    pub as_in: Contender,
}

/// The assessment begins when everybody of the panel is certified and free of conflicts.
pub async fn begins(first: &Candidacy, second: &Candidacy) {
    let team = &first.team;
    let refused = first.step(&team.hr, "assessing").await;
    assert_eq!(refused.refusing_gates(), ["G13", "G14"]);
    for rater in team.raters() {
        certify(rater).await;
    }
    let refused = first.step(&team.hr, "assessing").await;
    assert_eq!(refused.refusing_gates(), ["G14"]);
    for candidacy in [first, second] {
        apply::panel_is_ready(candidacy).await;
        candidacy.step(&team.hr, "assessing").await.expect(200);
    }
}

/// HR books eight rounds; too early and too many in a day are refused.
pub async fn booked(first: &Candidacy, second: &Candidacy) {
    let refused = first.book("R1", "2026-11-02T14:00:00Z").await;
    assert_eq!(
        refused.refusing_gates(),
        ["G11"],
        "a night to think about the role"
    );
    for (source, one, other) in [
        ("R1", "2026-11-03T10:00:00Z", "2026-11-03T11:30:00Z"),
        ("R2", "2026-11-03T13:00:00Z", "2026-11-03T14:30:00Z"),
    ] {
        first.book(source, one).await.expect(201);
        second.book(source, other).await.expect(201);
    }
    let refused = first.book("R3", "2026-11-03T16:00:00Z").await;
    assert_eq!(refused.refusing_gates(), ["G36"], "a third round in one day");
    for (source, one, other) in [
        ("R3", "2026-11-04T10:00:00Z", "2026-11-04T11:30:00Z"),
        ("R4", "2026-11-04T13:00:00Z", "2026-11-04T14:30:00Z"),
    ] {
        first.book(source, one).await.expect(201);
        second.book(source, other).await.expect(201);
    }
}

/// Tuesday: two rounds with each. Nobody sees another's ratings before the own card is locked.
pub async fn first_day(app: &TestApp, both: [Assessed<'_>; 2]) {
    let [first, second] = both;
    first.candidacy.hold(app, "R1").await;
    blindness(app, first).await;
    for (who, source) in [(second, "R1"), (first, "R2"), (second, "R2")] {
        who.candidacy.hold(app, source).await;
        rated(who, source).await;
    }
}

/// Both sides of blindness, on the first round.
async fn blindness(app: &TestApp, who: Assessed<'_>) {
    let candidacy = who.candidacy;
    let team = &candidacy.team;
    let mine = candidacy.card_of(&team.manager, "R1").await;
    let own = card_path(&mine, "");
    let card = card_for(who, &team.manager, "R1", false).await;

    let mut thin = card.clone();
    thin["ratings"][0]["evidence"] = json!("good");
    let refused = team.manager.post(&card_path(&mine, "/submission"), thin).await;
    assert_eq!(refused.refusing_gates(), ["G17"]);
    team.manager
        .post(&card_path(&mine, "/submission"), card.clone())
        .await
        .expect(200);
    let again = team.manager.post(&card_path(&mine, "/submission"), card).await;
    again.problem(409, "already_submitted");

    for blind in [&team.hr, &team.interviewer] {
        let told = blind.get(&own).await.problem(403, "blind");
        let text = "You will see the other ratings when your own scorecard is locked.";
        assert!(told["detail"].as_str().unwrap().starts_with(text), "{told}");
    }
    for outsider in [&team.sponsor, &app.user(&[Role::Admin]).await] {
        outsider.get(&own).await.problem(403, "forbidden");
    }
    let theirs = card_for(who, &team.hr, "R1", true).await;
    candidacy.submit(&team.hr, "R1", theirs).await.expect(200);
    // HR rates the next round as well, and stays blind for it.
    team.hr.get(&own).await.problem(403, "blind");
}

/// T2: two good rounds, and the hiring manager wants to approve.
pub async fn approval_after_two_rounds(candidacy: &Candidacy) {
    let refused = candidacy.step(&candidacy.team.manager, "approved").await;
    let problem = refused.problem(409, "illegal_step");
    let rows = problem["refusals"].as_array().unwrap();
    for gate in [
        "G19", "G20", "G21", "G23", "G24", "G25", "G32", "G34", "G35", "G37", "G38", "G39", "G40",
    ] {
        assert!(rows.iter().any(|row| row["gate"] == gate), "{gate}: {problem}");
    }
    for row in rows {
        let withheld = ["G26", "G27", "G28", "G29", "G30", "G31", "G33"];
        let gate = row["gate"].as_str().unwrap();
        if withheld.contains(&gate) {
            assert!(row["found"].is_null(), "{row}");
        } else {
            assert!(!row["how_to_fix"].as_str().unwrap().is_empty(), "{row}");
        }
    }
    let earliest = instant(&problem["earliest_possible_approval_at"]);
    let binding = &problem["binding_constraints"];
    assert_eq!(
        earliest,
        instant(&json!("2026-11-09T09:00:00Z")),
        "a week after applying: {binding}"
    );
}

/// Wednesday: the third round and the work samples. With the last card both are assessed.
pub async fn second_day(app: &TestApp, both: [Assessed<'_>; 2]) {
    for who in both {
        who.candidacy.hold(app, "R3").await;
        rated(who, "R3").await;
    }
    for who in both {
        who.candidacy.hold(app, "R4").await;
        for source in SAMPLES {
            rated(who, source).await;
        }
    }
    for who in both {
        assert_eq!(who.candidacy.state().await, "assessed");
    }
}

/// HR assigns the work samples. Written work is handed in through the link of its mail, once; what is performed is
/// noted by HR.
pub async fn work_samples_handed_in(app: &TestApp, candidacy: &Candidacy) {
    for source in SAMPLES {
        let sample = candidacy.assign(source).await;
        let path = format!("/exercises/{}", sample["id"].as_str().unwrap());
        if sample["written"] == false {
            candidacy.hand_in(&sample).await;
            continue;
        }
        let guest = candidacy.guest(app).await;
        let shown = guest.get(&path).await.expect(200);
        assert!(shown["key"].is_null(), "no candidate sees the key");
        let work = json!({ "text": format!("My answer to {source}, with one next step and its date.") });
        guest.post(&format!("{path}/begin"), json!({})).await.expect(200);
        let hand_in = format!("{path}/submission");
        guest.post(&hand_in, work.clone()).await.expect(200);
        guest.post(&hand_in, work).await.problem(409, "already_submitted");
    }
}

/// Both raters of the plan lock the dossier's ratings for a round or work sample.
pub async fn rated(who: Assessed<'_>, source: &str) {
    let raters = who.candidacy.team.raters_of(source);
    for (second, rater) in [false, true].into_iter().zip(raters) {
        let card = card_for(who, rater, source, second).await;
        who.candidacy.submit(rater, source, card).await.expect(200);
    }
}

/// The body of a card with the dossier's ratings; for work samples with the points that give them.
async fn card_for(who: Assessed<'_>, rater: &Client, source: &str, second: bool) -> Value {
    let card = who.candidacy.card_of(rater, source).await;
    let code = SourceCode::new(source).unwrap();
    let wanted = levels(who.as_in, &code, second);
    let mut body = complete_card(&card, 3);
    if card["exercise_id"].is_null() {
        for rating in body["ratings"].as_array_mut().unwrap() {
            let competency = rating["competency"].as_str().unwrap().to_owned();
            let (_, level) = wanted.iter().find(|(c, _)| c.as_str() == competency).unwrap();
            rating["value"] = json!(level);
        }
        return body;
    }
    let path = format!("/exercises/{}", card["exercise_id"].as_str().unwrap());
    let sample = rater.get(&path).await.expect(200);
    let variant = Variant::from_word(sample["variant"].as_str().unwrap()).unwrap();
    let pack = Pack::shipped().unwrap();
    let exercise = pack.exercise(&code).unwrap();
    let given = points(&pack, exercise, variant, &wanted).into_iter();
    body["items"] = given
        .map(|(item, points)| json!({ "item": item, "points": points }))
        .collect();
    body
}

/// The scores of dossier 7.8, for those who may see them by now.
pub async fn scores_are_those_of_the_dossier(app: &TestApp, both: [Assessed<'_>; 2]) {
    for who in both {
        let (soft, technical, commercial, composite) = match who.as_in {
            Contender::A => (2.644, 5.0, 3.0, 3.051),
            Contender::B => (4.136, 3.0, 3.5, 3.870),
            Contender::C => (4.356, 2.5, 4.0, 4.024),
        };
        let path = who.candidacy.path("/scores");
        let scores = who.candidacy.team.hr_lead.get(&path).await.expect(200);
        let expected = [
            ("soft", soft),
            ("technical", technical),
            ("commercial", commercial),
            ("assessment", composite),
        ];
        for (field, value) in expected {
            let found = scores[field].as_f64().unwrap();
            assert!((found - value).abs() < 1e-3, "{field}: {found}, not {value}");
        }
        let interviewer = &who.candidacy.team.interviewer;
        interviewer.get(&path).await.problem(403, "forbidden");
        let admin = app.user(&[Role::Admin]).await;
        admin.get(&path).await.problem(403, "forbidden");
    }
}
