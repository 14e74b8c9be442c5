//! Ways through a syntax tree. None of them calls itself: how deep a tree is depends on what somebody has written.

use super::Node;
use crate::tree::range;
use text_size::TextSize;

impl<'t> Node<'t> {
    /// This node and all named nodes below it, each before what is in it.
    pub fn descendants(self) -> impl Iterator<Item = Node<'t>> {
        let mut cursor = self.node.walk();
        let mut next = Some(self.node);
        std::iter::from_fn(move || {
            let node = next?;
            next = advance(&mut cursor);
            Some(Node { node, source: self.source })
        })
    }

    /// This node and the named nodes below it that hold a byte or end there, from the outside to the inside. Where one node
    /// ends and the next begins, the next is meant.
    pub fn path_to(self, offset: TextSize) -> Vec<Node<'t>> {
        let mut path = vec![self];
        let mut cursor = self.node.walk();
        loop {
            let holds = |node: tree_sitter::Node| range(node).contains_inclusive(offset);
            let mut found = None;
            let mut is_child = cursor.goto_first_child();
            while is_child && range(cursor.node()).start() <= offset {
                if cursor.node().is_named() && holds(cursor.node()) {
                    found = Some(cursor.node());
                }
                is_child = cursor.goto_next_sibling();
            }
            let Some(node) = found else { return path };
            path.push(Node { node, source: self.source });
            cursor.reset(node);
        }
    }
}

/// Moves to the next named node in the order of the text, each before what is in it.
fn advance<'t>(cursor: &mut tree_sitter::TreeCursor<'t>) -> Option<tree_sitter::Node<'t>> {
    let mut is_down = cursor.goto_first_child();
    loop {
        while !is_down && !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return None;
            }
        }
        if cursor.node().is_named() {
            return Some(cursor.node());
        }
        is_down = cursor.goto_first_child();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;
    use crate::node::TypedNode;

    #[test]
    fn nodes_come_in_the_order_of_the_text() {
        let tree = Tree::parse("enum A {\n  B @map(\"b\") // c\n}\n".into());
        let kinds: Vec<_> = tree.root().node().descendants().map(Node::kind).collect();
        let expected = "source_file enum identifier values_body enum_value identifier attribute path identifier arguments \
                        argument string string_content comment";
        assert_eq!(kinds.join(" "), expected);
        let attribute = tree.root().node().descendants().find(|node| node.kind() == "attribute");
        let below: Vec<_> = attribute.into_iter().flat_map(Node::descendants).map(Node::text).collect();
        assert_eq!(below.last(), Some(&"b"), "what stands behind the node is not below it");
    }

    #[test]
    fn a_path_leads_to_the_innermost_node() {
        let tree = Tree::parse("enum A {\n  B @map\n}\n".into());
        let path = |offset: u32| -> Vec<_> {
            tree.root().node().path_to(offset.into()).into_iter().map(Node::kind).collect()
        };
        assert_eq!(path(11), ["source_file", "enum", "values_body", "enum_value", "identifier"]);
        assert_eq!(path(12), ["source_file", "enum", "values_body", "enum_value", "identifier"]);
        assert_eq!(path(13), ["source_file", "enum", "values_body", "enum_value", "attribute"]);
        assert_eq!(path(20), ["source_file"]);
    }
}
