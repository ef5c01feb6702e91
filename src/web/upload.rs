//! Forms that bring a file (`multipart/form-data`, RFC 7578).
//!
//! A request may bring one file, in the field `file`, and a few short fields, read as [`Form`] reads them. What
//! is sent is held in memory up to the limit and not a byte beyond; a few uploads are taken in at the same time,
//! others wait. Nothing of a file is interpreted here (security catalogue T33).

use std::{future::Future, pin::Pin, time::Duration};

use actix_multipart::{Field, Multipart};
use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    error::PayloadError,
    http::{
        StatusCode,
        header::{self, HeaderMap},
    },
    web::{Bytes, BytesMut, Data},
};
use chrono_tz::Tz;
use futures_util::{StreamExt, stream};
use tokio::sync::Semaphore;

use super::{View, extract::MAX_BODY, form::Form, problem::Problem};
use crate::fault::{Fault, FieldFault};

/// The field that holds the file.
const FILE: &str = "file";
/// Bytes that everything around the file may have.
const AROUND: usize = 64 * 1024;
/// A body beyond the limit is read on, and forgotten, up to so many bytes, so that whoever chose a photograph
/// too large reads an answer rather than that the connection was reset.
const READ_ON: usize = 64 * 1024 * 1024;
/// More fields than this no form with a file has.
const MAX_FIELDS: usize = 16;
/// How long a file may take to arrive.
const TIME: Duration = Duration::from_secs(120);

/// How much is taken in, shared by all workers.
#[derive(Debug)]
pub(crate) struct UploadLimit {
    file_bytes: usize,
    places: Semaphore,
}

/// Uploads that are taken in at the same time.
const PLACES: usize = 4;

impl UploadLimit {
    pub(crate) fn of(file_bytes: u64) -> Self {
        Self {
            file_bytes: usize::try_from(file_bytes).unwrap_or(usize::MAX),
            places: Semaphore::new(PLACES),
        }
    }
}

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// What its sender calls it, as sent.
    pub name: String,
    /// Its bytes, at least one.
    pub bytes: Bytes,
}

/// A form with a file.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The other fields.
    pub form: Form,
    file: Result<SentFile, Refused>,
}

#[derive(Debug, Clone)]
enum Refused {
    Missing,
    TooLarge(usize),
}

impl Upload {
    /// The file. Call it once the object is known to exist and to be the actor's to change.
    ///
    /// # Errors
    /// [`Fault::Invalid`] when there is none or it is empty, [`Fault::TooLarge`].
    pub fn file(&self) -> Result<&SentFile, Fault> {
        let at = format!("/{FILE}");
        self.file.as_ref().map_err(|refused| match refused {
            Refused::Missing => Fault::field(at, "required", "Choose a file that is not empty."),
            Refused::TooLarge(most) => Fault::TooLarge(FieldFault::new(
                at,
                "too_large",
                format!(
                    "A file may have at most {} MB. Send a smaller one, or the address where it lies.",
                    most / 1_000_000
                ),
            )),
        })
    }
}

/// Whether a request says that it brings files.
fn brings_files(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| {
            value
                .trim_start()
                .to_ascii_lowercase()
                .starts_with("multipart/form-data")
        })
}

/// How many bytes the body of a request may have.
pub(super) fn most_bytes(req: &HttpRequest) -> usize {
    match req.app_data::<Data<UploadLimit>>() {
        Some(limit) if brings_files(req.headers()) => limit.file_bytes.saturating_add(AROUND),
        _ => MAX_BODY,
    }
}

/// What has arrived of a body.
struct Arrived {
    bytes: Bytes,
    /// Whether there was more than is taken in.
    cut: bool,
}

async fn arrive(mut payload: Payload, most: usize) -> Result<Arrived, PayloadError> {
    let (mut kept, mut seen) = (BytesMut::new(), 0_usize);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk?;
        seen = seen.saturating_add(chunk.len());
        if seen > READ_ON.max(most) {
            break;
        }
        let room = most.saturating_sub(kept.len());
        kept.extend_from_slice(chunk.get(..room.min(chunk.len())).unwrap_or_default());
    }
    Ok(Arrived {
        bytes: kept.freeze(),
        cut: seen > most,
    })
}

fn unreadable() -> Problem {
    Problem::malformed("The form with the file cannot be read: send it as RFC 7578 describes.")
}

async fn field_bytes(mut field: Field, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.next().await {
        let chunk = chunk.map_err(|_| unreadable())?;
        if bytes.len().saturating_add(chunk.len()) > most {
            return Err(Problem::malformed("A field of the form is too long."));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The file's bytes; `None` when more was sent than may be, or than has been kept (`cut`).
async fn file_bytes(mut field: Field, most: usize, cut: bool) -> Result<Option<Bytes>, Problem> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = field.next().await {
        let chunk = match chunk {
            Ok(chunk) if bytes.len().saturating_add(chunk.len()) <= most => chunk,
            Err(_) if !cut => return Err(unreadable()),
            _ => return Ok(None),
        };
        bytes.extend_from_slice(&chunk);
    }
    Ok(Some(bytes.freeze()))
}

async fn read(headers: HeaderMap, arrived: Arrived, most: usize, zone: Tz) -> Result<Upload, Problem> {
    let Arrived { bytes, cut } = arrived;
    let mut parts = Multipart::new(&headers, stream::iter([Ok::<_, PayloadError>(bytes)]));
    let (mut pairs, mut file) = (Vec::new(), None);
    loop {
        let field = match parts.next().await {
            None => break,
            Some(Ok(field)) => field,
            Some(Err(_)) if cut => break,
            Some(Err(_)) => return Err(unreadable()),
        };
        let name = field.name().unwrap_or_default().to_owned();
        if name != FILE {
            if pairs.len() >= MAX_FIELDS {
                return Err(Problem::malformed("The form has too many fields."));
            }
            let text = String::from_utf8(field_bytes(field, AROUND).await?).map_err(|_| unreadable())?;
            pairs.push((name, text));
            continue;
        }
        if file.is_some() {
            return Err(Problem::malformed("Send one file at a time."));
        }
        let named = field
            .content_disposition()
            .and_then(|said| said.get_filename().map(str::to_owned))
            .unwrap_or_default();
        let Some(bytes) = file_bytes(field, most, cut).await? else {
            file = Some(Err(Refused::TooLarge(most)));
            break;
        };
        let whole = SentFile { name: named, bytes };
        file = Some(if whole.bytes.is_empty() {
            Err(Refused::Missing)
        } else {
            Ok(whole)
        });
    }
    let file = match file {
        // What came after the file was too much all the same.
        Some(Ok(_)) | None if cut => Err(Refused::TooLarge(most)),
        Some(file) => file,
        None => Err(Refused::Missing),
    };
    let form = Form::of_pairs(pairs, zone)?;
    Ok(Upload { form, file })
}

impl FromRequest for Upload {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let headers = req.headers().clone();
        let limit = req.app_data::<Data<UploadLimit>>().cloned();
        let most = most_bytes(req);
        let zone = req.app_data::<Data<View>>().map_or(Tz::UTC, |view| view.zone());
        let payload = payload.take();
        Box::pin(async move {
            let (Some(limit), true) = (limit, brings_files(&headers)) else {
                return Err(Problem::malformed("Send the form as `multipart/form-data`."));
            };
            let arriving = async {
                let _place = limit.places.acquire().await.map_err(|_| Fault::Busy)?;
                let arrived = arrive(payload, most)
                    .await
                    .map_err(|_| Problem::malformed("The body did not arrive whole."))?;
                read(headers, arrived, limit.file_bytes, zone).await
            };
            match tokio::time::timeout(TIME, arriving).await {
                Ok(upload) => upload,
                Err(_) => Err(Problem::new(
                    StatusCode::REQUEST_TIMEOUT,
                    "malformed",
                    "The file took longer than two minutes to arrive.",
                )),
            }
        })
    }
}
