//! A person at a browser: looks, presses, types; by mouse or by keyboard alone. What does not work fails at once
//! and tells what the page said.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use steadyhire::story::Part;
use thirtyfour::{By, Cookie, Key, TypingData, WebDriver, WebElement, error::WebDriverResult};
use tokio::sync::SemaphorePermit;

use crate::{driver, harness::TestApp, story::Office};

/// How long somebody waits for what they expect.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longer than any chain of places on a page that can be reached by Tab.
const MOST_TABS: usize = 250;

/// How large a browser is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    Desktop,
    Phone,
}

/// A browser with somebody in front of it.
pub struct Window {
    pub driver: WebDriver,
    base: String,
    /// Words of console errors that this test brings about on purpose.
    expected: Vec<&'static str>,
    _seat: SemaphorePermit<'static>,
}

/// Finds what a person would call by this name: `kind` is `press`, `field` or `option`.
const FIND: &str = r#"
const [kind, name, within] = arguments;
const clean = text => (text || "").replace(/\s+/g, " ").replace(/ ([:,])/g, "$1").trim();
const root = within ? document.querySelector(within) : document;
if (!root) return null;
const shown = e => e.getClientRects().length > 0 && e.checkVisibility({ visibilityProperty: true });
const best = (all, nameOf) => {
  const named = all.map(e => [e, clean(nameOf(e))]);
  const hit = named.find(([, n]) => n === name) || named.find(([, n]) => n.startsWith(name)) || named.find(([, n]) => n.includes(name));
  return hit ? hit[0] : null;
};
let found = null;
if (kind === "press") {
  const all = [...root.querySelectorAll("a[href], button, summary, input[type=submit]")].filter(shown);
  found = best(all, e => e.getAttribute("aria-label") || e.innerText || e.value);
} else {
  const all = [...root.querySelectorAll("label")].filter(e => shown(e) && e.control);
  const label = best(all, e => e.innerText);
  found = label && (kind === "option" ? label : label.control);
}
if (found) found.scrollIntoView({ block: "center", behavior: "instant" });
return found;
"#;

/// What has the focus: its name, and whether one sees that it has it.
const FOCUS: &str = r#"
const e = document.activeElement;
if (!e || e === document.body) return { name: "", seen: true };
const clean = text => (text || "").replace(/\s+/g, " ").replace(/ ([:,])/g, "$1").trim();
const name = e.getAttribute("aria-label") || (e.labels && [...e.labels].map(l => l.innerText).join(" ")) || e.innerText || e.value || e.name;
const marked = one => {
  const s = getComputedStyle(one);
  return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
};
const group = e.closest("fieldset");
const legend = group && group.querySelector("legend");
return {
  name: clean(name), group: clean(legend && legend.innerText), value: e.value || "", type: e.type || "", id: e.id,
  seen: marked(e) || [...(e.labels || [])].some(marked),
};
"#;

impl Window {
    /// A fresh browser of a size, nobody signed in.
    pub async fn open(office: &Office, size: Size) -> Self {
        Self::at(&office.app, size).await
    }

    /// The same, at an application without a story.
    pub async fn at(app: &TestApp, size: Size) -> Self {
        let (driver, seat) = driver::open().await;
        let window = Self {
            driver,
            base: app.url.clone(),
            expected: Vec::new(),
            _seat: seat,
        };
        window.resize(size).await;
        window
    }

    /// A fresh browser in which somebody of the story is signed in.
    pub async fn of(office: &Office, part: Part, size: Size) -> Self {
        let window = Self::open(office, size).await;
        window.become_(office, part).await;
        window
    }

    /// Somebody else sits down.
    pub async fn become_(&self, office: &Office, part: Part) {
        self.hold("session", &office.member(part).token).await;
    }

    /// Whoever holds this cookie sits down.
    pub async fn hold(&self, name: &str, value: &str) {
        let cookie = json!({ "name": name, "value": value, "url": self.base, "httpOnly": true });
        self.cdp("Network.setCookie", cookie).await;
    }

    /// Signs in through the form, as people do.
    pub async fn sign_in(&self, office: &Office, part: Part) {
        let member = office.member(part);
        self.go("/sign-in").await;
        self.fill("E-mail address", &member.email).await;
        self.fill("Password", &member.password).await;
        self.press_in("main", "Sign in").await;
        self.see("Good day").await;
    }

    /// Speaks the browser's own protocol.
    pub async fn cdp(&self, method: &str, parameters: Value) -> Value {
        self.driver.cdp().send_raw(method, parameters).await.unwrap()
    }

    pub async fn resize(&self, size: Size) {
        match size {
            Size::Desktop => self.cdp("Emulation.clearDeviceMetricsOverride", json!({})).await,
            Size::Phone => {
                let phone = json!({ "width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true });
                self.cdp("Emulation.setDeviceMetricsOverride", phone).await
            }
        };
    }

    /// Switches scripts of pages off.
    pub async fn without_scripts(&self) {
        self.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": true }))
            .await;
    }

    /// Switches scripts on again.
    pub async fn with_scripts(&self) {
        self.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": false }))
            .await;
    }

    /// Takes the network away, or gives it back.
    pub async fn offline(&mut self, offline: bool) {
        self.expected.push("net::ERR_INTERNET_DISCONNECTED");
        self.cdp("Network.enable", json!({})).await;
        let conditions =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", conditions).await;
    }

    /// Opens a path.
    pub async fn go(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.base)).await.unwrap();
    }

    /// Where one is.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap();
        let all = url.as_str();
        all.strip_prefix(&self.base).unwrap_or(all).to_owned()
    }

    /// Runs a script as a developer's console would.
    pub async fn ask(&self, script: &str, arguments: Vec<Value>) -> Value {
        let answer = self.driver.execute(script, arguments).await;
        answer
            .unwrap_or_else(|error| panic!("{script}: {error}"))
            .json()
            .clone()
    }

    /// All one can read.
    pub async fn text(&self) -> String {
        let text = self.ask("return document.body.innerText", Vec::new()).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page says this.
    pub async fn see(&self, text: &str) {
        self.wait(text, |said| said.contains(text)).await;
    }

    /// Waits until the page no longer says this.
    pub async fn not_see(&self, text: &str) {
        self.wait(&format!("no {text}"), |said| !said.contains(text))
            .await;
    }

    async fn wait(&self, what: &str, holds: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        loop {
            let said = self.text().await;
            if holds(&said) {
                return;
            }
            if begun.elapsed() > PATIENCE {
                self.lost(what).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Fails, telling what the page says.
    pub async fn lost(&self, wanted: &str) -> ! {
        panic!(
            "{}: where is \"{wanted}\"? {}",
            self.path().await,
            self.text().await
        )
    }

    async fn find(&self, kind: &str, name: &str, within: &str) -> WebElement {
        let begun = Instant::now();
        loop {
            let arguments = vec![json!(kind), json!(name), json!(within)];
            let found = self.driver.execute(FIND, arguments).await.unwrap();
            if !found.json().is_null() {
                return found.element().unwrap();
            }
            if begun.elapsed() > PATIENCE {
                self.lost(name).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks on a link, a button or a fold by its name.
    pub async fn press(&self, name: &str) {
        self.press_in("", name).await;
    }
    /// The same, within a part of the page.
    pub async fn press_in(&self, within: &str, name: &str) {
        let found = self.find("press", name, within).await;
        self.click(name, &found).await;
    }
    /// Clicks, and says yes to the question that comes.
    pub async fn press_and_confirm(&self, name: &str) {
        self.press(name).await;
        self.driver.accept_alert().await.unwrap();
    }
    /// Clicks on the label of a box or a choice.
    pub async fn choose(&self, within: &str, name: &str) {
        let found = self.find("option", name, within).await;
        self.click(name, &found).await;
    }
    /// Writes into a field by its label, replacing what stands there.
    pub async fn fill(&self, label: &str, text: &str) {
        self.fill_in("", label, text).await;
    }
    /// The same, within a part of the page.
    pub async fn fill_in(&self, within: &str, label: &str, text: &str) {
        let field = self.find("field", label, within).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }
    /// Takes a choice of a list by what it says.
    pub async fn select(&self, label: &str, choice: &str) {
        let field = self.find("field", label, "").await;
        field.send_keys(choice).await.unwrap();
    }

    /// Answers every question of a form that has no answer yet, by clicking and typing: the better half of each
    /// scale, a sentence of its own in each field.
    pub async fn answer_everything(&self, form: &str) {
        let script = r#"
const form = document.querySelector(arguments[0]);
const found = [], groups = new Map();
for (const e of form.elements) {
  if (e.type === "hidden" || e.type === "checkbox" || e.disabled || !e.checkVisibility()) continue;
  if (e.tagName !== "INPUT" && e.tagName !== "TEXTAREA" && e.tagName !== "SELECT") continue;
  if (e.type === "radio") groups.set(e.name, [...(groups.get(e.name) || []), e]);
  else if (!e.value) found.push([e, e.tagName === "SELECT" ? "select" : e.type, e.name]);
}
for (const [name, all] of groups)
  if (!all.some(e => e.checked)) found.push([all[all.length < 4 ? 0 : 3], "radio", name]);
return found;
"#;
        let found = self.ask(script, vec![json!(form)]).await;
        for one in found.as_array().unwrap() {
            let field = WebElement::from_json(one[0].clone(), self.driver.handle().clone()).unwrap();
            let (kind, name) = (one[1].as_str().unwrap(), one[2].as_str().unwrap());
            self.ask_of(
                &field,
                "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })",
            )
            .await;
            let typed = match kind {
                "radio" => {
                    self.click(name, &field).await;
                    continue;
                }
                "select" => {
                    field.send_keys(Key::Down).await.unwrap();
                    continue;
                }
                "number" => "4".to_owned(),
                "date" => "01012020".to_owned(),
                "month" => "January2020".to_owned(),
                _ => format!(
                    "For {name}: called the client first without asking anybody, and wrote down what was said."
                ),
            };
            field.send_keys(typed).await.unwrap();
        }
    }

    /// Clicks on what a selector finds first.
    pub async fn click_on(&self, css: &str) {
        let found = self.one(css).await;
        self.ask_of(
            &found,
            "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })",
        )
        .await;
        self.click(css, &found).await;
    }

    /// What a selector finds first.
    pub async fn one(&self, css: &str) -> WebElement {
        let begun = Instant::now();
        loop {
            if let Ok(found) = self.driver.find(By::Css(css)).await {
                return found;
            }
            if begun.elapsed() > PATIENCE {
                self.lost(css).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Runs a script about an element.
    pub async fn ask_of(&self, element: &WebElement, script: &str) -> Value {
        self.ask(script, vec![element.to_json().unwrap()]).await
    }

    async fn click(&self, name: &str, element: &WebElement) {
        if let Err(error) = element.click().await {
            panic!("{}: {name} cannot be pressed: {error}", self.path().await);
        }
    }

    /// Presses keys where the focus is.
    pub async fn keys(&self, keys: impl Into<TypingData>) {
        let chain = self
            .driver
            .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO));
        chain.send_keys(keys.into()).perform().await.unwrap();
    }

    /// Presses a key while holding another.
    pub async fn chord(&self, held: Key, key: Key) {
        let chain = self
            .driver
            .action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO));
        chain
            .key_down(held.clone())
            .key_down(key.clone())
            .key_up(key)
            .key_up(held)
            .perform()
            .await
            .unwrap();
    }

    /// What has the focus.
    pub async fn focus(&self) -> Value {
        self.ask(FOCUS, Vec::new()).await
    }

    /// Goes on by Tab until what has this name has the focus, and insists that one sees it.
    pub async fn tab_to(&self, name: &str) {
        self.tab_until(name, |focus| {
            focus["name"]
                .as_str()
                .is_some_and(|found| found.starts_with(name))
        })
        .await;
    }

    /// Goes on by Tab until the focus is where it should be.
    pub async fn tab_until(&self, what: &str, there: impl Fn(&Value) -> bool) {
        let mut passed = Vec::new();
        for _ in 0..MOST_TABS {
            self.keys(Key::Tab).await;
            let focus = self.focus().await;
            if there(&focus) {
                assert_eq!(focus["seen"], true, "one does not see that {what} has the focus");
                return;
            }
            passed.push(focus["name"].as_str().unwrap_or_default().to_owned());
        }
        panic!(
            "{}: Tab does not reach \"{what}\", but {passed:?}",
            self.path().await
        )
    }

    /// Reaches a link or a button by Tab and presses Enter.
    pub async fn enter(&self, name: &str) {
        self.tab_to(name).await;
        self.keys(Key::Enter).await;
    }

    /// Insists that the page is no wider than a phone.
    pub async fn must_fit(&self) {
        let width = self
            .ask("return document.documentElement.scrollWidth", Vec::new())
            .await;
        assert!(
            width.as_i64().unwrap() <= 390,
            "{} is {width} wide on a phone",
            self.path().await
        );
    }

    /// Everything the browser complains of or asks of others, since the last time.
    pub async fn complaints(&self) -> Vec<String> {
        let mut found = Vec::new();
        for entry in self.driver.browser_log().await.unwrap() {
            let answered = entry.message.contains("the server responded with a status of 4");
            let expected = self.expected.iter().any(|words| entry.message.contains(words));
            if entry.level == "SEVERE" && !answered && !expected {
                found.push(entry.message);
            }
        }
        for entry in self.driver.get_log("performance").await.unwrap() {
            let event: Value = serde_json::from_str(&entry.message).unwrap();
            let event = &event["message"];
            if event["method"] != "Network.requestWillBeSent" {
                continue;
            }
            let url = event["params"]["request"]["url"].as_str().unwrap_or_default();
            let own = [self.base.as_str(), "data:", "blob:", "about:"];
            if !own.iter().any(|start| url.starts_with(start)) {
                found.push(format!("asks another host: {url}"));
            }
        }
        found
    }

    /// Leaves. Fails when the browser had anything to complain of.
    pub async fn close(self) {
        let complaints = self.complaints().await;
        self.driver.quit().await.unwrap();
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}
