//! `prisma-analyzer explain`: prints the page of a rule.

use super::{COULD_NOT_RUN, ExplainArguments, GOOD};
use analyzer::Rule;
use std::io::{self, Write};

/// Runs the command and gives the exit status.
pub(super) fn run(arguments: &ExplainArguments) -> i32 {
    let rules = [analyzer::rules(), analyzer::drift_rules(), project::RULES].concat();
    let rules = rules.as_slice();
    let Some(code) = arguments.code.as_deref() else { return print(&list(rules)) };
    match rules.iter().find(|rule| rule.code == code) {
        Some(rule) => print(rule.page),
        None => {
            // There is nowhere left to say that this failed.
            let _ = writeln!(io::stderr().lock(), "prisma-analyzer: {}", unknown(code, rules));
            COULD_NOT_RUN
        }
    }
}

/// Prints a text. A reader that went away is not worth a message.
fn print(text: &str) -> i32 {
    let mut stdout = io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    match write!(stdout, "{text}{end}").and_then(|()| stdout.flush()) {
        Err(problem) if problem.kind() != io::ErrorKind::BrokenPipe => COULD_NOT_RUN,
        _ => GOOD,
    }
}

fn list(rules: &[&Rule]) -> String {
    let mut rules: Vec<_> = rules.to_vec();
    rules.sort_by_key(|rule| rule.code);
    let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    rules
        .iter()
        .map(|rule| {
            format!("{:width$}  {:7}  {}\n", rule.code, super::json::severity(rule.severity), rule.summary)
        })
        .collect()
}

fn unknown(code: &str, rules: &[&Rule]) -> String {
    let mut near: Vec<_> = rules
        .iter()
        .map(|rule| (strsim::jaro_winkler(&code.to_lowercase(), rule.code), rule.code))
        .filter(|(likeness, _)| *likeness > 0.8)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let near: Vec<_> = near.iter().take(3).map(|(_, code)| format!("`{code}`")).collect();
    if near.is_empty() {
        format!(
            "there is no finding with the code `{code}`; `prisma-analyzer explain --list` lists all codes"
        )
    } else {
        format!("there is no finding with the code `{code}`; did you mean {}?", near.join(" or "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use analyzer::Severity;

    static RULE: Rule =
        Rule { code: "type-unknown", severity: Severity::Error, summary: "A type is not known", page: "" };

    #[test]
    fn near_codes_are_suggested() {
        assert!(unknown("type-unknwon", &[&RULE]).contains("did you mean `type-unknown`"));
        assert!(unknown("zzz", &[&RULE]).contains("--list"));
    }

    #[test]
    fn the_list_has_a_line_for_each_rule() {
        assert_eq!(list(&[&RULE]), "type-unknown  error    A type is not known\n");
    }
}
