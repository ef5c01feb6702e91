//! A candidate on the way from the application on, over HTTP only.

use serde_json::{Value, json};

use super::{
    Client, Response, TestApp,
    opening::{Opening, Team},
};

/// The answers somebody gives who has read the good description.
pub fn right_answers() -> Value {
    json!({
        "answers": {
            "kind": "client_focused", "sales_share_pct": 35, "accounts": 12,
            "outside_contract": "ask_superior", "first_goal": "happy_clients",
        },
        "expected_split": { "sales_pct": 30, "relationship_pct": 50 },
        "least_liked": "Evening calls from clients in other time zones.",
    })
}

/// An application.
#[derive(Clone)]
pub struct Candidacy {
    pub id: String,
    pub email: String,
    pub team: Team,
}

impl Candidacy {
    /// HR takes an application in.
    pub async fn apply(opening: &Opening, name: &str) -> Self {
        let email = format!("{}@candidates.example", name.to_lowercase().replace(' ', "."));
        let body = json!({ "job_id": opening.id, "candidate": { "name": name, "email": email } });
        let made = opening.team.hr.post("/applications", body).await.expect(201);
        Self {
            id: made["id"].as_str().unwrap().to_owned(),
            email,
            team: opening.team.clone(),
        }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/applications/{}{rest}", self.id)
    }
    /// The application as HR sees it.
    pub async fn show(&self) -> Value {
        self.team.hr.get(&self.path("")).await.expect(200)
    }
    /// Where it stands.
    pub async fn state(&self) -> String {
        self.show().await["state"].as_str().unwrap().to_owned()
    }
    /// Its version.
    pub async fn version(&self) -> i64 {
        self.team.hr.get(&self.path("")).await.etag()
    }
    /// Asks for a step.
    pub async fn step(&self, who: &Client, to: &str) -> Response {
        self.step_with(who, json!({ "to": to })).await
    }
    /// Asks for a step with reasons.
    pub async fn step_with(&self, who: &Client, body: Value) -> Response {
        who.if_match(self.version().await)
            .post(&self.path("/transitions"), body)
            .await
    }
    pub async fn put(&self, who: &Client, rest: &str, body: Value) -> Response {
        who.if_match(self.version().await)
            .put(&self.path(rest), body)
            .await
    }
    /// How a gate stands in the dry run of a step.
    pub async fn gate(&self, to: &str, gate: &str) -> Value {
        let run = self
            .team
            .hr
            .get(&self.path(&format!("/gates?to={to}")))
            .await
            .expect(200);
        let found = run["gates"]
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["gate"] == gate);
        found
            .unwrap_or_else(|| panic!("no {gate} on the way to {to}"))
            .clone()
    }
    /// The candidate, by the link of the newest mail that has one.
    pub async fn guest(&self, app: &TestApp) -> Client {
        let token = Box::pin(app.mailed_token(&self.email, "/l/")).await;
        app.guest(&token).await
    }

    /// The candidate sees the notice and answers everything rightly.
    pub async fn acknowledge(&self, app: &TestApp) {
        self.acknowledge_with(app, right_answers()).await;
    }
    /// The candidate sees the notice and gives these answers, which are right.
    pub async fn acknowledge_with(&self, app: &TestApp, answers: Value) {
        let guest = self.guest(app).await;
        guest
            .post("/guest/application/privacy_notice", json!({}))
            .await
            .expect(200);
        let done = guest
            .post("/guest/application/acknowledgement", answers)
            .await
            .expect(200);
        assert_eq!(done["complete"], true, "{done}");
    }
    /// HR ticks a must-have.
    pub async fn tick(&self, index: usize, body: Value) -> Response {
        self.put(&self.team.hr, &format!("/must_haves/{index}"), body)
            .await
    }
    /// HR ticks the one that a certificate shows.
    pub async fn tick_documented(&self) {
        let body = json!({ "met": true, "evidence": "Licence seen, file 12" });
        self.tick(2, body).await.expect(200);
    }
    /// HR ticks all must-haves.
    pub async fn tick_all(&self) {
        self.tick_documented().await;
        for index in [0, 1] {
            self.tick(index, json!({ "met": true })).await.expect(200);
        }
    }
    /// A rater declares to have no conflict of interest.
    pub async fn declare_none(&self, who: &Client) {
        let body = json!({ "kind": "none" });
        self.put(who, "/conflict_declarations/me", body).await.expect(200);
    }

    /// Supplies everything up to `role_acknowledged` or `screened` and takes each step.
    pub async fn bring_to(&self, app: &TestApp, state: &str) {
        self.acknowledge(app).await;
        if state == "role_acknowledged" {
            return;
        }
        self.tick_documented().await;
        self.step(&self.team.hr, "screened").await.expect(200);
    }
}

/// An open job.
pub async fn open_job(app: &TestApp) -> Opening {
    let team = Team::new(app).await;
    let opening = Opening::draft(&team).await;
    opening.bring_to("open").await;
    opening
}
