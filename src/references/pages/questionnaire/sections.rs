//! The parts of the form, each a page of its own that is saved when it is left: on a telephone nobody scrolls
//! through forty questions, and nobody has to answer them in one go.

use crate::{
    content::model::ReferenceForm,
    kernel::text_enum::TextEnum,
    references::{OPEN_ANSWER_CHARS, model::Frequency},
    text_enum,
    web::guest::{Field, Form, Given},
};

text_enum! {
    /// A part of the form.
    pub enum Section {
        /// Part A: facts, compared with the CV.
        Facts = "facts",
        /// Part B, first half: what was seen.
        Work = "work",
        /// Part B, second half.
        Clients = "clients",
        /// Part C: compared with others.
        Comparison = "comparison",
        /// Part D: in one's own words.
        Words = "words",
    }
}

/// The longest answer in one's own words, in characters.
const LONGEST: usize = 10_000;

impl Section {
    /// Its heading.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Facts => "How you worked together",
            Self::Work => "What you saw: daily work",
            Self::Clients => "What you saw: clients and responsibility",
            Self::Comparison => "Compared with others",
            Self::Words => "In your own words",
        }
    }
    /// Its place, from 1.
    pub(super) fn number(self) -> usize {
        let place = Self::ALL.iter().position(|section| *section == self);
        place.map_or(1, |place| place + 1)
    }
    /// What comes after it; nothing after the last.
    pub(super) fn next(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }
    /// What comes before it.
    pub(super) fn previous(self) -> Option<Self> {
        Self::ALL.get(self.number().checked_sub(2)?).copied()
    }
    /// What is said above its questions.
    pub(super) fn lead(self, form: &ReferenceForm) -> String {
        match self {
            Self::Facts => "We compare these facts with the CV. As far as you remember is enough.".to_owned(),
            Self::Work | Self::Clients => format!(
                "{} Choose what fits best, or \"{}\".",
                form.lead_in, form.not_observed
            ),
            Self::Comparison => format!(
                "{} Give a number from 0 to 100, or leave it empty if you cannot say.",
                form.percentiles.question
            ),
            Self::Words => format!(
                "At least {OPEN_ANSWER_CHARS} characters each. Write only what you saw or heard, related to the job."
            ),
        }
    }
    /// Its questions.
    pub(super) fn form(self, form: &ReferenceForm) -> Form {
        match self {
            Self::Facts => facts(),
            Self::Work => Form::of(items(form, true)),
            Self::Clients => Form::of(items(form, false).chain([again(form)])),
            Self::Comparison => Form::of(
                form.percentiles
                    .sliders
                    .iter()
                    .map(|slider| Field::number(&slider.code, &slider.label, 0, 100).optional()),
            ),
            Self::Words => words(),
        }
    }
    /// Whether something was typed in it.
    pub(super) fn begun(self, form: &ReferenceForm, given: &Given) -> bool {
        !given.only(&self.form(form)).is_empty()
    }
}

fn facts() -> Form {
    let frequencies = Frequency::ALL.iter().map(|frequency| {
        let words = match frequency {
            Frequency::Daily => "Every day",
            Frequency::Weekly => "Every week",
            Frequency::Monthly => "Every month",
            Frequency::Rarely => "Less often",
        };
        (frequency.as_str(), words)
    });
    Form::of([
        Field::day("period_from", "You worked together from"),
        Field::day("period_to", "Until")
            .optional()
            .hint("Leave it empty if you still work together."),
        Field::line("title_and_duties", "Title and main duties of the person").longest(2000),
        Field::number(
            "accounts_carried",
            "Highest number of clients the person carried",
            0,
            10_000,
        )
        .optional(),
        Field::line("reason_for_leaving", "Reason for leaving, as far as you know")
            .longest(2000)
            .optional(),
        Field::choice("saw_work", "How often did you see the work?", frequencies),
    ])
}

/// Half of the items: with 21 of them on one page nobody gets to the end on a telephone.
fn items(form: &ReferenceForm, first_half: bool) -> impl Iterator<Item = Field> {
    let middle = form.items.len().div_ceil(2);
    let (first, second) = form.items.split_at(middle);
    let half = if first_half { first } else { second };
    let mut levels: Vec<(String, String)> = form
        .scale
        .iter()
        .enumerate()
        .map(|(index, words)| ((index + 1).to_string(), words.clone()))
        .collect();
    levels.push(("not_observed".to_owned(), form.not_observed.clone()));
    half.iter().map(move |item| {
        let label = format!("… {}", item.text);
        Field::choice(item.code.as_str(), label, levels.clone())
    })
}

/// R22.
fn again(form: &ReferenceForm) -> Field {
    let answers = form.rehire.answers.iter();
    Field::choice(
        "take_again",
        &form.rehire.text,
        answers.map(|choice| (choice.answer.as_str(), choice.text.clone())),
    )
}

fn words() -> Form {
    let open = |id: &str, label: &str| Field::area(id, label, 5).longest(LONGEST);
    Form::of([
        open(
            "angry_situation",
            "A situation in which the person handled an angry client or colleague",
        ),
        open(
            "support_first",
            "What a new manager should support most in the first three months",
        ),
        open("found_hard", "What the person found hard"),
        open("corrections", "Anything to correct in the facts").optional(),
    ])
}
