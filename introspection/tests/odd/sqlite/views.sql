-- previews: views
create table t (id integer primary key, e text not null);
create view z as select * from t;
create view a as select id, count(*) as n, 'x' as lit, e from t;
create view "class" as select 1 as "1", 2 as x;
create view "Int" as select 1 as a;
create view "t-x" as select 1 as a;
create table t_x (id integer primary key);
