//! Which files may be evidence, decided by their name and their first bytes. Nothing is opened, unpacked or
//! rendered here, and what is handed out again is never shown in our pages (security catalogue T6, T33).

use crate::{
    fault::Fault,
    kernel::{ids::EvidenceId, text::single_line},
    onboarding::model::EvidenceFile,
};

/// Files one module may have (house rule).
pub const MAX_FILES: usize = 10;

/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 120;

/// The package around every office document; what is inside is not looked at.
const ZIP: &str = "application/zip";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const POWERPOINT: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const ODT: &str = "application/vnd.oasis.opendocument.text";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";
const ODP: &str = "application/vnd.oasis.opendocument.presentation";
const TEXT: &str = "text/plain; charset=utf-8";

/// A kind of file that may be evidence.
struct Format {
    /// How its names end.
    ending: &'static str,
    /// What it is handed out as.
    media_type: &'static str,
    /// What its first bytes may say it is; nothing for text.
    signatures: &'static [&'static str],
}

const fn format(
    ending: &'static str,
    media_type: &'static str,
    signatures: &'static [&'static str],
) -> Format {
    Format {
        ending,
        media_type,
        signatures,
    }
}

/// Every kind. HTML, SVG, scripts, programs and bare archives are none of them.
const FORMATS: [Format; 15] = [
    format("pdf", "application/pdf", &["application/pdf"]),
    format("png", "image/png", &["image/png"]),
    format("jpg", "image/jpeg", &["image/jpeg"]),
    format("jpeg", "image/jpeg", &["image/jpeg"]),
    format("webp", "image/webp", &["image/webp"]),
    format("heic", "image/heic", &["image/heif"]),
    format("docx", WORD, &[WORD, ZIP]),
    format("xlsx", EXCEL, &[EXCEL, ZIP]),
    format("pptx", POWERPOINT, &[POWERPOINT, ZIP]),
    format("odt", ODT, &[ODT, ZIP]),
    format("ods", ODS, &[ODS, ZIP]),
    format("odp", ODP, &[ODP, ZIP]),
    format("txt", TEXT, &[]),
    format("csv", TEXT, &[]),
    format("md", TEXT, &[]),
];

/// How names may end, e.g. `.pdf,.png`, as a page's file field wants it.
pub fn endings() -> String {
    let all: Vec<String> = FORMATS.iter().map(|f| format!(".{}", f.ending)).collect();
    all.join(",")
}

/// The last part of a path as a single line of bounded length; the ending survives.
fn base_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = single_line(last);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let stem: String = stem.trim_matches(['.', ' ']).chars().take(LONGEST_NAME).collect();
    let ending = ending.to_ascii_lowercase();
    match (stem.as_str(), ending.as_str()) {
        ("", _) => format!("file.{ending}"),
        (_, "") => stem,
        _ => format!("{stem}.{ending}"),
    }
}

fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| {
        let printable = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t' | '\u{c}');
        text.chars().all(printable)
    })
}

/// What a sent file is.
///
/// # Errors
/// [`Fault::Invalid`] at `/file` when it is of a kind that is not taken, or is not what its name says.
pub fn described(id: EvidenceId, sent_name: &str, bytes: &[u8]) -> Result<EvidenceFile, Fault> {
    let name = base_name(sent_name);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let refused = |code: &str, detail: String| Err(Fault::field("/file", code, detail));
    let Some(format) = FORMATS.iter().find(|format| format.ending == ending) else {
        let detail = format!(
            "Files of this kind are not taken in. Send one whose name ends in {}.",
            endings().replace(',', ", ")
        );
        return refused("kind", detail);
    };
    let honest = match infer::get(bytes) {
        Some(seen) => format.signatures.contains(&seen.mime_type()),
        None => format.signatures.is_empty() && is_text(bytes),
    };
    if !honest {
        let detail = format!("What is in the file is not what its name says: it is no .{ending} file.");
        return refused("kind", detail);
    }
    Ok(EvidenceFile {
        id,
        name,
        media_type: format.media_type.to_owned(),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const PACKAGE: &[u8] = b"PK\x03\x04\x14\0\0\0\x08\0";

    fn told(name: &str, bytes: &[u8]) -> Result<(String, String), String> {
        match described(EvidenceId::from_uuid(Uuid::nil()), name, bytes) {
            Ok(file) => Ok((file.name, file.media_type)),
            Err(Fault::Invalid(faults)) => Err(faults[0].detail.clone()),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_file_is_what_its_name_and_its_first_bytes_agree_on() {
        let kind = |name: &str, bytes: &[u8]| told(name, bytes).unwrap().1;
        assert_eq!(kind("safety quiz.PDF", PDF), "application/pdf");
        assert_eq!(kind("photo.png", PNG), "image/png");
        assert_eq!(kind("plan.docx", PACKAGE), WORD);
        assert_eq!(kind("route.csv", "Straße;9:30\r\n".as_bytes()), TEXT);
    }

    #[test]
    fn what_could_act_or_lies_about_itself_is_refused() {
        let liars: [(&str, &[u8]); 9] = [
            ("page.html", b"<!doctype html><script>alert(1)</script>"),
            ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("run.exe", b"MZ\x90\0"),
            ("archive.zip", PACKAGE),
            ("no ending", PDF),
            ("quiz.pdf", b"<!doctype html><script>alert(1)</script>"),
            ("quiz.png", PDF),
            ("list.csv", b"a;b\0;c"),
            ("note.txt", PNG),
        ];
        for (name, bytes) in liars {
            assert!(told(name, bytes).is_err(), "{name}");
        }
        let page: &[u8] = b"<!doctype html><script>alert(1)</script>";
        assert!(told("note.txt", page).is_err(), "a page is no note");
    }

    #[test]
    fn a_name_keeps_its_last_part_and_its_ending() {
        let name = |sent: &str| told(sent, PDF).unwrap().0;
        assert_eq!(name("../../etc/passwd.pdf"), "passwd.pdf");
        assert_eq!(name(r"C:\Users\sam\quiz.pdf"), "quiz.pdf");
        assert_eq!(name("a\r\nSet-Cookie: x\u{202e}.pdf"), "a Set-Cookie: x.pdf");
        assert_eq!(name(".pdf"), "file.pdf");
        assert_eq!(name("..pdf"), "file.pdf");
        assert_eq!(name(&format!("{}.pdf", "ü".repeat(500))).chars().count(), 124);
        assert_eq!(name("Prüfung Sicherheit.pdf"), "Prüfung Sicherheit.pdf");
    }
}
