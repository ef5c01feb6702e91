//! Whether and how a PostgreSQL connection is encrypted.

use diesel_async::AsyncPgConnection;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use tokio_postgres::{
    Config, NoTls,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::connect::{OpenError, adopt};

/// The settled answer.
pub(super) enum Encryption {
    /// Clear text: the server is on this machine, or the operator said so.
    Off,
    /// TLS; the server's certificate and name are always verified.
    Verified(MakeRustlsConnect),
}

/// What the URL's `sslmode` and `sslrootcert` ask for.
#[derive(Default)]
pub(super) struct Choice {
    mode: Option<bool>,
    roots: Option<String>,
}

/// Takes the two TLS parameters out of a URL: the driver knows fewer modes than operators write.
pub(super) fn split_parameters(url: &str) -> Result<(String, Choice), OpenError> {
    let mut choice = Choice::default();
    let Some((base, query)) = url.split_once('?') else {
        return Ok((url.to_owned(), choice));
    };
    let mut rest = Vec::new();
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("sslmode", mode)) => choice.mode = parse_mode(mode)?,
            Some(("sslrootcert", path)) => choice.roots = Some(path.replace("%2F", "/")),
            _ => rest.push(pair),
        }
    }
    let url = if rest.is_empty() {
        base.to_owned()
    } else {
        format!("{base}?{}", rest.join("&"))
    };
    Ok((url, choice))
}

fn parse_mode(mode: &str) -> Result<Option<bool>, OpenError> {
    match mode {
        "disable" => Ok(Some(false)),
        "require" | "verify-ca" | "verify-full" => Ok(Some(true)),
        "allow" | "prefer" => Ok(None),
        _ => Err(OpenError::Url(
            "sslmode is none of disable, prefer, require, verify-full".to_owned(),
        )),
    }
}

impl Choice {
    /// Nothing said means: clear text on this machine, verified TLS to any other.
    pub(super) fn settle(self, config: &mut Config) -> Result<Encryption, OpenError> {
        let wanted = self
            .mode
            .unwrap_or_else(|| self.roots.is_some() || !config.get_hosts().iter().all(is_local));
        if wanted {
            config.ssl_mode(SslMode::Require);
            client_config(self.roots.as_deref()).map(|tls| Encryption::Verified(MakeRustlsConnect::new(tls)))
        } else {
            config.ssl_mode(SslMode::Disable);
            Ok(Encryption::Off)
        }
    }
}

fn is_local(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost"
                || name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn client_config(roots: Option<&str>) -> Result<ClientConfig, OpenError> {
    let unreadable = |error: String| OpenError::Url(format!("sslrootcert: {error}"));
    let mut store = RootCertStore::empty();
    match roots {
        None => store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(path) => {
            let file = CertificateDer::pem_file_iter(path).map_err(|error| unreadable(error.to_string()))?;
            for certificate in file {
                let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
                store
                    .add(certificate)
                    .map_err(|error| unreadable(error.to_string()))?;
            }
        }
    }
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| OpenError::Connect(error.to_string()))?
        .with_root_certificates(store)
        .with_no_client_auth())
}

impl Encryption {
    /// Connects and hands the socket to the runtime this future runs on.
    pub(super) async fn connect(&self, config: &Config) -> Result<AsyncPgConnection, OpenError> {
        match self {
            Self::Off => {
                let (client, connection) = config.connect(NoTls).await.map_err(unreachable)?;
                adopt(client, connection).await
            }
            Self::Verified(tls) => {
                let (client, connection) = config.connect(tls.clone()).await.map_err(unreachable)?;
                adopt(client, connection).await
            }
        }
    }
}

/// The driver's message and its cause; neither repeats the password.
fn unreachable(error: tokio_postgres::Error) -> OpenError {
    let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}"));
    OpenError::Connect(format!("{error}{}", cause.unwrap_or_default()))
}
