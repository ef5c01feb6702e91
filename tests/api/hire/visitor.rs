//! Somebody from outside in a browser without JavaScript, who got a link by mail.

use reqwest::Method;

use crate::harness::{Client, Response, TestApp};

/// A guest who pressed "Begin".
pub struct Visitor {
    browser: Client,
    /// The guest's first page, below the root.
    pub place: String,
    /// The page the link led to.
    pub landed: String,
}

impl Visitor {
    /// Looks at the link of a mail, which changes nothing, and presses "Begin".
    pub async fn begin(app: &TestApp, link: &str) -> Self {
        Self::begin_in(app.anonymous(), app, link).await
    }

    /// The same with another link in the same browser.
    pub async fn beside(&self, app: &TestApp, link: &str) -> Self {
        Self::begin_in(self.browser.clone(), app, link).await
    }

    async fn begin_in(browser: Client, app: &TestApp, link: &str) -> Self {
        let path = link.strip_prefix(&app.url).expect("a link to this service");
        let path = format!("/{path}");
        let browser = browser.header("accept", "text/html");
        assert_eq!(browser.get(&path).await.status(), 200);
        let begun = browser.send(Method::POST, &path, None).await;
        assert_eq!(begun.status(), 303, "{}", begun.body());
        let cookie = begun.header("set-cookie").split(';').next().unwrap().to_owned();
        let landed = begun.header("location").to_owned();
        let place: Vec<&str> = landed.split('/').take(3).collect();
        Self {
            browser: browser.header("cookie", &cookie),
            place: place.join("/"),
            landed,
        }
    }

    /// Somebody who has no link and looks at public pages.
    pub fn passing(app: &TestApp) -> Self {
        Self {
            browser: app.anonymous().header("accept", "text/html"),
            place: String::new(),
            landed: String::new(),
        }
    }

    /// The same person, reading another language.
    pub fn speaking(&self, language: &str) -> Self {
        Self {
            browser: self.browser.header("accept-language", language),
            place: self.place.clone(),
            landed: self.landed.clone(),
        }
    }

    /// The same browser, saving by a script while somebody types.
    pub fn typing(&self) -> Self {
        Self {
            browser: self
                .browser
                .header("accept", "application/json")
                .header("hx-request", "true"),
            place: self.place.clone(),
            landed: self.landed.clone(),
        }
    }

    /// The same browser on the pages of somebody else's link.
    pub fn at_the_place_of(&self, other: &Self) -> Self {
        Self {
            browser: self.browser.clone(),
            place: other.place.clone(),
            landed: other.landed.clone(),
        }
    }

    /// The page the link led to.
    pub async fn arrive(&self) -> Response {
        self.browser.get(&format!("/{}", self.landed)).await
    }

    /// The page `rest` below the link's page, following where it sends.
    pub async fn look(&self, rest: &str) -> Response {
        let page = self.browser.get(&format!("/{}{rest}", self.place)).await;
        match page.status() {
            303 => self.browser.get(&format!("/{}", page.header("location"))).await,
            _ => page,
        }
    }

    /// Sends a form.
    pub async fn press(&self, rest: &str, fields: &[(&str, &str)]) -> Response {
        let form = serde_urlencoded::to_string(fields).unwrap();
        let browser = self
            .browser
            .header("content-type", "application/x-www-form-urlencoded");
        let place = format!("/{}{rest}", self.place);
        browser.send(Method::POST, &place, Some(form)).await
    }
}
