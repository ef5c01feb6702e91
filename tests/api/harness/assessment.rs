//! A candidate's assessment: rounds, cards and work samples, over HTTP only.

use serde_json::{Value, json};
use steadyhire::content::Pack;

use super::{
    Client, Response, TestApp,
    candidacy::Candidacy,
    opening::{Opening, Team},
};

/// Where the rounds of the standard plan lie, two a day from the Tuesday after the harness's Monday.
pub const SLOTS: [(&str, &str); 4] = [
    ("R1", "2026-11-03T10:00:00Z"),
    ("R2", "2026-11-03T13:00:00Z"),
    ("R3", "2026-11-04T10:00:00Z"),
    ("R4", "2026-11-04T13:00:00Z"),
];

/// Passes the calibration of the interviewer certificate.
pub async fn certify(rater: &Client) {
    let pack = Pack::shipped().unwrap();
    let cases = pack.calibration().cases.iter();
    let ratings: Vec<Value> = cases
        .flat_map(|case| {
            let answers = case.ratings.iter();
            answers.map(|a| json!({ "case": case.code, "competency": a.competency, "rating": a.key }))
        })
        .collect();
    let path = format!("/users/{}/calibrations", rater.id());
    let done = rater.post(&path, json!({ "ratings": ratings })).await.expect(201);
    assert_eq!(done["result"]["passed"], true, "{done}");
}

/// Evidence long enough for G17, different for every competency.
pub fn evidence(code: &str) -> String {
    format!("Told for {code} how the late delivery was announced to the client before noon")
}

impl Team {
    /// The five people of the default plan.
    pub fn raters(&self) -> [&Client; 5] {
        [
            &self.manager,
            &self.hr,
            &self.interviewer,
            &self.ops_lead,
            &self.assessor,
        ]
    }
    /// The two raters of a round or work sample of the default plan.
    pub fn raters_of(&self, source: &str) -> [&Client; 2] {
        let [a, b, c, d, e] = self.raters();
        match source {
            "R1" => [a, b],
            "R2" => [b, c],
            "R3" => [c, d],
            _ => [d, e],
        }
    }
}

/// A complete card for what it asks: every competency at `level`, every core question asked. For work samples
/// every item has its most points.
pub fn complete_card(card: &Value, level: u8) -> Value {
    let codes = card["competencies"].as_array().unwrap().iter();
    let codes: Vec<&str> = codes.map(|c| c.as_str().unwrap()).collect();
    if card["exercise_id"].is_null() {
        let ratings = codes
            .iter()
            .map(|code| json!({ "competency": code, "value": level, "evidence": evidence(code) }));
        let asked = card["core_questions"].as_array().unwrap().iter();
        return json!({
            "ratings": ratings.collect::<Vec<_>>(),
            "questions": asked.map(|code| json!({ "code": code, "asked": "yes" })).collect::<Vec<_>>(),
        });
    }
    let ratings = codes
        .iter()
        .map(|code| json!({ "competency": code, "evidence": evidence(code) }));
    json!({ "ratings": ratings.collect::<Vec<_>>(), "items": [] })
}

impl Candidacy {
    /// Everybody of the plan is certified and has declared to have no conflict; the assessment begins.
    pub async fn bring_to_assessing(&self, app: &TestApp) {
        Box::pin(self.bring_to(app, "screened")).await;
        for rater in self.team.raters() {
            certify(rater).await;
            self.declare_none(rater).await;
        }
        self.step(&self.team.hr, "assessing").await.expect(200);
    }

    /// HR books a round with the plan's raters.
    pub async fn book(&self, source: &str, starts_at: &str) -> Response {
        let body = json!({ "source": source, "starts_at": starts_at, "place": "Room 2" });
        self.book_with(body).await
    }
    pub async fn book_with(&self, body: Value) -> Response {
        let path = self.path("/scheduled_interviews");
        self.team.hr.post(&path, body).await
    }
    /// HR books all rounds at their usual times.
    pub async fn book_all(&self) {
        for (source, starts_at) in SLOTS {
            self.book(source, starts_at).await.expect(201);
        }
    }
    /// The booking of a round that is not called off.
    pub async fn round(&self, source: &str) -> Value {
        let path = self.path("/scheduled_interviews");
        let all = self.team.hr.get(&path).await.expect(200);
        let mut found = all["data"].as_array().unwrap().iter().rev();
        let standing =
            |r: &&Value| r["source"] == source && r["state"] != "cancelled" && r["state"] != "no_show";
        found
            .find(standing)
            .unwrap_or_else(|| panic!("no {source} in {all}"))
            .clone()
    }
    /// The clock goes to the end of a round, and HR records that it took place.
    pub async fn hold(&self, app: &TestApp, source: &str) {
        let round = self.round(source).await;
        app.clock.advance_to(instant(&round["ends_at"]));
        let path = format!("/scheduled_interviews/{}/held", round["id"].as_str().unwrap());
        self.team.hr.post(&path, json!({})).await.expect(200);
    }
    /// Somebody's own card for a round or work sample of this application, in full.
    pub async fn card_of(&self, who: &Client, source: &str) -> Value {
        let all = who.get("/scorecards?owner=me&limit=100").await.expect(200);
        for row in all["data"].as_array().unwrap().iter().rev() {
            let card = who.get(&card_path(row, "")).await.expect(200);
            let mine = card["application_id"] == self.id.as_str() || self.owns(&card).await;
            if row["source"] == source && mine {
                return card;
            }
        }
        panic!("no card for {source} in {all}")
    }
    /// Whether a card that hides its application belongs to this one.
    async fn owns(&self, card: &Value) -> bool {
        let samples = self.samples().await;
        samples.iter().any(|sample| sample["id"] == card["exercise_id"])
    }
    /// Somebody hands in the card for a round or work sample.
    pub async fn submit(&self, who: &Client, source: &str, body: Value) -> Response {
        let card = self.card_of(who, source).await;
        who.post(&card_path(&card, "/submission"), body).await
    }
    /// Both raters of the plan lock complete cards at one level for a round.
    pub async fn score(&self, source: &str, level: u8) {
        let raters = self.team.raters_of(source);
        self.score_with(source, &raters, level, |_, _| {}).await;
    }
    /// These raters lock complete cards at one level for a round, in this order, each changed before it is sent.
    pub async fn score_with(
        &self,
        source: &str,
        raters: &[&Client],
        level: u8,
        change: impl Fn(usize, &mut Value),
    ) {
        for (seat, rater) in raters.iter().enumerate() {
            let card = self.card_of(rater, source).await;
            let mut body = complete_card(&card, level);
            change(seat, &mut body);
            rater
                .post(&card_path(&card, "/submission"), body)
                .await
                .expect(200);
        }
    }

    /// The work samples of the application, as HR sees them.
    pub async fn samples(&self) -> Vec<Value> {
        let path = self.path("/exercises");
        let all = self.team.hr.get(&path).await.expect(200);
        all["data"].as_array().unwrap().clone()
    }
    /// HR assigns a work sample to the plan's assessors.
    pub async fn assign(&self, source: &str) -> Value {
        let path = self.path("/exercises");
        let body = json!({ "source": source });
        self.team.hr.post(&path, body).await.expect(201)
    }
    /// HR hands in a work sample (on paper, or performed).
    pub async fn hand_in(&self, sample: &Value) {
        let path = format!("/exercises/{}/submission", sample["id"].as_str().unwrap());
        let body =
            json!({ "text": "Dear Dana, we own the missing replies; by Friday noon you have the figures." });
        self.team.hr.post(&path, body).await.expect(200);
    }
    /// A complete card for a work sample with the most points for every item.
    pub async fn best_sample_card(&self, who: &Client, source: &str) -> Value {
        let card = self.card_of(who, source).await;
        let path = format!("/exercises/{}", card["exercise_id"].as_str().unwrap());
        let sample = who.get(&path).await.expect(200);
        let mut body = complete_card(&card, 5);
        let items = sample["key"]["checklist"].as_array().unwrap().iter();
        body["items"] = items
            .map(|item| json!({ "item": item["code"], "points": item["points"].as_array().unwrap().last() }))
            .collect();
        body
    }
    /// Assigns a work sample, hands it in and has it rated by both assessors with the most points.
    pub async fn rate_sample(&self, source: &str) {
        let sample = self.assign(source).await;
        self.hand_in(&sample).await;
        for rater in self.team.raters_of(source) {
            let body = self.best_sample_card(rater, source).await;
            self.submit(rater, source, body).await.expect(200);
        }
    }
    /// Holds and scores every round of the plan at one level and has every work sample rated: the application is
    /// then `assessed`.
    pub async fn bring_to_assessed(&self, app: &TestApp, level: u8) {
        Box::pin(self.bring_to_assessing(app)).await;
        Box::pin(self.assess(app, SLOTS, level, |_, _, _| {})).await;
        assert_eq!(self.state().await, "assessed");
    }
    /// The whole assessment by the plan's raters, with rounds at these times and cards at one level, each changed
    /// before it is sent; the work samples are perfect.
    pub async fn assess(
        &self,
        app: &TestApp,
        slots: [(&str, &str); 4],
        level: u8,
        change: impl Fn(&str, usize, &mut Value),
    ) {
        for (source, starts_at) in slots {
            self.book(source, starts_at).await.expect(201);
        }
        let mut open = Vec::new();
        for source in ["E1", "E2", "E3", "E4", "E5"] {
            open.push(self.assign(source).await);
        }
        for source in ["R1", "R2", "R3"] {
            self.hold(app, source).await;
            let raters = self.team.raters_of(source);
            self.score_with(source, &raters, level, |seat, body| change(source, seat, body))
                .await;
        }
        self.hold(app, "R4").await;
        for sample in open {
            self.hand_in(&sample).await;
        }
        for source in ["E1", "E2", "E3", "E4", "E5"] {
            for rater in self.team.raters_of(source) {
                let body = self.best_sample_card(rater, source).await;
                self.submit(rater, source, body).await.expect(200);
            }
        }
    }
}

/// Changes the level of a competency on a card.
pub fn set_level(card: &mut Value, competency: &str, level: u8) {
    let mut ratings = card["ratings"].as_array_mut().unwrap().iter_mut();
    let rating = ratings.find(|rating| rating["competency"] == competency);
    rating.expect("a competency of the kit")["value"] = json!(level);
}

/// The path of a card, and something below it.
pub fn card_path(card: &Value, rest: &str) -> String {
    format!("/scorecards/{}{rest}", card["id"].as_str().unwrap())
}

/// An instant of an answer.
pub fn instant(value: &Value) -> steadyhire::kernel::time::Timestamp {
    steadyhire::kernel::time::Timestamp::parse(value.as_str().unwrap()).unwrap()
}

/// A candidate whose assessment has begun, for a job of its own.
pub async fn assessing(app: &TestApp) -> Candidacy {
    let opening = Box::pin(super::candidacy::open_job(app)).await;
    let candidacy = Candidacy::apply(&opening, "Cora Lind").await;
    Box::pin(candidacy.bring_to_assessing(app)).await;
    candidacy
}

/// A further candidate for the same job, whose assessment has begun too.
pub async fn another(app: &TestApp, opening: &Opening, name: &str) -> Candidacy {
    let candidacy = Candidacy::apply(opening, name).await;
    Box::pin(candidacy.bring_to(app, "screened")).await;
    for rater in candidacy.team.raters() {
        candidacy.declare_none(rater).await;
    }
    candidacy.step(&candidacy.team.hr, "assessing").await.expect(200);
    candidacy
}
