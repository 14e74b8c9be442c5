//! Findings for people: with the piece of text that is to blame, in the manner of rustc.

use super::check::{Checked, Counts};
use super::sources::Source;
use crate::text::Unit;
use analyzer::{Diagnostic, Severity, TextRange};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use std::io::{self, Write};
use std::ops::Range;

/// Related places of the same file that are nearer than this many lines are shown in one snippet.
const NEAR: usize = 100;

/// So many further places where the same mistake shows are shown.
const SHOWN: usize = 3;

/// Prints all findings.
pub(super) fn print(out: &mut impl Write, all: &[Checked]) -> io::Result<()> {
    let renderer = Renderer::styled();
    for checked in all {
        for (file, finding) in checked.all_findings() {
            writeln!(out, "{}\n", renderer.render(&[group(checked, file, finding)]))?;
        }
    }
    Ok(())
}

/// Prints how many findings there are.
pub(super) fn print_summary(out: &mut impl Write, counts: Counts) -> io::Result<()> {
    let files = plural(counts.files, "file");
    let kinds = ["error", "warning", "info", "hint"];
    let found: Vec<_> = counts.by_severity.iter().zip(kinds).filter(|(count, _)| **count > 0).collect();
    if found.is_empty() {
        return writeln!(out, "No problems in {files}.");
    }
    let found: Vec<_> = found.into_iter().map(|(count, kind)| plural(*count, kind)).collect();
    writeln!(out, "{} in {files}", found.join(", "))
}

/// Prints which schemas were checked, and for which version.
pub(super) fn print_schemas(out: &mut impl Write, all: &[Checked]) -> io::Result<()> {
    for checked in all {
        writeln!(out, "  {}", checked.schema.title)?;
    }
    Ok(())
}

/// Prints how many findings were repaired.
pub(super) fn print_repaired(out: &mut impl Write, count: usize) -> io::Result<()> {
    writeln!(out, "{} repaired", plural(count, "problem"))
}

fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
        Severity::Hint => Level::HELP.with_name("hint"),
    }
}

fn group<'a>(checked: &'a Checked, file: &'a Source, finding: &'a Diagnostic) -> Group<'a> {
    let title = level(finding.severity()).primary_title(finding.message.as_str()).id(finding.rule.code);
    let own_lines = lines(file, finding.range);
    let mut main = Excerpt::new(file, own_lines.clone());
    let mut others = Vec::new();
    let further = finding.related.iter().filter(|place| place.is_same_mistake).count();
    let explaining = finding.related.iter().filter(|place| !place.is_same_mistake);
    let same = finding.related.iter().filter(|place| place.is_same_mistake).take(SHOWN);
    for place in explaining.chain(same) {
        let Some(index) = checked.index_of(place.file) else { continue };
        let other = &checked.schema.files[index];
        let there = lines(other, place.range);
        let is_near = std::ptr::eq(other, file) && there.start.abs_diff(own_lines.start) < NEAR;
        if is_near {
            main.widen(there);
            main.marks.push((AnnotationKind::Context, place.range, place.message.as_str()));
        } else {
            let mut excerpt = Excerpt::new(other, there);
            excerpt.marks.push((AnnotationKind::Primary, place.range, place.message.as_str()));
            others.push(excerpt);
        }
    }
    main.marks.insert(0, (AnnotationKind::Primary, finding.range, ""));
    let mut group = title.element(main.snippet());
    for other in others {
        group = group.element(other.snippet());
    }
    if further > SHOWN {
        group = group.element(Level::NOTE.message(format!("and {} more places", further - SHOWN)));
    }
    match &finding.help {
        Some(help) => group.element(Level::HELP.message(help.as_str())),
        None => group,
    }
}

/// The lines that a range touches.
fn lines(file: &Source, range: TextRange) -> Range<usize> {
    let start = file.text.line_column(range.start().into(), Unit::Utf8).line;
    let end = file.text.line_column(range.end().into(), Unit::Utf8).line;
    start..end + 1
}

/// Some lines of a file with marks. Only these lines are given to the renderer, which looks at all it
/// gets; and with one kind of line end, as it knows no other.
struct Excerpt<'a> {
    file: &'a Source,
    lines: Range<usize>,
    marks: Vec<(AnnotationKind, TextRange, &'a str)>,
}

impl<'a> Excerpt<'a> {
    fn new(file: &'a Source, lines: Range<usize>) -> Self {
        Self { file, lines, marks: Vec::new() }
    }

    fn widen(&mut self, lines: Range<usize>) {
        self.lines = self.lines.start.min(lines.start)..self.lines.end.max(lines.end);
    }

    fn snippet(self) -> Snippet<'a, Annotation<'a>> {
        let text = &self.file.text;
        let (mut source, mut starts) = (String::new(), Vec::new());
        for line in self.lines.clone() {
            starts.push(source.len());
            source.push_str(&text.line(line));
            source.push('\n');
        }
        source.pop();
        let place = |offset: usize| {
            let at = text.line_column(offset, Unit::Utf8);
            let index = at.line - self.lines.start;
            // An offset within a line break means the end of its line.
            let end = starts.get(index + 1).map_or(source.len(), |next| next - 1);
            (starts[index] + at.column).min(end)
        };
        let annotations: Vec<_> = self
            .marks
            .iter()
            .map(|(kind, range, label)| {
                let span = place(range.start().into())..place(range.end().into());
                let annotation = kind.span(span);
                if label.is_empty() { annotation } else { annotation.label(*label) }
            })
            .collect();
        Snippet::source(source)
            .line_start(self.lines.start + 1)
            .path(self.file.name.as_str())
            .annotations(annotations)
    }
}

#[cfg(test)]
mod tests {
    use super::super::sources::Schema;
    use super::*;
    use analyzer::{Dialect, Related, Rule, Workspace};

    static RULE: Rule = Rule { code: "some-code", severity: Severity::Warning, summary: "", page: "" };

    /// Prints a finding that blames the first `Foo` of the last text, and each `Bar` as a related place.
    fn printed(texts: &[(&str, &str)]) -> String {
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        let ids: Vec<_> = texts.iter().map(|(_, text)| workspace.add_file(schema, text)).collect();
        let place = |text: &str, word: &str| {
            let at = u32::try_from(text.find(word)?).ok()?;
            Some(TextRange::at(at.into(), u32::try_from(word.len()).ok()?.into()))
        };
        let related = texts.iter().zip(&ids).filter_map(|((_, text), id)| {
            Some(Related {
                file: *id,
                range: place(text, "Bar")?,
                message: "it is here".into(),
                is_same_mistake: false,
            })
        });
        let finding = Diagnostic {
            rule: &RULE,
            message: "Something is odd.".into(),
            range: place(texts[texts.len() - 1].1, "Foo").expect("a Foo"),
            help: Some("Do something.".into()),
            related: related.collect(),
            fixes: Vec::new(),
        };
        let source = |(name, text): &(&str, &str)| Source {
            name: (*name).into(),
            target: name.into(),
            content: (*text).into(),
            text: crate::text::Text::new(text),
        };
        let files = texts.iter().map(source).collect();
        let mut findings = vec![Vec::new(); texts.len() - 1];
        findings.push(vec![finding]);
        let schema = Schema {
            dialect: Dialect::Prisma7,
            files,
            notes: Vec::new(),
            others: Vec::new(),
            title: String::new(),
        };
        let checked = Checked::new(schema, findings, ids);
        let mut out = anstream::StripStream::new(Vec::new());
        print(&mut out, &[checked]).expect("printing to memory");
        String::from_utf8(out.into_inner()).expect("UTF-8")
    }

    #[test]
    fn a_finding_is_shown_with_everything() {
        let text = printed(&[("a.prisma", "Bar\n"), ("b.prisma", "one\n  Bar two\n\nx Foo\n")]);
        let expected = "\
warning[some-code]: Something is odd.
 --> b.prisma:4:3
  |
2 |   Bar two
  |   --- it is here
3 |
4 | x Foo
  |   ^^^
  |
 ::: a.prisma:1:1
  |
1 | Bar
  | ^^^ it is here
  |
  = help: Do something.

";
        assert_eq!(text, expected);
    }

    #[test]
    fn carets_stand_under_what_they_mean() {
        for (text, expected) in [
            ("a\r  Foo\rb", "2 |   Foo\n  |   ^^^"),
            ("a\r\n  Foo\r\nb", "2 |   Foo\n  |   ^^^"),
            ("\n漢字é😀 Foo", "2 | 漢字é😀 Foo\n  |         ^^^"),
            ("\n\t\tFoo", "2 |         Foo\n  |         ^^^"),
            ("\n\u{0}Foo", "2 | ␀Foo\n  |  ^^^"),
            ("Foo", "1 | Foo\n  | ^^^"),
        ] {
            let printed = printed(&[("a.prisma", text)]);
            assert!(printed.contains(expected), "{printed}");
        }
    }

    #[test]
    fn counts_are_summed_up() {
        let summary = |files, by_severity| {
            let mut out = Vec::new();
            print_summary(&mut out, Counts { files, by_severity }).expect("printing to memory");
            String::from_utf8(out).expect("UTF-8")
        };
        assert_eq!(summary(3, [2, 1, 0, 0]), "2 errors, 1 warning in 3 files\n");
        assert_eq!(summary(1, [0, 0, 0, 2]), "2 hints in 1 file\n");
        assert_eq!(summary(1, [0, 0, 0, 0]), "No problems in 1 file.\n");
    }
}
