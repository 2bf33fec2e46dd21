//! The API reference: a page for each operation and an index, below docs/api.

use super::example::example;
use super::{calls, inside, length, listed, reply_of, versions};
use crate::failure::{Failure, io};
use crate::layout;
use linepay_edge::operations;
use linepay_edge::outcome::Changes;
use linepay_edge::version::Version;
use linepay_edge::wire::{Answers, Field, Kind, Need, Object, Operation, Sum};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Every page with its place.
pub fn pages(folder: &Path, by: &str) -> Result<Vec<(PathBuf, String)>, Failure> {
    let source = layout::root().join("docs/line-pay-api.md");
    let source = fs::read_to_string(&source).map_err(io("read", &source))?;
    let mut pages = vec![(folder.join("README.md"), index(by))];
    for operation in operations::ALL {
        pages.push((folder.join(format!("{}.md", operation.name)), page(by, operation, &source)?));
    }
    Ok(pages)
}

fn index(by: &str) -> String {
    let mut text = format!(
        "<!-- {by} -->\n# LINE Pay's operations\n\nA page for each: its call, its fields with their limits, its \
         answer, and an example. The names are LINE Pay's own. What is known of each and how surely is in \
         [line-pay-api.md](../line-pay-api.md); every rule of a request in [rules.md](../rules.md); what a refusal \
         means in [return-codes.md](../return-codes.md).\n\n| operation | changes | v2 | v3 | v4 | \
         |\n|---|---|---|---|---|---|\n"
    );
    for operation in operations::ALL {
        let _ = write!(text, "| [{0}]({0}.md) | {1} |", operation.name, changed(operation.changes));
        for version in Version::ALL {
            let call = operation
                .route(version)
                .map_or_else(|| "none".to_owned(), |route| format!("`{}`", route.method.as_str()));
            let _ = write!(text, " {call} |");
        }
        let _ = writeln!(text, " {} |", first_sentence(operation.text()));
    }
    text
}

fn page(by: &str, operation: &Operation, source: &str) -> Result<String, Failure> {
    let mut text = format!("<!-- {by} -->\n# {}\n\n{}\n\n", operation.name, operation.text());
    text.push_str("| version | call |\n|---|---|\n");
    for version in Version::ALL {
        let call = operation.route(version).map_or_else(
            || "LINE Pay has none".to_owned(),
            |route| format!("`{} /{version}{}`", route.method.as_str(), route.path),
        );
        let _ = writeln!(text, "| {version} | {call} |");
    }
    let _ = writeln!(text, "\n- It changes {}.\n- {}", changed(operation.changes), calls::time(operation));
    if let Some(lost) = operation.lost {
        let _ = writeln!(text, "- If the answer is lost: {lost}.");
    }
    let sections: Result<Vec<String>, Failure> =
        operation.sections().iter().map(|section| link(section, source)).collect();
    let _ = writeln!(
        text,
        "- Source: {}. A refusal's meaning: [return-codes.md](../return-codes.md).",
        sections?.join(" and ")
    );
    requests(&mut text, operation);
    reply(&mut text, operation);
    for version in versions(operation) {
        text.push_str(&example(operation, version)?);
    }
    Ok(text)
}

/// A link to the section of the reference.
fn link(section: &str, source: &str) -> Result<String, Failure> {
    let heading = source.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let heading = heading
        .into_iter()
        .find(|heading| heading.split(' ').next().map(|number| number.trim_end_matches('.')) == Some(section))
        .ok_or_else(|| {
            Failure::new(format!("docs/line-pay-api.md has no section {section}"))
                .remedy("mend told_in of the operation")
        })?;
    let slug: String = heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect();
    Ok(format!("[line-pay-api {section}](../line-pay-api.md#{slug})"))
}

fn requests(text: &mut String, operation: &Operation) {
    let mut forms: Vec<(&'static Object, Vec<Version>)> = Vec::new();
    for version in versions(operation) {
        let Some(object) = operation.request(version) else { continue };
        match forms.iter_mut().find(|(form, _)| std::ptr::eq(*form, object)) {
            Some((_, of)) => of.push(version),
            None => forms.push((object, vec![version])),
        }
    }
    for (object, of) in forms {
        let _ = writeln!(text, "\n## Request in {}: `{}`\n", listed(&of), object.name());
        for more in object.text().split("\n\n").filter(|more| !operation.text().contains(more)) {
            let _ = writeln!(text, "{more}\n");
        }
        text.push_str("| field | type | required | limit | versions | meaning |\n|---|---|---|---|---|---|\n");
        request_rows(text, object, "", &of);
    }
    text.push_str("\nEvery broken rule is told at once, before anything is sent: see [rules.md](../rules.md).\n");
}

fn request_rows(text: &mut String, object: &'static Object, before: &str, of: &[Version]) {
    for field in object.fields.iter().filter(|field| !matches!(field.need, Need::Refused(_))) {
        let versions: Vec<Version> = of.iter().copied().filter(|version| field.is_in(*version)).collect();
        if versions.is_empty() {
            continue;
        }
        let names: Vec<&str> = versions.iter().map(|version| version.as_str()).collect();
        let _ = writeln!(
            text,
            "| `{before}{}` | {} | {} | {} | {} | {} |",
            field.name,
            in_words(field.kind),
            required(field.need),
            limit(field.kind, &versions),
            names.join(", "),
            meaning(field),
        );
        if let Some(inner) = inside(field) {
            request_rows(text, inner, &below(before, field), &versions);
        }
    }
}

fn reply(text: &mut String, operation: &Operation) {
    let object = reply_of(operation);
    let _ = writeln!(text, "\n## Reply: `{}`\n\n{}", object.name(), object.text());
    if !object.fields.is_empty() {
        text.push_str("\n| field | type | always | meaning |\n|---|---|---|---|\n");
        reply_rows(text, object, "");
    }
    if let Answers::Status { codes, .. } = operation.answers {
        text.push_str("\n| return code | status |\n|---|---|\n");
        for (code, word) in codes {
            let _ = writeln!(text, "| {code} | `{word}` |");
        }
    }
    text.push_str("\nBeside it every reply has `raw`, the untouched text that it was read from.\n");
}

fn reply_rows(text: &mut String, object: &'static Object, before: &str) {
    for field in object.fields {
        let always = if matches!(field.need, Need::Required | Need::ListUnless(_)) { "yes" } else { "" };
        let (name, kind) = (field.name, in_words(field.kind));
        let _ = writeln!(text, "| `{before}{name}` | {kind} | {always} | {} |", meaning(field));
        if let Some(inner) = inside(field) {
            reply_rows(text, inner, &below(before, field));
        }
    }
}

/// A field's text, fit for a table.
fn meaning(field: &Field) -> String {
    field.text().replace("\n\n", " ").replace('|', "\\|")
}

fn below(before: &str, field: &Field) -> String {
    let list = if matches!(field.kind, Kind::List(..)) { "[]" } else { "" };
    format!("{before}{}{list}.", field.name)
}

fn in_words(kind: Kind) -> String {
    let plain = match kind {
        Kind::OneOf(words) => {
            return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        }
        Kind::Text(_) | Kind::Shown(_) | Kind::AnyText => "text",
        Kind::Url | Kind::ReturnUrl | Kind::PaymentPage | Kind::LineLink => "URL",
        Kind::Texts(_) => "texts",
        Kind::OrderId => "order id",
        Kind::OrderIds => "order id or several",
        Kind::TransactionId => "transaction id",
        Kind::TransactionIds => "transaction id or several",
        Kind::RegKey => "regKey",
        Kind::Amount(_) => "amount",
        Kind::Currency => "currency",
        Kind::Boolean => "true or false",
        Kind::Count | Kind::CountFromOne => "whole number",
        Kind::Object(_) => "object",
        Kind::List(..) => "list of objects",
    };
    plain.to_owned()
}

fn required(need: Need) -> String {
    match need {
        Need::Required | Need::Assumed => "yes".to_owned(),
        Need::If(other, is) => format!("if `{other}` is `{is}`"),
        Need::Unless(other, is, _) => format!("unless `{other}` is `{is}`"),
        Need::Explicit(_) => "no, but a key with no value is refused".to_owned(),
        Need::Optional | Need::Refused(_) | Need::Lenient | Need::List | Need::ListUnless(_) => "no".to_owned(),
    }
}

fn limit(kind: Kind, versions: &[Version]) -> String {
    let long = kind.longest().map(|max| length(max, versions));
    let more = match kind {
        Kind::Text(_) => "no line breaks or other control characters",
        Kind::Shown(_) => "no control characters but tabs and line breaks",
        Kind::OrderId | Kind::OrderIds => "one at least; no control characters; no blank at its ends",
        Kind::Url => "https",
        Kind::ReturnUrl => "https, or a link into an app",
        Kind::Texts(_) | Kind::List(_, Some(_)) => "one at least",
        Kind::TransactionId => "1 to 2^63 − 1",
        Kind::TransactionIds => "each 1 to 2^63 − 1",
        Kind::RegKey => "1 to 64 letters and digits",
        Kind::Currency if versions == [Version::V4] => "`TWD`, `THB` or `USD`",
        Kind::Currency if versions.contains(&Version::V4) => "`TWD`, `THB` or `USD`; before v4 `JPY` too",
        Kind::Currency => "`TWD`, `THB`, `USD` or `JPY`",
        Kind::Count => "0 or above",
        Kind::CountFromOne => "1 or above",
        Kind::Amount(Sum::Positive | Sum::Refund) => "above 0",
        Kind::Amount(Sum::Registers(field)) => {
            return format!("above 0; 0 where `{field}` is `PREAPPROVED`");
        }
        Kind::Amount(Sum::Reserved | Sum::Part) => "0 or above",
        Kind::Amount(Sum::Signed | Sum::Shown)
        | Kind::AnyText
        | Kind::OneOf(_)
        | Kind::Boolean
        | Kind::Object(_)
        | Kind::List(_, None)
        | Kind::PaymentPage
        | Kind::LineLink => "",
    };
    long.into_iter().chain((!more.is_empty()).then(|| more.to_owned())).collect::<Vec<_>>().join("; ")
}

const fn changed(changes: Changes) -> &'static str {
    match changes {
        Changes::Nothing => "nothing",
        Changes::Reservation => "a reservation",
        Changes::Payment => "a payment",
        Changes::RegKey => "a regKey",
    }
}

fn first_sentence(text: &str) -> String {
    let end = text.find(". ").into_iter().chain(text.find(".\n")).min().map_or(text.len(), |end| end + 1);
    text.get(..end).unwrap_or(text).to_owned()
}
