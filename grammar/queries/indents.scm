[
  (fields_body)
  (values_body)
  (settings_body)
  (types_body)
  (namespace_body)
  (extension_body)
  (arguments)
  (array)
  (object)
] @indent.begin

; A list that is being typed
(ERROR ["(" "["]) @indent.begin

["}" ")" "]"] @indent.branch
["}" ")" "]"] @indent.end

(block_comment) @indent.auto

[(conflict_marker) (conflict_other_side)] @indent.zero
