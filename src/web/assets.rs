//! Style sheets, scripts and icons: embedded, under names that change with their content, so that browsers may
//! keep them for a year. What is vendored comes with its licence and compressed already.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, HeaderValue},
    web::{Bytes, Data, Path},
};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::problem::{ApiResult, Problem};

#[derive(RustEmbed)]
#[folder = "src/web/assets"]
#[exclude = "*LICENSE"]
struct Embedded;

/// Letters of the content's hash in a name.
const HASH_LETTERS: usize = 12;

/// A file as it is sent.
struct Asset {
    content_type: String,
    plain: Bytes,
    /// The same, compressed with brotli.
    brotli: Option<Bytes>,
}

/// Every asset by the name it has in addresses.
pub(crate) struct Assets {
    files: BTreeMap<String, Asset>,
    /// From the file's own name to its address.
    addresses: BTreeMap<String, String>,
}

impl Assets {
    /// What is embedded; stock is taken once.
    pub(crate) fn shared() -> Arc<Self> {
        static ALL: LazyLock<Arc<Assets>> = LazyLock::new(|| Arc::new(Assets::embedded()));
        Arc::clone(&ALL)
    }

    fn embedded() -> Self {
        let (mut files, mut addresses) = (BTreeMap::new(), BTreeMap::new());
        for path in Embedded::iter().filter(|path| !path.ends_with(".br")) {
            let Some(file) = Embedded::get(&path) else {
                continue;
            };
            let name = path.rsplit('/').next().unwrap_or(&path);
            let hash = hex::encode(Sha256::digest(&file.data));
            let hash: String = hash.chars().take(HASH_LETTERS).collect();
            let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
            let hashed = format!("{stem}-{hash}.{ending}");
            addresses.insert(name.to_owned(), format!("/assets/{hashed}"));
            let compressed = Embedded::get(&format!("{path}.br"));
            files.insert(
                hashed,
                Asset {
                    content_type: content_type(file.metadata.mimetype()),
                    plain: Bytes::from(file.data.into_owned()),
                    brotli: compressed.map(|file| Bytes::from(file.data.into_owned())),
                },
            );
        }
        Self { files, addresses }
    }

    /// The address of a file, by its own name.
    pub(crate) fn address(&self, name: &str) -> Option<&str> {
        self.addresses.get(name).map(String::as_str)
    }
}

fn content_type(mime: &str) -> String {
    let text = mime.starts_with("text/") || mime.ends_with("svg+xml");
    if text {
        format!("{mime}; charset=utf-8")
    } else {
        mime.to_owned()
    }
}

/// `GET /assets/{name}`.
pub(crate) async fn serve(
    req: HttpRequest,
    assets: Data<Assets>,
    name: Path<String>,
) -> ApiResult<HttpResponse> {
    let asset = assets
        .files
        .get(name.as_str())
        .ok_or_else(Problem::nothing_here)?;
    let takes_brotli = |value: &HeaderValue| {
        let value = value.to_str().unwrap_or_default();
        value
            .split(',')
            .any(|coding| coding.trim().split(';').next() == Some("br"))
    };
    let mut reply = HttpResponse::Ok();
    reply
        .content_type(asset.content_type.as_str())
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"));
    let compressed = asset
        .brotli
        .as_ref()
        .filter(|_| req.headers().get_all(header::ACCEPT_ENCODING).any(takes_brotli));
    Ok(match compressed {
        Some(bytes) => reply
            .insert_header((header::CONTENT_ENCODING, "br"))
            .body(bytes.clone()),
        None => reply.body(asset.plain.clone()),
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn every_compressed_asset_is_the_plain_one() {
        let assets = Assets::embedded();
        let mut compressed = 0;
        for (name, asset) in &assets.files {
            let Some(bytes) = &asset.brotli else { continue };
            let mut plain = Vec::new();
            brotli::Decompressor::new(bytes.as_ref(), 4096)
                .read_to_end(&mut plain)
                .unwrap();
            assert!(plain == asset.plain, "{name} was compressed from something else");
            compressed += 1;
        }
        assert!(compressed >= 3);
    }

    #[test]
    fn an_address_names_the_content() {
        let assets = Assets::embedded();
        let address = assets.address("app.css").unwrap();
        assert!(
            address.starts_with("/assets/app-") && address.ends_with(".css"),
            "{address}"
        );
        assert_eq!(assets.address("app.css.br"), None);
    }
}
