-- Only for this transaction, as for PostgreSQL. Names in other schemas than the one of the URL are printed with their schema.
select set_config('search_path', quote_ident($1), true), set_config('statement_timeout', $2, true), set_config('lock_timeout', $3, true)
