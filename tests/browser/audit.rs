//! What axe finds on a page, light and dark, wide and narrow; and what it cannot decide, measured.

use serde_json::{Value, json};

use crate::window::{Size, Window};

const AXE: &str = include_str!("vendor/axe-core-4.14.1/axe.min.js");
const AUDIT: &str = include_str!("audit.js");

/// What axe may leave undecided, and why measuring the text against the backgrounds of its ancestors settles it.
const SETTLED_BY_MEASURE: &[(&str, &str)] = &[
    (
        "bgOverlap",
        "a bar that stays in view lies over it until one scrolls; the text's own background is plain",
    ),
    (
        "elmPartiallyObscured",
        "the same, for text that the bar's edge crosses",
    ),
    (
        "elmPartiallyObscuring",
        "it is such a bar itself, and has a plain background of its own",
    ),
    ("imgNode", "an icon stands beside the text, not behind it"),
    (
        "bgImage",
        "the arrow of a list, in the padding beside its text; any other picture is not measured",
    ),
    (
        "pseudoContent",
        "a mark before the text, in the same colour, without a background",
    ),
    (
        "emptyValue",
        "nothing is written in it yet; what will be has the colour and the background that were measured",
    ),
    (
        "shortTextContent",
        "a number or a letter, which axe takes for a drawing",
    ),
];
/// What axe leaves to people on rules other than contrast, and what people found.
const SETTLED_BY_SIGHT: &[(&str, &str)] = &[];

/// Looks at the page in every way and tells what is wrong with it.
pub async fn page(window: &Window) -> Vec<String> {
    let mut wrong = Vec::new();
    window.ask(AXE, Vec::new()).await;
    for size in [Size::Desktop, Size::Phone] {
        window.resize(size).await;
        if size == Size::Phone {
            wrong.extend(wider_than_a_phone(window).await);
        }
        for theme in ["light", "dark"] {
            window
                .ask(
                    "document.documentElement.dataset.bsTheme = arguments[0]",
                    vec![json!(theme)],
                )
                .await;
            let found = run(window, theme == "dark").await;
            wrong.extend(
                found
                    .into_iter()
                    .map(|fault| format!("{size:?}, {theme}: {fault}")),
            );
        }
    }
    window.resize(Size::Desktop).await;
    wrong
}

async fn run(window: &Window, colours_only: bool) -> Vec<String> {
    let found = window
        .driver
        .execute_async(AUDIT, vec![json!(colours_only)])
        .await;
    let found = found.unwrap().json().clone();
    let problems = found["problems"].as_array().unwrap().iter();
    let mut wrong: Vec<String> = problems.map(|text| text.as_str().unwrap().to_owned()).collect();
    let undecided = found["undecided"].as_array().unwrap().iter();
    wrong.extend(
        undecided
            .filter(|one| !settled(one))
            .map(|one| format!("undecided: {one}")),
    );
    wrong
}

fn settled(undecided: &Value) -> bool {
    let known = |list: &[(&str, &str)], word: &Value| list.iter().any(|(known, _)| *word == **known);
    if undecided["rule"] != "color-contrast" {
        return known(SETTLED_BY_SIGHT, &undecided["rule"]);
    }
    let measured = undecided["ratio"].as_f64().zip(undecided["least"].as_f64());
    known(SETTLED_BY_MEASURE, &undecided["why"]) && measured.is_some_and(|(ratio, least)| ratio >= least)
}

/// What sticks out to the right of a phone's screen.
async fn wider_than_a_phone(window: &Window) -> Option<String> {
    let found = window
        .ask(
            r#"
if (document.documentElement.scrollWidth <= 390) return null;
const scrolls = e => { for (let p = e.parentElement; p; p = p.parentElement) if (/auto|scroll|hidden/.test(getComputedStyle(p).overflowX)) return true; return false; };
const wide = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > 391 && !scrolls(e));
return document.documentElement.scrollWidth + ": " + wide.slice(-3).map(e => e.outerHTML.slice(0, 120)).join(" | ");
"#,
            Vec::new(),
        )
        .await;
    found.as_str().map(|what| format!("wider than a phone: {what}"))
}
