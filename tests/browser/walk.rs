//! Every page there is, opened: by axe in light and dark, at a desk and on a phone; its weight; whom it asks.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::{
    audit,
    pages::{self, Sight},
    routes,
    story::{self, Moment, Office},
    window::{Size, Window},
};

/// When is looked around. What is met first is what is looked at.
const MOMENTS: [Moment; 7] = [
    Moment::Debriefed,
    Moment::Booked,
    Moment::Applied,
    Moment::Asked,
    Moment::Answered,
    Moment::Decided,
    Moment::Told,
];

/// Pages that this walk leaves out, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "/setup",
        "stands open only before the first administrator: its own test looks at it",
    ),
    ("/mailbox/{id}/html", "a mail, shown in a frame of its page"),
    (
        "/mail_templates/{name}/html",
        "a mail, shown in a frame of its page",
    ),
    (
        "/onboarding_plans/{id}/modules/{code}/files/{file}",
        "no page: a file, to be saved",
    ),
    ("/calendar/{token}", "no page: calendar programs read it"),
    (
        "/onboarding_plans/{id}/stage",
        "leads on to the accounts, where the stage stands",
    ),
    (
        "/g/{grant}/offer",
        "the hire by mouse looks at it while the offer is open",
    ),
    (
        "/applications/{id}/offer/rescission",
        "the hire by mouse looks at it while the offer is open",
    ),
    (
        "/g/{grant}/reference/referral",
        "stands open only to a referee who answered: the referee's day looks at it",
    ),
    (
        "/applications/{id}/discrepancies/{competency}/resolution",
        "interviews and references of the story differ nowhere by two points",
    ),
    (
        "/referees/{id}/signs/{sign}/decision",
        "no reference of the story has a sign of fraud",
    ),
    (
        "/dead_letters/{id}",
        "every mail of the story is delivered: the tests of mail delivery look at it",
    ),
];

/// The most bytes a page may cost somebody who was here before, and somebody who was not.
const WARM: f64 = 15.0 * 1024.0;
const COLD: f64 = 110.0 * 1024.0;

/// What a page cost: its own bytes, and those of everything it needs.
const WEIGHT: &str = r#"
const page = performance.getEntriesByType("navigation")[0];
const parts = performance.getEntriesByType("resource");
return {
  warm: page.transferSize + parts.reduce((sum, part) => sum + part.transferSize, 0),
  own: page.transferSize,
  cold: page.transferSize + parts.reduce((sum, part) => sum + part.encodedBodySize + 300, 0),
  status: page.responseStatus,
  h1: document.querySelectorAll("h1").length,
  title: document.title,
};
"#;

/// Windows that are looked through at the same time.
const WINDOWS: usize = 2;

struct Weight {
    pattern: String,
    own: f64,
    cold: f64,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_is_open_to_everybody_and_light() {
    let patterns = routes::all();
    let mut known = BTreeMap::new();
    let (mut wrong, mut weights) = (Vec::new(), Vec::new());
    for moment in MOMENTS {
        let Some(office) = story::at(moment).await else {
            return;
        };
        let mut sights = Vec::new();
        for looker in pages::lookers(&office, moment).await {
            sights.extend(pages::follow(&office, &patterns, &looker, &mut known, &mut wrong).await);
        }
        let shares = sights.chunks(sights.len().div_ceil(WINDOWS).max(1));
        for looked in join_all(shares.map(|share| look_at(&office, share))).await {
            for (path, faults, weight) in looked {
                let told = faults
                    .into_iter()
                    .map(|fault| format!("{moment:?} {path}: {fault}"));
                wrong.extend(told);
                weights.push(weight);
            }
        }
    }
    tell(&mut weights);
    let visited: BTreeSet<&str> = weights.iter().map(|weight| weight.pattern.as_str()).collect();
    let left_out = |pattern: &&String| LEFT_OUT.iter().any(|(known, _)| pattern.as_str() == *known);
    let missed = patterns
        .iter()
        .filter(|pattern| !left_out(pattern) && !visited.contains(pattern.as_str()));
    wrong.extend(missed.map(|pattern| format!("nobody came to {pattern}")));
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

/// Looks at pages one after the other, in a window of their own.
async fn look_at(office: &Office, sights: &[Sight]) -> Vec<(String, Vec<String>, Weight)> {
    let window = Window::open(office, Size::Desktop).await;
    // What every page shares is fetched once.
    window.go("/sign-in").await;
    let mut looked = Vec::with_capacity(sights.len());
    for sight in sights {
        let (faults, weight) = look(&window, sight).await;
        looked.push((sight.path.clone(), faults, weight));
    }
    window.close().await;
    looked
}

async fn look(window: &Window, sight: &Sight) -> (Vec<String>, Weight) {
    let (name, value) = &sight.cookie;
    window.hold(name, value).await;
    window.go(&sight.path).await;
    let found = window.ask(WEIGHT, Vec::new()).await;
    let number = |key: &str| found[key].as_f64().unwrap_or(f64::NAN);
    let weight = Weight {
        pattern: sight.pattern.clone(),
        own: number("warm"),
        cold: number("cold"),
    };
    let mut wrong = Vec::new();
    if found["status"] != 200 || found["h1"] != 1 || found["title"] == "" {
        wrong.push(format!("not a page with one heading: {found}"));
    }
    if weight.own > WARM || weight.cold > COLD {
        wrong.push(format!("too heavy: {found}"));
    }
    wrong.extend(audit::page(window).await);
    wrong.extend(window.complaints().await);
    (wrong, weight)
}

/// The weights, the heaviest first.
fn tell(weights: &mut [Weight]) {
    weights.sort_by(|a, b| b.own.total_cmp(&a.own));
    println!("{:>8} {:>8}  page (KiB over the wire)", "warm", "cold");
    for one in weights {
        println!(
            "{:>8.1} {:>8.1}  {}",
            one.own / 1024.0,
            one.cold / 1024.0,
            one.pattern
        );
    }
}
