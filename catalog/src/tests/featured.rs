//! The same for the servers that are read only by builds that ask for it.

use super::*;

fn boolean(truth: bool) -> Option<FieldDefault> {
    Some(FieldDefault::Value(Value::Boolean(truth)))
}

#[test]
fn types_of_sqlserver() {
    for (name, arguments, expected) in [
        ("int", &[][..], "Int"),
        ("tinyint", &[], "Int @db.TinyInt"),
        ("bit", &[], "Boolean"),
        ("nvarchar", &[1000], "String"),
        ("nvarchar", &[MAX], "String @db.NVarChar(Max)"),
        ("varchar", &[20], "String @db.VarChar(20)"),
        ("varbinary", &[MAX], "Bytes"),
        ("decimal", &[32, 16], "Decimal"),
        ("numeric", &[10, 2], "Decimal @db.Decimal(10, 2)"),
        ("float", &[53], "Float"),
        ("money", &[], "Float @db.Money"),
        ("datetime2", &[7], "DateTime"),
        ("datetimeoffset", &[3], "DateTime @db.DateTimeOffset"),
        ("uniqueidentifier", &[], "String @db.UniqueIdentifier"),
        ("hierarchyid", &[], "Unsupported(hierarchyid)"),
    ] {
        assert_eq!(shown(Product::SqlServer, &column(name, arguments, None)), expected, "{name}");
    }
}

#[test]
fn defaults_of_sqlserver() {
    for (name, printed, expected) in [
        ("int", "((0))", number("0")),
        ("int", "((-7))", number("-7")),
        ("int", "(NEXT VALUE FOR [s])", expression("NEXT VALUE FOR [s]")),
        ("int", "((1)+(2))", expression("(1)+(2)")),
        ("bit", "((1))", boolean(true)),
        ("bit", "('false')", boolean(false)),
        ("bit", "(CONVERT([bit],(0)))", expression("CONVERT([bit],(0))")),
        ("decimal", "((1.50))", number("1.50")),
        ("float", "((1.0000000000000000e+003))", number("1000.0000000000000")),
        ("nvarchar", "(N'it''s')", text("it's")),
        ("varchar", "('a)b')", text("a)b")),
        ("nvarchar", "('a'+'b')", expression("'a'+'b'")),
        ("nvarchar", "(NULL)", None),
        ("datetime2", "(getdate())", Some(FieldDefault::Now)),
        ("datetime2", "(sysutcdatetime())", expression("sysutcdatetime()")),
        ("uniqueidentifier", "(newid())", expression("newid()")),
        ("uniqueidentifier", "('0')", expression("'0'")),
    ] {
        assert_eq!(default_of(Product::SqlServer, &column(name, &[1], Some(printed))), expected, "{printed}");
    }
}

#[test]
fn types_of_cockroachdb() {
    for (name, arguments, expected) in [
        ("int8", &[][..], "BigInt"),
        ("int4", &[], "Int"),
        ("int2", &[], "Int @db.Int2"),
        ("text", &[], "String"),
        ("text", &[20], "String @db.String(20)"),
        ("varchar", &[20], "String @db.String(20)"),
        ("bpchar", &[], "String @db.Char(1)"),
        ("char", &[], "String @db.CatalogSingleChar"),
        ("timestamp", &[3], "DateTime"),
        ("timestamptz", &[], "DateTime @db.Timestamptz(6)"),
        ("jsonb", &[], "Json"),
        ("geometry", &[], "Unsupported(geometry)"),
    ] {
        let mut column = column(name, arguments, None);
        // The server writes `CHAR`.
        column.column_type.full = name.to_uppercase();
        assert_eq!(shown(Product::CockroachDb, &column), expected, "{name}");
    }
}

#[test]
fn defaults_of_cockroachdb() {
    for (name, printed, expected) in [
        ("int8", "unique_rowid()", Some(FieldDefault::Autoincrement)),
        ("int4", "unique_rowid()", expression("unique_rowid()")),
        ("int8", "nextval('public.s'::REGCLASS)", Some(FieldDefault::Autoincrement)),
        ("int8", "(-7):::INT8", number("-7")),
        ("text", "'a:::b':::STRING", text("a:::b")),
        ("text", "lower('X':::STRING)", expression("lower('X':::STRING)")),
        ("bool", "false", boolean(false)),
        ("timestamptz", "now():::TIMESTAMPTZ", Some(FieldDefault::Now)),
        ("timestamptz", "current_timestamp():::TIMESTAMPTZ", Some(FieldDefault::Now)),
        ("uuid", "gen_random_uuid()", expression("gen_random_uuid()")),
    ] {
        assert_eq!(
            default_of(Product::CockroachDb, &column(name, &[], Some(printed))),
            expected,
            "{printed}"
        );
    }
}
