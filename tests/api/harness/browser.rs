//! A member of staff in a browser without JavaScript: follows redirects, sends forms, reads pages.

use reqwest::Method;

use super::{Client, Response};

/// A browser in which somebody is signed in.
pub struct Browser {
    client: Client,
}

/// A page as it arrived.
pub struct Page {
    /// The path it was found at, after redirects.
    pub path: String,
    /// The HTTP status.
    pub status: u16,
    /// The HTML.
    pub html: String,
}

impl Browser {
    /// The browser of a person: their token travels in the cookie of a sign-in.
    pub fn of(person: &Client) -> Self {
        let token = person.token.as_deref().expect("somebody who can sign in");
        Self::holding(person, &format!("session={token}"))
    }

    /// A browser that has this cookie, and nothing else of the person's.
    pub fn holding(person: &Client, cookie: &str) -> Self {
        let mut client = person.clone();
        client.token = None;
        Self {
            client: client.header("cookie", cookie).header("accept", "text/html"),
        }
    }

    /// The browser of somebody who is not signed in.
    pub fn anonymous(anybody: &Client) -> Self {
        let mut client = anybody.clone();
        client.token = None;
        Self {
            client: client.header("accept", "text/html"),
        }
    }

    /// The same browser, set to a language.
    pub fn speaking(&self, language: &str) -> Self {
        Self {
            client: self.client.header("accept-language", language),
        }
    }

    /// The same browser, sending a further header as a script would.
    pub fn with(&self, name: &'static str, value: &str) -> Self {
        Self {
            client: self.client.header(name, value),
        }
    }

    /// Opens a page.
    pub async fn look(&self, path: &str) -> Page {
        let answer = self.client.get(&format!("/{path}")).await;
        self.follow(path.to_owned(), answer).await
    }

    /// Sends a form to a path below the root, e.g. `/jobs`.
    pub async fn press(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = serde_urlencoded::to_string(fields).unwrap();
        let sent = self
            .client
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        let answer = sent.send(Method::POST, &format!("/{path}"), Some(form)).await;
        self.follow(path.to_owned(), answer).await
    }

    /// Sends a form with a file, as `press` sends one without.
    pub async fn send_file(&self, path: &str, fields: &[(&str, &str)], file: (&str, &str)) -> Page {
        let sent = self.client.header("sec-fetch-site", "same-origin");
        let answer = sent.send_file(&format!("/{path}"), fields, file).await;
        self.follow(path.to_owned(), answer).await
    }

    async fn follow(&self, mut path: String, mut answer: Response) -> Page {
        for _ in 0..5 {
            if answer.status() != 303 {
                break;
            }
            path = answer.header("location").to_owned();
            let done = answer.header("set-cookie");
            let done = done.split(';').next().unwrap_or_default().to_owned();
            let client = if done.starts_with("done=") {
                self.client.header("cookie", &done)
            } else {
                self.client.clone()
            };
            answer = client.get(&format!("/{path}")).await;
        }
        Page {
            path,
            status: answer.status(),
            html: answer.body().to_owned(),
        }
    }
}

impl Page {
    /// The page, when it was answered with this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.path, self.html);
        self
    }

    /// Whether the page says this, with markup written as the page writes it.
    pub fn says(&self, text: &str) -> bool {
        self.html.contains(text) || self.html.contains(&escaped(text))
    }

    /// Fails unless the page says all of these.
    #[track_caller]
    pub fn must_say(&self, texts: &[&str]) {
        for text in texts {
            assert!(
                self.says(text),
                "{} does not say \"{text}\": {}",
                self.path,
                self.html
            );
        }
    }

    /// The version a form of the page was made from.
    #[track_caller]
    pub fn version(&self) -> String {
        self.hidden("_version")
    }

    /// The value of the first input with this name.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        let marked = format!("name=\"{name}\" value=\"");
        let (_, rest) = self
            .html
            .split_once(&marked)
            .unwrap_or_else(|| panic!("{} has no field {name}: {}", self.path, self.html));
        rest.split('"').next().unwrap().to_owned()
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#x27;")
        .replace('=', "&#x3D;")
        .replace('`', "&#x60;")
}
