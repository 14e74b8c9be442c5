-- kind: p primary, u unique, f foreign, c check. Columns as numbers, in key order.
select k.conrelid::int8 as relation, k.conname::text as name, k.contype::text as kind, k.conkey::int8[] as columns, nullif(k.confrelid::int8, 0) as other_relation, k.confkey::int8[] as other_columns,
       o.nspname::text as other_schema, f.relname::text as other_name, k.confupdtype::text as on_update, k.confdeltype::text as on_delete,
       case when k.contype = 'c' then pg_get_constraintdef(k.oid)::text end as definition
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_class f on f.oid = k.confrelid
left join pg_catalog.pg_namespace o on o.oid = f.relnamespace
where n.nspname = any ($1::text[]) and k.contype in ('p', 'u', 'f', 'c')
