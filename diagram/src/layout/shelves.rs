//! Tiles on shelves, so that all of them fill about the shape of a screen.

use super::Point;

/// What is left free between tiles.
const GAP: f64 = 40.0;
/// How much wider than high the whole should be.
const SHAPE: f64 = 1.6;

/// Gives the upper left corner of each tile, and the width and height of all.
pub(super) fn arrange(tiles: &[(f64, f64)]) -> (Vec<Point>, f64, f64) {
    let area: f64 = tiles.iter().map(|(width, height)| (width + GAP) * (height + GAP)).sum();
    let widest = tiles.iter().map(|(width, _)| *width).fold(0.0, f64::max);
    let limit = (area * SHAPE).sqrt().max(widest);
    // High tiles first, so that a shelf wastes little; a tile is a shelf of its own if nothing goes beside it.
    let mut order: Vec<_> = (0..tiles.len()).collect();
    order.sort_by(|one, other| tiles[*other].1.total_cmp(&tiles[*one].1));
    let mut places = vec![Point { x: 0.0, y: 0.0 }; tiles.len()];
    let (mut x, mut y, mut shelf, mut width) = (0.0, 0.0, 0.0, 0.0_f64);
    for tile in order {
        let (own_width, own_height) = tiles[tile];
        if x > 0.0 && x + own_width > limit {
            (x, y, shelf) = (0.0, y + shelf + GAP, 0.0);
        }
        places[tile] = Point { x, y };
        width = width.max(x + own_width);
        shelf = own_height.max(shelf);
        x += own_width + GAP;
    }
    (places, width, y + shelf)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_fill_shelves() {
        let (places, width, height) = arrange(&[(100.0, 50.0), (100.0, 60.0), (100.0, 10.0), (100.0, 10.0)]);
        let places: Vec<_> = places.iter().map(|place| (place.x, place.y)).collect();
        assert_eq!(places, [(140.0, 0.0), (0.0, 0.0), (0.0, 100.0), (140.0, 100.0)]);
        assert_eq!((width, height), (240.0, 110.0));
    }

    #[test]
    fn nothing_needs_no_room() {
        assert_eq!(arrange(&[]), (Vec::new(), 0.0, 0.0));
    }
}
