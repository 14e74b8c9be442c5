//! The way of a line from row to row: level where it passes boxes, and rising or falling only in the gaps between columns.

use super::{Area, Point, port};
use crate::{Diagram, Line};

/// How far a line goes away from a box that it leads back to.
const LOOP: f64 = 22.0;

/// Boxes above each other: from where to where they reach.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Column {
    left: f64,
    right: f64,
}

impl Column {
    /// The columns that boxes stand in, from left to right.
    pub(super) fn all(areas: impl Iterator<Item = Area>) -> Vec<Column> {
        let mut spans: Vec<_> =
            areas.map(|area| Column { left: area.x, right: area.x + area.width }).collect();
        spans.sort_by(|one, other| one.left.total_cmp(&other.left));
        let mut columns: Vec<Column> = Vec::new();
        for span in spans {
            match columns.last_mut() {
                Some(last) if span.left <= last.right => last.right = last.right.max(span.right),
                _ => columns.push(span),
            }
        }
        columns
    }

    fn at(columns: &[Column], x: f64) -> Option<Column> {
        columns.iter().copied().find(|column| column.left <= x && x <= column.right)
    }
}

/// The corners of a line, of which every two are joined by a level piece, beginning with the first two. `points` is its way
/// through the columns as the layout found it, with its ends at the boxes.
pub(super) fn route(
    diagram: &Diagram,
    line: &Line,
    areas: &[Area],
    columns: &[Column],
    points: &[Point],
) -> Vec<Point> {
    let (from, to) = (areas[line.from.entity], areas[line.to.entity]);
    let start = from.y + port(&diagram.entities[line.from.entity], &line.from.fields);
    let end = to.y + port(&diagram.entities[line.to.entity], &line.to.fields);
    let goes_right = from.x + from.width / 2.0 <= to.x + to.width / 2.0;
    // The side of a column, or of a box, where lines come in or go out.
    let side = |left: f64, right: f64, is_entry: bool| if goes_right == is_entry { left } else { right };
    let column = |area: Area| {
        let span = Column { left: area.x, right: area.x + area.width };
        Column::at(columns, area.x + area.width / 2.0).unwrap_or(span)
    };
    let (first, last) = (column(from), column(to));
    let mut corners = vec![
        Point { x: side(from.x, from.x + from.width, false), y: start },
        Point { x: side(first.left, first.right, false), y: start },
    ];
    // Between its ends, the points in columns are where it passes between boxes; in the gaps it finds its way itself.
    let inner = points.get(1..points.len().saturating_sub(1)).unwrap_or_default();
    for point in inner {
        let passed = Column::at(columns, point.x).filter(|passed| *passed != first && *passed != last);
        if let Some(passed) = passed {
            corners.push(Point { x: side(passed.left, passed.right, true), y: point.y });
            corners.push(Point { x: side(passed.left, passed.right, false), y: point.y });
        }
    }
    corners.push(Point { x: side(last.left, last.right, true), y: end });
    corners.push(Point { x: side(to.x, to.x + to.width, true), y: end });
    corners
}

/// The way of a line from a box to itself, around its right side.
pub(super) fn around(diagram: &Diagram, line: &Line, areas: &[Area]) -> Vec<Point> {
    let (entity, area) = (&diagram.entities[line.from.entity], areas[line.from.entity]);
    let right = area.x + area.width;
    let (start, end) = (area.y + port(entity, &line.from.fields), area.y + port(entity, &line.to.fields));
    let corner = |x, y| Point { x, y };
    vec![corner(right, start), corner(right + LOOP, start), corner(right + LOOP, end), corner(right, end)]
}
