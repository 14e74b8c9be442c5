//! Hand-written rows, as a server would give them, and what becomes of them. No server was asked for these.

use super::assemble::Answers;
use super::config;
use super::rows::*;
use crate::catalog::{Action, Catalog, MAX, Product, Server};
use crate::error::ErrorKind;
use crate::pull::{Options, Target, pull};
use crate::testing::pulled_again;
use crate::url::Address;

fn column(relation: i64, name: &str, type_name: &str, max_length: i32) -> ColumnRow {
    let (name, type_name) = (name.to_owned(), type_name.to_owned());
    ColumnRow { relation, name, type_name, max_length, ..ColumnRow::default() }
}

fn with_default(row: ColumnRow, name: &str, text: &str) -> ColumnRow {
    ColumnRow { default_name: Some(name.to_owned()), default: Some(text.to_owned()), ..row }
}

fn relation(id: i64, name: &str, kind: &str) -> Relation {
    let (schema, name, kind) = ("dbo".to_owned(), name.to_owned(), kind.to_owned());
    Relation { id, schema, name, kind, ..Relation::default() }
}

fn index(relation: i64, name: &str, column: &str, method: i32) -> IndexRow {
    let (name, column) = (name.to_owned(), column.to_owned());
    IndexRow { relation, name, column, method, method_name: "XML".to_owned(), ..IndexRow::default() }
}

fn key(name: &str, columns: (&str, &str)) -> KeyRow {
    KeyRow {
        relation: 2,
        name: name.to_owned(),
        other_schema: "dbo".to_owned(),
        other_table: "users".to_owned(),
        on_delete: "SET_NULL".to_owned(),
        on_update: "NO_ACTION".to_owned(),
        column: columns.0.to_owned(),
        other_column: columns.1.to_owned(),
    }
}

/// A shop of two tables and a view.
fn shop() -> Catalog {
    let columns = vec![
        ColumnRow { identity: true, ..column(1, "id", "int", 4) },
        with_default(column(1, "email", "nvarchar", 400), "users_email_df", "(N'nobody')"),
        ColumnRow { alias: Some("Name".to_owned()), nullable: true, ..column(1, "name", "nvarchar", -1) },
        with_default(
            ColumnRow { scale: 7, ..column(1, "made", "datetime2", 8) },
            "DF__users__made",
            "(getdate())",
        ),
        ColumnRow {
            computed: Some("([id]*(2))".to_owned()),
            persisted: true,
            nullable: true,
            ..column(1, "twice", "int", 4)
        },
        with_default(column(2, "token", "uniqueidentifier", 16), "orders_token_df", "(newid())"),
        ColumnRow { nullable: true, ..column(2, "user_id", "int", 4) },
        with_default(
            ColumnRow { precision: 10, scale: 2, ..column(2, "total", "decimal", 9) },
            "orders_total_df",
            "((0))",
        ),
        ColumnRow { nullable: true, ..column(2, "place", "geography", -1) },
        column(3, "id", "int", 4),
    ];
    let indexes = vec![
        IndexRow { is_primary: true, is_unique: true, ..index(1, "PK_users", "id", 2) },
        IndexRow { is_unique: true, is_constraint: true, ..index(1, "users_email_key", "email", 1) },
        IndexRow { is_primary: true, is_unique: true, ..index(2, "orders_pkey", "token", 1) },
        IndexRow { descending: true, ..index(2, "by_total", "total", 2) },
        IndexRow { included: true, ..index(2, "by_total", "user_id", 2) },
        IndexRow { predicate: Some("([total]>(0))".to_owned()), ..index(2, "paid", "user_id", 2) },
        index(2, "words", "place", 4),
    ];
    let answers = Answers {
        relations: vec![relation(1, "users", "U"), relation(2, "orders", "U"), relation(3, "everybody", "V")],
        columns,
        indexes,
        foreign_keys: vec![key("orders_user_id_fkey", ("user_id", "id"))],
        checks: vec![CheckRow {
            relation: 2,
            name: "positive".to_owned(),
            condition: "([total]>=(0))".to_owned(),
        }],
    };
    let server = Server {
        product: Product::SqlServer,
        version: "16.0.4135.4".to_owned(),
        database: "shop".to_owned(),
    };
    answers.catalog(server, vec!["dbo".to_owned()])
}

#[test]
fn rows_become_a_catalog() {
    let catalog = shop();
    let [orders, users] = &catalog.tables[..] else { panic!("{:?}", catalog.tables) };
    let types: Vec<_> = users.columns.iter().map(|column| column.column_type.full.as_str()).collect();
    assert_eq!(types, ["int", "nvarchar(200)", "nvarchar(max)", "datetime2(7)", "int"]);
    assert_eq!(users.columns[2].column_type.arguments, [MAX]);
    assert_eq!(users.columns[2].column_type.domain.as_deref(), Some("Name"));
    assert!(
        users.columns[0].auto_increment
            && users.columns[4].generated.as_ref().is_some_and(|made| made.stored)
    );
    assert_eq!(users.primary_key.as_ref().and_then(|key| key.clustered), Some(false));
    assert!(users.indexes[0].clustered == Some(true) && users.indexes[0].constraint);
    let [by_total, paid, words] = &orders.indexes[..] else { panic!("{:?}", orders.indexes) };
    assert!(
        by_total.columns.len() == 1 && by_total.columns[0].descending && by_total.included == ["user_id"]
    );
    assert_eq!(paid.predicate.as_deref(), Some("([total]>(0))"));
    assert_eq!((words.method.as_str(), words.clustered), ("xml", None));
    let foreign = &orders.foreign_keys[0];
    assert_eq!((foreign.on_delete, foreign.on_update), (Action::SetNull, Action::NoAction));
    assert_eq!((orders.checks.len(), catalog.views.len()), (1, 1));
}

#[test]
fn columns_of_one_foreign_key_stay_together() {
    let mut answers = Answers { relations: vec![relation(2, "t", "U")], ..Answers::default() };
    answers.foreign_keys = vec![key("one", ("a", "x")), key("one", ("b", "y")), key("two", ("a", "x"))];
    let server = Server { product: Product::SqlServer, version: String::new(), database: String::new() };
    let catalog = answers.catalog(server, Vec::new());
    let keys: Vec<_> = catalog.tables[0].foreign_keys.iter().map(|key| key.columns.len()).collect();
    assert_eq!(keys, [2, 1]);
}

#[test]
fn a_catalog_becomes_a_schema() {
    let catalog = shop();
    let target = Target::New { provider: providers::Provider::SqlServer, schemas: &[], previews: &[] };
    let pulled = pull(&catalog, &target, &Options::new(&catalog, false, &[]));
    assert_eq!(pulled_again(&catalog, &pulled.files[0].text), None);
    insta::assert_snapshot!(pulled.files[0].text, @r#"
datasource db {
  provider = "sqlserver"
}

/// The table has check constraints, which a schema cannot say.
model orders {
  token   String                    @id @default(dbgenerated("newid()")) @db.UniqueIdentifier
  user_id Int?
  total   Decimal                   @default(0) @db.Decimal(10, 2)
  place   Unsupported("geography")?
  users   users?                    @relation(fields: [user_id], references: [id], onUpdate: NoAction)

  @@index([total(sort: Desc)], map: "by_total")
}

model users {
  id     Int      @id(map: "PK_users", clustered: false) @default(autoincrement())
  email  String   @unique(clustered: true) @default("nobody") @db.NVarChar(200)
  name   String?  @db.NVarChar(Max)
  made   DateTime @default(now(), map: "DF__users__made")
  twice  Int?
  orders orders[]
}
"#);
}

#[test]
fn what_cannot_be_reached_is_said() {
    let refused = |url: &str| {
        let address = Address::parse(url, std::path::Path::new("")).unwrap();
        config(&address).err().map(|error| error.kind)
    };
    assert_eq!(refused("sqlserver://h;database=shop;user=sa;password=x"), None);
    assert_eq!(refused("sqlserver://h;database=shop;integratedSecurity=true"), Some(ErrorKind::Unsupported));
    assert_eq!(
        refused(r"sqlserver://h\named;database=shop;user=sa;password=x"),
        Some(ErrorKind::Unsupported)
    );
    assert_eq!(
        refused("sqlserver://h;user=sa;password=x;trustServerCertificateCA=/nowhere.pem"),
        Some(ErrorKind::BadAddress)
    );
}
