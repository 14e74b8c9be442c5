; Blocks
[
  (model body: (fields_body (_)* @class.inner))
  (view body: (fields_body (_)* @class.inner))
  (composite_type body: (fields_body (_)* @class.inner))
  (enum body: (values_body (_)* @class.inner))
  (datasource body: (settings_body (_)* @class.inner))
  (generator body: (settings_body (_)* @class.inner))
  (types body: (types_body (_)* @class.inner))
  (namespace body: (namespace_body (_)* @class.inner))
  (extension_block body: (extension_body (_)* @class.inner))
] @class.outer

; Members
[
  (field)
  (enum_value)
  (setting)
  (named_type)
  (block_attribute)
] @statement.outer

; Arguments and elements, with the comma before or, for the first, behind
(arguments "," @parameter.outer . (argument) @parameter.inner @parameter.outer)
(arguments . "(" . (argument) @parameter.inner @parameter.outer . ","? @parameter.outer)
(array "," @parameter.outer . (_) @parameter.inner @parameter.outer)
(array . "[" . (_) @parameter.inner @parameter.outer . ","? @parameter.outer)
(object "," @parameter.outer . (member) @parameter.inner @parameter.outer)
(object . "{" . (member) @parameter.inner @parameter.outer . ","? @parameter.outer)

; Attributes
[(attribute) (block_attribute)] @attribute.outer
(attribute arguments: (arguments (_)* @attribute.inner))
(block_attribute arguments: (arguments (_)* @attribute.inner))

; Settings
(setting
  key: (identifier) @assignment.lhs
  value: (_) @assignment.rhs @assignment.inner) @assignment.outer
(named_type
  name: (identifier) @assignment.lhs
  type: (_) @assignment.rhs @assignment.inner) @assignment.outer
(member
  key: (identifier) @assignment.lhs
  value: (_) @assignment.rhs @assignment.inner) @assignment.outer

(call) @call.outer
(call arguments: (arguments (_)* @call.inner))

(block_comment) @comment.outer
(comment)+ @comment.outer
(doc_comment)+ @comment.outer

(number) @number.inner
