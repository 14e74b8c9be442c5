-- kind: p primary, u unique, f foreign, c check, x exclusion. Columns in key order.
-- Actions: a no action, r restrict, c cascade, n set null, d set default.
-- Those with a parent are copies that a foreign key to a partitioned table makes of itself.
select k.conrelid::int8 as relation, k.conname::text as name, k.contype::text as kind,
       array(select a.attname::text from unnest(k.conkey) with ordinality x (num, pos) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.num order by x.pos) as columns,
       o.nspname::text as other_schema, f.relname::text as other_name,
       array(select a.attname::text from unnest(k.confkey) with ordinality x (num, pos) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.num order by x.pos) as other_columns,
       k.confupdtype::text as on_update, k.confdeltype::text as on_delete, k.condeferrable as deferrable, nullif(k.conindid, 0)::int8 as index,
       case when k.contype = 'c' then pg_get_constraintdef(k.oid) end as definition
from pg_constraint k
join pg_class c on c.oid = k.conrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_class f on f.oid = k.confrelid
left join pg_namespace o on o.oid = f.relnamespace
where n.nspname = any ($1::text[]) and not c.relispartition and k.contype in ('p', 'u', 'f', 'c', 'x') and k.conparentid = 0
