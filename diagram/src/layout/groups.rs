//! Which boxes are laid out together. In a large schema everything hangs together somehow, and laid out as one it is a tower or a
//! desert; so lines to what everything refers to are left out of account, and what is left is cut into pieces that fit on a screen.

use crate::{Diagram, Line};
use std::cmp::Reverse;
use std::collections::VecDeque;

/// A diagram of more boxes than this is a large one.
const MANY_BOXES: usize = 30;
/// In a large one, boxes with more lines than this are what everything refers to.
const MANY_LINES: usize = 8;
/// In a large one, so many boxes are a piece.
const PIECE: usize = 20;

/// How far a line leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Within a piece: boxes make room for it.
    Near,
    /// From piece to piece.
    Between,
    /// To what everything refers to. Half of all lines may be such; drawn, they would hide everything else.
    Far,
}

/// The pieces, each in the order of the schema and the largest first; and the reach of each line.
pub(super) fn groups(diagram: &Diagram) -> (Vec<Vec<usize>>, Vec<Reach>) {
    let is_large = diagram.entities.len() > MANY_BOXES;
    let counts = counts(diagram, |_| true);
    let is_far = |line: &Line| is_large && !is_loop(line) && counts[line.to.entity] > MANY_LINES;
    let mut reach: Vec<_> =
        diagram.lines.iter().map(|line| if is_far(line) { Reach::Far } else { Reach::Near }).collect();
    let pieces = pieces(diagram, &reach, if is_large { PIECE } else { usize::MAX });
    let mut piece_of = vec![0; diagram.entities.len()];
    for (index, piece) in pieces.iter().enumerate() {
        piece.iter().for_each(|entity| piece_of[*entity] = index);
    }
    for (line, reach) in diagram.lines.iter().zip(&mut reach) {
        if *reach == Reach::Near && piece_of[line.from.entity] != piece_of[line.to.entity] {
            *reach = Reach::Between;
        }
    }
    (pieces, reach)
}

fn is_loop(line: &Line) -> bool {
    line.from.entity == line.to.entity
}

/// How many of the lines that count end at each box.
fn counts(diagram: &Diagram, counts_it: impl Fn(usize) -> bool) -> Vec<usize> {
    let mut counts = vec![0; diagram.entities.len()];
    let lines = diagram.lines.iter().enumerate().filter(|(index, line)| !is_loop(line) && counts_it(*index));
    for (_, line) in lines {
        counts[line.from.entity] += 1;
        counts[line.to.entity] += 1;
    }
    counts
}

/// Pieces of at most about so many boxes: each grows along near lines from the box that has most of them.
fn pieces(diagram: &Diagram, reach: &[Reach], most: usize) -> Vec<Vec<usize>> {
    let mut beside = vec![Vec::new(); diagram.entities.len()];
    for (line, _) in diagram.lines.iter().zip(reach).filter(|(_, reach)| **reach == Reach::Near) {
        beside[line.from.entity].push(line.to.entity);
        beside[line.to.entity].push(line.from.entity);
    }
    let counts = counts(diagram, |index| reach[index] == Reach::Near);
    let mut seeds: Vec<_> = (0..diagram.entities.len()).collect();
    seeds.sort_by_key(|entity| Reverse(counts[*entity]));
    let mut is_taken = vec![false; diagram.entities.len()];
    let mut pieces = Vec::new();
    for seed in seeds {
        if std::mem::replace(&mut is_taken[seed], true) {
            continue;
        }
        let (mut piece, mut waiting) = (vec![seed], VecDeque::from([seed]));
        while let Some(entity) = waiting.pop_front() {
            for other in &beside[entity] {
                // What hangs on nothing else comes along in any case.
                if !is_taken[*other] && (piece.len() < most || counts[*other] == 1) {
                    is_taken[*other] = true;
                    piece.push(*other);
                    waiting.push_back(*other);
                }
            }
        }
        piece.sort_unstable();
        pieces.push(piece);
    }
    pieces.sort_by_key(|piece| Reverse(piece.len()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{BLOG, diagram};

    #[test]
    fn a_small_schema_is_one_piece_with_its_islands() {
        let (pieces, reach) = groups(&diagram(&[BLOG]));
        assert_eq!(pieces, [vec![0, 1, 2, 3], vec![4]]);
        assert!(reach.iter().all(|reach| *reach == Reach::Near));
    }

    #[test]
    fn a_long_chain_is_cut() {
        let model = |index: usize| format!("model M{index} {{\n  id Int @id\n  next M{}?\n}}\n", index + 1);
        let text: String = (0..90).map(model).collect();
        let (pieces, reach) = groups(&diagram(&[&text]));
        let longest = pieces.iter().map(Vec::len).max();
        assert!(longest.is_some_and(|length| (15..=22).contains(&length)), "{longest:?}");
        let between = reach.iter().filter(|reach| **reach == Reach::Between).count();
        assert_eq!(between, pieces.len() - 1);
    }
}
