//! pkg/src/operations.ts: the operations as a type, the client's methods, and what each operation changes.

use super::comment::comment;
use super::typescript::{capitalised, request};
use super::{reply_of, versions};
use linepay_edge::operations;
use linepay_edge::outcome::Changes;
use linepay_edge::version::Version;
use linepay_edge::wire::Operation;
use std::fmt::Write as _;

/// The whole file.
pub fn operations(by: &str) -> String {
    let mut text = format!(
        "// {by}\n\nimport type {{ CallOptions, Reply }} from \"./client.js\";\nimport type {{ RequestOf, \
         ReservedWithPage, ReserveRequestWithPage, Version }} from \"./versions.js\";\nimport type {{\n{}}} from \
         \"./wire.js\";\n\n",
        imports()
    );
    text.push_str(
        "/** Every operation: what it takes in each version that has it, what it answers, and what it changes. */\n\
         export interface Operations {\n",
    );
    for operation in operations::ALL {
        text.push_str(&comment("  ", &format!("{}\n\n{}", operation.text(), time(operation))));
        let requests =
            versions(operation).into_iter().map(|version| format!("{version}: {}", request(operation, version)));
        let _ = writeln!(
            text,
            "  {}: {{\n    requests: {{ {} }};\n    reply: {};\n    changes: \"{}\";\n  }};",
            operation.name,
            requests.collect::<Vec<_>>().join("; "),
            reply_of(operation).name(),
            changes(operation.changes),
        );
    }
    text.push_str("}\n\n/** The operations as the methods of a client of the version `V`. */\n");
    text.push_str("export interface Calls<V extends Version> {\n");
    for operation in operations::ALL {
        method(&mut text, operation);
    }
    text.push_str("}\n\n/** What each operation changes at LINE Pay. */\nexport const changes = {\n");
    for operation in operations::ALL {
        let _ = writeln!(text, "  {}: \"{}\",", operation.name, changes(operation.changes));
    }
    text.push_str("} as const satisfies { [O in keyof Operations]: Operations[O][\"changes\"] };\n");
    text
}

fn imports() -> String {
    let mut names = Vec::new();
    for operation in operations::ALL {
        names.push(reply_of(operation).name().to_owned());
        for version in versions(operation) {
            let text = request(operation, version);
            names.push(text.trim_start_matches("Omit<").split(',').next().unwrap_or_default().to_owned());
        }
    }
    names.sort();
    names.dedup();
    names.iter().map(|name| format!("  {name},\n")).collect()
}

fn method(text: &mut String, operation: &Operation) {
    let name = operation.name;
    text.push_str(&comment("  ", operation.text()));
    let reply = reply_of(operation).name();
    let missing: Vec<String> =
        Version::ALL.iter().filter(|v| operation.route(**v).is_none()).map(|v| format!("\"{v}\"")).collect();
    let this = match missing.as_slice() {
        [] => String::new(),
        missing => format!("this: [V] extends [{}] ? never : Calls<V>, ", missing.join(" | ")),
    };
    // A page that is always there, but for one field of the request.
    if operation.page_unless.is_some() {
        let name_of = capitalised(name);
        let _ = writeln!(
            text,
            "  {name}(request: {name_of}RequestWithPage<V>, options?: CallOptions): Promise<Reply<{name_of}dWithPage>>;"
        );
    }
    let forms: Vec<String> = versions(operation).into_iter().map(|version| request(operation, version)).collect();
    let request = match forms.split_first() {
        Some((first, rest)) if rest.iter().all(|other| other == first) => first.clone(),
        _ => format!("RequestOf<\"{name}\", V>"),
    };
    let _ = writeln!(text, "  {name}({this}request: {request}, options?: CallOptions): Promise<Reply<{reply}>>;");
}

/// How long it may take: to connect, and LINE Pay's own limit.
pub fn time(operation: &Operation) -> String {
    let seconds = operation.read_timeout / 1000;
    format!("It may take {} s unless told otherwise: 5 s to connect and {seconds} s for the answer.", seconds + 5)
}

/// What it changes, in the words of the package.
pub const fn changes(changes: Changes) -> &'static str {
    match changes {
        Changes::Nothing => "query",
        Changes::Reservation => "reservation",
        Changes::Payment => "payment",
        Changes::RegKey => "regKey",
    }
}
