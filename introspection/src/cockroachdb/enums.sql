-- One row for each value of each enum of this database.
select n.nspname::text as schema, t.typname::text as name, v.enumlabel::text as value
from pg_catalog.pg_enum v
join pg_catalog.pg_type t on t.oid = v.enumtypid
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
order by n.nspname, t.typname, v.enumsortorder
