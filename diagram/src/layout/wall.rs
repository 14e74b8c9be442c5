//! Tiles on a wall, so that all of them fill about the shape of a screen: each is put as high as there is room for it, beginning with the
//! highest.

use super::Point;

/// What is left free between tiles.
const GAP: f64 = 40.0;
/// How much wider than high the whole should be.
const SHAPE: f64 = 1.6;

/// A piece of the edge that the tiles so far make at their lower end.
#[derive(Debug, Clone, Copy)]
struct Edge {
    left: f64,
    right: f64,
    y: f64,
}

/// Gives the upper left corner of each tile, and the width and height of all.
pub(super) fn arrange(tiles: &[(f64, f64)]) -> (Vec<Point>, f64, f64) {
    let area: f64 = tiles.iter().map(|(width, height)| (width + GAP) * (height + GAP)).sum();
    let widest = tiles.iter().map(|(width, _)| *width).fold(0.0, f64::max);
    let limit = (area * SHAPE).sqrt().max(widest) + GAP;
    let mut order: Vec<_> = (0..tiles.len()).collect();
    order.sort_by(|one, other| tiles[*other].1.total_cmp(&tiles[*one].1));
    let mut edges = vec![Edge { left: 0.0, right: limit, y: 0.0 }];
    let mut places = vec![Point { x: 0.0, y: 0.0 }; tiles.len()];
    let (mut width, mut height) = (0.0_f64, 0.0_f64);
    for tile in order {
        let (own_width, own_height) = tiles[tile];
        let starts = edges.iter().map(|edge| edge.left).filter(|left| left + own_width <= limit);
        let candidates = starts.map(|x| Point { x, y: lowest(&edges, x, x + own_width) });
        // Nothing is wider than the limit, so there is always room at the left.
        let best = candidates.min_by(|one, other| {
            (one.y, one.x).partial_cmp(&(other.y, other.x)).unwrap_or(std::cmp::Ordering::Equal)
        });
        let place = best.unwrap_or(Point { x: 0.0, y: lowest(&edges, 0.0, own_width) });
        let (right, bottom) = (place.x + own_width, place.y + own_height);
        put(&mut edges, Edge { left: place.x, right: (right + GAP).min(limit), y: bottom + GAP });
        places[tile] = place;
        (width, height) = (width.max(right), height.max(bottom));
    }
    (places, width, height)
}

/// How low the edge comes between two places.
fn lowest(edges: &[Edge], left: f64, right: f64) -> f64 {
    let between = edges.iter().filter(|edge| edge.left < right && left < edge.right);
    between.map(|edge| edge.y).fold(0.0, f64::max)
}

/// Puts a new piece of the edge before what was there.
fn put(edges: &mut Vec<Edge>, new: Edge) {
    let mut next = Vec::with_capacity(edges.len() + 2);
    for edge in edges.iter() {
        if edge.left < new.left {
            next.push(Edge { right: edge.right.min(new.left), ..*edge });
        }
        if edge.right > new.right {
            next.push(Edge { left: edge.left.max(new.right), ..*edge });
        }
    }
    next.push(new);
    next.sort_by(|one, other| one.left.total_cmp(&other.left));
    *edges = next;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn low_tiles_fill_the_room_beside_high_ones() {
        let (places, width, height) = arrange(&[(100.0, 300.0), (200.0, 50.0), (200.0, 60.0), (200.0, 70.0)]);
        let places: Vec<_> = places.iter().map(|place| (place.x, place.y)).collect();
        assert_eq!(places, [(0.0, 0.0), (140.0, 210.0), (140.0, 110.0), (140.0, 0.0)]);
        assert_eq!((width, height), (340.0, 300.0));
    }

    #[test]
    fn nothing_needs_no_room() {
        assert_eq!(arrange(&[]), (Vec::new(), 0.0, 0.0));
    }
}
