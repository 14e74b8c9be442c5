-- One row for each index. method: prefix for ordinary ones, inverted, …
select i.indrelid::int8 as relation, x.relname::text as name, i.indisunique as is_unique, i.indisprimary as is_primary, m.amname::text as method,
       pg_get_expr(i.indpred, i.indrelid)::text as predicate
from pg_catalog.pg_index i
join pg_catalog.pg_class x on x.oid = i.indexrelid
left join pg_catalog.pg_am m on m.oid = x.relam
join pg_catalog.pg_class c on c.oid = i.indrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1::text[])
