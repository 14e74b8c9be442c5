-- Tables and views. kind: r table, v view, m materialised view.
select c.oid::int8 as id, n.nspname::text as schema, c.relname::text as name, c.relkind::text as kind, obj_description(c.oid, 'pg_class')::text as comment,
       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid)::text end as definition
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1::text[]) and c.relkind in ('r', 'v', 'm')
