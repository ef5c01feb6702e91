//! A real mail server on a port of its own that keeps what it is given.

use std::{
    io,
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use mailin_embedded::{Handler, Response, Server, SslConfig, response};

/// A mail as the server received it.
#[derive(Debug, Clone)]
pub struct Received {
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// The whole mail, headers and encoded parts.
    pub mail: String,
}

impl Received {
    /// The mail with its quoted-printable parts decoded, so that links are whole.
    pub fn text(&self) -> String {
        let joined = self.mail.replace("=\r\n", "");
        let mut bytes = Vec::with_capacity(joined.len());
        let mut rest = joined.bytes();
        while let Some(byte) = rest.next() {
            let hex = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
            let ahead: Vec<u8> = rest.clone().take(2).collect();
            match (byte, hex(&ahead)) {
                (b'=', Some(decoded)) if ahead.len() == 2 => {
                    bytes.push(decoded);
                    rest.nth(1);
                }
                _ => bytes.push(byte),
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
    /// The subject, unfolded.
    pub fn subject(&self) -> String {
        let unfolded = self.mail.replace("\r\n ", " ");
        let mut lines = unfolded.lines();
        let subject = lines.find_map(|line| line.strip_prefix("Subject: "));
        subject.unwrap_or_default().to_owned()
    }
    /// The first link in the plain text whose path begins so, e.g. `/l/`, if there is one.
    pub fn find_link(&self, path: &str) -> Option<String> {
        let text = self.text();
        let mut words = text.split_whitespace();
        let found = words.find(|word| word.starts_with("http") && word.contains(path));
        found.map(str::to_owned)
    }
    /// The first link in the plain text whose path begins so.
    pub fn link(&self, path: &str) -> String {
        self.find_link(path)
            .unwrap_or_else(|| panic!("no link to {path} in\n{}", self.text()))
    }
}

/// The server. Recipients whose address begins with `unknown` are refused.
#[derive(Clone)]
pub struct MailServer {
    /// For `mail.smtp_url`.
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl MailServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let mut server = Server::new(Recorder {
            received: received.clone(),
            to: vec![],
            mail: vec![],
        });
        server.with_ssl(SslConfig::None).unwrap();
        server.with_tcp_listener(listener);
        thread::spawn(move || server.serve().map_err(|error| error.to_string()));
        Self { url, received }
    }
    /// What was received for an address, oldest first.
    pub fn received(&self, to: &str) -> Vec<Received> {
        let received = self.received.lock().unwrap();
        let theirs = received.iter().filter(|r| r.to.iter().any(|a| a == to));
        theirs.cloned().collect()
    }
}

#[derive(Clone)]
struct Recorder {
    received: Arc<Mutex<Vec<Received>>>,
    to: Vec<String>,
    mail: Vec<u8>,
}

impl Handler for Recorder {
    fn rcpt(&mut self, to: &str) -> Response {
        if to.starts_with("unknown") {
            Response::custom(550, "5.1.1 no such user".into())
        } else {
            response::OK
        }
    }
    fn data_start(&mut self, _domain: &str, _from: &str, _is8bit: bool, to: &[String]) -> Response {
        self.to = to.to_vec();
        self.mail.clear();
        response::OK
    }
    fn data(&mut self, buf: &[u8]) -> io::Result<()> {
        self.mail.extend_from_slice(buf);
        Ok(())
    }
    fn data_end(&mut self) -> Response {
        self.received.lock().unwrap().push(Received {
            to: self.to.clone(),
            mail: String::from_utf8_lossy(&self.mail).into_owned(),
        });
        response::OK
    }
}
