//! The parts of the form, each a page of its own that is saved when it is left: on a telephone nobody scrolls
//! through forty questions, and nobody has to answer them in one go.

use serde_json::{Value, json};

use crate::{
    content::model::ReferenceForm,
    fault::FieldFault,
    flow::references::Part,
    kernel::{text::visible_len, text_enum::TextEnum},
    references::{
        OPEN_ANSWER_CHARS,
        model::{Answers, Frequency},
    },
    text_enum,
    web::{Valid, view::Screen},
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
/// The longest answer of one line.
const LONGEST_LINE: usize = 2_000;
/// The most clients one person carries.
const MOST_ACCOUNTS: i64 = 10_000;

/// A question of the form.
pub(super) struct Question {
    /// Its place in the answers.
    pub(super) place: String,
    required: bool,
    /// The least characters of its answer; 0 when any answer does.
    least: usize,
    /// The highest number it takes, when it takes one.
    most: Option<i64>,
    /// How the page asks it: the parameters of a field.
    shown: Value,
}

impl Question {
    fn new(place: impl Into<String>, label: String, looks: &str) -> Self {
        let place = place.into();
        let shown = json!({
            "place": place, "as": looks, "label": label, "kind": "", "hint": "", "options": [], "required": true,
            "rows": "", "min": "", "max": "", "maxlength": "", "suffix": "",
        });
        Self {
            place,
            required: true,
            least: 0,
            most: None,
            shown,
        }
    }
    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Value::Object(shown) = &mut self.shown {
            shown.insert(name.to_owned(), value.into());
        }
        self
    }
    fn up_to(mut self, most: i64) -> Self {
        self.most = Some(most);
        self.with("min", "0").with("max", most.to_string())
    }
    fn optional(mut self) -> Self {
        self.required = false;
        self.with("required", false)
    }
    fn fault(&self, typed: &Value) -> Option<FieldFault> {
        let pointer = format!("/{}", self.place.replace('.', "/"));
        match typed.pointer(&pointer) {
            None if self.required => Some(FieldFault::new(pointer, "missing", "This is not answered yet.")),
            Some(Value::String(text)) if visible_len(text) < self.least => {
                let detail = format!("Please write at least {} characters.", self.least);
                Some(FieldFault::new(pointer, "short", detail))
            }
            Some(Value::Number(number)) => {
                let range = 0..=self.most?;
                let fits = number.as_i64().is_some_and(|number| range.contains(&number));
                (!fits).then(|| FieldFault::new(pointer, "range", "This number is out of range."))
            }
            _ => None,
        }
    }
}

impl Section {
    /// The message key of its heading.
    pub(super) fn title(self) -> String {
        format!("questionnaire-{self}")
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
    /// Its questions.
    pub(super) fn questions(self, form: &ReferenceForm, screen: &Screen) -> Vec<Question> {
        match self {
            Self::Facts => facts(screen),
            Self::Work => items(form, true),
            Self::Clients => items(form, false).into_iter().chain([again(form)]).collect(),
            Self::Comparison => comparison(form),
            Self::Words => words(screen),
        }
    }
    /// What was typed in it, with the places it is kept at.
    pub(super) fn part(self, form: &ReferenceForm, screen: &Screen, typed: &Value) -> Part {
        let questions = self.questions(form, screen);
        Part {
            places: questions.into_iter().map(|question| question.place).collect(),
            typed: typed.clone(),
        }
    }
    /// How many of its questions have an answer, and how many it has.
    pub(super) fn answered(self, form: &ReferenceForm, screen: &Screen, typed: &Value) -> (usize, usize) {
        let questions = self.questions(form, screen);
        let there = |question: &&Question| {
            let place = format!("/{}", question.place.replace('.', "/"));
            typed.pointer(&place).is_some()
        };
        (questions.iter().filter(there).count(), questions.len())
    }
    /// Its questions as the page asks them.
    pub(super) fn shown(self, form: &ReferenceForm, screen: &Screen) -> Vec<Value> {
        let questions = self.questions(form, screen);
        questions.into_iter().map(|question| question.shown).collect()
    }
}

/// Of what was typed, what stands at the places of the form.
pub(super) fn known(form: &ReferenceForm, screen: &Screen, typed: &Value) -> Value {
    let mut body = Value::Null;
    for section in Section::ALL {
        section.part(form, screen, typed).into_body(&mut body);
    }
    body
}

/// Everything that is missing or cannot be read, in the order of the form.
pub(super) fn faults(form: &ReferenceForm, screen: &Screen, typed: &Value) -> Vec<FieldFault> {
    let questions = Section::ALL.iter().flat_map(|s| s.questions(form, screen));
    let questions: Vec<Question> = questions.collect();
    let mut faults: Vec<FieldFault> = questions.iter().filter_map(|q| q.fault(typed)).collect();
    if let Err(crate::fault::Fault::Invalid(unread)) = Valid::<Answers>::of_value(typed.clone()).get() {
        let fresh = |fault: &FieldFault| {
            fault.code != "missing" && !faults.iter().any(|known| known.pointer == fault.pointer)
        };
        let fresh: Vec<FieldFault> = unread.into_iter().filter(fresh).collect();
        faults.extend(fresh);
    }
    faults
}

fn facts(screen: &Screen) -> Vec<Question> {
    let say = |key: &str| screen.say(&format!("questionnaire-{key}"));
    let frequencies: Vec<Value> = Frequency::ALL
        .iter()
        .map(|often| json!({ "value": often, "label": say(&format!("often-{often}")) }))
        .collect();
    vec![
        Question::new("period_from", say("from"), "date").with("hint", say("from-hint")),
        Question::new("period_to", say("to"), "date")
            .optional()
            .with("hint", say("to-hint")),
        Question::new("title_and_duties", say("title"), "area")
            .with("rows", "2")
            .with("maxlength", LONGEST_LINE.to_string()),
        Question::new("accounts_carried", say("accounts"), "number")
            .optional()
            .up_to(MOST_ACCOUNTS),
        Question::new("reason_for_leaving", say("leaving"), "text")
            .optional()
            .with("maxlength", LONGEST_LINE.to_string()),
        Question::new("saw_work", say("often"), "radio").with("options", frequencies),
    ]
}

/// Half of the items: with 21 of them on one page nobody gets to the end on a telephone.
fn items(form: &ReferenceForm, first_half: bool) -> Vec<Question> {
    let middle = form.items.len().div_ceil(2);
    let (first, second) = form.items.split_at(middle);
    let half = if first_half { first } else { second };
    let levels = form.scale.iter().enumerate();
    let mut levels: Vec<Value> = levels
        .map(|(index, words)| json!({ "value": (index + 1).to_string(), "label": words }))
        .collect();
    levels.push(json!({ "value": "null", "label": form.not_observed }));
    let ask = |item: &crate::content::model::ReferenceItem| {
        Question::new(
            format!("items.{}", item.code),
            format!("… {}", item.text),
            "levels",
        )
        .with("kind", "json")
        .with("options", levels.clone())
    };
    half.iter().map(ask).collect()
}

/// R22.
fn again(form: &ReferenceForm) -> Question {
    let answers = form.rehire.answers.iter();
    let answers: Vec<Value> = answers
        .map(|choice| json!({ "value": choice.answer, "label": choice.text }))
        .collect();
    Question::new("take_again", form.rehire.text.clone(), "radio").with("options", answers)
}

fn comparison(form: &ReferenceForm) -> Vec<Question> {
    let ask = |slider: &crate::content::model::Slider| {
        Question::new(
            format!("percentiles.{}", slider.code),
            slider.label.clone(),
            "number",
        )
        .optional()
        .up_to(100)
        .with("suffix", "%")
    };
    form.percentiles.sliders.iter().map(ask).collect()
}

fn words(screen: &Screen) -> Vec<Question> {
    let open = |place: &str| {
        Question::new(place, screen.say(&format!("questionnaire-{place}")), "area")
            .with("rows", "5")
            .with("maxlength", LONGEST.to_string())
    };
    let wanted = |place: &str| {
        let mut question = open(place).with("min", OPEN_ANSWER_CHARS.to_string());
        question.least = OPEN_ANSWER_CHARS;
        question
    };
    vec![
        wanted("angry_situation"),
        wanted("support_first"),
        wanted("found_hard"),
        open("corrections").optional(),
    ]
}
