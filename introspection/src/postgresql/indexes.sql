-- One row for each index; the lists have an element for each key column. A null in columns stands for an expression.
select i.indexrelid::int8 as id, i.indrelid::int8 as relation, x.relname::text as name, i.indisunique as is_unique, i.indisprimary as is_primary, m.amname::text as method,
       array(select a.attname::text from generate_series(0, i.indnkeyatts - 1) g left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[g] and i.indkey[g] <> 0 order by g) as columns,
       array(select a.attname::text from generate_series(i.indnkeyatts, i.indnatts - 1) g join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[g] order by g) as included,
       array(select case when i.indkey[g] = 0 then pg_get_indexdef(i.indexrelid, g + 1, false) end from generate_series(0, i.indnkeyatts - 1) g order by g) as expressions,
       array(select o.opcname::text from generate_series(0, i.indnkeyatts - 1) g left join pg_opclass o on o.oid = i.indclass[g] order by g) as operator_classes,
       array(select o.opcdefault from generate_series(0, i.indnkeyatts - 1) g left join pg_opclass o on o.oid = i.indclass[g] order by g) as default_classes,
       array(select (i.indoption[g] & 1) = 1 from generate_series(0, i.indnkeyatts - 1) g order by g) as descending,
       array(select (i.indoption[g] & 2) = 2 from generate_series(0, i.indnkeyatts - 1) g order by g) as nulls_first,
       pg_get_expr(i.indpred, i.indrelid) as predicate
from pg_index i
join pg_class x on x.oid = i.indexrelid
join pg_am m on m.oid = x.relam
join pg_class c on c.oid = i.indrelid
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = any ($1::text[]) and c.relkind in ('r', 'p') and not c.relispartition and i.indisvalid and (i.indisprimary or not i.indisexclusion)
