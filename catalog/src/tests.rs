//! What columns are in a schema: their types and defaults, as the servers print them.

mod featured;

use crate::*;

fn column(name: &str, arguments: &[u32], default: Option<&str>) -> Column {
    Column {
        name: "c".to_owned(),
        column_type: ColumnType {
            full: name.to_owned(),
            name: name.to_owned(),
            arguments: arguments.to_vec(),
            unsigned: false,
            list: false,
            enumeration: None,
            values: Vec::new(),
            domain: None,
            composite: None,
        },
        nullable: true,
        default: default.map(|text| ColumnDefault { text: text.to_owned(), expression: false, name: None }),
        auto_increment: false,
        generated: None,
        comment: None,
    }
}

fn catalog(product: Product) -> Catalog {
    Catalog {
        server: Server { product, version: String::new(), database: String::new() },
        schemas: vec!["public".to_owned()],
        tables: Vec::new(),
        views: Vec::new(),
        enums: Vec::new(),
        extensions: Vec::new(),
        composites: Vec::new(),
    }
}

/// The type of a column, and its native type unless that need not be written.
fn shown(product: Product, column: &Column) -> String {
    let ty = catalog(product).field_type("t", column);
    match &ty.holds {
        Holds::Scalar(scalar) => {
            let written = ty.native.filter(|native| !native.is_default_for(product.provider(), *scalar));
            let written = written.map(|native| format!(" @db.{}", native.written())).unwrap_or_default();
            format!("{}{}{written}", scalar.name(), if ty.list { "[]" } else { "" })
        }
        Holds::Enum(key) => format!("{key:?}"),
        Holds::Composite(name) => name.clone(),
        Holds::Unsupported(name) => format!("Unsupported({name})"),
    }
}

#[test]
fn types_of_postgresql() {
    for (name, arguments, expected) in [
        ("int4", &[][..], "Int"),
        ("int2", &[], "Int @db.SmallInt"),
        ("varchar", &[20], "String @db.VarChar(20)"),
        ("bpchar", &[1], "String @db.Char(1)"),
        ("bpchar", &[], "String @db.Char"),
        ("numeric", &[65, 30], "Decimal"),
        ("numeric", &[8, 3], "Decimal @db.Decimal(8, 3)"),
        ("timestamp", &[3], "DateTime"),
        ("timestamptz", &[], "DateTime @db.Timestamptz(6)"),
        ("interval", &[3], "Unsupported(interval)"),
    ] {
        assert_eq!(shown(Product::PostgreSql, &column(name, arguments, None)), expected, "{name}");
    }
}

#[test]
fn lists_say_no_size_that_nobody_wrote() {
    let mut list = column("timestamptz", &[], None);
    list.column_type.list = true;
    assert_eq!(shown(Product::PostgreSql, &list), "DateTime[] @db.Timestamptz");
    list.column_type.name = "cidr".to_owned();
    assert_eq!(shown(Product::PostgreSql, &list), "Unsupported(_cidr)");
}

#[test]
fn enums_of_schemas_that_are_not_read_are_unsupported() {
    let mut mood = column("mood", &[], None);
    mood.column_type.enumeration = Some(("public".to_owned(), "mood".to_owned()));
    assert!(shown(Product::PostgreSql, &mood).starts_with("Type("));
    mood.column_type.enumeration = Some(("other".to_owned(), "mood".to_owned()));
    assert_eq!(shown(Product::PostgreSql, &mood), "Unsupported(mood)");
}

#[test]
fn types_of_mysql() {
    for (name, arguments, default, expected) in [
        ("tinyint", &[1][..], None, "Boolean"),
        ("tinyint", &[1], Some("5"), "Int @db.TinyInt"),
        ("tinyint", &[4], None, "Int @db.TinyInt"),
        ("bit", &[1], None, "Boolean @db.Bit(1)"),
        ("bit", &[8], None, "Bytes @db.Bit(8)"),
        ("varchar", &[191], None, "String"),
        ("datetime", &[0], None, "DateTime @db.DateTime(0)"),
        ("int", &[11], None, "Int"),
        ("set", &[], None, "String"),
        ("geometry", &[], None, "Unsupported(geometry)"),
    ] {
        assert_eq!(shown(Product::MySql, &column(name, arguments, default)), expected, "{name}");
    }
}

#[test]
fn types_of_sqlite() {
    for (name, expected) in [
        ("integer", "Int"),
        ("varchar(20)", "String"),
        ("decimal(10,5)", "Decimal"),
        ("json", "Unsupported(json)"),
        ("", "Unsupported()"),
    ] {
        assert_eq!(shown(Product::Sqlite, &column(name, &[], None)), expected, "{name}");
    }
}

fn default_of(product: Product, column: &Column) -> Option<FieldDefault> {
    let catalog = catalog(product);
    catalog.field_default(&catalog.field_type("t", column), column)
}

fn number(text: &str) -> Option<FieldDefault> {
    Some(FieldDefault::Value(Value::Number(text.to_owned())))
}

fn text(text: &str) -> Option<FieldDefault> {
    Some(FieldDefault::Value(Value::Text(text.to_owned())))
}

fn expression(text: &str) -> Option<FieldDefault> {
    Some(FieldDefault::Expression(text.to_owned()))
}

#[test]
fn defaults_of_postgresql() {
    for (name, printed, expected) in [
        ("int4", "'-7'::integer", number("-7")),
        ("int4", "nextval('a_seq'::regclass)", Some(FieldDefault::Autoincrement)),
        ("int4", "(1 + 2)", expression("(1 + 2)")),
        ("int8", "(5)::smallint", expression("(5)::smallint")),
        ("numeric", "(5)::integer", number("5")),
        ("float8", "'-0'::integer", number("0")),
        ("float8", "'-2.25'::numeric", number("-2.25")),
        ("float8", "'NaN'::double precision", expression("'NaN'::double precision")),
        ("numeric", "1e3", number("1000")),
        ("text", "'it''s'::text", text("it's")),
        ("varchar", "'v'::character varying(20)", text("v")),
        ("text", "E'a\\\\b'::text", text("a\\b")),
        ("text", "('x'::text || 'y'::text)", expression("('x'::text || 'y'::text)")),
        ("text", "NULL::text", None),
        ("bool", "true", Some(FieldDefault::Value(Value::Boolean(true)))),
        ("timestamp", "now()", Some(FieldDefault::Now)),
        ("timestamp", "CURRENT_TIMESTAMP(3)", expression("CURRENT_TIMESTAMP(3)")),
        ("uuid", "'0'::uuid", expression("'0'::uuid")),
        ("bytea", "'\\xdeadbeef'::bytea", text("3q2+7w==")),
        ("bytea", "'\\xdea'::bytea", expression("'\\xdea'::bytea")),
    ] {
        assert_eq!(default_of(Product::PostgreSql, &column(name, &[], Some(printed))), expected, "{printed}");
    }
}

#[test]
fn defaults_of_lists() {
    for (printed, expected) in [
        ("'{}'::text[]", Some(vec![])),
        ("ARRAY['a'::text, 'b c'::text]", Some(vec!["a", "b c"])),
        ("'{\"x, y\",z}'::text[]", Some(vec!["x, y", "z"])),
        ("('{a}'::character varying[])::text[]", Some(vec!["a"])),
        ("ARRAY[lower('A'::text)]", None),
        ("'{{a},{b}}'::text[]", None),
    ] {
        let mut list = column("text", &[], Some(printed));
        list.column_type.list = true;
        let expected = match expected {
            Some(values) => {
                let values = values.into_iter().map(|value| Value::Text(value.to_owned())).collect();
                Some(FieldDefault::Value(Value::List(values)))
            }
            None => expression(printed),
        };
        assert_eq!(default_of(Product::PostgreSql, &list), expected, "{printed}");
    }
}

#[test]
fn defaults_of_mysql_and_mariadb() {
    let with_mark = |name: &str, printed: &str| {
        let mut column = column(name, &[], Some(printed));
        column.default = Some(ColumnDefault { text: printed.to_owned(), expression: true, name: None });
        column
    };
    assert_eq!(default_of(Product::MySql, &column("varchar", &[20], Some("it's"))), text("it's"));
    assert_eq!(
        default_of(Product::MySql, &column("datetime", &[0], Some("CURRENT_TIMESTAMP"))),
        Some(FieldDefault::Now)
    );
    let upper = with_mark("varchar", "upper(_utf8mb4\\'x\\')");
    assert_eq!(default_of(Product::MySql, &upper), expression("(upper('x'))"));
    assert_eq!(default_of(Product::MariaDb, &column("varchar", &[20], Some("'NULL'"))), text("NULL"));
    assert_eq!(default_of(Product::MariaDb, &column("varchar", &[20], Some("NULL"))), None);
    assert_eq!(
        default_of(Product::MariaDb, &column("varchar", &[20], Some("uuid()"))),
        expression("(uuid())")
    );
    assert_eq!(
        default_of(Product::MariaDb, &column("date", &[], Some("'2020-01-02'"))),
        expression("('2020-01-02')")
    );
}

#[test]
fn defaults_of_sqlite() {
    for (name, printed, expected) in [
        ("int", "'42'", number("42")),
        ("int", "0x10", expression("0x10")),
        ("text", "'it''s'", text("it's")),
        ("text", "lower('X')", expression("lower('X')")),
        ("text", "5", text("5")),
        ("datetime", "CURRENT_TIMESTAMP", Some(FieldDefault::Now)),
        ("boolean", "1", Some(FieldDefault::Value(Value::Boolean(true)))),
        ("int", "null", None),
    ] {
        assert_eq!(default_of(Product::Sqlite, &column(name, &[], Some(printed))), expected, "{printed}");
    }
}

#[test]
fn broken_texts_do_no_harm() {
    for printed in ["'", "''::", "(((", "ARRAY[", "'{'::text[]", "::", "\"", "E'\\", "1e999999999", "é::é(é"]
    {
        for product in [Product::PostgreSql, Product::MySql, Product::MariaDb, Product::Sqlite] {
            for name in ["text", "int4", "int", "bytea", "numeric", "decimal", "timestamp"] {
                let mut broken = column(name, &[], Some(printed));
                default_of(product, &broken);
                broken.column_type.list = product == Product::PostgreSql;
                default_of(product, &broken);
            }
        }
    }
}
