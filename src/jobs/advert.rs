//! The public advert (G08): what it lacks, and the draft built from the description. Pure.

use super::{
    clarity,
    model::{Advert, DescriptionBody, Duty, Standard},
};
use crate::kernel::kind::Kind;

/// Duties an advert names, at least.
const TOP_DUTIES: usize = 3;
/// Standards an advert names, at least.
const STANDARDS: usize = 2;

/// What an advert lacks, in words for the refusal of G08; empty when it is complete.
pub fn advert_lacks(
    advert: &Advert,
    body: &DescriptionBody,
    kind: Option<Kind>,
    pay_required: bool,
) -> Vec<String> {
    let text = format!("{}\n{}", advert.title, advert.text);
    let mut lacks = Vec::new();
    let mut need = |there: bool, what: &str| {
        if !there {
            lacks.push(what.to_owned());
        }
    };
    need(kind.is_some_and(|kind| clarity::names_kind(&text, kind)), "kind");
    need(names_split(&text, body), "split of the time");
    let duties = body
        .duties
        .iter()
        .filter(|d| d.pivotal && names(&text, &d.text))
        .count();
    need(duties >= TOP_DUTIES, "top duties");
    need(
        body.standards.iter().filter(|s| names_standard(&text, s)).count() >= STANDARDS,
        "standards",
    );
    need(!pay_required || names_pay(&text, body), "pay range");
    need(
        !clarity::says_nothing(&advert.text),
        "a text that says what the job is",
    );
    lacks
}

/// Every part of the split with its percentage.
fn names_split(text: &str, body: &DescriptionBody) -> bool {
    let shown = clarity::percentages(text);
    let mut parts: Vec<i32> = body.split.parts().into_iter().flatten().collect();
    parts.retain(|part| *part > 0);
    let all = !parts.is_empty() && parts.iter().all(|part| shown.contains(part));
    all && shown.len() >= parts.len()
}

/// Whether at least half of the content words of `phrase` occur in `text`.
fn names(text: &str, phrase: &str) -> bool {
    let text = clarity::content_words(text);
    let wanted = clarity::content_words(phrase);
    !wanted.is_empty() && wanted.iter().filter(|w| text.contains(*w)).count() * 2 >= wanted.len()
}

fn digits(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_digit() || *c == '.')
        .collect::<String>()
        .trim_matches('.')
        .to_owned()
}

fn names_standard(text: &str, standard: &Standard) -> bool {
    let number = digits(&standard.target);
    let there = !number.is_empty()
        && text
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .any(|w| w.trim_matches('.') == number);
    let words = clarity::content_words(&standard.measure);
    let told = clarity::content_words(text);
    there && words.iter().any(|w| told.contains(w))
}

/// The range's two figures, however they are grouped (42000, 42,000 or 42 000).
fn names_pay(text: &str, body: &DescriptionBody) -> bool {
    let figures: String = text
        .chars()
        .filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\''))
        .collect();
    let told = |amount: Option<f64>| amount.is_some_and(|a| a > 0.0 && figures.contains(&format!("{a:.0}")));
    told(body.pay.min) && told(body.pay.max)
}

/// The kind as an advert says it.
fn kind_in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::ClientFocused => "client-focused",
        Kind::ProductionFocused => "production-focused",
        Kind::Hybrid => "hybrid",
    }
}

/// The draft built when the plan is locked: kind, split, pivotal duties, standards, preview and pay, taken
/// from the description.
pub fn draft(body: &DescriptionBody, kind: Kind) -> Advert {
    let mut text = format!("{}. This is a {} role.", body.title, kind_in_words(kind));
    if !body.typical_client.is_empty() {
        text.push_str(&format!(" Your clients: {}.", trimmed(&body.typical_client)));
    }
    let names = [
        "prospecting",
        "extras and renewals",
        "relationship",
        "operations",
        "administration",
    ];
    let parts = names
        .iter()
        .zip(body.split.parts())
        .filter_map(|(name, part)| Some(format!("{name} {} %", part?)));
    text.push_str(&format!(
        "\n\nYour time: {}.",
        parts.collect::<Vec<_>>().join(", ")
    ));
    let duties: Vec<&Duty> = body.duties.iter().filter(|d| d.pivotal).collect();
    text.push_str("\n\nWhat you do:");
    for duty in duties {
        text.push_str(&format!("\n- {}", trimmed(&duty.text)));
    }
    text.push_str("\n\nWhat we measure:");
    for s in &body.standards {
        let line = format!("\n- {}: {} {}, {}", s.measure, s.target, s.unit, s.period);
        text.push_str(&line.replace(" ,", ","));
    }
    for (title, list) in [
        ("What is hard", &body.preview.hard),
        ("What is attractive", &body.preview.attractive),
    ] {
        let list: Vec<&str> = list.iter().map(|t| trimmed(t)).collect();
        if !list.is_empty() {
            text.push_str(&format!("\n\n{title}: {}.", list.join("; ")));
        }
    }
    if let (Some(min), Some(max)) = (body.pay.min, body.pay.max) {
        text.push_str(&format!(
            "\n\nPay: {min:.0} to {max:.0} {}. {}.",
            body.pay.currency,
            trimmed(&body.pay.bonus)
        ));
    }
    text.push_str("\n\nRead the full description on our careers page.");
    Advert {
        title: body.title.clone(),
        text,
    }
}

fn trimmed(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good(name: &str) -> DescriptionBody {
        let json = match name {
            "client" => include_str!("../../tests/fixtures/jd_good_client.json"),
            "production" => include_str!("../../tests/fixtures/jd_good_production.json"),
            _ => include_str!("../../tests/fixtures/jd_good_hybrid.json"),
        };
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_draft_and_the_advert_of_a_good_description_lack_nothing() {
        for name in ["client", "production", "hybrid"] {
            let body = good(name);
            let written = Advert {
                title: body.title.clone(),
                text: body.advert_text.clone(),
            };
            for advert in [draft(&body, body.kind.unwrap()), written] {
                assert_eq!(
                    advert_lacks(&advert, &body, body.kind, true),
                    Vec::<String>::new(),
                    "{}",
                    advert.text
                );
            }
        }
    }

    #[test]
    fn an_advert_that_only_calls_lacks_everything() {
        let body = good("client");
        let advert = Advert {
            title: "Account Manager".into(),
            text: "Looking for an Account Manager.".into(),
        };
        let lacks = advert_lacks(&advert, &body, body.kind, true);
        assert_eq!(
            lacks,
            [
                "kind",
                "split of the time",
                "top duties",
                "standards",
                "pay range",
                "a text that says what the job is"
            ]
        );
        assert!(!advert_lacks(&advert, &body, body.kind, false).contains(&"pay range".to_owned()));
    }

    #[test]
    fn each_part_is_missed_when_it_is_left_out() {
        let body = good("client");
        let lacks = |from: &str, to: &str| {
            let mut advert = draft(&body, Kind::ClientFocused);
            assert!(advert.text.contains(from), "{from}");
            advert.text = advert.text.replace(from, to);
            advert.title = advert.title.replace(from, to);
            advert_lacks(&advert, &body, body.kind, true)
        };
        assert_eq!(lacks("relationship 45 %", "relationship"), ["split of the time"]);
        assert_eq!(lacks("42000", "good"), ["pay range"]);
        let advert = Advert {
            title: "Hybrid Account Manager".into(),
            text: draft(&body, Kind::ClientFocused)
                .text
                .replace("lient-focused", "lient-minded"),
        };
        assert_eq!(advert_lacks(&advert, &body, body.kind, true), ["kind"]);
    }
}
