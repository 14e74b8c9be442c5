-- identity: a always, d by default, empty for none. generated: s stored, v virtual, empty for none.
select a.attrelid::int8 as relation, a.attname::text as name, a.atttypid::int8 as type, format_type(a.atttypid, a.atttypmod) as full_type,
       a.attnotnull as not_null, a.attidentity::text as identity, a.attgenerated::text as generated,
       pg_get_expr(d.adbin, d.adrelid) as expression, col_description(a.attrelid, a.attnum) as comment
from pg_attribute a
join pg_class c on c.oid = a.attrelid
join pg_namespace n on n.oid = c.relnamespace
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where n.nspname = any ($1::text[]) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and a.attnum > 0 and not a.attisdropped
order by a.attrelid, a.attnum
