-- The names of the columns of every table that a foreign key leads to, whose schema may be none of the wanted.
select a.attrelid::int8 as relation, a.attnum::int8 as number, a.attname::text as name
from pg_catalog.pg_attribute a
where a.attnum > 0 and a.attrelid in (select k.confrelid from pg_catalog.pg_constraint k where k.contype = 'f')
