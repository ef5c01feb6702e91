//! Reading the split of time out of a description's text (JD04, JD-X04).

use std::sync::LazyLock;

use regex::Regex;

use crate::jobs::model::{DescriptionBody, Split};

/// The labels of the five parts, as they may be written in a text.
const PARTS: [&str; 5] = [
    r"prospecting",
    r"extras\s*(?:/|and|,|&)\s*renewals",
    r"relationships?(?:\s+care)?",
    r"operations(?:\s+interface)?",
    r"admin(?:istration)?",
];
const PERCENT: &str = r"(\d{1,3})\s*(?:%|per\s?cent)";

/// A label followed or preceded by its percentage.
struct Figure {
    after: Option<Regex>,
    before: Option<Regex>,
}

impl Figure {
    fn of(label: &str, between: &str) -> Self {
        Self {
            after: Regex::new(&format!(r"(?i)\b{label}\s*[:=]?\s*(?:about\s+)?{PERCENT}")).ok(),
            before: Regex::new(&format!(r"(?i)\b{PERCENT}\s+{between}{label}\b")).ok(),
        }
    }
    fn all_in(&self, text: &str) -> Vec<i32> {
        [&self.after, &self.before]
            .into_iter()
            .flatten()
            .flat_map(|pattern| pattern.captures_iter(text))
            .filter_map(|found| found.get(1)?.as_str().parse().ok())
            .collect()
    }
}

static SALES: LazyLock<Figure> = LazyLock::new(|| {
    Figure::of(
        r"sales(?:\s+share)?(?:\s+is)?",
        r"(?:of\s+(?:the\s+|your\s+)?(?:working\s+)?time\s+)?(?:(?:is|goes\s+to|for|on)\s+)?",
    )
});
static PART_FIGURES: LazyLock<Vec<Figure>> =
    LazyLock::new(|| PARTS.iter().map(|label| Figure::of(label, "")).collect());

/// Every whole percentage the text gives.
pub(super) fn percentages(text: &str) -> Vec<i32> {
    static ANY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!(r"(?i)\b{PERCENT}")).ok());
    let found = ANY
        .as_ref()
        .into_iter()
        .flat_map(|pattern| pattern.captures_iter(text));
    found.filter_map(|c| c.get(1)?.as_str().parse().ok()).collect()
}

/// Every sales figure the text gives, in percent.
pub(super) fn sales_in_text(text: &str) -> Vec<i32> {
    SALES.all_in(text)
}

/// The first disagreement between text and form: `(percent in the text, percent in the form)`.
pub(super) fn disagreement(body: &DescriptionBody) -> Option<(i32, i32)> {
    let form = body.split.sales_share();
    sales_in_text(&body.body_text)
        .into_iter()
        .find_map(|shown| form.filter(|&share| share != shown).map(|share| (shown, share)))
        .or_else(|| {
            body.body_text
                .lines()
                .find_map(|line| part_disagreement(line, &body.split))
        })
}

/// A line that gives at least three parts states the split; each part it names must be the form's. (A figure
/// beside a single label, such as a standard of operations, is no statement of the split.)
fn part_disagreement(line: &str, split: &Split) -> Option<(i32, i32)> {
    let shown: Vec<(Vec<i32>, Option<i32>)> = PART_FIGURES
        .iter()
        .zip(split.parts())
        .map(|(figure, form)| (figure.all_in(line), form))
        .filter(|(values, _)| !values.is_empty())
        .collect();
    if shown.len() < 3 {
        return None;
    }
    shown.iter().find_map(|(values, form)| {
        let form = (*form)?;
        let first = values.first()?;
        (!values.contains(&form)).then_some((*first, form))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sales_figure_is_read_before_and_after_its_label() {
        assert_eq!(sales_in_text("Sales share: 35 %."), vec![35]);
        assert_eq!(sales_in_text("In this job 35% of your time is sales."), vec![35]);
        assert_eq!(sales_in_text("The sales share is 35 per cent"), vec![35]);
        assert_eq!(
            sales_in_text("Renew 90 % of contracts; grow sales by 10 %."),
            Vec::<i32>::new()
        );
    }

    #[test]
    fn a_split_written_out_is_compared_part_by_part_and_a_lone_figure_is_not() {
        let split = Split {
            prospecting_pct: Some(15),
            extras_renewals_pct: Some(20),
            relationship_pct: Some(45),
            operations_pct: Some(10),
            admin_pct: Some(10),
        };
        let told = |text: &str| {
            disagreement(&DescriptionBody {
                split,
                body_text: text.to_owned(),
                ..DescriptionBody::default()
            })
        };
        assert_eq!(
            told("15 % prospecting, 20 % extras and renewals, 45 % relationship"),
            None
        );
        assert_eq!(
            told("Prospecting 15 %, extras/renewals 25 %, relationship 45 %"),
            Some((25, 20))
        );
        assert_eq!(told("Operations 90 % on time."), None);
        assert_eq!(told("Sales share 40 %."), Some((40, 35)));
    }
}
