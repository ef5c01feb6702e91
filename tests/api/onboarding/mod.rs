//! Onboarding over HTTP: every gate from G50 to G59 with the stored fact withheld and supplied.

pub mod coaching;
mod files;
pub mod growth;
mod plan;
mod ramp;
mod training;
mod waivers;

use steadyhire::{
    flow::{self, onboarding::hire},
    kernel::{
        ids::{ApplicationId, UserId},
        role::Role,
        time::Timestamp,
    },
    people,
};

use crate::harness::{
    Browser, Client, Response, START, TestApp, Value,
    candidacy::{Candidacy, open_job},
    days, hours, json,
    opening::Team,
};

/// The people around a hire.
pub struct Crew {
    pub coach: Client,
    pub boss: Client,
    pub buddy: Client,
    pub trainer: Client,
}

impl Crew {
    pub async fn new(app: &TestApp) -> Self {
        Self {
            coach: app.user(&[Role::Coach]).await,
            boss: app.user(&[Role::Manager]).await,
            buddy: app.user(&[Role::Buddy]).await,
            trainer: app.user(&[Role::Trainer]).await,
        }
    }
    pub fn body(&self) -> Value {
        json!({
            "coach": self.coach.id(), "manager": self.boss.id(), "buddy": self.buddy.id(),
            "default_trainer": self.trainer.id(), "starts_at": first_day(),
        })
    }
}

/// The Monday after the tests begin.
pub fn first_day() -> Timestamp {
    Timestamp::parse(START).unwrap() + days(7)
}

/// A plan on its way.
pub struct Hire {
    pub id: String,
    pub candidacy: Candidacy,
    pub crew: Crew,
    pub trainee: Client,
}

impl Hire {
    /// A prepared plan; nobody is hired.
    pub async fn prepared(app: &TestApp) -> Self {
        let opening = open_job(app).await;
        let candidacy = Candidacy::apply(&opening, "Sam Ode").await;
        let crew = Crew::new(app).await;
        let plan = candidacy
            .team
            .hr
            .post(&candidacy.path("/onboarding_plan"), crew.body())
            .await
            .expect(201);
        Self {
            id: plan["id"].as_str().unwrap().to_owned(),
            candidacy,
            crew,
            trainee: app.anonymous(),
        }
    }

    /// The offer is accepted and the hire made, through the two doors the application's steps call.
    pub async fn hired(app: &TestApp) -> Self {
        let mut hire = Self::prepared(app).await;
        hire.accept(app).await;
        let (application, ctx) = (hire.application(), app.system());
        app.write(move |conn| {
            let case = flow::case::load(conn, &ctx, application)?;
            hire::hired(conn, &ctx, &case)
        })
        .await;
        hire
    }

    pub fn application(&self) -> ApplicationId {
        self.candidacy.id.parse().unwrap()
    }

    pub async fn accept(&mut self, app: &TestApp) -> UserId {
        let (application, ctx) = (self.application(), app.system());
        let base = app.url.clone();
        let (user, token) = app
            .write(move |conn| {
                let case = flow::case::load(conn, &ctx, application)?;
                let user = hire::accepted(conn, &ctx, &case, None, &base)?;
                Ok((user, people::issue_token(conn, &ctx, user, days(4000))?))
            })
            .await;
        self.trainee = app.bearer(&token);
        user
    }

    /// Everything is ready in time and the first day has come.
    pub async fn at_work(app: &TestApp) -> Self {
        let hire = Self::hired(app).await;
        hire.ready().await;
        app.clock.advance_to(first_day());
        hire.step(&hire.team().hr, json!({ "to": "active" }))
            .await
            .expect(200);
        hire
    }

    pub fn team(&self) -> &Team {
        &self.candidacy.team
    }
    pub fn path(&self, rest: &str) -> String {
        format!("/onboarding_plans/{}{rest}", self.id)
    }
    pub async fn show(&self) -> Value {
        self.team().hr.get(&self.path("")).await.expect(200)
    }
    pub async fn version(&self) -> i64 {
        self.team().hr.get(&self.path("")).await.etag()
    }
    pub async fn step(&self, who: &Client, body: Value) -> Response {
        who.if_match(self.version().await)
            .post(&self.path("/transitions"), body)
            .await
    }
    pub async fn put(&self, who: &Client, rest: &str, body: Value) -> Response {
        who.if_match(self.version().await)
            .put(&self.path(rest), body)
            .await
    }
    pub async fn post(&self, who: &Client, rest: &str, body: Value) -> Response {
        who.post(&self.path(rest), body).await
    }

    /// Confirms the four items of the first day.
    pub async fn ready(&self) {
        for item in ["access", "equipment", "buddy", "first_week_plan"] {
            self.post(
                &self.team().hr,
                &format!("/day_one/{item}"),
                json!({ "note": "done and seen" }),
            )
            .await
            .expect(200);
        }
    }

    pub async fn module(&self, code: &str) -> Value {
        self.team()
            .hr
            .get(&self.path(&format!("/modules/{code}")))
            .await
            .expect(200)
    }
    pub async fn on(&self, who: &Client, code: &str, verb: &str, body: Value) -> Response {
        self.post(who, &format!("/modules/{code}/{verb}"), body).await
    }
    pub async fn tick_all(&self, code: &str) {
        let steps = self.module(code).await["steps"].as_array().unwrap().len();
        for step in 1..=steps {
            self.on(&self.trainee, code, &format!("steps/{step}"), json!({}))
                .await
                .expect(200);
        }
    }
    /// Steps, evidence and submission.
    pub async fn learn(&self, code: &str) {
        self.tick_all(code).await;
        let evidence = json!({ "kind": "note", "text": "handed over without a question" });
        self.on(&self.trainee, code, "evidence", evidence)
            .await
            .expect(200);
        self.on(&self.trainee, code, "submission", json!({}))
            .await
            .expect(200);
    }
    pub async fn check(&self, code: &str, percent: u8) {
        let body = json!({ "percent": percent, "note": "ten questions" });
        self.on(&self.crew.trainer, code, "checks", body)
            .await
            .expect(200);
    }
    /// A module from the first step to the trainer's signature.
    pub async fn sign(&self, code: &str) {
        self.learn(code).await;
        self.check(code, 90).await;
        if self.module(code).await["operations_signs_too"] == true {
            let body = json!({ "note": "seen on site" });
            self.on(&self.team().ops_lead, code, "operations_signature", body)
                .await
                .expect(200);
        }
        self.on(&self.trainee, code, "countersignature", json!({}))
            .await
            .expect(200);
        self.on(&self.crew.trainer, code, "sign_off", json!({}))
            .await
            .expect(200);
    }
    pub async fn sign_each(&self, codes: &[&str]) {
        for code in codes {
            self.sign(code).await;
        }
    }
    pub async fn pass_first_test(&self) {
        self.on(&self.crew.trainer, "S-T5", "first_test", json!({ "percent": 80 }))
            .await
            .expect(200);
    }

    pub async fn check_in(&self, code: &str) -> Value {
        let all = self.team().hr.get(&self.path("/check_ins")).await.expect(200);
        let found = all["data"].as_array().unwrap().iter().find(|c| c["code"] == code);
        found.unwrap_or_else(|| panic!("no check-in {code}")).clone()
    }
    pub async fn hold(&self, code: &str, body: Value) -> Response {
        let id = self.check_in(code).await["id"].as_str().unwrap().to_owned();
        self.post(&self.crew.boss, &format!("/check_ins/{id}/record"), body)
            .await
    }
    pub async fn one_to_one(&self) {
        self.hold(
            "week_1",
            json!({ "notes": "goals, description, what the work is like" }),
        )
        .await
        .expect(200);
    }
    pub async fn raise(&self, to: &str) -> Response {
        self.post(&self.crew.coach, "/stage", json!({ "to": to })).await
    }
    /// Accounts with these numbers, all or none.
    pub async fn give(&self, numbers: std::ops::Range<u32>) -> Response {
        let names: Vec<String> = numbers.map(|n| format!("Client {n}")).collect();
        self.post(
            &self.crew.coach,
            "/client_accounts/requests",
            json!({ "accounts": names }),
        )
        .await
    }
    /// Day and sign-offs of stage `assisted`, and the step.
    pub async fn assisted(app: &TestApp) -> Self {
        let hire = Self::at_work(app).await;
        hire.sign_each(&["S-D4", "S-T6", "S-D8", "S-D1", "S-T2"]).await;
        hire.pass_first_test().await;
        app.clock.advance_to(first_day() + days(5));
        hire.one_to_one().await;
        app.clock.advance_to(first_day() + days(14));
        hire.raise("assisted").await.expect(200);
        hire
    }
    /// Day and sign-offs of stage `supervised`, and the step.
    pub async fn supervised(app: &TestApp) -> Self {
        let hire = Box::pin(Self::assisted(app)).await;
        hire.sign_each(&["S-D3", "S-D6", "S-T3", "S-T4"]).await;
        app.clock.advance_to(first_day() + days(30));
        hire.raise("supervised").await.expect(200);
        hire
    }
}

/// The detail of a gate's row in a refusal.
pub fn detail(refused: &Value, gate: &str) -> String {
    let rows = refused["refusals"].as_array().unwrap();
    let row = rows
        .iter()
        .find(|row| row["gate"] == gate)
        .unwrap_or_else(|| panic!("no {gate}: {refused}"));
    row["detail"].as_str().unwrap().to_owned()
}
