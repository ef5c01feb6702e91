//! Every entrance of the API that can change something, by what it can change; a new one fails here until somebody has
//! said what it is. At each, somebody allowed to use it tries to set a state by it, and is refused.

use std::collections::BTreeSet;

use reqwest::Method;
use steadyhire::{
    app::api_document,
    kernel::{
        ids::{ApplicationId, RefereeId},
        role::Role,
        text_enum::TextEnum,
    },
    people::GrantSubject,
    pipeline::state::{ApplicationState, JobState, PlanState},
};

use crate::{
    harness::{
        Client, Response, TestApp, Value,
        assessment::{another, certify},
        candidacy::Candidacy,
        days, json,
        opening::Opening,
    },
    hire::visitor::Visitor,
    onboarding::Hire,
};

/// The doors that ask for a step of a machine.
const STEPS: &[&str] = &[
    "POST /applications/{id}/transitions",
    "POST /jobs/{id}/transitions",
    "POST /onboarding_plans/{id}/transitions",
];

/// Acts that are steps of a part (a round is held, a card is locked, a referee is asked) or can be followed by one; the
/// core judges each by what is stored.
const ACTS: &[&str] = &[
    "POST /applications/{id}/discrepancies/{competency}/resolution",
    "POST /applications/{id}/exercises",
    "POST /applications/{id}/offer/rescission",
    "POST /applications/{id}/offer/rescission/signatures",
    "POST /applications/{id}/onboarding_plan",
    "POST /applications/{id}/red_flags",
    "POST /applications/{id}/red_flags/{flag}/resolution",
    "POST /applications/{id}/red_flags/{flag}/resolution/confirmation",
    "POST /applications/{id}/role_talk",
    "POST /applications/{id}/scheduled_interviews",
    "POST /applications/{id}/waivers",
    "POST /applications",
    "POST /careers/{job_id}/applications",
    "POST /exercises/{id}/begin",
    "POST /exercises/{id}/submission",
    "POST /guest/application/acknowledgement",
    "POST /guest/application/offer_answer",
    "POST /guest/application/referees",
    "POST /guest/application/referees/{id}/consent_withdrawal",
    "POST /guest/application/withdrawal",
    "POST /guest/reference",
    "POST /guest/reference/decline",
    "POST /guest/reference/referral",
    "POST /jobs",
    "POST /jobs/{id}/close_rivals",
    "POST /jobs/{id}/waivers",
    "POST /onboarding_plans/{id}/coaching_sessions",
    "POST /onboarding_plans/{id}/coaching_sessions/{session}/actions/{number}/carried_over",
    "POST /onboarding_plans/{id}/coaching_sessions/{session}/actions/{number}/done",
    "POST /onboarding_plans/{id}/coaching_sessions/{session}/closing",
    "POST /onboarding_plans/{id}/coaching_sessions/{session}/record",
    "POST /onboarding_plans/{id}/modules/{code}/equivalence",
    "POST /onboarding_plans/{id}/modules/{code}/return",
    "POST /onboarding_plans/{id}/modules/{code}/sign_off",
    "POST /onboarding_plans/{id}/modules/{code}/steps/{step}",
    "POST /onboarding_plans/{id}/modules/{code}/submission",
    "POST /onboarding_plans/{id}/stage",
    "POST /onboarding_plans/{id}/waivers",
    "POST /referees/{id}/bounce",
    "POST /referees/{id}/disqualification",
    "POST /referees/{id}/request",
    "POST /referees/{id}/signs/{sign}/decision",
    "POST /referees/{id}/telephone_interview",
    "POST /referees/{id}/verification",
    "PATCH /scheduled_interviews/{id}",
    "POST /scheduled_interviews/{id}/cancellation",
    "POST /scheduled_interviews/{id}/held",
    "POST /scheduled_interviews/{id}/no_show",
    "POST /scorecards/{id}/submission",
    "POST /waivers/{id}/approvals",
    "POST /waivers/{id}/refusal",
    "POST /waivers/{id}/revocation",
];

/// Facts that gates read; storing them moves nothing by itself.
const FACTS: &[&str] = &[
    "PUT /applications/{id}/conflict_declarations/me",
    "POST /applications/{id}/debrief/notes",
    "PUT /applications/{id}/decision",
    "POST /applications/{id}/decision/signatures",
    "PUT /applications/{id}/manager_substitute",
    "PUT /applications/{id}/must_haves/{index}",
    "PUT /applications/{id}/offer",
    "POST /applications/{id}/offer/conditions/{name}",
    "POST /applications/{id}/panel",
    "POST /exercises/{id}/adjustment",
    "POST /exercises/{id}/assessors",
    "POST /guest/application/privacy_notice",
    "PUT /guest/application/referees/{id}",
    "POST /guest/application/referees/{id}/consent",
    "POST /guest/interviews/{id}/reply",
    "PATCH /jobs/{id}",
    "PUT /jobs/{id}/accountability",
    "PUT /jobs/{id}/advert",
    "POST /jobs/{id}/approvals",
    "POST /jobs/{id}/descriptions",
    "PUT /jobs/{id}/interview_plan",
    "POST /jobs/{id}/interview_plan/default",
    "PUT /jobs/{id}/kind",
    "PUT /jobs/{id}/ladder",
    "PUT /jobs/{id}/role_plan",
    "POST /onboarding_plans/{id}/access_order",
    "POST /onboarding_plans/{id}/check_ins/{check_in}/record",
    "POST /onboarding_plans/{id}/client_accounts",
    "POST /onboarding_plans/{id}/client_accounts/requests",
    "POST /onboarding_plans/{id}/commercial_actions",
    "POST /onboarding_plans/{id}/day_one/{item}",
    "POST /onboarding_plans/{id}/metrics",
    "POST /onboarding_plans/{id}/modules/{code}/checks",
    "POST /onboarding_plans/{id}/modules/{code}/countersignature",
    "POST /onboarding_plans/{id}/modules/{code}/evidence",
    "POST /onboarding_plans/{id}/modules/{code}/files",
    "POST /onboarding_plans/{id}/modules/{code}/first_test",
    "POST /onboarding_plans/{id}/modules/{code}/meeting",
    "POST /onboarding_plans/{id}/modules/{code}/operations_signature",
    "PUT /onboarding_plans/{id}/modules/{code}/trainer",
    "POST /onboarding_plans/{id}/observations",
    "PUT /onboarding_plans/{id}/people",
    "POST /onboarding_plans/{id}/pulse",
    "PUT /onboarding_plans/{id}/review",
    "POST /onboarding_plans/{id}/review/signatures",
    "POST /onboarding_plans/{id}/solo_contacts",
    "PUT /onboarding_plans/{id}/start",
    "PUT /referees/{id}/address",
    "POST /referees/{id}/comparison",
    "POST /scheduled_interviews/{id}/reply",
    "POST /scorecards/{id}/amendments",
    "PUT /scorecards/{id}/draft",
    "PUT /scorecards/{id}/post_debrief_values/{competency}",
];

/// Of no case: people, company, mail, the demo's clock, and looks that need a body.
const APART: &[&str] = &[
    "PUT /company",
    "POST /applications/{id}/scheduled_interviews/check",
    "POST /content_versions",
    "POST /dead_letters/{id}/close",
    "POST /dead_letters/{id}/retry",
    "POST /demo/clock",
    "POST /jobs/kind_helper",
    "POST /jobs/{id}/description/check",
    "POST /link_sessions",
    "POST /mail/bounces",
    "POST /mail_queue/pause",
    "POST /mail_queue/resume",
    "POST /passwords",
    "POST /policies",
    "POST /policies/{version}/approvals",
    "POST /scheduled_interviews/{id}/check",
    "POST /sessions",
    "POST /users",
    "POST /users/me/calendar",
    "PUT /users/me/notifications",
    "PUT /users/me/password",
    "PATCH /users/{id}",
    "POST /users/{id}/calibrations",
    "POST /users/{id}/password_links",
];

/// What is taken away again: a name from a panel or list, an account from a book, a sign-in.
const REMOVALS: &[&str] = &[
    "DELETE /applications/{id}/panel/{user_id}",
    "DELETE /guest/application/referees/{id}",
    "DELETE /onboarding_plans/{id}/client_accounts/{account}",
    "DELETE /onboarding_plans/{id}/modules/{code}/files/{file}",
    "DELETE /sessions/current",
    "DELETE /users/me/calendar",
];

/// Closed to everybody while a candidate is assessed: they open with the last card, the debrief, the decision, the offer,
/// or with a sign of fraud. Or about what this house does not have: a mail that could not be delivered, a relay that may
/// report such mails.
const LATER: &[&str] = &[
    "POST /applications/{id}/discrepancies/{competency}/resolution",
    "POST /applications/{id}/red_flags/{flag}/resolution",
    "POST /applications/{id}/debrief/notes",
    "PUT /applications/{id}/decision",
    "POST /applications/{id}/decision/signatures",
    "POST /applications/{id}/offer/conditions/{name}",
    "POST /applications/{id}/offer/rescission",
    "POST /applications/{id}/offer/rescission/signatures",
    "POST /dead_letters/{id}/close",
    "POST /guest/application/offer_answer",
    "POST /mail/bounces",
    "POST /referees/{id}/signs/{sign}/decision",
];

fn matrix() -> BTreeSet<String> {
    let all = [STEPS, ACTS, FACTS, APART, REMOVALS].concat();
    let distinct: BTreeSet<String> = all.iter().map(|entrance| (*entrance).to_owned()).collect();
    assert_eq!(
        distinct.len(),
        all.len(),
        "an entrance stands in the matrix twice"
    );
    distinct
}

#[test]
fn every_entrance_of_the_api_is_in_the_matrix() {
    let document = serde_json::to_value(api_document()).unwrap();
    let mut found = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            if ["post", "put", "patch", "delete"].contains(&method.as_str()) {
                let path = path.strip_prefix("/api/v1").unwrap();
                found.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    let known = matrix();
    let new: Vec<_> = found.difference(&known).collect();
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "not in the matrix: {new:?}; not in the API: {gone:?}"
    );
}

/// A company in which something of everything is under way.
pub struct House {
    pub app: TestApp,
    pub opening: Opening,
    pub cora: Candidacy,
    pub hire: Hire,
    pub candidate: Client,
    pub referee: Client,
    pub admin: Client,
    names: Vec<(&'static str, String)>,
}

fn id(of: &Value) -> String {
    of["id"].as_str().unwrap().to_owned()
}

/// A waiver somebody may ask for.
fn wish(app: &TestApp) -> Value {
    json!({
        "gate": "G35", "value": 3, "reason_code": "market_scarcity", "compensating_measure": "A further reference",
        "text": "The market for people who know crews and clients is small here: the advert brought two candidates in \
                 six weeks.",
        "expires_at": app.clock.now() + days(14),
    })
}

impl House {
    /// A hire at work, and Cora for the same job: R1 held and not scored, R2 booked, a work sample given out, a referee
    /// verified, a flag raised, a waiver asked for.
    pub async fn build() -> Self {
        let app = TestApp::spawn().await;
        let hire = Box::pin(Hire::at_work(&app)).await;
        let job = id(&json!({ "id": hire.candidacy.show().await["job_id"] }));
        let opening = Opening {
            id: job,
            team: hire.team().clone(),
        };
        for rater in opening.team.raters() {
            certify(rater).await;
        }
        let cora = Box::pin(another(&app, &opening, "Cora Lind")).await;
        let candidate = cora.guest(&app).await;
        let (round, card) = Box::pin(Self::first_round(&app, &cora)).await;
        let known = cora
            .known_by(&candidate, "Rita Former", "former_direct_manager")
            .await;
        let referee = app.guest(&Self::link(&app, &cora, &known).await).await;
        let sample = cora.assign("E1").await;
        let team = &opening.team;
        let flag = json!({ "code": "RF03", "text": "Asked twice about missed calls, the candidate blamed the client." });
        let flag = team
            .interviewer
            .post(&cora.path("/red_flags"), flag)
            .await
            .expect(201);
        let path = cora.path("/waivers");
        let waiver = team.manager.post(&path, wish(&app)).await.expect(201);
        let coach = &hire.crew.coach;
        let session = json!({ "planned_for": app.clock.now() + days(3) });
        let session = hire.post(coach, "/coaching_sessions", session).await.expect(201);
        let names = vec![
            ("scheduled_interviews", round),
            ("scorecards", card),
            ("exercises", id(&sample)),
            ("referees", known),
            ("waivers", id(&waiver)),
            ("flag", id(&flag)),
            ("session", id(&session)),
            ("check_in", id(&hire.check_in("week_1").await)),
        ];
        let admin = app.user(&[Role::Admin]).await;
        Self {
            app,
            opening,
            cora,
            hire,
            candidate,
            referee,
            admin,
            names,
        }
    }

    async fn first_round(app: &TestApp, cora: &Candidacy) -> (String, String) {
        let starts = |plus: i64| app.clock.now() + days(plus);
        for (source, at) in [("R1", starts(1)), ("R2", starts(2))] {
            let body = json!({ "source": source, "starts_at": at, "place": "Room 2" });
            cora.book_with(body).await.expect(201);
        }
        cora.hold(app, "R1").await;
        let card = cora.card_of(&cora.team.manager, "R1").await;
        (id(&cora.round("R1").await), id(&card))
    }

    /// The token of a referee's link.
    async fn link(app: &TestApp, cora: &Candidacy, referee: &str) -> String {
        let application: ApplicationId = cora.id.parse().unwrap();
        let referee: RefereeId = referee.parse().unwrap();
        let subject = GrantSubject::Referee { application, referee };
        app.link(subject, app.clock.now() + days(14)).await
    }

    /// The referee, following a link in a browser.
    pub async fn referee_in_a_browser(&self) -> Visitor {
        let token = Self::link(&self.app, &self.cora, self.named("referees").unwrap()).await;
        Visitor::begin(&self.app, &format!("{}/l/{token}", self.app.url)).await
    }

    /// Everybody who could be allowed something.
    pub fn people(&self) -> Vec<&Client> {
        let mut all = self.staff();
        all.extend([&self.candidate, &self.referee]);
        all
    }
    /// Those who sign in, each with a part in the job or the hire, and an administrator.
    pub fn staff(&self) -> Vec<&Client> {
        let (team, crew) = (&self.opening.team, &self.hire.crew);
        vec![
            &team.hr,
            &team.hr_lead,
            &team.manager,
            &team.sponsor,
            &team.ops_lead,
            &team.assessor,
            &crew.coach,
            &crew.boss,
            &crew.trainer,
            &self.hire.trainee,
            &self.admin,
        ]
    }

    fn named(&self, what: &str) -> Option<&str> {
        let mut all = self.names.iter();
        all.find(|(name, _)| *name == what).map(|(_, id)| id.as_str())
    }

    /// The address of an entrance in this house.
    pub fn place(&self, pattern: &str) -> String {
        let mut above = "";
        let part = |part: &'_ str, above: &str| -> String {
            match part {
                "{id}" => match above {
                    "jobs" => self.opening.id.clone(),
                    "applications" => self.cora.id.clone(),
                    "onboarding_plans" => self.hire.id.clone(),
                    "users" => self.opening.team.manager.id().to_string(),
                    "interviews" => self.named("scheduled_interviews").unwrap().to_owned(),
                    // Every mail of this house was delivered.
                    "dead_letters" => self.hire.id.clone(),
                    other => self.named(other).unwrap().to_owned(),
                },
                "{job_id}" => self.opening.id.clone(),
                "{user_id}" | "{user}" => self.opening.team.interviewer.id().to_string(),
                "{referee}" => self.named("referees").unwrap().to_owned(),
                "{competency}" => "CONF".to_owned(),
                "{code}" => "S-D1".to_owned(),
                "{question}" => "CONF-Q1".to_owned(),
                "{index}" | "{step}" | "{number}" | "{version}" => "1".to_owned(),
                "{name}" => "right_to_work".to_owned(),
                "{item}" => "access".to_owned(),
                "{settled}" => "done".to_owned(),
                "{verb}" => "submission".to_owned(),
                "{part}" => "people".to_owned(),
                "{section}" => "words".to_owned(),
                "{account}" | "{sign}" | "{file}" => self.hire.id.clone(),
                named if named.starts_with('{') => {
                    let name = named.trim_matches(['{', '}']);
                    self.named(name)
                        .unwrap_or_else(|| panic!("no {named}"))
                        .to_owned()
                }
                word => word.to_owned(),
            }
        };
        let pattern = pattern.replace("{code}/first_test", "S-T5/first_test");
        let mut parts = Vec::new();
        for word in pattern.split('/') {
            parts.push(part(word, above));
            above = word;
        }
        parts.join("/")
    }

    /// The version of what an address is about, as somebody reads it.
    pub async fn version(&self, who: &Client, place: &str) -> i64 {
        let parts: Vec<&str> = place.split('/').collect();
        let about = match parts.as_slice() {
            ["", "guest", ..] => self.place("/referees/{id}"),
            ["", "company"] => "/company".to_owned(),
            ["", kind, id, ..] => format!("/{kind}/{id}"),
            _ => return 1,
        };
        if about.starts_with("/scheduled_interviews") {
            return self.cora.round("R1").await["version"].as_i64().unwrap_or(1);
        }
        if about.starts_with("/referees") {
            return 1;
        }
        let tag = who.get(&about).await.header("etag").trim_matches('"').to_owned();
        tag.parse().unwrap_or(1)
    }

    /// Where everything stands.
    pub async fn states(&self) -> Vec<String> {
        let lead = &self.opening.team.hr_lead;
        let mut states = Vec::new();
        for place in [
            self.opening.path(""),
            self.cora.path(""),
            self.cora.path("/scheduled_interviews"),
            self.cora.path("/scorecards"),
            self.cora.path("/exercises"),
            self.cora.path("/reference_checks"),
            self.cora.path("/red_flags"),
            self.cora.path("/waivers"),
            self.hire.path(""),
            self.hire.path("/modules"),
            self.hire.path("/coaching_sessions"),
        ] {
            collect(&place, &lead.get(&place).await.expect(200), &mut states);
        }
        states
    }
}

/// Every state in a document.
fn collect(place: &str, value: &Value, states: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (field, inner) in fields {
                if ["state", "stage"].contains(&field.as_str()) {
                    states.push(format!("{place}: {inner}"));
                }
                collect(place, inner, states);
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| collect(place, inner, states)),
        _ => {}
    }
}

async fn send(who: &Client, method: &str, place: &str, version: i64, body: &Value) -> Response {
    let method: Method = method.parse().unwrap();
    who.if_match(version)
        .send(method, place, Some(body.to_string()))
        .await
}

#[tokio::test]
async fn nobody_sets_a_state_at_any_entrance_of_the_api() {
    let house = Box::pin(House::build()).await;
    let before = Box::pin(house.states()).await;
    assert!(before.len() > 30, "{before:?}");
    Box::pin(a_state_is_no_field_anywhere(&house)).await;
    Box::pin(no_step_is_taken_before_its_time(&house)).await;
    Box::pin(strangers_take_nothing_away(&house)).await;
    assert_eq!(Box::pin(house.states()).await, before, "nothing has moved");
}

/// At each entrance somebody gets as far as the body, and is told that it has no place for a state.
async fn a_state_is_no_field_anywhere(house: &House) {
    let mut surprises = Vec::new();
    for entrance in [STEPS, ACTS, FACTS, APART].concat() {
        let told = attempt(house, entrance).await;
        let read = told.iter().any(|status| READ.contains(status));
        let refused = told.iter().all(|status| *status >= 400);
        if !refused || read == LATER.contains(&entrance) {
            surprises.push(format!("{entrance}: {told:?}"));
        }
    }
    assert!(surprises.is_empty(), "{surprises:#?}");
}

/// Statuses of whoever got as far as the body.
pub const READ: [u16; 4] = [400, 409, 412, 422];

/// One after the other uses an entrance with a state for a body, until somebody gets as far as the body.
async fn attempt(house: &House, entrance: &str) -> Vec<u16> {
    let (method, pattern) = entrance.split_once(' ').unwrap();
    let place = house.place(pattern);
    let mut told = Vec::new();
    for who in house.people() {
        let version = house.version(who, &place).await;
        let answer = send(who, method, &place, version, &json!({ "state": "hired" })).await;
        told.push(answer.status());
        if answer.status() == 422 {
            let faults = answer.bad_fields();
            assert!(faults.contains(&"/state".to_owned()), "{entrance}: {faults:?}");
        }
        if READ.contains(&answer.status()) {
            break;
        }
    }
    told
}

/// Every state of every machine is asked for by those who take such steps, except for a pause, which is always due.
async fn no_step_is_taken_before_its_time(house: &House) {
    let team = &house.opening.team;
    let machines = [
        (house.opening.path("/transitions"), words_of(JobState::ALL)),
        (house.cora.path("/transitions"), words_of(ApplicationState::ALL)),
        (house.hire.path("/transitions"), words_of(PlanState::ALL)),
    ];
    let due = ["on_hold", "cancelled"];
    for (place, states) in machines {
        for to in states.into_iter().filter(|to| !due.contains(to)) {
            for who in [&team.hr, &team.manager, &team.sponsor, &house.candidate] {
                let version = house.version(&team.hr, &place).await;
                let answer = send(who, "POST", &place, version, &json!({ "to": to })).await;
                let status = answer.status();
                assert!(
                    [403, 404, 409, 422].contains(&status),
                    "{place} to {to}: {status} {}",
                    answer.body()
                );
            }
        }
    }
}

fn words_of<T: TextEnum>(all: &[T]) -> Vec<&'static str> {
    all.iter().map(|one| one.as_str()).collect()
}

async fn strangers_take_nothing_away(house: &House) {
    let stranger = house.app.user(&[Role::Interviewer, Role::Coach]).await;
    let own = ["DELETE /sessions/current", "DELETE /users/me/calendar"];
    for entrance in REMOVALS.iter().filter(|e| !own.contains(e)) {
        let (_, pattern) = entrance.split_once(' ').unwrap();
        let place = house.place(pattern);
        for (who, expected) in [(&stranger, [403, 404]), (&house.app.anonymous(), [401, 401])] {
            let answer = who.if_match(1).delete(&place).await;
            assert!(
                expected.contains(&answer.status()),
                "{entrance}: {}",
                answer.body()
            );
        }
    }
}

/// Whoever is not signed in changes nothing; what is open to the public stands here.
#[tokio::test]
async fn without_a_sign_in_only_what_is_public_answers() {
    let app = TestApp::spawn().await;
    let public = [
        "POST /careers/{job_id}/applications",
        "POST /link_sessions",
        "POST /passwords",
        "POST /sessions",
    ];
    let nowhere = "019a0000-0000-7000-8000-000000000000";
    for entrance in [STEPS, ACTS, FACTS, APART, REMOVALS].concat() {
        if public.contains(&entrance) {
            continue;
        }
        let (method, pattern) = entrance.split_once(' ').unwrap();
        let parts = pattern.split('/').map(|part| match part {
            "{id}" | "{user_id}" | "{flag}" | "{session}" | "{check_in}" | "{account}" | "{sign}" => nowhere,
            "{competency}" => "CONF",
            "{code}" => "S-D1",
            "{item}" => "access",
            part if part.starts_with('{') => "1",
            word => word,
        });
        let place = parts.collect::<Vec<_>>().join("/");
        let answer = send(&app.anonymous(), method, &place, 1, &json!({})).await;
        assert_eq!(answer.status(), 401, "{entrance}: {}", answer.body());
    }
}
