//! Where a name is declared, what its type is, and the other side of a relation.

use analyzer::{Declared, FileId, Occurrence, Snapshot, Symbol, TextRange, TextSize};

/// Where a name leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The name, in bytes of the file.
    pub origin: TextRange,
    /// The places, in the order of the text.
    pub places: Vec<Declared>,
    /// The variable of the environment that the name is, which is set outside of schemas.
    pub variable: Option<String>,
}

/// Where the name at a place is declared. The name of a relation leads to both of its sides.
pub fn definition(snapshot: &Snapshot, file: FileId, offset: TextSize) -> Option<Destination> {
    let name = snapshot.name_at(file, offset)?;
    let schema = snapshot.schema(file)?;
    match &name.symbol {
        Symbol::Variable(variable) => {
            Some(Destination { origin: name.range, places: Vec::new(), variable: Some(variable.clone()) })
        }
        Symbol::Relation { .. } => {
            let sides = snapshot.references(schema, &name.symbol).into_iter();
            let places = sides.map(|side| Declared { file: side.file, name: side.range, whole: side.range });
            destination(&name, places.collect())
        }
        symbol => destination(&name, snapshot.declarations(schema, symbol)),
    }
}

/// The declaration of what the name at a place is of: the type of a field, the enum of a value, the type itself.
pub fn type_definition(snapshot: &Snapshot, file: FileId, offset: TextSize) -> Option<Destination> {
    let name = snapshot.name_at(file, offset)?;
    let schema = snapshot.schema(file)?;
    let ty = match &name.symbol {
        Symbol::Type(_) => name.symbol.clone(),
        Symbol::EnumValue { owner, .. } => Symbol::Type(owner.clone()),
        Symbol::Field { .. } => type_of_field(snapshot, schema, &name.symbol)?,
        _ => return None,
    };
    destination(&name, snapshot.declarations(schema, &ty))
}

/// The field on the other side of the relation at a place: from a relation field, its type, or anything in its `@relation`
/// but the fields that it names.
pub fn other_side(snapshot: &Snapshot, file: FileId, offset: TextSize) -> Option<Destination> {
    let schema = snapshot.schema(file)?;
    let (origin, field) = relation_field_at(snapshot, file, offset)?;
    let Symbol::Field { owner, name } = &field else { return None };
    let other = snapshot.other_side(schema, owner, name)?;
    let places = snapshot.declarations(schema, &other);
    (!places.is_empty()).then_some(Destination { origin, places, variable: None })
}

/// The relation field that a place is about, and the name there.
fn relation_field_at(snapshot: &Snapshot, file: FileId, offset: TextSize) -> Option<(TextRange, Symbol)> {
    let name = snapshot.name_at(file, offset);
    if let Some(Occurrence { symbol: symbol @ Symbol::Field { .. }, range, .. }) = &name {
        return Some((*range, symbol.clone()));
    }
    let (field, range) = snapshot.field_around(file, offset)?;
    let origin = name.map_or(range, |name| name.range);
    Some((origin, field))
}

fn type_of_field(snapshot: &Snapshot, schema: analyzer::SchemaId, field: &Symbol) -> Option<Symbol> {
    let place = snapshot.declarations(schema, field).into_iter().next()?;
    let in_field = snapshot.names_within(place.file, place.whole);
    in_field.into_iter().map(|name| name.symbol).find(|symbol| matches!(symbol, Symbol::Type(_)))
}

fn destination(name: &Occurrence, places: Vec<Declared>) -> Option<Destination> {
    (!places.is_empty()).then_some(Destination { origin: name.range, places, variable: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::with_cursors;

    const SCHEMA: &str = r#"datasource db {
  provider = "postgresql"
  url      = env("URL")
  schemas  = ["one"]
}
/// Who writes
model User {
  id    Int    @id @db.Integer
  role  Role   @default(ADMIN)
  posts Post[] @relation("Written")
  @@index([id, role(sort: Desc)])
  @@schema("one")
}
view Shown {
  id   Int  @unique
  user User? @relation(fields: [id], references: [id])
}
model Post {
  id       Int  @id
  authorId Int
  author   User @relation("Written", fields: [authorId], references: [id])
}
enum Role {
  ADMIN // the first
}
"#;

    type Question = fn(&Snapshot, FileId, TextSize) -> Option<Destination>;

    /// What a question says about the place in a schema that a piece of text, with a cursor in it, stands for.
    fn ask(question: Question, at: &str) -> String {
        let plain = at.replace("<|>", "");
        assert_eq!(SCHEMA.matches(&plain).count(), 1, "{plain:?} is not there once");
        let (snapshot, file, cursors) = with_cursors(&SCHEMA.replace(&plain, at));
        let Some(found) = question(&snapshot, file, cursors[0]) else { return "nothing".to_owned() };
        let line = |offset: TextSize| SCHEMA[..usize::from(offset)].matches('\n').count() + 1;
        let place = |place: &Declared| {
            let whole = SCHEMA[place.whole].lines().next().unwrap_or_default();
            format!("{}: {} in {whole}", line(place.name.start()), &SCHEMA[place.name])
        };
        let places: Vec<_> = found.places.iter().map(place).collect();
        let variable = found.variable.map(|name| format!("variable {name}"));
        format!(
            "{} -> {}",
            &SCHEMA[found.origin],
            places.into_iter().chain(variable).collect::<Vec<_>>().join(", ")
        )
    }

    #[test]
    fn every_name_leads_to_its_declaration() {
        for (at, expected) in [
            ("author   Us<|>er", "User -> 7: User in model User {"),
            ("author   User<|>", "User -> 7: User in model User {"),
            ("role  Ro<|>le ", "Role -> 23: Role in enum Role {"),
            ("default(<|>ADMIN", "ADMIN -> 24: ADMIN in ADMIN"),
            ("fields: [author<|>Id]", "authorId -> 20: authorId in authorId Int"),
            ("[authorId], references: [i<|>d]", "id -> 8: id in id    Int    @id @db.Integer"),
            ("index([<|>id", "id -> 8: id in id    Int    @id @db.Integer"),
            ("ro<|>le(sort", "role -> 9: role in role  Role   @default(ADMIN)"),
            ("@schema(\"o<|>ne", "one -> 4: one in one"),
            ("@<|>db.Int", "db -> 1: db in datasource db {"),
            ("env(\"U<|>RL", "URL -> variable URL"),
            ("relation(\"Wr<|>itten\", f", "Written -> 10: Written in Written, 21: Written in Written"),
            (
                "<|>author   ",
                "author -> 21: author in author   User @relation(\"Written\", fields: [authorId], references: [id])",
            ),
        ] {
            assert_eq!(ask(definition, at), expected, "{at}");
        }
    }

    #[test]
    fn what_is_no_name_leads_nowhere() {
        for at in [
            "mod<|>el Post",
            "provi<|>der",
            "@def<|>ault",
            "so<|>rt",
            "/// W<|>ho",
            "// the f<|>irst",
            "In<|>teger",
        ] {
            assert_eq!(ask(definition, at), "nothing", "{at}");
        }
    }

    #[test]
    fn types_are_found_from_fields_and_values() {
        assert_eq!(ask(type_definition, "<|>author   "), "author -> 7: User in model User {");
        assert_eq!(ask(type_definition, "default(A<|>DMIN"), "ADMIN -> 23: Role in enum Role {");
        assert_eq!(ask(type_definition, "<|>authorId Int"), "nothing");
    }

    #[test]
    fn the_other_side_is_found_from_anywhere_in_the_field() {
        let posts = "10: posts in posts Post[] @relation(\"Written\")";
        for (at, origin) in [
            ("auth<|>or   ", "author"),
            ("author   U<|>ser", "User"),
            ("relation(\"<|>Written\", f", "Written"),
            (
                "Written\", fie<|>lds",
                "author   User @relation(\"Written\", fields: [authorId], references: [id])",
            ),
        ] {
            assert_eq!(ask(other_side, at), format!("{origin} -> {posts}"), "{at}");
        }
        assert_eq!(
            ask(other_side, "po<|>sts"),
            "posts -> 21: author in author   User @relation(\"Written\", fields: [authorId], references: [id])"
        );
        assert_eq!(ask(other_side, "us<|>er "), "nothing", "it has none");
        assert_eq!(ask(other_side, "<|>authorId Int"), "nothing");
    }
}
