//! Documents as they may lie in a database, and what becomes of them. No server was asked for these.

use mongodb::bson::{Bson, DateTime, Document, doc, oid::ObjectId};

use super::infer::{Composites, Shape, table};
use super::{collection_name, indexes};
use crate::catalog::{Catalog, Product, Server, Table};
use crate::pull::{Options, Target, pull};
use crate::testing::pulled_again;
use crate::url::Address;

fn read(name: &str, documents: &[Document]) -> (Table, Composites) {
    let mut shape = Shape::default();
    documents.iter().for_each(|document| shape.add(document));
    let mut composites = Composites::new(&[name.to_owned()]);
    (table(name, &shape, &mut composites), composites)
}

fn outline(table: &Table) -> Vec<String> {
    let columns = table.columns.iter().map(|column| {
        let ty = &column.column_type;
        let composite = ty.composite.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        let suffix = if ty.list {
            "[]"
        } else if column.nullable {
            "?"
        } else {
            ""
        };
        format!("{}: {}{composite}{suffix}", column.name, ty.name)
    });
    columns.collect()
}

#[test]
fn types_come_from_what_was_seen() {
    let (table, _) = read(
        "things",
        &[
            doc! { "name": "a", "_id": ObjectId::new(), "n": 1, "size": 1, "tags": ["x", Bson::Null], "odd": 1, "when": DateTime::now() },
            doc! { "_id": ObjectId::new(), "name": Bson::Null, "n": 2_i64, "size": 1.5, "tags": [], "odd": "x", "nothing": Bson::Null },
        ],
    );
    assert_eq!(
        outline(&table),
        [
            "_id: objectId",
            "name: string?",
            "n: long",
            "size: double",
            "tags: string[]",
            "odd: mixed",
            "when: date?",
            "nothing: mixed?"
        ]
    );
    assert!(table.columns[0].auto_increment);
    assert_eq!(table.columns[5].column_type.full, "int or string");
}

#[test]
fn lists_that_are_sometimes_none_are_mixed() {
    let (table, _) =
        read("t", &[doc! { "_id": 1, "a": [1], "b": [[1]] }, doc! { "_id": 2, "a": 1, "b": [] }]);
    assert_eq!(outline(&table), ["_id: int", "a: mixed", "b: array[]"]);
    assert!(!table.columns[0].auto_increment);
}

#[test]
fn a_collection_without_documents_has_ids() {
    let (table, composites) = read("t", &[]);
    assert_eq!(outline(&table), ["_id: objectId"]);
    assert!(composites.found.is_empty());
}

#[test]
fn nested_documents_have_types_of_their_own() {
    let (table, composites) = read(
        "shop-orders",
        &[
            doc! { "_id": 1, "address": { "city": "x", "geo": { "lat": 1.0 } }, "lines": [{ "n": 1 }, { "n": 2, "note": "x" }], "free": {} },
            doc! { "_id": 2, "address": { "city": "y" }, "lines": [] },
        ],
    );
    assert_eq!(
        outline(&table),
        ["_id: int", "address: object ShopOrdersAddress", "lines: object ShopOrdersLines[]", "free: object?"]
    );
    let names: Vec<&str> = composites.found.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["ShopOrdersAddressGeo", "ShopOrdersAddress", "ShopOrdersLines"]);
    let lines = &composites.found[2].columns;
    assert!(!lines[0].nullable && lines[1].nullable);
}

#[test]
fn names_of_types_are_taken_once() {
    let mut composites = Composites::new(&["aB".to_owned(), "AB".to_owned()]);
    let mut shape = Shape::default();
    shape.add(&doc! { "_id": 1, "b": { "x": 1 }, "B": { "x": 1 } });
    let table = table("a", &shape, &mut composites);
    assert_eq!(outline(&table), ["_id: int", "b: object AB2", "B: object AB3"]);
}

#[test]
fn indexes_are_read() {
    let listed = [
        doc! { "v": 2, "key": { "_id": 1 }, "name": "_id_" },
        doc! { "v": 2, "key": { "email": 1 }, "name": "email_1", "unique": true },
        doc! { "v": 2, "key": { "a": -1, "b": 1.0 }, "name": "a_-1_b_1", "partialFilterExpression": { "a": { "$gt": 1 } } },
        doc! { "v": 2, "key": { "_fts": "text", "_ftsx": 1 }, "name": "words", "weights": { "title": 1, "body": 1 } },
        doc! { "v": 2, "key": { "place": "2dsphere" }, "name": "place_2dsphere" },
    ];
    let found: Vec<_> = listed.iter().filter_map(indexes::read).collect();
    let [email, two, words, place] = &found[..] else { panic!("{found:?}") };
    assert!(email.unique && email.method == "btree");
    assert!(two.columns[0].descending && !two.columns[1].descending && two.predicate.is_some());
    assert_eq!((words.method.as_str(), words.columns.len()), ("fulltext", 2));
    assert_eq!(place.method, "2dsphere");
}

#[test]
fn only_collections_of_users_are_read() {
    let named = |name: &str, kind: &str| collection_name(&doc! { "name": name, "type": kind });
    assert_eq!(named("orders", "collection").as_deref(), Some("orders"));
    assert_eq!(named("system.views", "collection"), None);
    assert_eq!(named("everybody", "view"), None);
    assert_eq!(named("weather", "timeseries"), None);
}

#[test]
fn a_catalog_becomes_a_schema() {
    let (mut table, composites) = read(
        "users",
        &[
            doc! { "_id": ObjectId::new(), "email": "a", "age": 3, "address": { "city": "x", "_since": DateTime::now() }, "odd": 1 },
            doc! { "_id": ObjectId::new(), "email": "b", "address": { "city": "y", "_since": DateTime::now() }, "odd": "x" },
        ],
    );
    let unique = doc! { "v": 2, "key": { "email": 1 }, "name": "users_email_key", "unique": true };
    table.indexes.extend(indexes::read(&unique));
    let server =
        Server { product: Product::MongoDb, version: "8.0.4".to_owned(), database: "shop".to_owned() };
    let catalog = Catalog {
        server,
        schemas: Vec::new(),
        tables: vec![table],
        views: Vec::new(),
        enums: Vec::new(),
        extensions: Vec::new(),
        composites: composites.found,
    };
    let target = Target::New { provider: providers::Provider::MongoDb, schemas: &[], previews: &[] };
    let pulled = pull(&catalog, &target, &Options::new(&catalog, false, &[]));
    assert_eq!(pulled_again(&catalog, &pulled.files[0].text), None);
    insta::assert_snapshot!(pulled.files[0].text, @r#"
datasource db {
  provider = "mongodb"
}

type UsersAddress {
  city  String
  since DateTime @map("_since")
}

model users {
  id      String       @id @default(auto()) @map("_id") @db.ObjectId
  email   String       @unique
  age     Int?         @db.Int
  address UsersAddress
  odd     Json
}
"#);
    insta::assert_snapshot!(pulled.warnings.to_string(), @"
These fields are JSON, because documents hold values of several types there, or none at all:
  - users.odd: int or string
");
}

#[test]
fn the_url_goes_to_the_driver_as_it_stands_and_is_not_shown() {
    let url = "mongodb+srv://me:s3cret@a.example/shop?authSource=admin&replicaSet=rs";
    let address = Address::parse(url, std::path::Path::new("")).unwrap();
    assert_eq!(address.whole(), url);
    assert!(!format!("{address} {address:?}").contains("s3cret"));
}
