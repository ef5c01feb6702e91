//! The frame of the few pages that are not templates of their own.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};

use super::assets::Assets;

/// A page with a title and a body; the body must be escaped where it is not ours. It looks like all our pages and needs
/// no script.
pub fn page_html(status: StatusCode, title: &str, body: &str) -> HttpResponse {
    let title = escape_html(title);
    let assets = Assets::shared();
    let sheet = |name: &str| {
        let address = assets.address(name).unwrap_or_default();
        format!("<link rel=\"stylesheet\" href=\"{address}\">")
    };
    let (tabler, own) = (sheet("tabler.min.css"), sheet("app.css"));
    let text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title}</title>{tabler}{own}</head>\n\
         <body class=\"guest\"><main id=\"main\"><h1>{title}</h1>\n{body}\n</main></body>\n</html>\n"
    );
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .body(text)
}

/// Makes text safe inside elements and quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_text_stays_text() {
        assert_eq!(
            escape_html("<b title='x'>\"&"),
            "&lt;b title=&#39;x&#39;&gt;&quot;&amp;"
        );
    }
}
