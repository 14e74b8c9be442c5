; Blocks
[
  (fields_body)
  (values_body)
  (settings_body)
  (types_body)
  (namespace_body)
  (extension_body)
] @fold

; Lists over several lines
[
  (arguments)
  (array)
  (object)
] @fold

; Comments
(block_comment) @fold
(comment)+ @fold
(doc_comment)+ @fold

(conflict_other_side) @fold
