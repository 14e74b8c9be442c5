-- Every enum of the wanted schemas, and those of others that a wanted column uses.
select n.nspname::text as schema, t.typname::text as name, obj_description(t.oid, 'pg_type') as comment,
       array(select v.enumlabel::text from pg_enum v where v.enumtypid = t.oid order by v.enumsortorder) as values
from pg_type t
join pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'e' and (n.nspname = any ($1::text[]) or exists (
  select from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace o on o.oid = c.relnamespace
  where o.nspname = any ($1::text[]) and c.relkind in ('r', 'p', 'v', 'm') and not a.attisdropped and a.atttypid in (t.oid, t.typarray)))
