; General patterns come first: where two match, the later one counts.

; Blocks
["model" "view" "type" "enum"] @keyword.type

["datasource" "generator" "types" "namespace"] @keyword

(extension_block keyword: (identifier) @keyword)

(model name: (identifier) @type)
(view name: (identifier) @type)
(composite_type name: (identifier) @type)
(enum name: (identifier) @type)
(type_alias name: (identifier) @type)
(named_type name: (identifier) @type)
(extension_block name: (identifier) @type)
(glued_header) @type

(datasource name: (identifier) @module)
(generator name: (identifier) @module)
(namespace name: (identifier) @module)

; Members
(field name: (identifier) @variable.member)
(enum_value name: (identifier) @constant)
(setting key: (identifier) @property)
(member key: (identifier) @property)

; Types
(type name: (path (identifier) @module (identifier)))
(type name: (path (identifier) @type .))
(type space: (identifier) @module)

((type name: (path . (identifier) @type.builtin .))
  (#any-of? @type.builtin
    "BigInt" "Boolean" "Bytes" "DateTime" "Decimal" "Float" "Int" "Json" "String" "Unsupported"))

; Attributes; `db` in `@db.VarChar` is the name of the datasource.
["@" "@@"] @attribute
(attribute name: (path (identifier) @module (identifier)))
(attribute name: (path (identifier) @attribute .))
(block_attribute name: (path (identifier) @module (identifier)))
(block_attribute name: (path (identifier) @attribute .))

; Values
(argument value: (path (identifier) @constant))
(member value: (path (identifier) @constant))
(setting value: (path (identifier) @constant))
(enum_value literal: (path (identifier) @constant))
(array element: (path (identifier) @constant))

(argument name: (identifier) @variable.parameter)

(call function: (path (identifier) @module (identifier)))
(call function: (path (identifier) @function.call .))
(detached_value function: (identifier) @function.call)

((call function: (path . (identifier) @function.builtin .))
  (#any-of? @function.builtin
    "auto" "autoincrement" "cuid" "dbgenerated" "env" "nanoid" "now" "raw" "sequence" "ulid" "uuid"))

((detached_value function: (identifier) @function.builtin)
  (#eq? @function.builtin "env"))

; Fields of a model, in relations, indexes and keys
(block_attribute
  arguments: (arguments (argument !name value: (path (identifier) @variable.member))))
(block_attribute
  arguments: (arguments (argument !name value: (array element: (path (identifier) @variable.member)))))
(block_attribute
  arguments: (arguments (argument !name value: (array element: (call function: (path (identifier) @variable.member))))))

((argument
  name: (identifier) @_name
  value: (path (identifier) @variable.member))
  (#any-of? @_name "fields" "references"))
((argument
  name: (identifier) @_name
  value: (array element: (path (identifier) @variable.member)))
  (#any-of? @_name "fields" "references"))
((argument
  name: (identifier) @_name
  value: (array element: (call function: (path (identifier) @variable.member))))
  (#eq? @_name "fields"))

; Words of the language: referential actions and sort orders
((argument
  name: (identifier) @_name
  value: (path . (identifier) @constant.builtin .))
  (#any-of? @_name "onDelete" "onUpdate")
  (#any-of? @constant.builtin "Cascade" "NoAction" "Restrict" "SetDefault" "SetNull"))

((argument
  name: (identifier) @_name
  value: (path . (identifier) @constant.builtin .))
  (#eq? @_name "sort")
  (#any-of? @constant.builtin "Asc" "Desc"))

((_ value: (path . (identifier) @boolean .))
  (#any-of? @boolean "true" "false"))
((array element: (path . (identifier) @boolean .))
  (#any-of? @boolean "true" "false"))

((_ value: (path . (identifier) @constant.builtin .))
  (#eq? @constant.builtin "null"))

(number) @number
(string) @string
(escape_sequence) @string.escape

; Signs
["(" ")" "[" "]" "{" "}" "[]"] @punctuation.bracket
["," ":" "."] @punctuation.delimiter
"=" @operator
["?" "!"] @punctuation.special

; Comments, and what is read over
[(comment) (block_comment)] @comment @spell
(doc_comment) @comment.documentation @spell
[(ignored_text) (ellipsis) (conflict_other_side)] @comment
(conflict_marker) @comment.error
