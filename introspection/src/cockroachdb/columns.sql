-- is_hidden: columns that `select *` does not show, such as the `rowid` of a table without key and the shard of a hash-sharded index.
-- generated: s stored, v virtual, empty for none.
select a.attrelid::int8 as relation, a.attnum::int8 as number, k.column_name::text as name, k.udt_schema::text as type_schema, k.udt_name::text as type, k.crdb_sql_type::text as full_type,
       k.is_nullable::text = 'YES' as nullable, k.is_hidden::text in ('YES', 'true') as hidden, k.is_identity::text = 'YES' as identity, a.attgenerated::text as generated,
       k.column_default::text as default_value, k.generation_expression::text as generation, col_description(a.attrelid, a.attnum)::text as comment
from information_schema.columns k
join pg_catalog.pg_namespace n on n.nspname = k.table_schema
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = k.table_name and c.relkind in ('r', 'v', 'm')
join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = k.column_name
where k.table_schema = any ($1::text[])
order by a.attrelid, k.ordinal_position
