//! How wide a line and how tall a file may be. rustfmt and Biome break code; texts and comments are left to us.

use super::Source;

/// rustfmt.toml and biome.json say the same.
const WIDTHS: [(&str, usize); 7] =
    [("rs", 120), ("ts", 140), ("tsx", 140), ("js", 140), ("mjs", 140), ("css", 140), ("html", 140)];

const TALLEST: usize = 400;

/// Lines that are too wide, in characters. What is generated is not written by hand, and prose breaks where it likes.
/// A file that is known to be wide may have as many as its row says, neither more nor fewer.
pub fn lines(sources: &[Source], known: &[(&str, usize, &str)]) -> Vec<String> {
    let mut findings = Vec::new();
    for (name, count, _) in known {
        let source = sources.iter().find(|source| source.name == *name);
        let wide = source.map_or(0, |source| too_wide(source).len());
        if wide != *count {
            findings.push(format!("{name}: {wide} lines are too wide, its row in the list of wide files says {count}"));
        }
    }
    for source in sources.iter().filter(|source| !known.iter().any(|(name, ..)| *name == source.name)) {
        findings.extend(too_wide(source));
    }
    findings
}

fn too_wide(source: &Source) -> Vec<String> {
    let width = WIDTHS.iter().find(|(ending, _)| *ending == source.ending());
    let Some((_, width)) = width.filter(|_| !source.is_generated()) else {
        return Vec::new();
    };
    let lines = (1..).zip(source.text.lines().map(|line| line.chars().count()));
    let wide = lines.filter(|(_, columns)| columns > width);
    wide.map(|(number, columns)| format!("{}:{number}: {columns} columns, {width} at most", source.name)).collect()
}

/// Files that are two rooms under one roof.
pub fn files(sources: &[Source]) -> Vec<String> {
    let written = sources.iter().filter(|source| !source.is_generated() && source.ending() != "md");
    let tall = written.filter(|source| source.text.lines().count() > TALLEST);
    tall.map(|source| format!("{}: {} lines, {TALLEST} at most", source.name, source.text.lines().count())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::source;
    use super::{files, lines};

    #[test]
    fn a_line_has_the_width_that_its_language_has() {
        let wide = |ending: &str, count: usize| source(&format!("a.{ending}"), &format!("\n{}\n", "字".repeat(count)));
        assert_eq!(lines(&[wide("rs", 120), wide("ts", 140), wide("md", 999)], &[]), [""; 0]);
        assert_eq!(lines(&[wide("rs", 121)], &[]), ["a.rs:2: 121 columns, 120 at most"]);
        assert_eq!(lines(&[wide("js", 141)], &[]), ["a.js:2: 141 columns, 140 at most"]);
        let generated = format!("// Generated from the Rust types\n{}\n", "x".repeat(200));
        assert_eq!(lines(&[source("a.ts", &generated)], &[]), [""; 0]);
    }

    #[test]
    fn a_table_has_the_wide_lines_that_its_row_allows() {
        let table = [source("a.rs", &format!("{0}\n{0}\n", "x".repeat(121)))];
        assert_eq!(lines(&table, &[("a.rs", 2, "why")]), [""; 0]);
        for (count, name, found) in [(1, "a.rs", 1), (3, "a.rs", 1), (1, "gone.rs", 3)] {
            assert_eq!(lines(&table, &[(name, count, "why")]).len(), found, "{count} in {name}");
        }
    }

    #[test]
    fn a_file_of_more_than_400_lines_is_told() {
        assert_eq!(files(&[source("a.rs", &"x\n".repeat(400)), source("a.md", &"x\n".repeat(500))]), [""; 0]);
        assert_eq!(files(&[source("a.rs", &"x\n".repeat(401))]), ["a.rs: 401 lines, 400 at most"]);
        let generated = format!("// Generated from the Rust tables\n{}", "x\n".repeat(500));
        assert_eq!(files(&[source("a.ts", &generated)]), [""; 0]);
    }
}
