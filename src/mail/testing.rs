//! Mail servers for tests: a proper one that records what it accepts, and one that breaks off or refuses
//! the sign-in.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use mailin_embedded::{Handler, Response, Server, SslConfig, response};

/// A mail as a server received it.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub to: Vec<String>,
    pub mail: String,
}

/// A mail server on a port of its own. The local part of a recipient says how it is treated:
/// `defer*` gets 451, `unknown*` gets 550 5.1.1, `barred*` gets 554 5.7.1, everybody else is accepted.
pub(crate) struct MailServer {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl MailServer {
    pub(crate) fn start() -> Self {
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
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
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
        match to {
            to if to.starts_with("defer") => Response::custom(451, "4.7.1 greylisted, come again".into()),
            to if to.starts_with("barred") => Response::custom(554, "5.7.1 relaying denied".into()),
            to if to.starts_with("unknown") => Response::custom(550, "5.1.1 no such user".into()),
            _ => response::OK,
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
            mail: String::from_utf8(self.mail.clone()).unwrap(),
        });
        response::OK
    }
}

/// How a server misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misbehaviour {
    /// Takes the whole mail and hangs up instead of answering.
    DropsAfterTheDot,
    /// Refuses every sign-in with 535.
    RefusesTheSignIn,
    /// Refuses our sender with 550 5.7.1.
    RefusesTheSender,
}

/// A misbehaving server and the lines it was told.
pub(crate) struct BadServer {
    pub url: String,
    told: Arc<Mutex<Vec<String>>>,
}

impl BadServer {
    pub(crate) fn start(how: Misbehaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let told = Arc::<Mutex<Vec<String>>>::default();
        let log = told.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = misbehave(stream, how, &log);
            }
        });
        let user = if how == Misbehaviour::RefusesTheSignIn {
            "hire:pass%20word@"
        } else {
            ""
        };
        Self {
            url: format!("smtp://{user}{address}"),
            told,
        }
    }
    pub(crate) fn told(&self, verb: &str) -> usize {
        let told = self.told.lock().unwrap();
        told.iter().filter(|line| line.starts_with(verb)).count()
    }
}

fn misbehave(mut stream: TcpStream, how: Misbehaviour, told: &Mutex<Vec<String>>) -> io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?);
    stream.write_all(b"220 bad.test ESMTP\r\n")?;
    let mut in_data = false;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        if in_data {
            if line == "." {
                return Ok(());
            }
            continue;
        }
        told.lock().unwrap().push(line.to_owned());
        let verb = line.get(..4).unwrap_or(line);
        let answer: &[u8] = match (verb, how) {
            ("EHLO", _) => b"250-bad.test\r\n250 AUTH PLAIN LOGIN\r\n",
            ("AUTH", _) => b"535 5.7.8 credentials invalid\r\n",
            ("MAIL", Misbehaviour::RefusesTheSender) => b"550 5.7.1 sender rejected\r\n",
            ("DATA", _) => b"354 go on\r\n",
            _ => b"250 ok\r\n",
        };
        in_data = verb == "DATA";
        stream.write_all(answer)?;
    }
}
