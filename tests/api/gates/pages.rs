//! Every form of the pages, by what it can change: the same matrix for browsers. What a form may not do its API twin may
//! not do either; here somebody presses it with a state among its fields, or without having a part in it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use regex::Regex;
use steadyhire::kernel::role::Role;

use super::entrances::{House, READ};
use crate::{
    harness::{Browser, TestApp},
    hire::visitor::Visitor,
};

/// Forms with fields: somebody allowed to use each presses it with a state beside the others.
const FORMS: &[&str] = &[
    "/applications",
    "/applications/{id}/conflict_declarations/me",
    "/applications/{id}/debrief/notes",
    "/applications/{id}/decision",
    "/applications/{id}/discrepancies/{competency}/resolution",
    "/applications/{id}/exercises",
    "/applications/{id}/manager_substitute",
    "/applications/{id}/must_haves/{index}",
    "/applications/{id}/offer",
    "/applications/{id}/offer/conditions/{name}",
    "/applications/{id}/offer/rescission",
    "/applications/{id}/onboarding_plan",
    "/applications/{id}/panel",
    "/applications/{id}/red_flags",
    "/applications/{id}/red_flags/{flag}/resolution",
    "/applications/{id}/rejection",
    "/applications/{id}/role_talk",
    "/applications/{id}/scheduled_interviews",
    "/applications/{id}/transitions",
    "/applications/{id}/waivers",
    "/careers/{job_id}",
    "/certificate",
    "/company",
    "/content",
    "/content/competencies/{competency}/edit",
    "/content/modules/{code}/copy",
    "/content/modules/{code}/edit",
    "/content/modules/{code}/retirement",
    "/content/overlay",
    "/content/questions",
    "/content/questions/{question}/edit",
    "/content/questions/{question}/retirement",
    "/content/versions/{version}/return",
    "/dead_letters/{id}/close",
    "/exercises/{id}/assessors",
    "/exercises/{id}/submission",
    "/g/{grant}/answers",
    "/g/{grant}/interviews/{id}/reply",
    "/g/{grant}/offer",
    "/g/{grant}/referees",
    "/g/{grant}/referees/{referee}",
    "/g/{grant}/reference",
    "/jobs",
    "/jobs/new",
    "/jobs/{id}/accountability",
    "/jobs/{id}/advert",
    "/jobs/{id}/approvals",
    "/jobs/{id}/board/move",
    "/jobs/{id}/close_rivals",
    "/jobs/{id}/description",
    "/jobs/{id}/interview_plan",
    "/jobs/{id}/interview_plan/default",
    "/jobs/{id}/kind",
    "/jobs/{id}/ladder",
    "/jobs/{id}/people",
    "/jobs/{id}/role_plan",
    "/jobs/{id}/transitions",
    "/mail_queue/pause",
    "/onboarding_plans/{id}/book/{verb}",
    "/onboarding_plans/{id}/check_ins/{check_in}",
    "/onboarding_plans/{id}/coaching_sessions",
    "/onboarding_plans/{id}/coaching_sessions/{session}",
    "/onboarding_plans/{id}/coaching_sessions/{session}/actions/{number}/{settled}",
    "/onboarding_plans/{id}/day_one/{item}",
    "/onboarding_plans/{id}/modules/{code}/{verb}",
    "/onboarding_plans/{id}/observations",
    "/onboarding_plans/{id}/preparation/{part}",
    "/onboarding_plans/{id}/pulse",
    "/onboarding_plans/{id}/review",
    "/onboarding_plans/{id}/transitions",
    "/policies",
    "/profile/notifications",
    "/profile/password",
    "/referees/{id}/address",
    "/referees/{id}/bounce",
    "/referees/{id}/comparison",
    "/referees/{id}/disqualification",
    "/referees/{id}/signs/{sign}/decision",
    "/referees/{id}/telephone_interview",
    "/referees/{id}/verification",
    "/scheduled_interviews/{id}/change",
    "/scheduled_interviews/{id}/reply",
    "/scorecards/{id}/amendments",
    "/scorecards/{id}/lock",
    "/scorecards/{id}/post_debrief_values/{competency}",
    "/users",
    "/users/{id}",
    "/jobs/{id}/waivers",
    "/onboarding_plans/{id}/waivers",
    "/waivers/{id}/refusal",
    "/waivers/{id}/revocation",
];

/// Buttons without fields that say something, and a form that opens with the own answers only: whoever has no part in it
/// presses them in vain.
const BUTTONS: &[&str] = &[
    "/applications/{id}/decision/signatures",
    "/applications/{id}/offer/rescission/signatures",
    "/applications/{id}/panel/{user}/removal",
    "/applications/{id}/red_flags/{flag}/resolution/confirmation",
    "/dead_letters/{id}/retry",
    "/g/{grant}/exercises/{id}/begin",
    "/g/{grant}/exercises/{id}/draft",
    "/g/{grant}/exercises/{id}/submission",
    "/g/{grant}/notice",
    "/g/{grant}/referees/{referee}/consent",
    "/g/{grant}/referees/{referee}/consent_withdrawal",
    "/g/{grant}/referees/{referee}/removal",
    "/g/{grant}/reference/decline",
    "/g/{grant}/reference/referral",
    "/g/{grant}/withdrawal",
    "/mail_queue/resume",
    "/onboarding_plans/{id}/client_accounts/{account}/release",
    "/onboarding_plans/{id}/coaching_sessions/{session}/closing",
    "/onboarding_plans/{id}/modules/{code}/files",
    "/onboarding_plans/{id}/modules/{code}/files/{file}/removal",
    "/onboarding_plans/{id}/modules/{code}/steps/{step}",
    "/onboarding_plans/{id}/review/signatures",
    "/policies/{version}/approvals",
    "/referees/{id}/request",
    "/scheduled_interviews/{id}/cancellation",
    "/scheduled_interviews/{id}/held",
    "/scheduled_interviews/{id}/no_show",
    "/users/{id}/password_links",
    "/waivers/{id}/approvals",
];

/// Where typing is kept or looked at and nothing is handed in: no case moves by it.
const DRAFTS: &[&str] = &[
    "/g/{grant}/reference/{section}",
    "/jobs/{id}/description/check",
    "/scorecards/{id}/draft",
];

/// Closed to everybody while a candidate is assessed, or about something this house does not have yet.
const LATER: &[&str] = &[
    "/applications/{id}/discrepancies/{competency}/resolution",
    "/applications/{id}/red_flags/{flag}/resolution",
    "/onboarding_plans/{id}/coaching_sessions/{session}/actions/{number}/{settled}",
    "/applications/{id}/debrief/notes",
    "/applications/{id}/decision",
    "/applications/{id}/offer/conditions/{name}",
    "/applications/{id}/offer/rescission",
    "/dead_letters/{id}/close",
    "/g/{grant}/offer",
    "/referees/{id}/signs/{sign}/decision",
];

/// The door itself, the looks of the pages, the address of the own calendar and what is mailed to oneself: of no case.
const APART: &[&str] = &[
    "/appearance",
    "/l/{token}",
    "/password/{token}",
    "/profile/calendar",
    "/profile/calendar/end",
    "/setup",
    "/sign-in",
    "/sign-out",
    "/unsubscribe/{token}",
];

/// Every address that a source file mounts, but for those that can only be looked at.
fn mounted() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let resource = Regex::new(r#"(?:resource|scope)\(\s*"(/[^"]+)""#).unwrap();
    let route = Regex::new(r#"route\(\s*"(/[^"]+)",\s*(?:web::)?(\w+)\("#).unwrap();
    visit(
        &PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut |text| {
            found.extend(resource.captures_iter(text).map(|found| found[1].to_owned()));
            let acts = route.captures_iter(text).filter(|found| &found[2] != "get");
            found.extend(acts.map(|found| found[1].to_owned()));
        },
    );
    found.remove("/api/v1");
    found.remove("/onboarding_plans/{id}");
    found
}

fn visit(folder: &Path, read: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, read);
        } else if path.extension().is_some_and(|end| end == "rs") {
            read(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// The methods an address knows, as the service tells whoever uses a wrong one.
async fn methods(app: &TestApp, pattern: &str) -> String {
    let word = |part: &str| {
        if part.starts_with('{') {
            "x".to_owned()
        } else {
            part.to_owned()
        }
    };
    let place: Vec<String> = pattern.split('/').map(word).collect();
    let answer = app.anonymous().delete(&format!("/{}", place.join("/"))).await;
    answer.header("allow").to_owned()
}

#[tokio::test]
async fn every_form_of_the_pages_is_in_the_matrix() {
    let app = TestApp::spawn().await;
    let mut forms = BTreeSet::new();
    let mut lost = Vec::new();
    for address in mounted() {
        let below = format!("/onboarding_plans/{{id}}{address}");
        let mut known = methods(&app, &address).await;
        let mut full = address;
        if known.is_empty() {
            known = methods(&app, &below).await;
            full = below;
        }
        if known.is_empty() {
            lost.push(full);
            continue;
        }
        assert!(
            !known.contains("PUT") && !known.contains("PATCH"),
            "{full}: {known}"
        );
        if known.contains("POST") {
            forms.insert(full);
        }
    }
    assert_eq!(lost, Vec::<String>::new(), "mounted, but not found");
    let known: BTreeSet<String> = [FORMS, BUTTONS, DRAFTS, APART]
        .concat()
        .iter()
        .map(|f| (*f).to_owned())
        .collect();
    let new: Vec<_> = forms.difference(&known).collect();
    let gone: Vec<_> = known.difference(&forms).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "not in the matrix: {new:?}; no form: {gone:?}"
    );
}

#[tokio::test]
async fn nobody_sets_a_state_by_any_form() {
    let house = Box::pin(House::build()).await;
    let candidate = Visitor::begin(&house.app, &house.app.mailed_link(&house.cora.email, "/l/").await).await;
    let referee = house.referee_in_a_browser().await;
    let before = Box::pin(house.states()).await;
    Box::pin(forms_have_no_field_for_a_state(&house, [&candidate, &referee])).await;
    Box::pin(buttons_do_nothing_for_strangers(&house, [&candidate, &referee])).await;
    assert_eq!(Box::pin(house.states()).await, before, "nothing has moved");
}

async fn forms_have_no_field_for_a_state(house: &House, guests: [&Visitor; 2]) {
    let mut surprises = Vec::new();
    for pattern in [FORMS, DRAFTS].concat() {
        let told = match pattern.strip_prefix("/g/{grant}") {
            Some(rest) => vec![pressed_by_guest(guests, &house.place(rest)).await],
            None => pressed_by_staff(house, &house.place(&pattern.replace("book/{verb}", "book/give"))).await,
        };
        if DRAFTS.contains(&pattern) {
            continue;
        }
        let read = told.iter().any(|status| READ.contains(status));
        let refused = told.iter().all(|status| *status >= 400);
        if !refused || read == LATER.contains(&pattern) {
            surprises.push(format!("{pattern}: {told:?}"));
        }
    }
    assert!(surprises.is_empty(), "{surprises:#?}");
}

/// The candidate, or the referee for the questionnaire.
async fn pressed_by_guest([candidate, referee]: [&Visitor; 2], rest: &str) -> u16 {
    let asked = rest.starts_with("/reference") && !rest.starts_with("/referees");
    let guest = if asked { referee } else { candidate };
    guest
        .press(rest, &[("state", "hired"), ("_version", "1")])
        .await
        .status()
}

/// One after the other, until somebody gets as far as the form.
async fn pressed_by_staff(house: &House, place: &str) -> Vec<u16> {
    let mut told = Vec::new();
    for who in house.staff() {
        let version = house.version(who, place).await.to_string();
        let fields = [
            ("state", "hired"),
            ("to", "hired"),
            ("_version", version.as_str()),
        ];
        let page = Browser::of(who).press(place, &fields).await;
        told.push(page.status);
        if READ.contains(&page.status) {
            break;
        }
    }
    told
}

async fn buttons_do_nothing_for_strangers(house: &House, [candidate, referee]: [&Visitor; 2]) {
    let mut surprises = Vec::new();
    let stranger = house.app.user(&[Role::Interviewer, Role::Coach]).await;
    let stranger = Browser::of(&stranger);
    for pattern in BUTTONS {
        let Some(rest) = pattern.strip_prefix("/g/{grant}") else {
            let page = stranger.press(&house.place(pattern), &[("state", "hired")]).await;
            if page.status < 400 {
                surprises.push(format!("{pattern}: {} {}", page.status, page.path));
            }
            continue;
        };
        let rest = house.place(rest);
        for foreign in [
            candidate.at_the_place_of(referee),
            referee.at_the_place_of(candidate),
        ] {
            let answer = foreign.press(&rest, &[("state", "hired")]).await;
            if answer.status() < 400 {
                surprises.push(format!("{pattern}: {}", answer.status()));
            }
        }
    }
    assert!(surprises.is_empty(), "{surprises:#?}");
}

/// A new command is an entrance, too: it stands here once somebody has made sure that it moves no case.
#[test]
fn every_command_is_known() {
    let run = Command::new(env!("CARGO_BIN_EXE_steadyhire"))
        .arg("--help")
        .output()
        .unwrap();
    let told = String::from_utf8(run.stdout).unwrap();
    let commands = told
        .split("Commands:")
        .nth(1)
        .unwrap()
        .split("\n\n")
        .next()
        .unwrap();
    let words: Vec<&str> = commands
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(
        words,
        [
            "serve", "demo", "migrate", "admin", "config", "content", "audit", "mail", "openapi", "help"
        ]
    );
}
