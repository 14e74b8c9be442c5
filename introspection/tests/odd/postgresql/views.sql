-- previews: views
create table zed (id int primary key, e text not null);
create view b as select * from zed;
create view a as select id, 1.5::numeric(3,1) as n, array[1] as arr, e::varchar(3) as v from zed;
create view "class" as select 1 as "class", 2 as "1";
create view "zed-x" as select null::point as p;
create table zed_x (id int primary key);
create recursive view r(n) as select 1;
create type ve as enum ('x');
create view c as select 'x'::ve as ve, now() as t;
create view nothing as select;
drop view b;
create view b as select 2 as two;
create or replace view a as select id, 1.5::numeric(3,1) as n, array[1] as arr, e::varchar(3) as v from zed where id > 1;
create view "Int" as select 1 as x;
comment on column c.t is 'x';
