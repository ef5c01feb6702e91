//! Somebody who speaks HTTP.

use reqwest::{
    Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde_json::Value;
use steadyhire::kernel::{ctx::UserActor, ids::UserId};

/// A person, a guest or nobody, with their token.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    /// The bearer token.
    pub token: Option<String>,
    /// Who it is, for members of staff.
    pub user: Option<UserActor>,
    headers: HeaderMap,
}

impl Client {
    pub(super) fn new(http: reqwest::Client, base: String) -> Self {
        Self {
            http,
            base,
            token: None,
            user: None,
            headers: HeaderMap::new(),
        }
    }

    /// The same, with a bearer token.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// The person's id.
    pub fn id(&self) -> UserId {
        self.user.as_ref().expect("a member of staff").id
    }

    /// The same person, sending a further header.
    #[must_use]
    pub fn header(&self, name: &str, value: &str) -> Self {
        let mut changed = self.clone();
        changed.headers.append(
            name.parse::<HeaderName>().unwrap(),
            HeaderValue::from_str(value).unwrap(),
        );
        changed
    }

    /// The same person, who has read this version.
    #[must_use]
    pub fn if_match(&self, version: i64) -> Self {
        self.header("if-match", &format!("\"{version}\""))
    }

    pub async fn get(&self, path: &str) -> Response {
        self.send(Method::GET, path, None).await
    }
    pub async fn post(&self, path: &str, body: Value) -> Response {
        self.send(Method::POST, path, Some(body.to_string())).await
    }
    pub async fn put(&self, path: &str, body: Value) -> Response {
        self.send(Method::PUT, path, Some(body.to_string())).await
    }
    pub async fn patch(&self, path: &str, body: Value) -> Response {
        self.send(Method::PATCH, path, Some(body.to_string())).await
    }
    pub async fn delete(&self, path: &str) -> Response {
        self.send(Method::DELETE, path, None).await
    }

    /// Sends fields and a file, a name and its content, as `multipart/form-data`.
    pub async fn send_file(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        (name, content): (&str, &str),
    ) -> Response {
        let mut body = String::new();
        for (field, value) in fields {
            body += &format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        }
        body += &format!(
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{content}\r\n--edge--\r\n"
        );
        let sent = self.header("content-type", "multipart/form-data; boundary=edge");
        sent.send(Method::POST, path, Some(body)).await
    }

    /// Sends a body as it is, said to be JSON. Paths are below `/api/v1`, unless they start with `//`: then
    /// they are taken from the root, e.g. `//healthz`.
    pub async fn send(&self, method: Method, path: &str, body: Option<String>) -> Response {
        let url = match path.strip_prefix("//") {
            Some(root) => format!("{}/{root}", self.base),
            None => format!("{}/api/v1{path}", self.base),
        };
        let what = format!("{method} {path}");
        let mut request = self.http.request(method, url).headers(self.headers.clone());
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = body {
            if !self.headers.contains_key("content-type") {
                request = request.header("content-type", "application/json");
            }
            request = request.body(body);
        }
        let response = request.send().await.unwrap();
        let response = Response {
            what,
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        };
        // Whatever a test sends: nothing is answered by "something went wrong here".
        assert_ne!(response.status, 500, "{}: {}", response.what, response.body);
        response
    }
}

/// An answer.
pub struct Response {
    what: String,
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Response {
    pub fn status(&self) -> u16 {
        self.status
    }
    pub fn body(&self) -> &str {
        &self.body
    }
    /// A header's value; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
    /// The values of the cookies of this name that were set.
    pub fn cookies(&self, name: &str) -> Vec<String> {
        let set = self.headers.get_all("set-cookie").iter();
        let pairs = set.filter_map(|v| v.to_str().unwrap().split(';').next()?.split_once('='));
        pairs
            .filter(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
            .collect()
    }
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{}: {e}: {}", self.what, self.body))
    }
    /// Insists on a status and hands out the body (`null` when there is none).
    #[track_caller]
    pub fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.what, self.body);
        if self.body.is_empty() {
            Value::Null
        } else {
            self.json()
        }
    }
    /// Insists on a problem of this status and code and hands it out.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        let body = self.expect(status);
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{}",
            self.what
        );
        assert_eq!(body["code"], code, "{}: {}", self.what, self.body);
        assert_eq!(body["status"], status, "{}: {}", self.what, self.body);
        body
    }
    /// The problem's code.
    pub fn problem_code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
    /// The pointers of a 422's bad fields, sorted.
    #[track_caller]
    pub fn bad_fields(&self) -> Vec<String> {
        let problem = self.problem(422, "invalid_fields");
        let mut pointers: Vec<String> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|e| e["pointer"].as_str().unwrap().to_owned())
            .collect();
        pointers.sort();
        pointers
    }
    /// The gates that refuse, of a 409.
    #[track_caller]
    pub fn refusing_gates(&self) -> Vec<String> {
        let problem = self.problem(409, "gate_refused");
        problem["refusals"]
            .as_array()
            .unwrap()
            .iter()
            .map(|r| r["gate"].as_str().unwrap().to_owned())
            .collect()
    }
    /// The version in the ETag.
    #[track_caller]
    pub fn etag(&self) -> i64 {
        let tag = self.header("etag");
        tag.trim_matches('"')
            .parse()
            .unwrap_or_else(|_| panic!("{}: ETag {tag:?}: {}", self.what, self.body))
    }
}
