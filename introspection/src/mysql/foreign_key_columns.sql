-- Not joined with foreign_keys.sql here: MariaDB would open every table again for every key.
select cast(k.table_name as char) as relation, cast(k.constraint_name as char) as name, cast(k.column_name as char) as column_name,
       cast(k.referenced_table_schema as char) as other_schema, cast(k.referenced_table_name as char) as other_table, cast(k.referenced_column_name as char) as other_column
from information_schema.key_column_usage k
where k.constraint_schema = database() and k.table_schema = database() and k.referenced_column_name is not null
order by k.ordinal_position
