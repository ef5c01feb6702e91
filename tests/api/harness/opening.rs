//! The people of a job, and a job on its way from draft to open, over HTTP only.

use serde_json::{Value, json};
use steadyhire::kernel::role::Role;

use super::{Client, Response, TestApp};

/// The description that passes every rule.
pub fn good_description() -> Value {
    fixture(include_str!("../../fixtures/jd_good_client.json"))
}
/// "Looking for an Account Manager."
pub fn bad_description() -> Value {
    fixture(include_str!("../../fixtures/jd_bad.json"))
}
/// The production-focused description.
pub fn production_description() -> Value {
    fixture(include_str!("../../fixtures/jd_good_production.json"))
}
fn fixture(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The people around one job.
#[derive(Clone)]
pub struct Team {
    pub hr: Client,
    pub hr_lead: Client,
    pub manager: Client,
    pub sponsor: Client,
    pub ops_lead: Client,
    /// A senior account manager who interviews.
    pub interviewer: Client,
    /// Somebody who rates work samples.
    pub assessor: Client,
}

impl Team {
    pub async fn new(app: &TestApp) -> Self {
        Self {
            hr: app.staff(&[Role::Hr, Role::Interviewer], |_| {}).await,
            hr_lead: app.staff(&[Role::HrLead], |_| {}).await,
            manager: app.staff(&[Role::HiringManager, Role::Interviewer], |_| {}).await,
            sponsor: app.staff(&[Role::Sponsor], |_| {}).await,
            ops_lead: app
                .staff(&[Role::OpsLead, Role::Interviewer, Role::Assessor], |u| {
                    u.operations = true
                })
                .await,
            interviewer: app.staff(&[Role::Interviewer], |_| {}).await,
            assessor: app.staff(&[Role::Assessor], |_| {}).await,
        }
    }

    /// The raters of the default plan, in its order.
    pub fn panel(&self) -> Value {
        json!([
            self.manager.id(),
            self.hr.id(),
            self.interviewer.id(),
            self.ops_lead.id(),
            self.assessor.id()
        ])
    }
}

/// A job on its way.
pub struct Opening {
    pub id: String,
    pub team: Team,
}

impl Opening {
    /// A job in draft, with nothing supplied but its people.
    pub async fn draft(team: &Team) -> Self {
        let body = json!({
            "title": "Account manager for the region", "reason": "growth",
            "hiring_manager": team.manager.id(), "sponsor": team.sponsor.id(),
            "ops_lead": team.ops_lead.id(), "hr": team.hr.id(),
        });
        let job = team.hr.post("/jobs", body).await.expect(201);
        Self {
            id: job["id"].as_str().unwrap().to_owned(),
            team: team.clone(),
        }
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/jobs/{}{rest}", self.id)
    }
    /// The job's version.
    pub async fn version(&self) -> i64 {
        self.team.hr.get(&self.path("")).await.etag()
    }
    pub async fn put(&self, who: &Client, rest: &str, body: Value) -> Response {
        who.if_match(self.version().await)
            .put(&self.path(rest), body)
            .await
    }
    pub async fn step(&self, who: &Client, to: &str) -> Response {
        let body = json!({ "to": to });
        who.if_match(self.version().await)
            .post(&self.path("/transitions"), body)
            .await
    }
    /// How each gate up to `to` stands.
    pub async fn gate(&self, to: &str, gate: &str) -> String {
        let rows = self
            .team
            .hr
            .get(&self.path(&format!("/gates?to={to}")))
            .await
            .expect(200);
        let row = rows["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|r| r["gate"] == gate)
            .unwrap()
            .clone();
        row["status"].as_str().unwrap().to_owned()
    }

    pub async fn decide_kind(&self) {
        self.decide_kind_for("client_focused").await;
    }
    /// The sponsor decides on a kind of account manager; who supervises crews sells no base contracts.
    pub async fn decide_kind_for(&self, kind: &str) {
        let crews = kind == "production_focused";
        let body = json!({
            "answers": {
                "separate_roles_affordable": false, "owner_in_operations": false, "production_people_scarce": false,
                "supervises_crews": crews, "sells_base_contracts": !crews,
            },
            "kind": kind, "reason": "Field production managers have told us who leads the crews.",
        });
        self.put(&self.team.sponsor, "/kind", body).await.expect(200);
    }
    pub async fn plan_role(&self) {
        let body = json!({
            "short": ["Take over six accounts"], "medium": ["Carry fifteen accounts"], "long": ["Lead a client group"],
        });
        self.put(&self.team.manager, "/role_plan", body).await.expect(200);
    }
    /// Vision, mission and values of the company.
    pub async fn write_strategy(&self) {
        write_strategy(&self.team.sponsor).await;
    }
    pub async fn describe(&self, description: Value) -> Value {
        let body = json!({ "description": description });
        self.team
            .manager
            .post(&self.path("/descriptions"), body)
            .await
            .expect(201)
    }
    pub async fn approve_by(&self, who: &Client) -> Response {
        who.post(&self.path("/approvals"), json!({})).await
    }
    pub async fn approve(&self) {
        for who in [&self.team.manager, &self.team.ops_lead, &self.team.sponsor] {
            self.approve_by(who).await.expect(201);
        }
    }
    pub async fn set_ladder(&self) {
        let body = json!({ "ladder_id": "client-services", "rungs": [
            { "title": "Senior account manager", "criteria": ["Two years with satisfied clients"] },
            { "title": "Key account manager", "criteria": ["Three renewals of key accounts"] },
            { "title": "Head of client services", "criteria": ["Led a client group for a year"] },
        ]});
        self.put(&self.team.manager, "/ladder", body).await.expect(200);
    }
    pub async fn set_accountability(&self) {
        let measure = |name: &str, target: &str| json!({ "name": name, "target": target, "cadence": "each month", "owner": "hiring manager", "concerns": "" });
        let body = json!({ "measures": [
            measure("Client satisfaction", "8.5 of 10"), measure("Renewals", "90 %"),
            measure("Projects on time", "90 %"), measure("Overdue payments", "3 %"),
        ]});
        self.put(&self.team.manager, "/accountability", body)
            .await
            .expect(200);
    }
    pub async fn set_plan(&self) -> Value {
        let body = json!({ "panel": self.team.panel() });
        self.team
            .hr
            .post(&self.path("/interview_plan/default"), body)
            .await
            .expect(201)
    }

    /// Supplies everything up to a state of the main path and takes each step.
    pub async fn bring_to(&self, state: &str) {
        self.bring_described_to(state, good_description()).await;
    }
    /// The same with a description of one's own.
    pub async fn bring_described_to(&self, state: &str, description: Value) {
        self.decide_kind_for(description["kind"].as_str().unwrap()).await;
        self.plan_role().await;
        self.write_strategy().await;
        self.step(&self.team.sponsor, "kind_decided").await.expect(200);
        if state == "kind_decided" {
            return;
        }
        self.set_ladder().await;
        self.set_accountability().await;
        self.describe(description).await;
        self.approve().await;
        self.step(&self.team.manager, "jd_approved").await.expect(200);
        if state == "jd_approved" {
            return;
        }
        self.set_plan().await;
        self.step(&self.team.hr, "plan_locked").await.expect(200);
        if state == "plan_locked" {
            return;
        }
        self.step(&self.team.hr, "open").await.expect(200);
    }
}

/// Writes the company's strategy.
pub async fn write_strategy(sponsor: &Client) {
    let version = sponsor.get("/company").await.etag();
    let body = json!({
        "name": "Green Partners",
        "strategy": {
            "vision": "Every client in our region knows whom to call.",
            "mission": "We keep sites and campaigns working.",
            "values": ["We say it first", "We ask operations first", "We leave nobody alone"],
        },
    });
    sponsor.if_match(version).put("/company", body).await.expect(200);
}
