-- One row for each column of each index. storing: only kept with it. implicit: added by the server, such as the key at the end.
select c.oid::int8 as relation, s.index_name::text as index, s.column_name::text as name, s.direction::text as direction, s.storing::text = 'YES' as storing, s.implicit::text = 'YES' as implicit
from information_schema.statistics s
join pg_catalog.pg_namespace n on n.nspname = s.table_schema
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = s.table_name and c.relkind = 'r'
where s.table_schema = any ($1::text[])
order by c.oid, s.index_name, s.seq_in_index
