; Blocks are known everywhere, members in their block.
[
  (source_file)
  (fields_body)
  (values_body)
  (types_body)
  (namespace_body)
] @local.scope

(model name: (identifier) @local.definition.type)
(view name: (identifier) @local.definition.type)
(composite_type name: (identifier) @local.definition.type)
(enum name: (identifier) @local.definition.enum)
(named_type name: (identifier) @local.definition.type)
(datasource name: (identifier) @local.definition.namespace)
(namespace name: (identifier) @local.definition.namespace)

(field name: (identifier) @local.definition.field)
(enum_value name: (identifier) @local.definition.constant)

(type name: (path (identifier) @local.reference .))

; `db` in `@db.VarChar`
(attribute name: (path . (identifier) @local.reference . (identifier)))

; Fields in block attributes and in `fields: [..]`. Those of `references: [..]` belong to another block.
(block_attribute
  arguments: (arguments (argument !name value: (path . (identifier) @local.reference))))
(block_attribute
  arguments: (arguments (argument !name value: (array element: (path . (identifier) @local.reference)))))
(block_attribute
  arguments: (arguments (argument !name value: (array element: (call function: (path . (identifier) @local.reference))))))
((argument
  name: (identifier) @_name
  value: (array element: (path . (identifier) @local.reference)))
  (#eq? @_name "fields"))
