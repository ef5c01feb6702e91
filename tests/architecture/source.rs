//! A Rust file as the rules see it: without comments, texts and tests.

use std::{iter::Peekable, str::Chars};

/// One file below `src`.
pub struct SourceFile {
    /// Its path below `src`, e.g. `jobs/store.rs`.
    pub name: String,
    /// The top-level module it belongs to, e.g. `jobs`.
    pub module: String,
    /// Whether it holds tests only.
    pub tests_only: bool,
    /// Its length as it stands on disk.
    pub lines: usize,
    /// Its code: comments, texts and `#[cfg(test)]` items are blank, line ends are kept.
    pub code: String,
}

impl SourceFile {
    /// Reads one file.
    pub fn new(name: &str, text: &str) -> Self {
        let parts: Vec<&str> = name.trim_end_matches(".rs").split('/').collect();
        Self {
            name: name.to_owned(),
            module: (*parts.first().unwrap()).to_owned(),
            tests_only: parts
                .iter()
                .any(|part| *part == "tests" || part.ends_with("_tests")),
            lines: text.lines().count(),
            code: without_tests(&without_texts(text)),
        }
    }
    /// Whether it is one of an area's edges: `api` or `pages`.
    pub fn is_edge(&self) -> bool {
        self.name
            .trim_end_matches(".rs")
            .split('/')
            .skip(1)
            .any(|part| part == "api" || part == "pages")
    }
    /// How many `super::` lead from this file out of its top-level module.
    pub fn depth(&self) -> usize {
        self.name
            .trim_end_matches(".rs")
            .trim_end_matches("/mod")
            .split('/')
            .count()
    }
    /// The number of the line that holds a position of `code`.
    pub fn line_of(&self, position: usize) -> usize {
        self.code.chars().take(position).filter(|c| *c == '\n').count() + 1
    }
}

/// Blanks comments, string literals and character literals.
fn without_texts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match (c, next) {
            ('/', Some('/')) => skip_until(&mut chars, &mut out, 1, |seen| seen.ends_with('\n')),
            ('/', Some('*')) => skip_block_comment(&mut chars, &mut out),
            ('r', Some('"' | '#')) if !is_word(before) || before == 'b' => skip_raw(&mut chars, &mut out),
            ('"', _) => skip_quoted(&mut chars, &mut out, '"'),
            ('\'', Some(first)) if is_character(first, &chars) => skip_quoted(&mut chars, &mut out, '\''),
            _ => out.push(c),
        }
        before = c;
    }
    out
}

/// Whether the quote just read opens a character, not a lifetime.
fn is_character(first: char, rest: &Peekable<Chars<'_>>) -> bool {
    first == '\\' || rest.clone().nth(1) == Some('\'')
}

fn blank(c: char) -> char {
    if c == '\n' { '\n' } else { ' ' }
}

fn skip_until(chars: &mut Peekable<Chars<'_>>, out: &mut String, read: usize, done: impl Fn(&str) -> bool) {
    let mut seen = String::new();
    (0..read).for_each(|_| out.push(' '));
    for c in chars.by_ref() {
        out.push(blank(c));
        seen.push(c);
        if done(&seen) {
            return;
        }
    }
}

fn skip_block_comment(chars: &mut Peekable<Chars<'_>>, out: &mut String) {
    let mut depth = 1;
    let mut before = ' ';
    chars.next();
    out.push_str("  ");
    for c in chars.by_ref() {
        out.push(blank(c));
        before = match (before, c) {
            ('/', '*') => {
                depth += 1;
                ' '
            }
            ('*', '/') => {
                depth -= 1;
                ' '
            }
            _ => c,
        };
        if depth == 0 {
            return;
        }
    }
}

fn skip_quoted(chars: &mut Peekable<Chars<'_>>, out: &mut String, quote: char) {
    out.push(' ');
    while let Some(c) = chars.next() {
        out.push(blank(c));
        if c == quote {
            return;
        }
        if c == '\\'
            && let Some(escaped) = chars.next()
        {
            out.push(blank(escaped));
        }
    }
}

/// A raw text such as `r#"…"#`; a raw identifier such as `r#type` stays as it is.
fn skip_raw(chars: &mut Peekable<Chars<'_>>, out: &mut String) {
    let hashes = chars.clone().take_while(|c| *c == '#').count();
    if chars.clone().nth(hashes) != Some('"') {
        out.push('r');
        return;
    }
    chars.by_ref().take(hashes + 1).for_each(drop);
    let end = format!("\"{}", "#".repeat(hashes));
    skip_until(chars, out, hashes + 2, |seen| seen.ends_with(&end));
}

/// Blanks every item marked `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some((head, tail)) = rest.split_once(MARK) {
        out.push_str(head);
        let length = item_length(tail);
        out.extend(MARK.chars().chain(tail.chars().take(length)).map(blank));
        rest = tail
            .get(tail.chars().take(length).map(char::len_utf8).sum()..)
            .unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// How many characters an item takes: up to its `;`, or to the brace that closes its first one.
fn item_length(tail: &str) -> usize {
    let (mut braces, mut brackets) = (0_usize, 0_usize);
    for (position, c) in tail.chars().enumerate() {
        match c {
            '[' | '(' => brackets += 1,
            ']' | ')' => brackets = brackets.saturating_sub(1),
            '{' => braces += 1,
            '}' if braces <= 1 => return position + 1,
            '}' => braces -= 1,
            ';' if braces == 0 && brackets == 0 => return position + 1,
            _ => {}
        }
    }
    tail.chars().count()
}

/// Whether a character can be part of a name.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// One path of the code and where it starts, e.g. `crate::jobs::rules`; groups are taken apart.
pub struct PathUse {
    /// Its parts.
    pub parts: Vec<String>,
    /// Position of its first character in the code; for a member of a group, of the member.
    pub position: usize,
    /// Position after its last character.
    pub end: usize,
}

impl PathUse {
    /// The part at a place, or nothing.
    pub fn part(&self, place: usize) -> &str {
        self.parts.get(place).map_or("", String::as_str)
    }
}

/// Every path of the code, longest form: `use a::{b, c::d}` gives `a::b` and `a::c::d`.
pub fn paths(code: &str) -> Vec<PathUse> {
    let chars: Vec<char> = code.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let starts = chars.get(at).is_some_and(|c| is_word(*c));
        if starts {
            at = read_path(&chars, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

fn skip_space(chars: &[char], mut at: usize) -> usize {
    while chars.get(at).is_some_and(|c| c.is_whitespace()) {
        at += 1;
    }
    at
}

/// Reads one path that starts at `at`, under the parts already read; gives the position after it.
fn read_path(chars: &[char], at: usize, above: &[String], found: &mut Vec<PathUse>) -> usize {
    let mut parts = above.to_vec();
    let mut end = at;
    loop {
        let word: String = chars.iter().skip(end).take_while(|c| is_word(**c)).collect();
        end += word.chars().count();
        parts.push(word);
        let next = skip_space(chars, end);
        if chars.get(next) != Some(&':') || chars.get(next + 1) != Some(&':') {
            break;
        }
        let after = skip_space(chars, next + 2);
        match chars.get(after) {
            Some(c) if is_word(*c) => end = after,
            Some('{') => return read_group(chars, after + 1, &parts, found),
            _ => break,
        }
    }
    let position = at;
    found.push(PathUse { parts, position, end });
    end
}

fn read_group(chars: &[char], mut at: usize, above: &[String], found: &mut Vec<PathUse>) -> usize {
    while let Some(c) = chars.get(at) {
        match c {
            '}' => return at + 1,
            c if is_word(*c) => at = read_path(chars, at, above, found),
            _ => at += 1,
        }
    }
    at
}
