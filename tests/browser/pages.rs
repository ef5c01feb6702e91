//! Which pages there are to look at, for whom and when: found by following links, as a reader would.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use regex::Regex;
use serde_json::json;
use steadyhire::story::Part;

use crate::{
    harness::{Browser, days},
    routes,
    story::{Moment, Office},
};

/// A page to look at.
#[derive(Debug, Clone)]
pub struct Sight {
    /// The kind of page: the pattern it is mounted at.
    pub pattern: String,
    pub path: String,
    /// What the browser of whoever looks holds: a name and a value.
    pub cookie: (String, String),
}

/// Somebody who looks around, and where they begin.
pub struct Looker {
    pub cookie: (String, String),
    pub from: Vec<String>,
}

/// Pages of one pattern that a person opens while looking for others.
const ALIKE: usize = 2;
/// Pages that differ so much from person to person that everybody's is looked at.
const EVERYBODYS: [&str; 3] = ["/today", "/onboarding_plans/{id}", "/applications/{id}"];

/// Follows every link and keeps the first page of each pattern that is not known yet.
pub async fn follow(
    office: &Office,
    patterns: &BTreeSet<String>,
    looker: &Looker,
    known: &mut BTreeMap<String, Sight>,
    wrong: &mut Vec<String>,
) -> Vec<Sight> {
    let links = Regex::new(r#"<a [^>]*href="([^"]+)"#).unwrap();
    let (name, value) = &looker.cookie;
    let browser = Browser::holding(&office.app.anonymous(), &format!("{name}={value}"));
    let mut waiting: VecDeque<String> = looker.from.iter().cloned().collect();
    let mut seen: BTreeSet<String> = looker.from.iter().cloned().collect();
    let mut opened: BTreeMap<String, usize> = BTreeMap::new();
    let mut new = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let Some(pattern) = routes::of(patterns, &path) else {
            wrong.push(format!("{path} is linked and is no page"));
            continue;
        };
        let times = opened.entry(pattern.to_owned()).or_default();
        *times += 1;
        if *times > ALIKE {
            continue;
        }
        let page = browser.look(&path).await;
        if page.status == 403 {
            continue;
        }
        if page.status != 200 {
            wrong.push(format!("{path} is linked and answers {}", page.status));
            continue;
        }
        let of_own = EVERYBODYS.contains(&pattern) && *times == 1;
        let key = if of_own {
            format!("{pattern} {value}")
        } else {
            pattern.to_owned()
        };
        if *times == 1 && !known.contains_key(&key) {
            let sight = Sight {
                pattern: pattern.to_owned(),
                path: path.clone(),
                cookie: looker.cookie.clone(),
            };
            known.insert(key, sight.clone());
            new.push(sight);
        }
        for link in links.captures_iter(&page.html) {
            let link = link[1].replace("&#x3D;", "=").replace("&amp;", "&");
            let link = link.split('#').next().unwrap_or_default().to_owned();
            let elsewhere =
                !link.starts_with('/') || link.starts_with("/assets/") || link.starts_with("/api/");
            if !elsewhere && seen.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
    }
    new
}

/// Who looks around at a moment, and from where beside their own menu.
#[allow(clippy::too_many_lines, reason = "a list")]
pub async fn lookers(office: &Office, moment: Moment) -> Vec<Looker> {
    let (a, c) = (office.application('A'), office.application('C'));
    match moment {
        Moment::Applied => vec![staff(
            office,
            Part::Hr,
            &[
                format!("{a}/rejection"),
                format!("{a}/role_talk"),
                format!("{a}/must_haves/0"),
                format!("{a}/exercises/new"),
                format!("{}/advert", office.job()),
            ],
        )],
        Moment::Booked => {
            office.after_first_round().await;
            let link = office.mailed_path(&office.address('C'), "/l/").await;
            let card = owed_card(office, Part::Peer).await;
            let candidate = guest(office, &link, &[""]).await;
            let candidate = at_work(office, candidate).await;
            vec![
                candidate,
                staff(
                    office,
                    Part::Peer,
                    &[
                        "/scorecards".into(),
                        "/scheduled_interviews".into(),
                        format!("/scorecards/{card}/review"),
                    ],
                ),
                staff(office, Part::Hr, &[]),
                nobody(&["/sign-in".into(), "/careers".into(), link]),
            ]
        }
        Moment::Asked => {
            let link = office.mailed_path("greta.holm@former.example", "/l/").await;
            let pages = ["/reference", "/reference/saved", "/reference/check"];
            vec![guest(office, &link, &pages).await]
        }
        Moment::Answered => vec![staff(office, Part::Manager, &["/scorecards".into()])],
        Moment::Debriefed => {
            let asked = waiver(office, &c).await;
            let samples = office.client(Part::HrLead).get(&format!("{c}/exercises")).await;
            let sample = samples.expect(200)["data"][0]["id"].clone();
            let more = [
                format!("/exercises/{}/assessors", sample.as_str().unwrap()),
                format!("{c}/manager_substitute"),
                format!("{c}/waivers/new"),
                format!("{c}/scorecards"),
                asked,
                own_question(office).await,
            ];
            vec![staff(office, Part::HrLead, &more)]
        }
        Moment::Prepared => vec![staff(office, Part::Manager, &[])],
        Moment::Decided => vec![staff(office, Part::Hr, &[])],
        Moment::Told => {
            let parts = [
                Part::Admin,
                Part::Hr,
                Part::Sponsor,
                Part::Manager,
                Part::Trainer,
                Part::Coach,
                Part::Trainee,
                Part::HrLead,
                Part::Buddy,
                Part::Assessor,
            ];
            let closing = format!("{}/close_rivals", office.job());
            let own = ["/certificate", "/profile", "/scorecards"];
            let mut more = own.map(str::to_owned).to_vec();
            more.push(closing);
            let admin = office.client(Part::Admin);
            let person = format!("/users/{}", office.member(Part::Peer).id);
            let address = admin.get(&person).await.expect(200)["email"].clone();
            let asked = admin.post(&format!("{person}/password_links"), json!({})).await;
            asked.expect(202);
            let link = office.mailed_path(address.as_str().unwrap(), "/password/").await;
            let mut all: Vec<Looker> = parts.map(|part| staff(office, part, &more)).into();
            let trainer = format!("/users/{}", office.member(Part::Trainer).id);
            let address = admin.get(&trainer).await.expect(200)["email"].clone();
            let stop = office
                .mailed_path(address.as_str().unwrap(), "/unsubscribe/")
                .await;
            all.push(nobody(&[link, stop]));
            all
        }
    }
}

fn staff(office: &Office, part: Part, more: &[String]) -> Looker {
    let mut from = vec!["/today".to_owned()];
    from.extend_from_slice(more);
    Looker {
        cookie: ("session".to_owned(), office.member(part).token.clone()),
        from,
    }
}

/// Somebody who is not signed in.
fn nobody(from: &[String]) -> Looker {
    Looker {
        cookie: ("nobody".to_owned(), "1".to_owned()),
        from: from.to_vec(),
    }
}

/// The page of a question that the company adds to the content; with it there is a second version.
async fn own_question(office: &Office) -> String {
    let question = json!({
        "code": "CONF-X1", "competency": "CONF", "type": "situational",
        "text": "A client shouts at your trainee on the phone. What do you do?",
    });
    let wanted = json!({ "overlay": { "added_questions": [question] }, "reason": "Our trainees are shouted at, too." });
    let made = office
        .client(Part::HrLead)
        .post("/content_versions", wanted)
        .await;
    made.expect(201);
    "/content/questions/CONF-X1".to_owned()
}

/// The page of a waiver that somebody asks for.
pub async fn waiver(office: &Office, application: &str) -> String {
    let text = "The panel has a common holiday, and the candidate's notice period ends before the next date that all \
                of them can keep; rounds on one day were offered to everybody.";
    let wanted = json!({
        "gate": "G37", "value": 12, "reason_code": "market_scarcity", "text": text,
        "compensating_measure": "A debrief of two hours", "expires_at": office.app.clock.now() + days(7),
    });
    let asked = office.client(Part::Manager);
    let asked = asked
        .post(&format!("{application}/waivers"), wanted)
        .await
        .expect(201);
    format!("/waivers/{}", asked["id"].as_str().unwrap())
}

/// A guest who pressed "Begin" on the page of this link.
async fn guest(office: &Office, link: &str, pages: &[&str]) -> Looker {
    let token = link.strip_prefix("/l/").unwrap();
    let begun = office.app.anonymous();
    let begun = begun
        .post("/link_sessions", json!({ "token": token }))
        .await
        .expect(201);
    let grant = begun["grant_id"].as_str().unwrap();
    Looker {
        cookie: (
            format!("guest-{grant}"),
            begun["token"].as_str().unwrap().to_owned(),
        ),
        from: pages.iter().map(|page| format!("/g/{grant}{page}")).collect(),
    }
}

/// The first card that somebody owes.
async fn owed_card(office: &Office, part: Part) -> String {
    let cards = office.client(part).get("/scorecards?owner=me&state=draft").await;
    cards.expect(200)["data"][0]["id"].as_str().unwrap().to_owned()
}

/// The candidate has begun the first work sample and looks at what is about to be handed in.
async fn at_work(office: &Office, mut candidate: Looker) -> Looker {
    let browser = Browser::holding(
        &office.app.anonymous(),
        &format!("{}={}", candidate.cookie.0, candidate.cookie.1),
    );
    let home = browser.look(&candidate.from[0]).await;
    let sample = Regex::new(r#"href="(/g/[^"/]+/exercises/([^"/]+))""#).unwrap();
    let found = sample.captures(&home.html).unwrap();
    let begun = office.app.bearer(&candidate.cookie.1);
    let begun = begun
        .post(&format!("/exercises/{}/begin", &found[2]), json!({}))
        .await;
    begun.expect(200);
    candidate.from.push(format!("{}/submission", &found[1]));
    candidate
}
