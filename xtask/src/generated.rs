//! What is made of the Rust tables and kept under review: the catalogue of return codes, the rules of requests, the
//! life-cycle diagram and README's table of operations.

use crate::failure::{Failure, io};
use crate::layout;
use crate::steps::Done;
use linepay_edge::Version;
use linepay_edge::error::{Outcome, Retry};
use linepay_edge::operation::Changes;
use linepay_edge::operations::{NAMES, changes, is_available, route};
use linepay_edge::payment;
use linepay_edge::return_code::Is;
use linepay_edge::return_code::catalogue::{Entry, entries};
use linepay_edge::rule::{FORGIVEN, Row, TABLE};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

const BY: &str = "Generated from the Rust tables by `cargo xtask build`. Do not edit: change the Rust and build again.";
const CHANGES: [(&str, Changes); 4] = [
    ("query", Changes::Nothing),
    ("reservation", Changes::Reservation),
    ("payment", Changes::Payment),
    ("regKey", Changes::RegKey),
];

/// Writes whatever is not as it would be generated.
pub fn write() -> Result<Done, Failure> {
    let mut done = Done::UpToDate;
    for (file, text) in all()? {
        if fs::read_to_string(&file).is_ok_and(|old| old == text) {
            continue;
        }
        fs::write(&file, text).map_err(io("write", &file))?;
        done = Done::Yes;
    }
    Ok(done)
}

/// Fails unless everything is as it would be generated.
pub fn compare() -> Result<(), Failure> {
    for (file, text) in all()? {
        if fs::read_to_string(&file).unwrap_or_default() != text {
            let name = file.strip_prefix(layout::root()).unwrap_or(&file).display().to_string();
            return Err(Failure::new(format!("{name} is not what the Rust tables generate"))
                .remedy(format!("cargo xtask build, then look at the change of {name} and commit it")));
        }
    }
    Ok(())
}

fn all() -> Result<Vec<(PathBuf, String)>, Failure> {
    let root = layout::root();
    let readme = root.join("README.md");
    let old = fs::read_to_string(&readme).map_err(io("read", &readme))?;
    Ok(vec![
        (layout::pkg().join("src/catalogue.ts"), typescript()),
        (layout::pkg().join("src/checkout/reasons.ts"), reasons()),
        (layout::pkg().join("src/operations.ts"), operations()),
        (layout::pkg().join("src/routes.ts"), routes()),
        (root.join("docs/return-codes.md"), page()),
        (root.join("docs/rules.md"), rules()),
        (root.join("docs/payment-life.md"), diagram()),
        (readme, with_support(&old)?),
    ])
}

fn operations() -> String {
    let mut text = format!("// {BY}\n\n/** What each operation changes at LINE Pay. */\nexport const changes = {{\n");
    for name in NAMES {
        let changed = CHANGES.iter().find(|(_, kind)| *kind == changes(name)).map_or("", |(word, _)| word);
        let _ = writeln!(text, "  {name}: \"{changed}\",");
    }
    text.push_str("} as const;\n");
    text
}

fn routes() -> String {
    let mut text = format!(
        "// {BY}\n\n/** Where each operation lives: `{{}}` is an id; where two share a place, the later one is meant. \
         */\nexport const routes = {{\n"
    );
    for version in Version::ALL {
        let _ = writeln!(text, "  {version}: {{");
        for name in NAMES {
            if let Some(route) = route(name, version) {
                let _ = writeln!(text, "    {name}: \"{} {}\",", route.method.as_str(), route.path);
            }
        }
        text.push_str("  },\n");
    }
    text.push_str("} as const;\n");
    text
}

fn typescript() -> String {
    let mut text = format!("// {BY}\n\n");
    text.push_str(
        "/** Code, English, Chinese, who acts, then outcome and advice for a query, reservation, payment \
                   and regKey. */\n",
    );
    text.push_str("export const catalogue: readonly (readonly [string, string, string, string, ...string[]])[] = [\n");
    for Entry { code, english, chinese, actor, .. } in entries() {
        let _ = write!(text, "  [\"{code}\", {english:?}, {chinese:?}, \"{}\"", actor.as_str());
        for (_, changes) in CHANGES {
            let _ = write!(text, ", \"{} {}\"", outcome(code.outcome(changes)), retry(code.retry(changes)));
        }
        text.push_str("],\n");
    }
    text.push_str("];\n");
    text
}

fn page() -> String {
    let mut text = format!(
        "<!-- {BY} -->\n# Return codes\n\nWhat each of LINE Pay's return codes means, who has to act, and what it \
         says about a call that changes a payment: `not-executed` means that nothing moved, `unknown` that only \
         asking tells. For queries nothing ever moves.\n\n\
         | code | meaning | 說明 | who acts | outcome of a change | retry |\n|---|---|---|---|---|---|\n"
    );
    for Entry { code, english, chinese, actor, .. } in entries() {
        let (outcome, retry) = (outcome(code.outcome(Changes::Payment)), retry(code.retry(Changes::Payment)));
        let _ = writeln!(text, "| {code} | {english} | {chinese} | {} | {outcome} | {retry} |", actor.as_str());
    }
    text.push_str("\n## What else a code says\n\n| what | codes |\n|---|---|\n");
    for (what, words) in Is::IN_WORDS {
        let codes: Vec<String> =
            entries().iter().filter(|entry| entry.code.is(what)).map(|entry| entry.code.to_string()).collect();
        let _ = writeln!(text, "| {words} | {} |", codes.join(", "));
    }
    text
}

/// The buyer's words for a decline; codes of the same words share a row.
fn reasons() -> String {
    let mut rows: Vec<(String, (&str, &str))> = Vec::new();
    for Entry { code, buyer, .. } in entries() {
        let Some(words) = buyer else { continue };
        match rows.iter_mut().find(|(_, known)| *known == words) {
            Some((codes, _)) => {
                let _ = write!(codes, " {code}");
            }
            None => rows.push((code.to_string(), words)),
        }
    }
    let mut text = format!(
        "// {BY}\n\n/** Why LINE Pay declined, for the buyer to read, in lines of return codes, English and \
         Chinese: in this form the smallest in a bundle. */\nexport const reasons = `"
    );
    for (codes, (english, chinese)) in rows {
        let _ = write!(text, "\n{codes}|{english}|{chinese}");
    }
    text.push_str("`;\n");
    text
}

fn rules() -> String {
    let mut text = format!(
        "<!-- {BY} -->\n# Rules\n\nEvery rule that a request or a configuration can break. All broken ones come in \
         one error before anything is sent: `issues` of `INVALID_REQUEST` and `INVALID_CONFIGURATION`, each with its \
         path, the rule, a sentence in both languages and the return code that LINE Pay would have answered. That \
         code is absent where it is not known, and where LINE Pay takes, ignores or never sees what is refused here. \
         `{{…}}` stands for a value; rules of one name differ in their words alone.\n\n\
         | rule | sentence | 說明 | LINE Pay's return code |\n|---|---|---|---|\n"
    );
    for Row { name, english, chinese, answer } in TABLE {
        let _ = writeln!(text, "| `{name}` | {english} | {chinese} | {} |", answer.in_words());
    }
    text.push_str(
        "\nNo code is told where LINE Pay would not see the mistake or is known to do without: for ids that are \
         missing in a path; for order ids and `fields` in a query, where everything is a text; for sums under \
         `options` other than the shipping fee; for `currency` and `productName` of preApproval in v4, which may be \
         left out there; and for\n\n",
    );
    for (rule, path) in FORGIVEN {
        let _ = writeln!(text, "- `{rule}` of `{path}`");
    }
    text.push_str("\nA regKey that is none is 1190, whatever its type.\n");
    text
}

fn diagram() -> String {
    let machine = payment::mermaid();
    format!(
        "<!-- {BY} -->\n# The life of a payment\n\nDrawn from the table in `src/payment.rs`, which also judges every \
         step before it is sent.\n\n```mermaid\n{machine}```\n"
    )
}

/// README with its table of operations made new.
fn with_support(readme: &str) -> Result<String, Failure> {
    let (start, end) = ("<!-- support: generated by cargo xtask build -->\n", "<!-- /support -->");
    let missing = || {
        Failure::new("README.md has lost the marks of its support table")
            .remedy(format!("put {start} and {end} around it"))
    };
    let (before, rest) = readme.split_once(start).ok_or_else(missing)?;
    let (_, after) = rest.split_once(end).ok_or_else(missing)?;
    let mut table = String::from("| operation | v2 | v3 | v4 |\n|---|---|---|---|\n");
    for name in NAMES {
        let _ = write!(table, "| {name} |");
        for version in Version::ALL {
            let _ = write!(table, " {} |", if is_available(name, version) { "yes" } else { "LINE Pay has none" });
        }
        table.push('\n');
    }
    Ok(format!("{before}{start}{table}{end}{after}"))
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotExecuted => "not-executed",
        Outcome::Executed => "executed",
        Outcome::Unknown => "unknown",
    }
}

fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "never",
        Retry::Again => "again",
        Retry::Later => "later",
        Retry::AskFirst => "ask-first",
    }
}
