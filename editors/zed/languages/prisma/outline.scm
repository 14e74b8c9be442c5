(model "model" @context name: (identifier) @name) @item
(view "view" @context name: (identifier) @name) @item
(composite_type "type" @context name: (identifier) @name) @item
(enum "enum" @context name: (identifier) @name) @item
(datasource "datasource" @context name: (identifier) @name) @item
(generator "generator" @context name: (identifier) @name) @item
(field name: (identifier) @name) @item
(enum_value name: (identifier) @name) @item
