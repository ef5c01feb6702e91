//! A description as lines under headings: to be read, and to be compared with another version.

use crate::{
    jobs::model::{DescriptionBody, Duty, MustHave},
    kernel::text_enum::TextEnum,
};

/// One heading with its lines; `field` is the message key of the heading.
pub(super) struct Entry {
    pub(super) field: &'static str,
    pub(super) lines: Vec<String>,
}

/// How words of an enum are said to the reader: a message key in, the text out.
pub(super) type Say<'a> = &'a dyn Fn(&str) -> String;

fn number(value: f64) -> String {
    value.to_string()
}

/// The parts that are there, with something between them.
fn joined<const N: usize>(parts: [&str; N], between: &str) -> String {
    let there: Vec<&str> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    there.join(between)
}

fn duty(duty: &Duty) -> String {
    let share = duty
        .share_pct
        .map(|pct| format!("{} %", number(pct)))
        .unwrap_or_default();
    let codes: Vec<&str> = duty.competency_codes.iter().map(|code| code.as_str()).collect();
    let templates: Vec<&str> = duty.template_codes.iter().map(|code| code.as_str()).collect();
    let about = joined(
        [&share, &duty.frequency, &codes.join(" "), &templates.join(" ")],
        "; ",
    );
    if about.is_empty() {
        duty.text.clone()
    } else {
        format!("{} ({about})", duty.text)
    }
}

fn must_have(must_have: &MustHave, say: Say<'_>) -> String {
    let evidence: Vec<String> = must_have
        .evidence
        .iter()
        .map(|evidence| {
            let by = say(&format!("job-evidence-{}", evidence.by.as_str()));
            joined([&by, &evidence.detail], ": ")
        })
        .collect();
    joined([&must_have.text, &evidence.join("; ")], " · ")
}

fn labelled(say: Say<'_>, pairs: &[(&str, String)]) -> Vec<String> {
    pairs
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(key, text)| format!("{}: {text}", say(key)))
        .collect()
}

fn percent(value: Option<i32>) -> String {
    value.map(|pct| format!("{pct} %")).unwrap_or_default()
}

fn range(low: Option<String>, high: Option<String>) -> String {
    joined([&low.unwrap_or_default(), &high.unwrap_or_default()], "–")
}

/// The whole description, heading by heading, empty ones left out.
pub(super) fn entries(body: &DescriptionBody, say: Say<'_>) -> Vec<Entry> {
    let mut all = the_job(body, say);
    all.extend(the_work(body, say));
    all.extend(the_terms(body, say));
    for entry in &mut all {
        entry.lines.retain(|line| !line.trim().is_empty());
    }
    all.retain(|entry| !entry.lines.is_empty());
    all
}

fn entry(field: &'static str, lines: Vec<String>) -> Entry {
    Entry { field, lines }
}

fn the_job(body: &DescriptionBody, say: Say<'_>) -> Vec<Entry> {
    let kind = body
        .kind
        .map(|kind| say(&format!("job-kind-{kind}")))
        .unwrap_or_default();
    let split = &body.split;
    let parts = [
        ("job-split-prospecting", percent(split.prospecting_pct)),
        ("job-split-extras", percent(split.extras_renewals_pct)),
        ("job-split-relationship", percent(split.relationship_pct)),
        ("job-split-operations", percent(split.operations_pct)),
        ("job-split-admin", percent(split.admin_pct)),
    ];
    let accounts = range(
        body.accounts_min.map(|n| n.to_string()),
        body.accounts_max.map(|n| n.to_string()),
    );
    vec![
        entry("job-d-title", vec![body.title.clone()]),
        entry("job-kind", vec![kind]),
        entry("job-d-variation", vec![body.variation_note.clone()]),
        entry("job-d-reports-to", vec![body.reports_to.clone()]),
        entry("job-d-operations", body.works_with_operations.clone()),
        entry("job-d-split", labelled(say, &parts)),
        entry("job-d-accounts", vec![accounts]),
        entry("job-d-typical-client", vec![body.typical_client.clone()]),
    ]
}

fn the_work(body: &DescriptionBody, say: Say<'_>) -> Vec<Entry> {
    let duties = |pivotal| {
        body.duties
            .iter()
            .filter(|d| d.pivotal == pivotal)
            .map(duty)
            .collect()
    };
    let standards = body.standards.iter().map(|s| {
        let target = joined([&s.target, &s.unit], " ");
        joined([&s.measure, &joined([&target, &s.period], ", ")], ": ")
    });
    let conduct = body.conduct_standards.iter().map(|c| {
        let topic = say(&format!("job-topic-{}", c.topic.as_str()));
        joined([&topic, &c.text], ": ")
    });
    vec![
        entry("job-d-pivotal-duties", duties(true)),
        entry("job-d-other-duties", duties(false)),
        entry(
            "job-d-must-have",
            body.must_have.iter().map(|m| must_have(m, say)).collect(),
        ),
        entry("job-d-nice-to-have", body.nice_to_have.clone()),
        entry("job-d-standards", standards.collect()),
        entry("job-d-conduct", conduct.collect()),
        entry("job-d-goals", body.goals_ordered.clone()),
        entry(
            "job-d-authority",
            labelled(
                say,
                &[
                    ("job-d-discount", body.authority.discount_limit.clone()),
                    ("job-d-free-work", body.authority.free_work_rule.clone()),
                    ("job-d-decides-beyond", body.authority.decides_beyond.clone()),
                ],
            ),
        ),
    ]
}

fn the_terms(body: &DescriptionBody, say: Say<'_>) -> Vec<Entry> {
    let conditions = &body.conditions;
    let meetings = conditions.meeting_hours_week.map(number).unwrap_or_default();
    let strategy = if body.strategy.from_company {
        vec![say("job-d-strategy-company")]
    } else {
        let mut lines = vec![body.strategy.vision.clone(), body.strategy.mission.clone()];
        lines.extend(body.strategy.values.clone());
        lines
    };
    let pay = range(body.pay.min.map(number), body.pay.max.map(number));
    let mut first = body.first_90_days.training_areas.clone();
    first.push(body.first_90_days.ramp.clone());
    vec![
        entry(
            "job-d-plan",
            labelled(
                say,
                &[
                    ("job-d-short", body.plan.short.clone()),
                    ("job-d-medium", body.plan.medium.clone()),
                    ("job-d-long", body.plan.long.clone()),
                ],
            ),
        ),
        entry("job-ladder", vec![body.ladder_id.clone()]),
        entry("job-d-strategy", strategy),
        entry("job-d-hard", body.preview.hard.clone()),
        entry("job-d-attractive", body.preview.attractive.clone()),
        entry(
            "job-d-conditions",
            labelled(
                say,
                &[
                    ("job-d-place", conditions.place.clone()),
                    ("job-d-travel", conditions.travel.clone()),
                    ("job-d-hours", conditions.hours.clone()),
                    ("job-d-contact-hours", conditions.contact_hours.clone()),
                    ("job-d-meetings", meetings),
                ],
            ),
        ),
        entry(
            "job-d-pay",
            vec![joined([&pay, &body.pay.currency], " "), body.pay.bonus.clone()],
        ),
        entry("job-d-first-90", first),
        entry("job-d-text", body.body_text.lines().map(str::to_owned).collect()),
        entry(
            "job-d-advert",
            body.advert_text.lines().map(str::to_owned).collect(),
        ),
    ]
}
