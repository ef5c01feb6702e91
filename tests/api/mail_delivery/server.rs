//! A mail server that does as it is told, and may be told otherwise at any time.

use std::{
    io::{self, BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What the server does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Takes every mail.
    Accepts,
    /// Answers 451 to every recipient.
    Defers,
    /// Answers 550 to every recipient.
    Refuses,
    /// Takes the whole mail, keeps it and hangs up instead of answering.
    DropsAfterTheDot,
    /// Answers 535 to every sign-in.
    RefusesTheSignIn,
    /// Answers 550 5.7.1 to every sender.
    RefusesTheSender,
    /// Takes connections and never says a word.
    Hangs,
    /// Hangs up at once.
    HangsUp,
}

/// A mail as it was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The recipient of the envelope.
    pub to: String,
    /// The whole mail.
    pub mail: String,
}

impl Taken {
    /// Every link in it.
    pub fn links(&self) -> Vec<String> {
        let joined = self.mail.replace("=\n", "").replace("=3D", "=");
        let starts = joined.match_indices("http").map(|(at, _)| &joined[at..]);
        starts
            .filter(|rest| rest.starts_with("http://") || rest.starts_with("https://"))
            .map(|rest| {
                let end = rest.find(|c: char| c.is_whitespace() || "\"<>()".contains(c));
                rest[..end.unwrap_or(rest.len())]
                    .trim_end_matches(['.', ','])
                    .to_owned()
            })
            .collect()
    }
    /// A header's value, unfolded.
    pub fn header(&self, name: &str) -> String {
        let head = self.mail.split("\n\n").next().unwrap_or_default();
        let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
        let start = format!("{}:", name.to_lowercase());
        let mut lines = unfolded.lines();
        let line = lines.find(|line| line.to_lowercase().starts_with(&start));
        line.map_or_else(String::new, |line| line[start.len()..].trim().to_owned())
    }
}

struct Shared {
    mood: Mutex<Mood>,
    taken: Mutex<Vec<Taken>>,
    pause: Duration,
}

/// The server.
#[derive(Clone)]
pub struct MoodyServer {
    /// For `mail.smtp_url`.
    pub url: String,
    shared: Arc<Shared>,
}

impl MoodyServer {
    /// Starts it. It thinks for `pause` before each answer.
    pub fn start(mood: Mood, pause: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            mood: Mutex::new(mood),
            taken: Mutex::default(),
            pause,
        });
        let for_all = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = for_all.clone();
                thread::spawn(move || {
                    let _ = converse(stream, &shared);
                });
            }
        });
        Self { url, shared }
    }
    /// Changes its mood.
    pub fn be(&self, mood: Mood) {
        *self.shared.mood.lock().unwrap() = mood;
    }
    /// What it took so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.shared.taken.lock().unwrap().clone()
    }
    /// How many mails it took so far.
    pub fn count(&self) -> usize {
        self.shared.taken.lock().unwrap().len()
    }
}

fn converse(mut stream: TcpStream, shared: &Shared) -> io::Result<()> {
    let mood = || *shared.mood.lock().unwrap();
    match mood() {
        Mood::HangsUp => return Ok(()),
        Mood::Hangs => {
            while mood() == Mood::Hangs {
                thread::sleep(Duration::from_millis(50));
            }
            return Ok(());
        }
        _ => {}
    }
    let mut lines = BufReader::new(stream.try_clone()?);
    stream.write_all(b"220 moody.test ESMTP\r\n")?;
    let (mut to, mut mail, mut in_mail) = (String::new(), String::new(), false);
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let line = line.trim_end_matches(['\r', '\n']);
        if in_mail && line != "." {
            mail.push_str(line.strip_prefix('.').unwrap_or(line));
            mail.push('\n');
            continue;
        }
        thread::sleep(shared.pause);
        let verb = line.get(..4).unwrap_or(line).to_uppercase();
        let answer: &[u8] = match (verb.as_str(), mood()) {
            _ if in_mail => {
                in_mail = false;
                let (to, mail) = (std::mem::take(&mut to), std::mem::take(&mut mail));
                shared.taken.lock().unwrap().push(Taken { to, mail });
                if mood() == Mood::DropsAfterTheDot {
                    return Ok(());
                }
                b"250 taken\r\n"
            }
            ("EHLO", _) => b"250-moody.test\r\n250 AUTH PLAIN LOGIN\r\n",
            ("AUTH", Mood::RefusesTheSignIn) => b"535 5.7.8 credentials invalid\r\n",
            ("AUTH", _) => b"235 welcome\r\n",
            ("MAIL", Mood::RefusesTheSender) => b"550 5.7.1 sender rejected\r\n",
            ("RCPT", Mood::Defers) => b"451 4.7.1 greylisted, come again\r\n",
            ("RCPT", Mood::Refuses) => b"550 5.1.1 no such user\r\n",
            ("RCPT", _) => {
                let address = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
                to = address.map_or_else(String::new, |(address, _)| address.to_owned());
                b"250 ok\r\n"
            }
            ("DATA", _) => {
                in_mail = true;
                b"354 go on\r\n"
            }
            ("QUIT", _) => {
                stream.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            _ => b"250 ok\r\n",
        };
        stream.write_all(answer)?;
    }
}
