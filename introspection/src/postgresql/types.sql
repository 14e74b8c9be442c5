-- The types of all columns, and those under them: bases of domains, elements of lists. kind: b base, d domain, e enum, …
with recursive used as (
  select a.atttypid as id
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any ($1::text[]) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and a.attnum > 0 and not a.attisdropped
  union
  select case when t.typtype = 'd' then t.typbasetype else t.typelem end
  from used u join pg_type t on t.oid = u.id
  where t.typtype = 'd' or (t.typcategory = 'A' and t.typelem <> 0)
)
select t.oid::int8 as id, t.typname::text as name, n.nspname::text as schema, t.typtype::text as kind,
       t.typtype = 'd' and t.typnotnull as not_null, case when t.typtype = 'd' then t.typbasetype::int8 end as base, case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end as full_base,
       case when t.typtype <> 'd' and t.typcategory = 'A' then nullif(t.typelem, 0)::int8 end as element
from used u join pg_type t on t.oid = u.id join pg_namespace n on n.oid = t.typnamespace
