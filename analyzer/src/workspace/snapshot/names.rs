//! What stands at a place, where it is declared, and where else it is named.

use super::{Snapshot, TypeKind, blocks_with_offsets, size};
use crate::check::item_of_block;
use crate::db::{Block, Db, Namespace};
use crate::names::{Role, Symbol, declarations_in, may_name, names_in};
use crate::relations::{OtherSide, name_of, other_side, relation_fields};
use crate::workspace::{FileId, SchemaId};
use syntax::{TextRange, TextSize};

/// A name in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The file.
    pub file: FileId,
    /// The name, without quotes, in bytes of the file's text.
    pub range: TextRange,
    /// What the name means.
    pub symbol: Symbol,
    /// Whether it is declared here.
    pub role: Role,
}

/// A place where something is declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// The file.
    pub file: FileId,
    /// The name, in bytes of the file's text.
    pub name: TextRange,
    /// All of what is declared: a block, a field or a value.
    pub whole: TextRange,
}

impl Snapshot {
    /// The name that a byte of a file is a part of, or that ends right before it, if it means something.
    pub fn name_at(&self, file: FileId, offset: TextSize) -> Option<Occurrence> {
        let (start, block) = self.block_at(file, offset)?;
        let at = offset.checked_sub(size(start))?;
        let names = names_in(&self.db, block);
        let touching = names.into_iter().filter(|name| name.range.contains_inclusive(at));
        // Of two that touch, the one that begins at the byte is under a cursor.
        let name = touching.max_by_key(|name| name.range.start())?;
        Some(Occurrence { file, range: name.range + size(start), symbol: name.symbol, role: name.role })
    }

    /// All names in a file that mean something, in the order of the text.
    pub fn names(&self, file: FileId) -> Vec<Occurrence> {
        let mut names = Vec::new();
        for (start, block) in self.blocks_of(file) {
            names.extend(self.occurrences(file, start, block, |_| true));
        }
        names.sort_by_key(|name| name.range.start());
        names
    }

    /// The names in a piece of a file that mean something, in the order of the text.
    pub fn names_within(&self, file: FileId, range: TextRange) -> Vec<Occurrence> {
        let Some((start, block)) = self.block_at(file, range.start()) else { return Vec::new() };
        let mut names: Vec<_> = self.occurrences(file, start, block, |_| true).collect();
        names.retain(|name| range.contains_range(name.range));
        names.sort_by_key(|name| name.range.start());
        names
    }

    /// The datasource of the native type that a byte of a file is in: `db` for any byte of `db.Text`.
    pub fn datasource_of_native_type(&self, file: FileId, offset: TextSize) -> Option<Occurrence> {
        let (start, block) = self.block_at(file, offset)?;
        let at = offset.checked_sub(size(start))?;
        let item = item_of_block(&self.db, block)?;
        let mut attributes = item.fields.iter().flat_map(|field| &field.attributes);
        let attribute = attributes.find(|attribute| attribute.name.range.contains_inclusive(at))?;
        let is_datasource = |symbol: &Symbol| matches!(symbol, Symbol::Datasource(_));
        let mut found = self.occurrences(file, start, block, is_datasource);
        found.find(|name| name.range.start() == attribute.name.range.start() + size(start))
    }

    /// The names of all types that a schema declares, in the order of the text, and what they are.
    pub fn type_names(&self, schema: SchemaId) -> Vec<(String, TypeKind)> {
        let declared = |block: Block| {
            let header = block.header(&self.db).as_ref()?;
            let kind = match header.keyword {
                syntax::Keyword::Model => TypeKind::Model,
                syntax::Keyword::View => TypeKind::View,
                syntax::Keyword::Enum => TypeKind::Enum,
                syntax::Keyword::Type => TypeKind::CompositeType,
                _ => return None,
            };
            (!header.name.is_empty()).then(|| (header.name.clone(), kind))
        };
        self.layout.blocks(schema).filter_map(declared).collect()
    }

    /// The end of the line that a byte of a file is on, before its line break.
    pub fn end_of_line(&self, file: FileId, offset: TextSize) -> TextSize {
        let Some((start, block)) = self.block_at(file, offset) else { return offset };
        let text = block.source(&self.db).text();
        let at = usize::from(offset).saturating_sub(start).min(text.len());
        let rest = text[at..].find(['\r', '\n']).unwrap_or(text.len() - at);
        offset + size(rest)
    }

    /// The variables of the environment that a file names, and where.
    pub fn variables(&self, file: FileId) -> Vec<(TextRange, String)> {
        let has_settings = |block: &Block| {
            let keyword = block.header(&self.db).as_ref().map(|header| header.keyword);
            matches!(keyword, Some(syntax::Keyword::Datasource | syntax::Keyword::Generator))
        };
        let blocks = self.blocks_of(file).filter(|(_, block)| has_settings(block));
        let names = blocks.flat_map(|(start, block)| {
            let is_variable = |symbol: &Symbol| matches!(symbol, Symbol::Variable(_));
            self.occurrences(file, start, block, is_variable)
        });
        names.map(|name| (name.range, name.symbol.name().to_owned())).collect()
    }

    /// The field that a byte of a file is in, and where it stands.
    pub fn field_around(&self, file: FileId, offset: TextSize) -> Option<(Symbol, TextRange)> {
        let (start, block) = self.block_at(file, offset)?;
        let at = offset.checked_sub(size(start))?;
        let item = item_of_block(&self.db, block)?;
        let field = item.fields.iter().find(|field| field.range.contains_inclusive(at))?;
        let symbol =
            Symbol::Field { owner: name_of(&self.db, block).to_owned(), name: field.name.text.clone() };
        Some((symbol, field.range + size(start)))
    }

    /// Everything in a schema that is named so, declarations among it, file by file in the order of the text.
    pub fn references(&self, schema: SchemaId, symbol: &Symbol) -> Vec<Occurrence> {
        let mut found = Vec::new();
        for file in self.files(schema) {
            let Some(layout) = self.layout.files.get(&file) else { continue };
            for (offset, run) in layout.runs_with_offsets() {
                let mut start = offset;
                for slot in &run.slots {
                    if let Some(block) = slot.block.filter(|_| may_name(&slot.text, symbol)) {
                        found.extend(self.occurrences(file, start, block, |other| other == symbol));
                    }
                    start += slot.text.len();
                }
            }
        }
        found.sort_by_key(|name| (name.file, name.range.start()));
        found
    }

    /// Where something is declared. More than one place where a name is given twice; none for relations, and for
    /// variables of the environment.
    pub fn declarations(&self, schema: SchemaId, symbol: &Symbol) -> Vec<Declared> {
        let mut found = Vec::new();
        for block in self.declaring_blocks(schema, symbol) {
            let Some((file, start)) = self.layout.place(schema, block) else { continue };
            let start = size(start);
            let places = declarations_in(&self.db, block, symbol).into_iter();
            found.extend(places.map(|(name, whole)| Declared {
                file,
                name: name + start,
                whole: whole + start,
            }));
        }
        found
    }

    /// The field on the other side of a relation field.
    pub fn other_side(&self, schema: SchemaId, model: &str, field: &str) -> Option<Symbol> {
        let block = *self.blocks_called(schema, Namespace::Types, model).last()?;
        let field = relation_fields(&self.db, block).iter().find(|own| own.name == field)?;
        match other_side(&self.db, block, field) {
            OtherSide::Field { other, .. } => {
                let owner = name_of(&self.db, field.target).to_owned();
                Some(Symbol::Field { owner, name: other.name.clone() })
            }
            OtherSide::Missing | OtherSide::Ambiguous => None,
        }
    }

    /// The blocks in which something may be declared.
    pub(super) fn declaring_blocks(&self, schema: SchemaId, symbol: &Symbol) -> Vec<Block> {
        let in_config = |keyword: syntax::Keyword| {
            let is_it = |block: &Block| {
                block.header(&self.db).as_ref().is_some_and(|header| header.keyword == keyword)
            };
            let input = self.layout.blocks(schema).next().map(|block| block.schema(&self.db));
            let config = input.map(|input| input.config(&self.db).as_slice()).unwrap_or_default();
            config.iter().copied().filter(is_it).collect()
        };
        match symbol {
            Symbol::Type(name)
            | Symbol::Field { owner: name, .. }
            | Symbol::EnumValue { owner: name, .. } => self.blocks_called(schema, Namespace::Types, name),
            Symbol::Datasource(_) | Symbol::DatabaseSchema(_) => in_config(syntax::Keyword::Datasource),
            Symbol::Generator(_) => in_config(syntax::Keyword::Generator),
            Symbol::Relation { .. } | Symbol::Variable(_) => Vec::new(),
        }
    }

    pub(super) fn blocks_called(&self, schema: SchemaId, namespace: Namespace, name: &str) -> Vec<Block> {
        let Some(first) = self.layout.blocks(schema).next() else { return Vec::new() };
        self.db.declarations(first.schema(&self.db), namespace, name).blocks(&self.db).clone()
    }

    fn occurrences(
        &self,
        file: FileId,
        start: usize,
        block: Block,
        is_meant: impl Fn(&Symbol) -> bool,
    ) -> impl Iterator<Item = Occurrence> {
        let start = size(start);
        let names = names_in(&self.db, block).into_iter().filter(move |name| is_meant(&name.symbol));
        names.map(move |name| Occurrence {
            file,
            range: name.range + start,
            symbol: name.symbol,
            role: name.role,
        })
    }

    /// The blocks of a file, each with the byte at which its text begins.
    pub(super) fn blocks_of(&self, file: FileId) -> impl Iterator<Item = (usize, Block)> {
        let runs = self.layout.files.get(&file).into_iter().flat_map(|layout| layout.runs_with_offsets());
        runs.flat_map(|(offset, run)| {
            blocks_with_offsets(run).map(move |(start, block)| (offset + start, block))
        })
    }

    /// The block that a byte of a file is in or right behind, and where it begins.
    pub(super) fn block_at(&self, file: FileId, offset: TextSize) -> Option<(usize, Block)> {
        self.blocks_of(file).take_while(|(start, _)| size(*start) <= offset).last()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, Workspace};

    /// Every name of a schema with what it means, a line for each.
    fn names(schema: &str) -> String {
        let mut workspace = Workspace::new();
        let id = workspace.add_schema(Dialect::Prisma7);
        let file = workspace.add_file(id, schema);
        let snapshot = workspace.snapshot();
        let line = |name: Occurrence| {
            let line = schema[..usize::from(name.range.start())].matches('\n').count() + 1;
            let mark = if name.role == Role::Declaration { " declared" } else { "" };
            format!("{line}: {} = {:?}{mark}\n", &schema[name.range], name.symbol)
        };
        snapshot.names(file).into_iter().map(line).collect()
    }

    #[test]
    fn names_mean_what_they_say() {
        let schema = r#"
datasource db {
  provider = "postgresql"
  url      = env("URL")
  schemas  = ["a", "b"]
}
model User {
  id    Int    @id @db.Integer
  role  Role   @default(ADMIN)
  roles Role[] @default([ADMIN, MISSING])
  posts Post[] @relation("Written")
  @@index([id(sort: Desc), role])
  @@schema("a")
}
model Post {
  id     Int  @id @other.Text
  userId Int
  user   User @relation(name: "Written", fields: [userId], references: [id])
  @@unique(fields: [userId, nothing], where: { id: 1 })
}
enum Role {
  ADMIN
  @@schema("b")
}
"#;
        insta::assert_snapshot!(names(schema), @r#"
        2: db = Datasource("db") declared
        4: URL = Variable("URL")
        5: a = DatabaseSchema("a") declared
        5: b = DatabaseSchema("b") declared
        7: User = Type("User") declared
        8: id = Field { owner: "User", name: "id" } declared
        8: db = Datasource("db")
        9: role = Field { owner: "User", name: "role" } declared
        9: Role = Type("Role")
        9: ADMIN = EnumValue { owner: "Role", name: "ADMIN" }
        10: roles = Field { owner: "User", name: "roles" } declared
        10: Role = Type("Role")
        10: ADMIN = EnumValue { owner: "Role", name: "ADMIN" }
        11: posts = Field { owner: "User", name: "posts" } declared
        11: Post = Type("Post")
        11: Written = Relation { name: "Written", between: ("Post", "User") }
        12: id = Field { owner: "User", name: "id" }
        12: role = Field { owner: "User", name: "role" }
        13: a = DatabaseSchema("a")
        15: Post = Type("Post") declared
        16: id = Field { owner: "Post", name: "id" } declared
        17: userId = Field { owner: "Post", name: "userId" } declared
        18: user = Field { owner: "Post", name: "user" } declared
        18: User = Type("User")
        18: Written = Relation { name: "Written", between: ("Post", "User") }
        18: userId = Field { owner: "Post", name: "userId" }
        18: id = Field { owner: "User", name: "id" }
        19: userId = Field { owner: "Post", name: "userId" }
        19: nothing = Field { owner: "Post", name: "nothing" }
        19: id = Field { owner: "Post", name: "id" }
        21: Role = Type("Role") declared
        22: ADMIN = EnumValue { owner: "Role", name: "ADMIN" } declared
        23: b = DatabaseSchema("b")
        "#);
    }

    #[test]
    fn paths_lead_through_composite_types() {
        let schema = "type Street {\n  name String\n}\ntype Address {\n  street Street\n}\nmodel A {\n  id Int @id\n  address Address\n  \
                      @@index([address.street.name(sort: Asc), address.missing, id.name])\n}\n";
        insta::assert_snapshot!(names(schema), @r#"
        1: Street = Type("Street") declared
        2: name = Field { owner: "Street", name: "name" } declared
        4: Address = Type("Address") declared
        5: street = Field { owner: "Address", name: "street" } declared
        5: Street = Type("Street")
        7: A = Type("A") declared
        8: id = Field { owner: "A", name: "id" } declared
        9: address = Field { owner: "A", name: "address" } declared
        9: Address = Type("Address")
        10: address = Field { owner: "A", name: "address" }
        10: street = Field { owner: "Address", name: "street" }
        10: name = Field { owner: "Street", name: "name" }
        10: address = Field { owner: "A", name: "address" }
        10: missing = Field { owner: "Address", name: "missing" }
        10: id = Field { owner: "A", name: "id" }
        "#);
    }

    #[test]
    fn the_other_side_and_the_declaration_are_found_over_files() {
        let mut workspace = Workspace::new();
        let schema = workspace.add_schema(Dialect::Prisma7);
        let text = "model A {\n  id Int @id\n  bs B[]\n}\n";
        let a = workspace.add_file(schema, text);
        let b = workspace.add_file(
            schema,
            "model B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n}\n",
        );
        let snapshot = workspace.snapshot();
        let other = snapshot.other_side(schema, "A", "bs").expect("the other side");
        assert_eq!(other, Symbol::Field { owner: "B".into(), name: "a".into() });
        let places = snapshot.declarations(schema, &other);
        assert_eq!(places.iter().map(|place| place.file).collect::<Vec<_>>(), [b]);
        let id = Symbol::Field { owner: "A".into(), name: "id".into() };
        assert_eq!(snapshot.references(schema, &id).len(), 2);
        let at = |needle: &str| u32::try_from(text.find(needle).expect("it is there")).expect("small").into();
        assert_eq!(snapshot.name_at(a, at("d Int")).map(|name| name.symbol), Some(id.clone()));
        assert_eq!(snapshot.name_at(a, at(" Int")).map(|name| name.symbol), Some(id), "right behind it");
        assert_eq!(snapshot.name_at(a, at("Int")), None, "scalar types are nobody's");
        assert_eq!(snapshot.name_at(a, at("model")), None);
        assert_eq!(snapshot.name_at(a, 10_000.into()), None);
    }
}
