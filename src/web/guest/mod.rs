//! What the pages of candidates and referees share: the frame, the forms, the words for trouble. The pages work
//! without a line of JavaScript; each template renders the body of the page and nothing around it.

mod form;

use std::sync::LazyLock;

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use handlebars::Handlebars;
use serde::Serialize;
use serde_json::{Value, json};

pub use form::{Field, Form, Given};

use super::{Problem, headers::link_page, page_html};
use crate::fault::Fault;

/// Templates, or why they cannot be read.
pub type Views = Result<Handlebars<'static>, String>;

/// An area's templates with those that all share. They are strict, and everything they print is escaped.
///
/// # Errors
/// When one of them cannot be read.
pub fn views(own: &[(&str, &str)]) -> Views {
    let shared = [
        ("field", include_str!("field.html.hbs")),
        ("errors", include_str!("errors.html.hbs")),
        ("text", include_str!("text.html.hbs")),
        ("trouble", include_str!("trouble.html.hbs")),
    ];
    let mut templates = Handlebars::new();
    templates.set_strict_mode(true);
    templates.set_prevent_indent(true);
    for (name, source) in shared.iter().chain(own) {
        templates
            .register_template_string(name, source)
            .map_err(|error| error.to_string())?;
    }
    Ok(templates)
}

/// The body of a page.
///
/// # Errors
/// When the template or its data are not right.
pub fn render(views: &Views, name: &str, data: &impl Serialize) -> Result<String, Fault> {
    let views = views.as_ref().map_err(Fault::internal)?;
    views.render(name, data).map_err(Fault::internal)
}

/// The data of a page with more of them.
pub fn with(mut data: Value, more: Value) -> Value {
    if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
        data.extend(more);
    }
    data
}

/// A text of several lines for the template `text`: its lines, without the empty ones.
pub fn lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.trim().is_empty()).collect()
}

/// A page behind a link: nobody is told its address, and no search engine lists it.
pub fn page(status: StatusCode, title: &str, body: &str) -> HttpResponse {
    let mut response = page_html(status, title, body);
    link_page(response.headers_mut());
    response
}

/// The page of a body that may have come to nothing.
pub fn shown(status: StatusCode, title: &str, body: Result<String, Fault>) -> HttpResponse {
    match body {
        Ok(body) => page(status, title, &body),
        Err(fault) => trouble(&fault.into(), None),
    }
}

/// Leads on to another page; what was sent is not sent again when that page is loaded anew.
pub fn to(place: &str) -> HttpResponse {
    let mut response = HttpResponse::SeeOther()
        .insert_header((header::LOCATION, place))
        .finish();
    link_page(response.headers_mut());
    response
}

static SHARED: LazyLock<Views> = LazyLock::new(|| views(&[]));

/// What went wrong, in words for a person, with the way back to the guest's first page.
pub fn trouble(problem: &Problem, home: Option<&str>) -> HttpResponse {
    let (title, text) = match problem.status {
        401 => (
            "Please open your link again",
            "Open the link in our mail once more and press Begin.",
        ),
        404 => (
            "There is nothing here",
            "There is nothing here (any more). If you still need it, answer one of our mails.",
        ),
        500.. => (
            "Something went wrong",
            "Something went wrong on our side. Please try again later.",
        ),
        _ => ("That did not work", &*problem.detail),
    };
    let home = home.filter(|_| problem.status != 401);
    match render(&SHARED, "trouble", &json!({ "text": text, "home": home })) {
        Ok(body) => page(problem.status_code(), title, &body),
        Err(fault) => Problem::from(fault).error_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::FieldFault;

    #[test]
    fn fields_have_labels_and_faults_are_tied_to_them() {
        let views = views(&[(
            "form",
            "{{#each form.fields}}{{> field}}{{/each}}{{> errors errors=form.errors}}",
        )]);
        let mut given = Given::default();
        given.set("name", "<b>\"Max\"</b>");
        let form = Form::of([
            Field::line("name", "Name").autocomplete("name").longest(120),
            Field::area("note", "Note", 4).optional(),
            Field::tick("consent", "I agree").hint("You can take it back."),
            Field::choice(
                "relation",
                "Relation",
                [("peer", "A peer"), ("client", "A client")],
            ),
        ])
        .filled(&given)
        .judged(&[FieldFault::new("/relation", "required", "Choose one.")]);
        let html = render(&views, "form", &json!({ "form": form })).unwrap();
        for part in [
            "<label for=\"name\">Name</label>",
            "value=\"&lt;b&gt;&quot;Max&quot;&lt;/b&gt;\" maxlength=\"120\" autocomplete=\"name\" required>",
            "<label for=\"note\">Note (optional)</label>",
            "<legend>Relation</legend>",
            "aria-describedby=\"consent-hint\"",
            "role=\"radiogroup\" aria-describedby=\"relation-error\"",
            "<input id=\"relation\" name=\"relation\" type=\"radio\" value=\"peer\" required aria-invalid=\"true\">",
            "<li><a href=\"#relation\">Relation</a>: Choose one.</li>",
        ] {
            assert!(html.contains(part), "no {part} in\n{html}");
        }
        assert!(!html.contains("<b>"), "{html}");
    }
}
