([(comment) (doc_comment) (block_comment)] @injection.content
  (#set! injection.language "comment"))

; SQL: `dbgenerated("…")`, `raw("…")`, `Unsupported("…")`
((call
  function: (path . (identifier) @_function .)
  arguments: (arguments (argument value: (string content: (string_content) @injection.content))))
  (#any-of? @_function "dbgenerated" "raw")
  (#set! injection.language "sql"))

((type
  name: (path . (identifier) @_type .)
  arguments: (arguments (argument value: (string content: (string_content) @injection.content))))
  (#eq? @_type "Unsupported")
  (#set! injection.language "sql"))
