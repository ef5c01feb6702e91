//! The mailbox reports arrive in: a file in mbox form, which is read and left as it is, or a Maildir, whose new messages
//! are marked as read.

use std::{
    fs::{self, File},
    io::{self, BufReader},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use mail_parser::mailbox::mbox::MessageIterator;

/// Longer messages are no delivery reports.
const MOST_BYTES: u64 = 4 * 1024 * 1024;
/// The most messages of one look; the others are read at the next.
const MOST_MESSAGES: usize = 100;

/// A file as it was when it was read last.
type Seen = (u64, Option<SystemTime>);

/// Where reports arrive.
#[derive(Debug)]
pub struct Inbox {
    place: PathBuf,
    seen: Mutex<Option<Seen>>,
}

/// A message that has not been dealt with.
#[derive(Debug)]
pub struct Arrived {
    /// The whole message.
    pub raw: Vec<u8>,
    /// Its file in a Maildir.
    file: Option<PathBuf>,
}

/// What one look found.
#[derive(Debug, Default)]
pub struct Look {
    /// The messages.
    pub messages: Vec<Arrived>,
    file: Option<Seen>,
}

impl Inbox {
    /// The mailbox at a place: a folder is a Maildir, anything else a file.
    pub fn at(place: &Path) -> Self {
        Self {
            place: place.to_owned(),
            seen: Mutex::default(),
        }
    }

    /// What has arrived since everything was dealt with last. A place where nothing is yet holds nothing.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn look(&self) -> io::Result<Look> {
        let known = match fs::metadata(&self.place) {
            Ok(known) => known,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Look::default()),
            Err(error) => return Err(error),
        };
        if known.is_dir() {
            return Ok(Look {
                messages: new_files(&self.place.join("new"))?,
                file: None,
            });
        }
        let now: Seen = (known.len(), known.modified().ok());
        if *self.seen.lock().unwrap_or_else(PoisonError::into_inner) == Some(now) {
            return Ok(Look::default());
        }
        let messages = MessageIterator::new(BufReader::new(File::open(&self.place)?));
        let messages = messages.map(|message| {
            Ok(Arrived {
                raw: message?.unwrap_contents(),
                file: None,
            })
        });
        Ok(Look {
            messages: messages.collect::<io::Result<_>>()?,
            file: Some(now),
        })
    }

    /// Everything of a look was dealt with.
    ///
    /// # Errors
    /// When a message cannot be marked as read; it is then met again, which does nothing.
    pub fn done(&self, look: &Look) -> io::Result<()> {
        if look.file.is_some() {
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = look.file;
        }
        let read = self.place.join("cur");
        for file in look.messages.iter().filter_map(|message| message.file.as_ref()) {
            if let Some(name) = file.file_name().and_then(|name| name.to_str()) {
                fs::create_dir_all(&read)?;
                fs::rename(file, read.join(format!("{name}:2,S")))?;
            }
        }
        Ok(())
    }
}

fn new_files(folder: &Path) -> io::Result<Vec<Arrived>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)?.take(MOST_MESSAGES) {
        let entry = entry?;
        let known = entry.metadata()?;
        if known.is_file() {
            let raw = if known.len() <= MOST_BYTES {
                fs::read(entry.path())?
            } else {
                Vec::new()
            };
            found.push(Arrived {
                raw,
                file: Some(entry.path()),
            });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_again_only_when_it_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("bounces");
        let inbox = Inbox::at(&place);
        assert!(inbox.look().unwrap().messages.is_empty(), "it is not there yet");
        let one = "From MAILER-DAEMON Mon Nov  2 10:00:00 2026\nSubject: one\n\nOne\n\n";
        fs::write(&place, one).unwrap();
        let look = inbox.look().unwrap();
        assert_eq!(look.messages.len(), 1);
        assert_eq!(inbox.look().unwrap().messages.len(), 1, "not dealt with");
        inbox.done(&look).unwrap();
        assert!(inbox.look().unwrap().messages.is_empty());
        fs::write(&place, format!("{one}{one}")).unwrap();
        assert_eq!(inbox.look().unwrap().messages.len(), 2);
    }

    #[test]
    fn a_message_of_a_maildir_is_marked_as_read() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["new", "tmp"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("new/1.host"), "Subject: one\n\nOne\n").unwrap();
        let inbox = Inbox::at(folder.path());
        let look = inbox.look().unwrap();
        assert_eq!(look.messages.len(), 1);
        inbox.done(&look).unwrap();
        assert!(inbox.look().unwrap().messages.is_empty());
        assert!(folder.path().join("cur/1.host:2,S").exists());
    }
}
