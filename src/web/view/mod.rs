//! Pages: templates that stand beside the area they belong to, in every language, inside one layout.
//!
//! A template `jobs/pages/list.html.hbs` is named `jobs/pages/list`; it renders what stands inside `<main>`, and the
//! layout puts the frame around it. All output is escaped but for the layout's `{{{content}}}`. Missing fields
//! are an error, so that a test that renders a page finds them.

mod fields;
mod helpers;
mod outside;
mod screen;
mod texts;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    cookie::Cookie,
    http::{Method, StatusCode, header},
    web::Data,
};
use chrono_tz::Tz;
use handlebars::Handlebars;
use rust_embed::RustEmbed;
use serde::Serialize;
use serde_json::{Map, Value, json};

pub use outside::House;
pub(in crate::web) use outside::problem_page as outside_problem;
pub use screen::{Screen, see_other};
pub use texts::Lang;
use texts::Texts;

use super::{assets::Assets, problem::Problem};
use crate::{
    fault::Fault,
    kernel::{clock::Clock, text_enum::TextEnum, time::Timestamp},
};

/// Templates and messages, wherever they stand.
#[derive(RustEmbed)]
#[folder = "src"]
#[include = "*.html.hbs"]
#[include = "*.ftl"]
struct Source;

fn source(path: &str) -> anyhow::Result<String> {
    let file = Source::get(path).ok_or_else(|| anyhow::anyhow!("{path} is gone"))?;
    Ok(String::from_utf8(file.data.into_owned())?)
}

/// Everything pages are made with. Clones share it.
#[derive(Clone)]
pub struct View {
    registries: Arc<BTreeMap<&'static str, Handlebars<'static>>>,
    texts: Arc<Texts>,
    zone: Tz,
}

/// What was read already, by time zone: templates are the same for every application of a process.
static READ: Mutex<Vec<View>> = Mutex::new(Vec::new());

/// Who looks, and from where: what the frame around a page depends on.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// The language of the page.
    pub lang: Lang,
    /// `light`, `dark`, or nothing for what the person's device prefers.
    pub theme: Option<String>,
    /// Who signed in; guests and strangers have no name here.
    pub user: Option<FrameUser>,
    /// Where the person can go.
    pub nav: Vec<NavItem>,
    /// The path of the page, where a choice of language leads back to.
    pub path: String,
    /// People from outside see a lighter frame, under the company's name.
    pub outside: Option<outside::Outside>,
    /// The message key of what was just done.
    pub done: Option<String>,
    /// The simulated time of a demo.
    pub demo_now: Option<Timestamp>,
}

/// What the layer that recognises people tells the frame around a page, errors included.
#[derive(Debug, Clone)]
pub struct Looker {
    /// Who signed in.
    pub user: FrameUser,
    /// Where the person can go.
    pub nav: Vec<NavItem>,
}

/// Who signed in.
#[derive(Debug, Clone, Serialize)]
pub struct FrameUser {
    /// The full name.
    pub name: String,
    /// Two letters of it.
    pub initials: String,
}

/// A place to go.
#[derive(Debug, Clone, Serialize)]
pub struct NavItem {
    /// The message key of its name.
    pub label: &'static str,
    /// Where.
    pub href: String,
    /// The icon.
    pub icon: &'static str,
    /// Whether the person is there.
    pub current: bool,
}

impl Frame {
    /// The frame for somebody who is not signed in.
    pub fn bare(lang: Lang) -> Self {
        Self {
            lang,
            theme: None,
            user: None,
            nav: Vec::new(),
            path: String::new(),
            outside: None,
            done: None,
            demo_now: None,
        }
    }
}

impl View {
    /// Reads every template and message. Times are shown in `zone`.
    ///
    /// # Errors
    /// When one cannot be parsed, or a template would print text unescaped.
    pub(crate) fn embedded(zone: Tz) -> anyhow::Result<Self> {
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.iter().find(|view| view.zone == zone) {
            return Ok(known.clone());
        }
        let view = Self::read(&Assets::shared(), zone)?;
        read.push(view.clone());
        Ok(view)
    }

    fn read(assets: &Arc<Assets>, zone: Tz) -> anyhow::Result<Self> {
        let texts = Arc::new(Texts::embedded()?);
        let mut registries = BTreeMap::new();
        for lang in Lang::ALL.iter().copied() {
            let mut registry = Handlebars::new();
            registry.set_strict_mode(true);
            registry.set_prevent_indent(true);
            helpers::register(&mut registry, (lang, zone), &texts, assets);
            for path in Source::iter() {
                let Some(name) = path.strip_suffix(".html.hbs") else {
                    continue;
                };
                let text = source(&path)?;
                let raw = ["{{{", "{{&", "{{~&"].iter().any(|tag| text.contains(tag));
                anyhow::ensure!(
                    !raw || RAW.contains(&name),
                    "{path}: unescaped output is for a few listed templates alone"
                );
                registry.register_template_string(name, text)?;
            }
            registries.insert(lang.as_str(), registry);
        }
        Ok(Self {
            registries: Arc::new(registries),
            texts,
            zone,
        })
    }

    /// What of the frame around a page the request tells: who looks, language, colours, what was just done.
    pub fn frame(&self, req: &HttpRequest) -> Frame {
        let cookie = |name: &str| req.cookie(name).map(|cookie| cookie.value().to_owned());
        let accepted = || {
            let header = req.headers().get(header::ACCEPT_LANGUAGE)?;
            Lang::accepted(header.to_str().ok()?)
        };
        let lang = cookie("lang")
            .and_then(|word| Lang::from_word(&word))
            .or_else(accepted);
        let outside = outside::Outside::of(req);
        let looker = req
            .extensions()
            .get::<Looker>()
            .filter(|_| outside.is_none())
            .cloned();
        let (user, nav) = looker.map_or((None, Vec::new()), |who| (Some(who.user), who.nav));
        let path = req.uri().path_and_query().map_or("/", |path| path.as_str());
        // What was sent has no page of its own to come back to.
        let sent = outside.as_ref().filter(|_| req.method() != Method::GET);
        let path = sent
            .and_then(|outside| outside.home.as_deref())
            .unwrap_or(path)
            .to_owned();
        Frame {
            user,
            nav,
            outside,
            theme: cookie("theme").filter(|theme| ["light", "dark"].contains(&theme.as_str())),
            path,
            done: cookie("done").filter(|key| self.texts.say(Lang::En, key, &Map::new()).is_some()),
            demo_now: req.app_data::<Data<Clock>>().and_then(|clock| match &***clock {
                Clock::Simulated(clock) => Some(clock.now()),
                Clock::System => None,
            }),
            ..Frame::bare(lang.unwrap_or(Lang::En))
        }
    }

    /// The time zone of the company.
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// A message in a language; the key itself when there is no such message.
    pub fn say(&self, lang: Lang, key: &str) -> String {
        self.say_with(lang, key, &Map::new())
    }

    /// A message in a language, if somebody has written it.
    pub fn find(&self, lang: Lang, key: &str) -> Option<String> {
        self.texts.say(lang, key, &Map::new())
    }

    /// A message with values put in.
    pub fn say_with(&self, lang: Lang, key: &str, values: &Map<String, Value>) -> String {
        self.texts
            .say(lang, key, values)
            .unwrap_or_else(|| key.to_owned())
    }

    /// A template without the frame, e.g. a fragment that replaces a part of a page.
    ///
    /// # Errors
    /// When the template does not exist or lacks a field.
    pub fn fragment(&self, lang: Lang, template: &str, data: &impl Serialize) -> Result<String, Fault> {
        let registry = self
            .registries
            .get(lang.as_str())
            .ok_or_else(|| Fault::internal("a language without templates"))?;
        registry.render(template, data).map_err(Fault::internal)
    }

    /// A whole page. `title` is the text of the page's title; `trouble` is told above the content.
    ///
    /// # Errors
    /// When the template does not exist or lacks a field.
    pub fn page(
        &self,
        frame: &Frame,
        (template, title): (&str, &str),
        data: &impl Serialize,
        trouble: Option<&Problem>,
    ) -> Result<HttpResponse, Fault> {
        let mut data = serde_json::to_value(data).map_err(Fault::internal)?;
        if let Value::Object(fields) = &mut data {
            fields.insert("faults".to_owned(), faults_by_field(trouble));
            fields.insert("path".to_owned(), json!(frame.path));
        }
        let content = self.fragment(frame.lang, template, &data)?;
        let layout = json!({
            "frame": frame,
            "languages": languages(frame.lang),
            "title": title,
            "content": content,
            "trouble": trouble,
            "words": trouble.filter(|_| frame.outside.is_some()).map(|t| outside::words(self, frame.lang, t)),
        });
        let around = if frame.outside.is_some() { OUTSIDE } else { LAYOUT };
        let html = self.fragment(frame.lang, around, &layout)?;
        let status = trouble.map_or(StatusCode::OK, Problem::http_status);
        let mut reply = HttpResponse::build(status);
        reply.content_type("text/html; charset=utf-8");
        if frame.done.is_some() {
            let mut told = Cookie::build("done", "").path("/").finish();
            told.make_removal();
            reply.cookie(told);
        }
        Ok(reply.body(html))
    }
}

/// The frame around the pages of the staff.
const LAYOUT: &str = "web/view/layout";
/// The frame around the pages of people from outside.
const OUTSIDE: &str = "web/view/outside";
/// Templates that print something as it is: the layouts their content, the page of a job its JSON-LD, in which every
/// `<` is escaped.
const RAW: [&str; 3] = [LAYOUT, OUTSIDE, "applications/pages/career"];

/// The faults of single fields, by their JSON pointers, for the fields of a form to show.
fn faults_by_field(trouble: Option<&Problem>) -> Value {
    let mut faults = Map::new();
    for fault in trouble.map_or(&[][..], |problem| &problem.errors) {
        faults
            .entry(fault.pointer.clone())
            .or_insert_with(|| json!(fault.detail));
    }
    Value::Object(faults)
}

fn languages(current: Lang) -> Value {
    let all = Lang::ALL
        .iter()
        .map(|lang| json!({ "code": lang, "name": lang.own_name(), "current": *lang == current }));
    Value::Array(all.collect())
}
