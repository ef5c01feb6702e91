//! Red flags, the reference form, coaching, duties, practice cases, the quiz and reasons.

use super::{ContentRule, Faults, Parts};
use crate::{
    content::model::{Calibration, Resolution, Severity},
    kernel::text_enum::TextEnum,
    pipeline::waiver::ReasonCode,
};

pub(super) fn check(parts: &Parts, faults: &mut Faults) {
    red_flags(parts, faults);
    references(parts, faults);
    sessions(parts, faults);
    duties(parts, faults);
    practice(parts, faults);
    quiz_and_reasons(parts, faults);
}

fn red_flags(parts: &Parts, faults: &mut Faults) {
    faults.unique(parts.red_flags.flags.iter().map(|f| &f.code));
    for flag in &parts.red_flags.flags {
        faults.text(&flag.code, "text", &flag.text);
        faults.require(
            !flag.raisers.is_empty(),
            ContentRule::EmptyText,
            &flag.code,
            "is raised by nobody",
        );
        let accepts = |resolution| flag.resolutions.contains(&resolution);
        let ends = accepts(Resolution::Disproved) && accepts(Resolution::Confirmed);
        let critical = flag.severity == Severity::Critical;
        faults.require(
            ends && !(critical && accepts(Resolution::AcceptedWithPlan)),
            ContentRule::Consistency,
            &flag.code,
            "must accept disproved and confirmed, and no plan when it is critical",
        );
        faults.require(
            !critical || accepts(Resolution::Explained) == flag.explained_needs.is_some(),
            ContentRule::Consistency,
            &flag.code,
            "a critical flag is explained only by a named proof",
        );
    }
}

fn references(parts: &Parts, faults: &mut Faults) {
    let form = &parts.references;
    faults.unique(form.items.iter().map(|i| &i.code).chain([&form.rehire.code]));
    faults.unique(form.facts.iter().map(|f| &f.code));
    faults.unique(form.percentiles.sliders.iter().map(|s| &s.code));
    faults.unique(form.open_questions.iter().map(|q| &q.code));
    faults.require(
        form.scale.len() == 5,
        ContentRule::Scoring,
        "reference form",
        "needs five levels",
    );
    faults.texts("reference form", "scale", &form.scale);
    for item in &form.items {
        faults.text(&item.code, "text", &item.text);
        faults.competency(parts, &item.code, &item.competency);
        let listed = parts
            .competencies
            .iter()
            .any(|c| c.code == item.competency && c.reference_items.contains(&item.code));
        faults.require(
            listed,
            ContentRule::Consistency,
            &item.code,
            format_args!("is not listed by {}", item.competency),
        );
    }
    for slider in &form.percentiles.sliders {
        for competency in &slider.competencies {
            faults.competency(parts, &slider.code, competency);
        }
    }
    for flag in form.rehire.answers.iter().filter_map(|a| a.red_flag.as_ref()) {
        faults.red_flag(parts, &form.rehire.code, flag);
    }
    for question in &form.open_questions {
        faults.text(&question.code, "text", &question.text);
    }
}

fn sessions(parts: &Parts, faults: &mut Faults) {
    faults.unique(parts.check_ins.check_ins.iter().map(|c| &c.code));
    faults.unique(parts.check_ins.pulse.iter().map(|p| &p.code));
    for check_in in &parts.check_ins.check_ins {
        faults.texts(&check_in.code, "content", &check_in.content);
        faults.require(
            check_in.from_day <= check_in.due_day,
            ContentRule::Consistency,
            &check_in.code,
            "is due before it may be held",
        );
    }
    for item in &parts.check_ins.pulse {
        faults.text(&item.code, "text", &item.text);
    }
    let questions = &parts.coaching.questions;
    faults.unique(questions.iter().map(|q| &q.code));
    for question in questions {
        faults.text(&question.code, "text", &question.text);
        faults.text(&question.code, "trigger", &question.trigger);
        if let Some(next) = question
            .then_asks
            .as_ref()
            .filter(|next| !questions.iter().any(|q| q.code == **next))
        {
            faults.unknown(&question.code, next);
        }
        if let Some(flag) = &question.red_flag {
            faults.red_flag(parts, &question.code, flag);
        }
    }
}

fn duties(parts: &Parts, faults: &mut Faults) {
    let duties = &parts.duties;
    faults.unique(duties.templates.iter().map(|d| &d.code));
    for template in &duties.templates {
        faults.text(&template.code, "text", &template.text);
        faults.require(
            template.suggestion.split_whitespace().count() >= 5,
            ContentRule::Consistency,
            &template.code,
            "its suggestion has fewer than five words (JD06)",
        );
        for competency in &template.competencies {
            faults.competency(parts, &template.code, competency);
        }
    }
    let named = duties.same.iter().flat_map(|s| &s.codes).chain(
        duties
            .coverage
            .iter()
            .flat_map(|c| c.templates.iter().chain(c.one_of_each.iter().flatten())),
    );
    for code in named.filter(|code| !duties.templates.iter().any(|t| t.code == **code)) {
        faults.unknown("duties", code);
    }
    faults.texts("preview", "hard", &parts.preview.hard);
    faults.texts("preview", "attractive", &parts.preview.attractive);
}

/// Cases cover questions of their competency, and at least two keys are low, so that a lenient rater shows.
fn practice(parts: &Parts, faults: &mut Faults) {
    let calibration: &Calibration = &parts.calibration;
    let ratings = || calibration.cases.iter().flat_map(|case| &case.ratings);
    faults.unique(calibration.cases.iter().map(|c| &c.code));
    for rating in ratings() {
        let fits = parts
            .competencies
            .iter()
            .any(|c| c.code == rating.competency && c.questions.iter().any(|q| q.code == rating.question));
        if !fits {
            faults.unknown(&rating.competency, &rating.question);
        }
        faults.require(
            (1..=5).contains(&rating.key),
            ContentRule::Scoring,
            &rating.question,
            format_args!("key {} is no level", rating.key),
        );
        faults.text(&rating.question, "answer", &rating.answer);
        faults.text(&rating.question, "because", &rating.because);
    }
    let low = ratings().filter(|r| r.key <= calibration.low_key_at_most).count();
    faults.require(
        low >= 2,
        ContentRule::Scoring,
        "calibration",
        "needs at least two low cases",
    );
}

fn quiz_and_reasons(parts: &Parts, faults: &mut Faults) {
    faults.unique(parts.quiz.questions.iter().map(|q| &q.code));
    faults.red_flag(parts, "quiz", &parts.quiz.sales_difference_flag);
    for question in &parts.quiz.questions {
        faults.text(&question.code, "text", &question.text);
        let right_is_a_choice = question
            .right
            .as_ref()
            .is_none_or(|right| question.choices.contains_key(right));
        faults.require(
            right_is_a_choice,
            ContentRule::Consistency,
            &question.code,
            "its right answer is no choice",
        );
    }
    let reasons = &parts.reasons;
    faults.unique(reasons.waivers.iter().map(|r| &r.code));
    faults.unique(reasons.rejections.iter().map(|r| &r.code));
    faults.unique(reasons.rescissions.iter().map(|r| &r.code));
    for code in ReasonCode::ALL {
        let described = reasons.waivers.iter().find(|r| r.code == *code);
        faults.require(
            described.is_some(),
            ContentRule::Inventory,
            code,
            "reason is not described",
        );
        if let Some(reason) = described {
            faults.text(code, "text", &reason.text);
        }
    }
    for reason in reasons.rejections.iter().chain(&reasons.rescissions) {
        faults.text(&reason.code, "text", &reason.text);
    }
}
