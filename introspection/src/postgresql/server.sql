-- Who answers, and which of the wanted schemas there are.
select version() as banner, current_setting('server_version') as version, current_setting('server_version_num')::int4 as number,
       current_database()::text as database, array(select n.nspname::text from pg_namespace n where n.nspname = any ($1::text[])) as schemas
