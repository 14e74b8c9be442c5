//! Lenses above what a schema declares: where it is used, and the other side of a relation.

use analyzer::{Declared, FileId, Occurrence, OutlineKind, Role, Snapshot, Symbol, TextRange, TextSize};

/// What a lens is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LensKind {
    /// Where a model, view, composite type or enum is used.
    References,
    /// The other side of a relation.
    OtherSide,
}

/// A lens, without its title: that is found out when it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeLens {
    /// The name that it is about, in bytes of the file.
    pub range: TextRange,
    /// What it is about.
    pub kind: LensKind,
}

/// What a lens says, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lens {
    /// The places where a type is used.
    References(Vec<Occurrence>),
    /// The field on the other side, as `Model.field`, and where it is declared.
    OtherSide(String, Declared),
}

/// The lenses of a file, in the order of the text.
pub fn code_lenses(snapshot: &Snapshot, file: FileId) -> Vec<CodeLens> {
    let mut lenses = Vec::new();
    for block in snapshot.outline(file) {
        let is_type = matches!(
            block.kind,
            OutlineKind::Model | OutlineKind::View | OutlineKind::CompositeType | OutlineKind::Enum
        );
        if !is_type {
            continue;
        }
        lenses.push(CodeLens { range: block.name_range, kind: LensKind::References });
        let relations = snapshot.schema(file).and_then(|schema| snapshot.describe_type(schema, &block.name));
        let relations = relations.map(|facts| facts.relations).unwrap_or_default();
        for field in
            block.children.iter().filter(|field| relations.iter().any(|(name, ..)| *name == field.name))
        {
            lenses.push(CodeLens { range: field.name_range, kind: LensKind::OtherSide });
        }
    }
    lenses
}

/// The name of the datasource that is in a file, in bytes: there stands what can be done with the connection to the database.
pub fn connection_lens(snapshot: &Snapshot, file: FileId) -> Option<TextRange> {
    // Asked for after every edit: only the configuration is looked at.
    let datasource = Symbol::Datasource(snapshot.datasource_name(file)?);
    let places = snapshot.declarations(snapshot.schema(file)?, &datasource).into_iter();
    places.filter(|place| place.file == file).map(|place| place.name).next()
}

/// What the lens at a name says.
pub fn resolve_lens(snapshot: &Snapshot, file: FileId, offset: TextSize, kind: LensKind) -> Option<Lens> {
    let name = snapshot.name_at(file, offset)?;
    let schema = snapshot.schema(file)?;
    match (kind, &name.symbol) {
        (LensKind::References, symbol) => {
            let mut found = snapshot.references(schema, symbol);
            found.retain(|one| one.role == Role::Use);
            Some(Lens::References(found))
        }
        (LensKind::OtherSide, Symbol::Field { owner, name }) => {
            let other = snapshot.other_side(schema, owner, name)?;
            let Symbol::Field { owner, name } = &other else { return None };
            let place = snapshot.declarations(schema, &other).into_iter().next()?;
            Some(Lens::OtherSide(format!("{owner}.{name}"), place))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schema;

    #[test]
    fn the_connection_has_its_lens_at_the_datasource() {
        let text = "model A {\n  id Int @id\n}\n\ndatasource db {\n  provider = \"sqlite\"\n}\n";
        let (snapshot, files) = crate::testing::workspace(&[&[text, "model B {\n  id Int @id\n}\n"]]);
        assert_eq!(connection_lens(&snapshot, files[0]).map(|range| &text[range]), Some("db"));
        assert_eq!(connection_lens(&snapshot, files[1]), None, "it is in the other file");
    }

    #[test]
    fn types_and_relations_have_lenses() {
        let text = "model A {\n  id Int @id\n  bs B[]\n  e E\n}\nmodel B {\n  id Int @id\n  aId Int\n  a A @relation(fields: [aId], references: [id])\n}\nenum E {\n  x\n}\n";
        let (snapshot, file) = schema(text);
        let say = |lens: CodeLens| {
            let said = match resolve_lens(&snapshot, file, lens.range.start(), lens.kind) {
                Some(Lens::References(places)) => format!("{} references", places.len()),
                Some(Lens::OtherSide(name, place)) => format!("↔ {name} at {:?}", &text[place.name]),
                None => "nothing".to_owned(),
            };
            format!("{}: {said}", &text[lens.range])
        };
        let said: Vec<_> = code_lenses(&snapshot, file).into_iter().map(say).collect();
        let expected = [
            "A: 1 references",
            "bs: ↔ B.a at \"a\"",
            "B: 1 references",
            "a: ↔ A.bs at \"bs\"",
            "E: 1 references",
        ];
        assert_eq!(said, expected);
    }
}
