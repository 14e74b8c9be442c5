(
  (doc_comment)* @doc
  .
  [
    (model name: (identifier) @name)
    (view name: (identifier) @name)
    (composite_type name: (identifier) @name)
    (enum name: (identifier) @name)
  ] @definition.class
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.class)
)

[
  (datasource name: (identifier) @name)
  (generator name: (identifier) @name)
  (namespace name: (identifier) @name)
  (extension_block name: (identifier) @name)
] @definition.module

(named_type name: (identifier) @name) @definition.type

(
  (doc_comment)* @doc
  .
  (field name: (identifier) @name) @definition.field
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.field)
)

(
  (doc_comment)* @doc
  .
  (enum_value name: (identifier) @name) @definition.constant
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.constant)
)

((type name: (path (identifier) @name .)) @reference.class
  (#not-any-of? @name
    "BigInt" "Boolean" "Bytes" "DateTime" "Decimal" "Float" "Int" "Json" "String" "Unsupported"))

; The elements of an index, such as `email(sort: Desc)`, are no calls.
(argument value: (call function: (path (identifier) @name .)) @reference.call)
(setting value: (call function: (path (identifier) @name .)) @reference.call)
