//! Handing out what somebody else sent.

use actix_web::{
    HttpResponse,
    http::header::{
        self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue, HeaderName,
    },
};

/// A file to be saved, never shown: whatever it holds, it does not become a page of ours (security catalogue T6).
pub fn attachment(name: &str, media_type: &str, content: Vec<u8>) -> HttpResponse {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && !matches!(c, '"' | '\\') || c == ' ' {
                c
            } else {
                '_'
            }
        })
        .collect();
    let mut parameters = vec![DispositionParam::Filename(plain)];
    if !name.is_ascii() {
        // RFC 5987, for whoever reads it; the plain name stands for the others.
        parameters.push(DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        }));
    }
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters,
    };
    HttpResponse::Ok()
        .insert_header(disposition)
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ))
        .body(content)
}
