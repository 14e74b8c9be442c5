//! Where the boxes and lines of a diagram go. All lengths are in pixels.
//!
//! What hangs together by lines is laid out in columns, from the tables that refer to those that are referred to; such
//! pieces, and boxes without lines, are then set beside and below each other like pictures on a wall.

mod groups;
mod route;
mod wall;

use crate::{Diagram, Entity};
use dagre::graph::{Graph, GraphOptions};
use dagre::{EdgeLabel, LayoutOptions, NodeLabel, RankDir};
use route::Column;

pub(crate) use groups::Reach;

/// The width of a letter of the font, which all letters of it have.
pub(crate) const LETTER: f64 = 7.25;
/// The height of a row.
pub(crate) const ROW: f64 = 20.0;
/// The height of the head of a box.
pub(crate) const HEAD: f64 = 28.0;
/// What is left free at each side of a text.
pub(crate) const PADDING: f64 = 10.0;
/// What the mark of a key takes of a row.
pub(crate) const MARK: f64 = 26.0;
/// How much of a name or a type is shown.
pub(crate) const MOST_LETTERS: usize = 36;

/// So many boxes that lead to the same one stand above each other; further ones get a column of their own.
const MOST_ABOVE_EACH_OTHER: usize = 8;
const MARGIN: f64 = 24.0;

/// A point; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A box with its place: the upper left corner, and the size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// A drawing: where everything goes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// In the order of the boxes.
    pub(crate) areas: Vec<Area>,
    /// In the order of the lines: the corners that each goes through; straight in every second piece.
    pub(crate) routes: Vec<Vec<Point>>,
    /// In the order of the lines.
    pub(crate) reach: Vec<Reach>,
}

/// Lays a diagram out.
pub(crate) fn layout(diagram: &Diagram) -> Layout {
    let mut areas: Vec<_> = diagram.entities.iter().map(size).collect();
    let mut routes = vec![Vec::new(); diagram.lines.len()];
    let (groups, reach) = groups::groups(diagram);
    let is_near = |index: &usize| reach[*index] == Reach::Near;
    let near: Vec<_> = (0..diagram.lines.len()).filter(is_near).collect();
    let mut tiles = Vec::new();
    for group in &groups {
        tiles.push(match group.as_slice() {
            [one] => (areas[*one].width, areas[*one].height),
            _ => columns(diagram, group, &near, &mut areas, &mut routes),
        });
    }
    let (places, width, height) = wall::arrange(&tiles);
    for (group, place) in groups.iter().zip(places) {
        for entity in group {
            areas[*entity].x += place.x + MARGIN;
            areas[*entity].y += place.y + MARGIN;
        }
        let own = diagram.lines.iter().zip(&mut routes).filter(|(line, _)| group.contains(&line.from.entity));
        for point in own.flat_map(|(_, route)| route) {
            point.x += place.x + MARGIN;
            point.y += place.y + MARGIN;
        }
    }
    for ((line, route), reach) in diagram.lines.iter().zip(&mut routes).zip(&reach) {
        if line.from.entity == line.to.entity {
            *route = route::around(diagram, line, &areas);
        } else if *reach != Reach::Near {
            *route = route::route(diagram, line, &areas, &[], &[]);
        }
    }
    Layout { width: width + 2.0 * MARGIN, height: height + 2.0 * MARGIN, areas, routes, reach }
}

/// The size of a box, at the origin.
fn size(entity: &Entity) -> Area {
    let letters = |text: &str| text.chars().count().min(MOST_LETTERS) as f64 * LETTER;
    let row = |name: &str, ty: &str| MARK + letters(name) + 2.0 * PADDING + letters(ty);
    let rows = entity.rows.iter().map(|each| row(&each.name, &each.ty));
    let head = letters(&entity.name) * 1.1 + letters(entity.kind.keyword()) + 3.0 * PADDING;
    let width = rows.fold(head, f64::max).max(120.0) + PADDING;
    Area { x: 0.0, y: 0.0, width: width.ceil(), height: HEAD + ROW * entity.rows.len() as f64 + 6.0 }
}

/// The height in a box at which a line ends: at a row, or at the head.
pub(crate) fn port(entity: &Entity, fields: &[String]) -> f64 {
    let row = fields.iter().find_map(|field| entity.rows.iter().position(|row| row.name == *field));
    row.map_or(HEAD / 2.0, |row| HEAD + ROW * row as f64 + ROW / 2.0 + 2.0)
}

/// Lays a group out from the origin and gives its size.
fn columns(
    diagram: &Diagram,
    group: &[usize],
    near: &[usize],
    areas: &mut [Area],
    routes: &mut [Vec<Point>],
) -> (f64, f64) {
    let mut graph: Graph<NodeLabel, EdgeLabel> =
        Graph::with_options(GraphOptions { directed: true, multigraph: true, compound: true });
    for entity in group {
        let Area { width, height, .. } = areas[*entity];
        graph.set_node(entity.to_string(), Some(NodeLabel { width, height, ..NodeLabel::default() }));
    }
    let mut arrivals = vec![0; diagram.entities.len()];
    let own = |index: &usize| {
        let line = &diagram.lines[*index];
        line.from.entity != line.to.entity && group.binary_search(&line.from.entity).is_ok()
    };
    let lines: Vec<_> = near.iter().copied().filter(own).collect();
    for index in &lines {
        let line = &diagram.lines[*index];
        let arrived = &mut arrivals[line.to.entity];
        let minlen = i32::try_from(1 + *arrived / MOST_ABOVE_EACH_OTHER).unwrap_or(1);
        *arrived += 1;
        let label = EdgeLabel { minlen, ..EdgeLabel::default() };
        let (from, to) = (line.from.entity.to_string(), line.to.entity.to_string());
        graph.set_edge(from, to, Some(label), Some(&index.to_string()));
    }
    let options = LayoutOptions {
        rankdir: RankDir::LR,
        nodesep: 26.0,
        ranksep: 90.0,
        edgesep: 14.0,
        ..LayoutOptions::default()
    };
    dagre::layout(&mut graph, Some(options));
    for entity in group {
        let area = &mut areas[*entity];
        if let Some(NodeLabel { x: Some(x), y: Some(y), .. }) = graph.node(&entity.to_string()) {
            (area.x, area.y) = (x - area.width / 2.0, y - area.height / 2.0);
        }
    }
    let standing = Column::all(group.iter().map(|entity| areas[*entity]));
    for index in lines {
        let line = &diagram.lines[index];
        let (from, to) = (line.from.entity.to_string(), line.to.entity.to_string());
        let points = graph.edge(&from, &to, Some(&index.to_string())).map(|label| label.points.as_slice());
        let points = points.unwrap_or_default().iter().map(|point| Point { x: point.x, y: point.y });
        routes[index] = route::route(diagram, line, areas, &standing, &points.collect::<Vec<_>>());
    }
    move_to_origin(group, areas, &diagram.lines, routes)
}

/// Moves a group so that its upper left corner is the origin, and gives its size.
fn move_to_origin(
    group: &[usize],
    areas: &mut [Area],
    lines: &[crate::Line],
    routes: &mut [Vec<Point>],
) -> (f64, f64) {
    let is_own = |line: &crate::Line| group.binary_search(&line.from.entity).is_ok();
    let boxes = group.iter().map(|entity| areas[*entity]);
    let corners = boxes.flat_map(|area| {
        // A line from a box to itself goes around its right side.
        let right = Point { x: area.x + area.width + 24.0, y: area.y + area.height };
        [Point { x: area.x, y: area.y }, right]
    });
    let points: Vec<_> = corners
        .chain(
            lines
                .iter()
                .zip(routes.iter())
                .filter(|(line, _)| is_own(line))
                .flat_map(|(_, route)| route.clone()),
        )
        .collect();
    let least = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Point) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (left, top) = (least(|point| point.x), least(|point| point.y));
    let (width, height) = (most(|point| point.x) - left, most(|point| point.y) - top);
    for entity in group {
        areas[*entity].x -= left;
        areas[*entity].y -= top;
    }
    let own = lines.iter().zip(routes.iter_mut()).filter(|(line, _)| is_own(line));
    for point in own.flat_map(|(_, route)| route) {
        point.x -= left;
        point.y -= top;
    }
    (width, height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{BLOG, diagram};

    fn overlap(one: &Area, other: &Area) -> bool {
        one.x < other.x + other.width
            && other.x < one.x + one.width
            && one.y < other.y + other.height
            && other.y < one.y + one.height
    }

    /// Many models that refer to one, and some that refer to each other.
    fn many(count: usize) -> String {
        let mut text = String::from("model Hub {\n  id Int @id\n");
        (0..count).for_each(|index| text += &format!("  m{index} M{index}[]\n"));
        text += "}\n";
        for index in 0..count {
            let next = (index * 7 + 1) % count;
            text += &format!(
                "model M{index} {{\n  id Int @id\n  hub Hub @relation(fields: [h], references: [id])\n  h Int\n  \
                 next M{next}? @relation(\"r{index}\", fields: [n], references: [id])\n  n Int?\n"
            );
            let before = (0..count).filter(|other| (other * 7 + 1) % count == index);
            before.for_each(|other| text += &format!("  from{other} M{other}[] @relation(\"r{other}\")\n"));
            text += "}\n";
        }
        text
    }

    #[test]
    fn boxes_do_not_overlap_and_everything_is_inside() {
        for text in [BLOG.to_owned(), many(40), "enum A {\n  B\n}\nmodel C {\n  id Int @id\n}\n".into()] {
            let diagram = diagram(&[&text]);
            let layout = layout(&diagram);
            for (index, one) in layout.areas.iter().enumerate() {
                assert!(layout.areas[index + 1..].iter().all(|other| !overlap(one, other)), "{one:?}");
                assert!(one.x >= 0.0 && one.x + one.width <= layout.width);
                assert!(one.y >= 0.0 && one.y + one.height <= layout.height);
            }
            for point in layout.routes.iter().flatten() {
                assert!((0.0..=layout.width).contains(&point.x) && (0.0..=layout.height).contains(&point.y));
            }
        }
    }

    #[test]
    fn lines_end_at_their_rows() {
        let diagram = diagram(&[BLOG]);
        let layout = layout(&diagram);
        for (line, route) in diagram.lines.iter().zip(&layout.routes) {
            for (end, point) in [(&line.from, route.first()), (&line.to, route.last())] {
                let area = layout.areas[end.entity];
                let point = point.expect("a route");
                let height = area.y + port(&diagram.entities[end.entity], &end.fields);
                assert!((point.y - height).abs() < 0.01, "{}", line.title);
                assert!([area.x, area.x + area.width].iter().any(|side| (side - point.x).abs() < 0.01));
            }
        }
    }

    #[test]
    fn what_is_referred_to_by_many_does_not_make_a_tower() {
        let layout = layout(&diagram(&[&many(100)]));
        assert!(layout.height < 2.0 * layout.width, "{} x {}", layout.width, layout.height);
    }

    #[test]
    fn the_same_schema_gives_the_same_drawing() {
        let diagram = diagram(&[&many(20)]);
        let (one, other) = (layout(&diagram), layout(&diagram));
        assert_eq!((one.areas, one.routes), (other.areas, other.routes));
    }
}
