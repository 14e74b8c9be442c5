use super::assemble::Answers;
use super::rows::*;
use crate::catalog::{Action, Catalog, Product, Server};
use crate::pull::{Options, Target, pull};
use crate::testing::pulled_again;

fn server() -> Server {
    Server { product: Product::CockroachDb, version: "25.1.0".to_owned(), database: "shop".to_owned() }
}

fn relation(id: i64, name: &str) -> Relation {
    Relation {
        id,
        schema: "public".to_owned(),
        name: name.to_owned(),
        kind: "r".to_owned(),
        ..Relation::default()
    }
}

fn column(relation: i64, number: i64, name: &str, type_name: &str, full_type: &str) -> ColumnRow {
    ColumnRow {
        relation,
        number,
        name: name.to_owned(),
        type_schema: Some("pg_catalog".to_owned()),
        type_name: type_name.to_owned(),
        full_type: full_type.to_owned(),
        ..ColumnRow::default()
    }
}

fn index(relation: i64, name: &str, method: &str) -> IndexRow {
    IndexRow { relation, name: name.to_owned(), method: Some(method.to_owned()), ..IndexRow::default() }
}

fn part(relation: i64, index: &str, name: &str) -> IndexColumnRow {
    let (index, name, direction) = (index.to_owned(), name.to_owned(), "ASC".to_owned());
    IndexColumnRow { relation, index, name, direction, ..IndexColumnRow::default() }
}

fn read(answers: Answers) -> Catalog {
    answers.catalog(server(), vec!["public".to_owned()])
}

#[test]
fn hidden_columns_and_keys_are_nobodys_business() {
    let catalog = read(Answers {
        relations: vec![relation(104, "plain")],
        columns: vec![
            column(104, 1, "a", "text", "STRING"),
            ColumnRow {
                hidden: true,
                default: Some("unique_rowid()".to_owned()),
                ..column(104, 2, "rowid", "int8", "INT8")
            },
        ],
        indexes: vec![IndexRow { is_primary: true, is_unique: true, ..index(104, "plain_pkey", "prefix") }],
        index_columns: vec![
            part(104, "plain_pkey", "rowid"),
            IndexColumnRow { storing: true, ..part(104, "plain_pkey", "a") },
        ],
        ..Answers::default()
    });
    let table = &catalog.tables[0];
    assert_eq!((table.columns.len(), table.primary_key.is_none()), (1, true));
}

#[test]
fn keys_shards_and_expressions() {
    let hidden = |number, name: &str, generation: &str| ColumnRow {
        hidden: true,
        generation: Some(generation.to_owned()),
        generated: "v".to_owned(),
        ..column(104, number, name, "int8", "INT8")
    };
    let catalog = read(Answers {
        relations: vec![relation(104, "t")],
        columns: vec![
            column(104, 1, "id", "int8", "INT8"),
            column(104, 2, "name", "varchar", "VARCHAR(20)"),
            column(104, 3, "j", "jsonb", "JSONB"),
            hidden(4, "crdb_internal_id_shard_16", "mod(fnv32(id), 16)"),
            hidden(5, "crdb_internal_idx_expr", "lower(name)"),
        ],
        indexes: vec![
            IndexRow { is_primary: true, is_unique: true, ..index(104, "t_pkey", "prefix") },
            index(104, "by_name", "prefix"),
            index(104, "by_words", "prefix"),
            index(104, "things", "inverted"),
        ],
        index_columns: vec![
            part(104, "t_pkey", "crdb_internal_id_shard_16"),
            part(104, "t_pkey", "id"),
            IndexColumnRow { direction: "DESC".to_owned(), ..part(104, "by_name", "name") },
            IndexColumnRow { storing: true, ..part(104, "by_name", "j") },
            IndexColumnRow { implicit: true, ..part(104, "by_name", "id") },
            part(104, "by_words", "crdb_internal_idx_expr"),
            part(104, "things", "j"),
        ],
        constraints: vec![
            ConstraintRow {
                relation: 104,
                name: "check_crdb_internal_id_shard_16".to_owned(),
                kind: "c".to_owned(),
                ..ConstraintRow::default()
            },
            ConstraintRow {
                relation: 104,
                name: "positive".to_owned(),
                kind: "c".to_owned(),
                definition: Some("CHECK ((id > 0))".to_owned()),
                ..ConstraintRow::default()
            },
        ],
        ..Answers::default()
    });
    let table = &catalog.tables[0];
    assert_eq!(table.columns.len(), 3);
    assert_eq!(table.columns[1].column_type.arguments, [20]);
    let key = table.primary_key.as_ref().unwrap();
    assert_eq!((key.columns.len(), key.columns[0].name.as_deref()), (1, Some("id")));
    let [by_name, by_words, things] = &table.indexes[..] else { panic!("{:?}", table.indexes) };
    assert!(by_name.columns.len() == 1 && by_name.columns[0].descending && by_name.included == ["j"]);
    assert_eq!(by_words.columns[0].expression.as_deref(), Some("lower(name)"));
    assert_eq!((by_name.method.as_str(), things.method.as_str()), ("btree", "gin"));
    let checks: Vec<_> =
        table.checks.iter().map(|check| (check.name.as_str(), check.condition.as_str())).collect();
    assert_eq!(checks, [("positive", "(id > 0)")]);
}

#[test]
fn foreign_keys_may_lead_to_other_schemas() {
    let catalog = read(Answers {
        relations: vec![relation(104, "t")],
        columns: vec![column(104, 1, "id", "int8", "INT8"), column(104, 2, "other", "int8", "INT8")],
        constraints: vec![ConstraintRow {
            relation: 104,
            name: "away".to_owned(),
            kind: "f".to_owned(),
            columns: vec![2],
            other_relation: Some(200),
            other_columns: vec![7],
            other_schema: Some("sales".to_owned()),
            other_name: Some("users".to_owned()),
            on_delete: "c".to_owned(),
            on_update: "a".to_owned(),
            ..ConstraintRow::default()
        }],
        referenced: vec![Referenced { relation: 200, number: 7, name: "key".to_owned() }],
        ..Answers::default()
    });
    let key = &catalog.tables[0].foreign_keys[0];
    assert_eq!(
        (key.columns.as_slice(), key.referenced_columns.as_slice()),
        (&["other".to_owned()][..], &["key".to_owned()][..])
    );
    assert_eq!((key.referenced_schema.as_deref(), key.referenced_table.as_str()), (Some("sales"), "users"));
    assert_eq!((key.on_delete, key.on_update), (Action::Cascade, Action::NoAction));
}

#[test]
fn enums_are_those_of_the_schemas_and_of_columns() {
    let value = |schema: &str, name: &str, value: &str| EnumValue {
        schema: schema.to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let catalog = read(Answers {
        relations: vec![relation(104, "t")],
        columns: vec![ColumnRow {
            type_schema: Some("shared".to_owned()),
            ..column(104, 1, "colors", "_color", "shared.color[]")
        }],
        enums: vec![
            value("public", "size", "s"),
            value("public", "size", "m"),
            value("shared", "color", "red"),
            value("shared", "unused", "x"),
        ],
        ..Answers::default()
    });
    let names: Vec<_> = catalog.enums.iter().map(|one| (one.name.as_str(), one.values.len())).collect();
    assert_eq!(names, [("size", 2), ("color", 1)]);
    let ty = &catalog.tables[0].columns[0].column_type;
    assert!(ty.list && ty.enumeration == Some(("shared".to_owned(), "color".to_owned())));
}

#[test]
fn a_catalog_becomes_a_schema() {
    let with_default = |row: ColumnRow, text: &str| ColumnRow { default: Some(text.to_owned()), ..row };
    let catalog = read(Answers {
        relations: vec![relation(104, "things")],
        columns: vec![
            with_default(column(104, 1, "id", "int8", "INT8"), "unique_rowid()"),
            ColumnRow { identity: true, ..column(104, 2, "n", "int4", "INT4") },
            with_default(column(104, 3, "name", "text", "STRING(20)"), "'x':::STRING"),
            with_default(column(104, 4, "made", "timestamptz", "TIMESTAMPTZ"), "now():::TIMESTAMPTZ"),
            ColumnRow { nullable: true, ..column(104, 5, "j", "jsonb", "JSONB") },
            ColumnRow { nullable: true, ..column(104, 6, "tags", "_text", "STRING[]") },
        ],
        indexes: vec![
            IndexRow { is_primary: true, is_unique: true, ..index(104, "things_pkey", "prefix") },
            index(104, "things_j_idx", "inverted"),
        ],
        index_columns: vec![part(104, "things_pkey", "id"), part(104, "things_j_idx", "j")],
        ..Answers::default()
    });
    let target = Target::New { provider: providers::Provider::CockroachDb, schemas: &[], previews: &[] };
    let pulled = pull(&catalog, &target, &Options::new(&catalog, false, &[]));
    assert_eq!(pulled_again(&catalog, &pulled.files[0].text), None);
    insta::assert_snapshot!(pulled.files[0].text, @r#"
datasource db {
  provider = "cockroachdb"
}

model things {
  id   BigInt   @id @default(autoincrement())
  n    Int      @default(sequence())
  name String   @default("x") @db.String(20)
  made DateTime @default(now()) @db.Timestamptz(6)
  j    Json?
  tags String[]

  @@index([j], type: Gin)
}
"#);
}
