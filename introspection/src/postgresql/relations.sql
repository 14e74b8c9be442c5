-- Tables and views without partitions. kind: r table, p partitioned table, v view, m materialised view.
-- The size of a table that is locked exclusively is left open, because asking for it would wait for the lock.
with locked as materialized (
  select l.relation from pg_locks l where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock'
)
select c.oid::int8 as id, n.nspname::text as schema, c.relname::text as name, c.relkind::text as kind,
       exists (select from pg_inherits h where h.inhparent = c.oid) as has_children,
       c.relrowsecurity as row_security, obj_description(c.oid, 'pg_class') as comment,
       case when c.reltuples >= 0 and (c.reltuples > 0 or c.relpages > 0) then c.reltuples::int8 end as row_estimate,
       case when c.relkind in ('r', 'm') and c.oid not in (select relation from locked) then pg_total_relation_size(c.oid) end as bytes,
       case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
       coalesce(has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select'), false) as readable
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1::text[]) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
