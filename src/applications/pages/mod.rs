//! What the staff, candidates and everybody see of applications. Guests' pages work without a line of JavaScript;
//! looking changes nothing; everything is done by pressing a button, and what cannot be taken back is asked for twice.

mod careers;
mod portal;
mod staff;

use actix_web::web::ServiceConfig;
use serde_json::{Value, json};

pub(crate) use staff::{CaseHead, Typed, closed, names, shown};

use crate::jobs::model::DescriptionBody;

/// Mounts the pages.
pub fn pages(cfg: &mut ServiceConfig) {
    staff::pages(cfg);
    careers::pages(cfg);
    portal::pages(cfg);
}

/// The pay of a description, when it is a range.
fn pay(description: &DescriptionBody) -> Value {
    let pay = &description.pay;
    match (pay.min, pay.max) {
        (Some(least), Some(most)) => json!({ "min": least, "max": most, "currency": pay.currency }),
        _ => Value::Null,
    }
}

/// How many paragraphs the notice has (`privacy-1` and so on).
const NOTICE_PARAGRAPHS: usize = 6;

/// The keys of the notice's paragraphs.
fn notice() -> Vec<String> {
    (1..=NOTICE_PARAGRAPHS).map(|n| format!("privacy-{n}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        applications::PRIVACY_NOTICE,
        web::{View, view::Lang},
    };

    fn view() -> View {
        View::embedded(chrono_tz::Europe::Berlin).unwrap()
    }

    #[test]
    fn a_description_is_printed_escaped_and_an_empty_one_too() {
        let hostile = DescriptionBody {
            body_text: "<script>alert(1)</script>".into(),
            goals_ordered: vec!["\"happy\" <b>clients</b>".into()],
            ..DescriptionBody::default()
        };
        let shown = |body: &DescriptionBody| {
            let data = json!({ "job": body, "pay": pay(body) });
            view()
                .fragment(Lang::En, "applications/pages/job", &data)
                .unwrap()
        };
        let html = shown(&hostile);
        assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
        assert!(html.contains("&lt;b&gt;clients"), "{html}");
        assert!(shown(&DescriptionBody::default()).contains("Pay and conditions"));
    }

    #[test]
    fn the_page_of_the_notice_says_what_the_notice_says() {
        let told: Vec<String> = notice().iter().map(|key| view().say(Lang::En, key)).collect();
        assert_eq!(told, PRIVACY_NOTICE.lines().collect::<Vec<_>>());
    }
}
