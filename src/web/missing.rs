//! What is answered where no handler is: 405 when the address exists for another method, else 404.

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web::Data,
};

use super::problem::Problem;

/// Every address of the API with its methods, taken from the API description.
#[derive(Debug, Clone, Default)]
pub(crate) struct RouteTable(Vec<(Vec<String>, Vec<&'static str>)>);

impl RouteTable {
    /// Reads the table out of the API description.
    pub(crate) fn of(document: &utoipa::openapi::OpenApi) -> Self {
        Self(
            document
                .paths
                .paths
                .iter()
                .map(|(path, item)| {
                    let methods = [
                        ("GET", item.get.is_some()),
                        ("HEAD", item.get.is_some()),
                        ("POST", item.post.is_some()),
                        ("PUT", item.put.is_some()),
                        ("PATCH", item.patch.is_some()),
                        ("DELETE", item.delete.is_some()),
                    ];
                    let methods = methods
                        .into_iter()
                        .filter(|(_, there)| *there)
                        .map(|(name, _)| name)
                        .collect();
                    (path.split('/').map(str::to_owned).collect(), methods)
                })
                .collect(),
        )
    }

    fn methods(&self, path: &str) -> Vec<&'static str> {
        let segments: Vec<&str> = path.split('/').collect();
        let fits = |pattern: &[String]| {
            pattern.len() == segments.len()
                && pattern
                    .iter()
                    .zip(&segments)
                    .all(|(p, s)| p == s || (p.starts_with('{') && !s.is_empty()))
        };
        let mut methods: Vec<&'static str> = self
            .0
            .iter()
            .filter(|(pattern, _)| fits(pattern))
            .flat_map(|(_, methods)| methods.clone())
            .collect();
        methods.sort_unstable();
        methods.dedup();
        methods
    }
}

/// The problem of a method an address does not know.
pub(super) fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method_not_allowed",
        "This address exists, but not for this method; `Allow` lists those it knows.",
    )
}

/// The default handler.
pub(crate) async fn missing(req: HttpRequest, table: Data<RouteTable>) -> HttpResponse {
    let methods = table.methods(req.path());
    if methods.is_empty() {
        return Problem::nothing_here().error_response();
    }
    let mut response = wrong_method().error_response();
    if let Ok(allow) = HeaderValue::from_str(&methods.join(", ")) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_holes() {
        let table = RouteTable(vec![
            (vec![String::new(), "jobs".into()], vec!["GET", "POST"]),
            (vec![String::new(), "jobs".into(), "{id}".into()], vec!["GET"]),
        ]);
        assert_eq!(table.methods("/jobs"), ["GET", "POST"]);
        assert_eq!(table.methods("/jobs/7"), ["GET"]);
        assert!(table.methods("/jobs/").is_empty());
        assert!(table.methods("/jobs/7/x").is_empty());
    }
}
