//! A diagram as SVG: one element that needs nothing else, light or dark as the reader's system is.
//!
//! Boxes and rows carry what a program needs to find its way: `data-name`, and `data-file`, `data-line` and `data-column` (the last two
//! from 0). Lines carry `data-from` and `data-to`.

use crate::layout::{Area, HEAD, Layout, MARK, MOST_LETTERS, PADDING, Point, ROW, Reach, layout};
use crate::{Count, Diagram, End, Entity, Line, Locate, Row, Source};
use std::fmt::Write;

/// What the drawing looks like. Colours are variables, which a page around it may set.
pub(crate) const STYLE: &str = include_str!("../assets/drawing.css");

/// Draws a diagram.
pub fn svg(diagram: &Diagram, locate: Locate) -> String {
    let Layout { width, height, areas, routes, reach } = layout(diagram);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"schema\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" role=\"img\" aria-label=\"{}\">\n<style>{STYLE}</style>\n\
         <rect class=\"paper\" width=\"{width:.0}\" height=\"{height:.0}\"/>\n",
        summary(diagram)
    );
    for ((one, route), reach) in diagram.lines.iter().zip(&routes).zip(reach) {
        out += &line(diagram, one, route, reach);
    }
    for (one, area) in diagram.entities.iter().zip(&areas) {
        out += &entity(one, *area, locate);
    }
    out + "</svg>\n"
}

/// How much there is: `4 models, 1 enum, 5 relations`.
fn summary(diagram: &Diagram) -> String {
    let of = |is_it: fn(&Entity) -> bool| diagram.entities.iter().filter(|entity| is_it(entity)).count();
    let enums = of(|entity| entity.kind == crate::EntityKind::Enum);
    let counts = [
        (diagram.entities.len() - enums, "model"),
        (enums, "enum"),
        (diagram.lines.iter().filter(|line| !line.is_containment).count(), "relation"),
    ];
    let words =
        |(count, noun): &(usize, &str)| format!("{count} {noun}{}", if *count == 1 { "" } else { "s" });
    counts.iter().filter(|(count, _)| *count > 0).map(words).collect::<Vec<_>>().join(", ")
}

fn entity(entity: &Entity, area: Area, locate: Locate) -> String {
    let Area { x, y, width, height } = area;
    let mut out = format!(
        "<g class=\"entity {}\" data-name=\"{}\"{} transform=\"translate({x:.0} {y:.0})\">\n<title>{}</title>\n\
         <rect class=\"box\" width=\"{width:.0}\" height=\"{height:.0}\" rx=\"6\"/>\
         <path class=\"head\" d=\"M0 {HEAD:.0}V6a6 6 0 0 1 6 -6h{:.0}a6 6 0 0 1 6 6V{HEAD:.0}z\"/>\n\
         <text class=\"name\" x=\"{PADDING}\" y=\"19\">{}</text>\
         <text class=\"kind\" x=\"{:.0}\" y=\"19\">{}</text>\n",
        entity.kind.keyword(),
        escaped(&entity.name),
        place(entity.source, locate),
        escaped(&tooltip(entity)),
        width - 12.0,
        escaped(&shortened(&entity.name)),
        width - PADDING,
        entity.kind.keyword(),
    );
    out += &overview(entity, area);
    for (index, each) in entity.rows.iter().enumerate() {
        out += &row(each, HEAD + ROW * index as f64, width, locate);
    }
    out + "</g>\n"
}

/// The name over the whole box, for who looks from so far away that nothing else can be read. Pages show it then.
fn overview(entity: &Entity, Area { width, height, .. }: Area) -> String {
    let letters = entity.name.chars().count().clamp(1, MOST_LETTERS) as f64;
    let size = ((width - PADDING) / (letters * 0.61)).min(height * 0.6).min(90.0);
    format!(
        "<text class=\"overview\" x=\"{:.0}\" y=\"{:.0}\" font-size=\"{size:.0}\">{}</text>\n",
        width / 2.0,
        height / 2.0 + size * 0.35,
        escaped(&shortened(&entity.name)),
    )
}

fn row(row: &Row, top: f64, width: f64, locate: Locate) -> String {
    let classes = [(row.is_id, " id"), (row.is_foreign, " foreign"), (row.is_relation, " relation")];
    let classes: String = classes.iter().filter(|(is_so, _)| *is_so).map(|(_, class)| *class).collect();
    let mark = match row {
        Row { is_id: true, .. } => "PK",
        Row { is_foreign: true, .. } => "FK",
        Row { is_unique: true, .. } => "U",
        _ => "",
    };
    let mark = if mark.is_empty() {
        String::new()
    } else {
        format!("<text class=\"mark\" x=\"{PADDING}\" y=\"16\">{mark}</text>")
    };
    let ty = if row.ty.is_empty() {
        String::new()
    } else {
        format!(
            "<text class=\"type\" x=\"{:.0}\" y=\"16\">{}</text>",
            width - PADDING,
            escaped(&shortened(&row.ty))
        )
    };
    format!(
        "<g class=\"row{classes}\" data-name=\"{}\"{} transform=\"translate(0 {top:.0})\">\
         <rect class=\"strip\" width=\"{width:.0}\" height=\"{ROW:.0}\" y=\"2\"/>{mark}\
         <text class=\"field\" x=\"{:.0}\" y=\"16\">{}</text>{ty}</g>\n",
        escaped(&row.name),
        place(row.source, locate),
        PADDING + MARK,
        escaped(&shortened(&row.name)),
    )
}

fn tooltip(entity: &Entity) -> String {
    let mut lines = vec![format!("{} {}", entity.kind.keyword(), entity.name)];
    lines.extend(entity.database_name.as_ref().map(|name| format!("in the database: {name}")));
    if !entity.documentation.is_empty() {
        lines.push(entity.documentation.clone());
    }
    lines.join("\n")
}

fn place(source: Source, locate: Locate) -> String {
    let Some(place) = locate(source) else { return String::new() };
    let (line, column) = (place.line, place.column);
    format!(" data-file=\"{}\" data-line=\"{line}\" data-column=\"{column}\"", escaped(&place.file))
}

fn line(diagram: &Diagram, line: &Line, route: &[Point], reach: Reach) -> String {
    let name = |end: &End| escaped(&diagram.entities[end.entity].name);
    let classes = [
        (line.is_containment, " containment"),
        (reach == Reach::Between, " between"),
        (reach == Reach::Far, " far"),
    ];
    let classes: String = classes.iter().filter(|(is_so, _)| *is_so).map(|(_, class)| *class).collect();
    let path = path(route);
    let ends = [
        (&line.from, route.first(), heading(route.iter())),
        (&line.to, route.last(), heading(route.iter().rev())),
    ];
    let marks: String = ends
        .into_iter()
        .filter_map(|(end, at, goes_right)| Some(end_mark(end.count?, *at?, goes_right)))
        .collect();
    // The wide one cannot be seen, but is easy to point at.
    format!(
        "<g class=\"line{classes}\" data-from=\"{}\" data-to=\"{}\"><title>{}</title>\
         <path class=\"reach\" d=\"{path}\"/><path class=\"way\" d=\"{path}\"/>{marks}</g>\n",
        name(&line.from),
        name(&line.to),
        escaped(&line.title),
    )
}

/// Whether a line goes to the right at first. It may begin with a piece that has no length, where its box is as wide as its
/// column.
fn heading<'a>(mut points: impl Iterator<Item = &'a Point>) -> bool {
    let Some(start) = points.next() else { return true };
    points.find(|point| (point.x - start.x).abs() > 0.5).is_none_or(|point| point.x > start.x)
}

/// Level pieces, and curves from each to the next.
fn path(route: &[Point]) -> String {
    let mut path = String::new();
    for (index, point) in route.iter().enumerate() {
        let Point { x, y } = point;
        // Writing to a string cannot fail.
        let _ = match (index, index.checked_sub(1).map(|before| route[before])) {
            (0, _) | (_, None) => write!(path, "M{x:.0} {y:.0}"),
            (_, Some(before)) if index % 2 == 1 => {
                if (before.x - x).abs() < 0.5 {
                    Ok(())
                } else {
                    write!(path, "H{x:.0}")
                }
            }
            (_, Some(before)) => {
                // A line back to its own box has no gap to curve in.
                let middle = if (before.x - x).abs() < 0.5 { x + 12.0 } else { f64::midpoint(before.x, *x) };
                write!(path, "C{middle:.0} {:.0} {middle:.0} {y:.0} {x:.0} {y:.0}", before.y)
            }
        };
    }
    path
}

/// The sign at an end of a line: a crow's foot for many, a bar for one, a ring for none.
fn end_mark(count: Count, at: Point, goes_right: bool) -> String {
    let out = if goes_right { 1.0 } else { -1.0 };
    let (x, y) = (at.x, at.y);
    let bar = |distance: f64| format!("M{:.0} {:.0}v10", x + out * distance, y - 5.0);
    let ring = |distance: f64| {
        format!("<circle class=\"end\" cx=\"{:.0}\" cy=\"{y:.0}\" r=\"3.5\"/>", x + out * distance)
    };
    match count {
        Count::One => format!("<path class=\"end\" d=\"{}{}\"/>", bar(6.0), bar(10.0)),
        Count::ZeroOrOne => format!("<path class=\"end\" d=\"{}\"/>{}", bar(6.0), ring(13.0)),
        Count::Many => {
            let tip = x + out * 11.0;
            let foot = format!("M{x:.0} {:.0}L{tip:.0} {y:.0}L{x:.0} {:.0}", y - 6.0, y + 6.0);
            format!("<path class=\"end\" d=\"{foot}\"/>{}", ring(15.0))
        }
    }
}

/// A text as long as there is room for.
fn shortened(text: &str) -> String {
    if text.chars().count() <= MOST_LETTERS {
        return text.to_owned();
    }
    text.chars().take(MOST_LETTERS - 1).chain(['…']).collect()
}

/// A text that may stand in XML, in quotes too.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            // XML has no way to write them.
            control if control.is_control() && !matches!(control, '\n' | '\t') => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Place;
    use crate::testing::{BLOG, diagram};

    #[test]
    fn a_small_drawing_is_this() {
        let diagram = diagram(&[
            "/// Not < or \"more\".\nmodel A {\n  id Int @id\n  bs B[]\n}\nmodel B {\n  a A @relation(fields: [aId], references: [id])\n  aId Int @id\n}\n",
        ]);
        let locate = |source: Source| {
            Some(Place { file: "a.prisma".into(), line: usize::from(source.range.start()), column: 0 })
        };
        insta::assert_snapshot!(svg(&diagram, &locate).replace(STYLE, "…"), @r#"
        <svg xmlns="http://www.w3.org/2000/svg" class="schema" viewBox="0 0 422 122" width="422" height="122" role="img" aria-label="2 models, 1 relation">
        <style>…</style>
        <rect class="paper" width="422" height="122"/>
        <g class="line" data-from="B" data-to="A"><title>B.a ↔ A.bs
        aId → id
        on delete: Restrict</title><path class="reach" d="M154 64C199 64 199 84 244 84"/><path class="way" d="M154 64C199 64 199 84 244 84"/><path class="end" d="M154 58L165 64L154 70"/><circle class="end" cx="169" cy="64" r="3.5"/><path class="end" d="M238 79v10M234 79v10"/></g>
        <g class="entity model" data-name="A" data-file="a.prisma" data-line="27" data-column="0" transform="translate(244 24)">
        <title>model A
        Not &lt; or &quot;more&quot;.</title>
        <rect class="box" width="130" height="74" rx="6"/><path class="head" d="M0 28V6a6 6 0 0 1 6 -6h118a6 6 0 0 1 6 6V28z"/>
        <text class="name" x="10" y="19">A</text><text class="kind" x="120" y="19">model</text>
        <text class="overview" x="65" y="53" font-size="44">A</text>
        <g class="row id" data-name="id" data-file="a.prisma" data-line="33" data-column="0" transform="translate(0 28)"><rect class="strip" width="130" height="20" y="2"/><text class="mark" x="10" y="16">PK</text><text class="field" x="36" y="16">id</text><text class="type" x="120" y="16">Int</text></g>
        <g class="row relation" data-name="bs" data-file="a.prisma" data-line="46" data-column="0" transform="translate(0 48)"><rect class="strip" width="130" height="20" y="2"/><text class="field" x="36" y="16">bs</text><text class="type" x="120" y="16">B[]</text></g>
        </g>
        <g class="entity model" data-name="B" data-file="a.prisma" data-line="61" data-column="0" transform="translate(24 24)">
        <title>model B</title>
        <rect class="box" width="130" height="74" rx="6"/><path class="head" d="M0 28V6a6 6 0 0 1 6 -6h118a6 6 0 0 1 6 6V28z"/>
        <text class="name" x="10" y="19">B</text><text class="kind" x="120" y="19">model</text>
        <text class="overview" x="65" y="53" font-size="44">B</text>
        <g class="row relation" data-name="a" data-file="a.prisma" data-line="67" data-column="0" transform="translate(0 28)"><rect class="strip" width="130" height="20" y="2"/><text class="field" x="36" y="16">a</text><text class="type" x="120" y="16">A</text></g>
        <g class="row id foreign" data-name="aId" data-file="a.prisma" data-line="116" data-column="0" transform="translate(0 48)"><rect class="strip" width="130" height="20" y="2"/><text class="mark" x="10" y="16">PK</text><text class="field" x="36" y="16">aId</text><text class="type" x="120" y="16">Int</text></g>
        </g>
        </svg>
        "#);
    }

    #[test]
    fn places_are_left_out_where_nobody_can_go() {
        let drawing = svg(&diagram(&[BLOG]), &|_| None);
        assert!(!drawing.contains("data-file"));
        assert_eq!(drawing.matches("class=\"entity ").count(), 5);
        assert_eq!(drawing.matches("class=\"line").count(), 4);
        assert!(drawing.contains("aria-label=\"4 models, 1 enum, 4 relations\""));
    }

    #[test]
    fn lines_to_what_everything_refers_to_are_shown_when_they_are_asked_for() {
        let mut text = String::from("model Hub {\n  id Int @id\n}\n");
        for index in 0..40 {
            text +=
                &format!("model M{index} {{\n  id Int @id\n  hub Hub\n  next M{}?\n}}\n", (index + 1) % 40);
        }
        let drawing = svg(&diagram(&[&text]), &|_| None);
        assert_eq!(drawing.matches("class=\"line far\"").count(), 40);
        assert_eq!(
            drawing.matches("class=\"line\"").count() + drawing.matches("class=\"line between\"").count(),
            40
        );
    }

    #[test]
    fn long_names_are_cut() {
        assert_eq!(shortened(&"a".repeat(36)), "a".repeat(36));
        assert_eq!(shortened(&"é".repeat(37)), format!("{}…", "é".repeat(35)));
    }
}
