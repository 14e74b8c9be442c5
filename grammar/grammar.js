/**
 * The grammar of the Prisma schema language, for Prisma 6, 7 and 8.
 *
 * It accepts a little more than Prisma does (a list over several lines, a brace on a line of its own,
 * an old `[Type]` list …): what is understood can be explained better than an ERROR node.
 *
 * Lines matter. The scanner (src/scanner.c) gives the first token of a line its own kinds, so that no
 * token in the middle of a broken line can be taken for the start of the next one: a bad line costs one
 * ERROR node and nothing around it.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const LETTERS_AND_DIGITS = '\\p{L}0-9';
const IDENTIFIER = `[${LETTERS_AND_DIGITS}][${LETTERS_AND_DIGITS}_\\-]*`;

/**
 * Any number of `rule`s between commas; a trailing comma and line breaks are accepted.
 *
 * Each rule is taken together with its comma, which keeps the parser's stack low: only its upper 16 states
 * are looked at for a way out of an error.
 */
const list = ($, rule) =>
  seq(
    repeat($._gap),
    optional(
      seq(
        repeat(seq(rule, repeat($._gap), field('separator', ','), repeat($._gap))),
        rule,
        repeat($._gap),
        optional(seq(field('trailing_comma', ','), repeat($._gap))),
      ),
    ),
  );

/** What may stand on a line of any body. */
const anyLine = ($, contents) =>
  choice(
    seq(repeat($._comment), contents, optional($._trailing_comment)),
    repeat1($._comment),
    $.ellipsis,
    $.conflict_marker,
    $.conflict_other_side,
  );

/** A block: `keyword name {` … `}`. */
const block = ($, keyword, glued, body) =>
  seq(
    choice(
      seq(field('keyword', keyword), field('name', alias($._block_name, $.identifier))),
      field('glued_header', alias(glued, $.glued_header)),
    ),
    repeat($._newline),
    field('body', body),
  );

/** The braces of a body and the lines between them. */
const body = ($, contents) =>
  seq(
    alias($._body_open, '{'),
    optional(field('ignored', $.ignored_text)),
    choice(
      alias($._header_close, '}'),
      seq(
        optional($._trailing_comment),
        repeat(seq($._newline, optional(anyLine($, contents)))),
        choice(seq($._newline, alias($._line_close, '}')), field('unclosed', alias($._unclosed, $.unclosed))),
      ),
    ),
  );

module.exports = grammar({
  name: 'prisma',

  externals: $ => [
    // First token of a line that opens a block.
    $._model_keyword,
    $._view_keyword,
    $._type_keyword,
    $._enum_keyword,
    $._datasource_keyword,
    $._generator_keyword,
    $._types_keyword,
    $._namespace_keyword,
    $._block_keyword,
    // The same where keyword and name stand together: `modelUser {` is `model User {`.
    $._model_glued,
    $._view_glued,
    $._type_glued,
    $._enum_glued,
    $._datasource_glued,
    $._generator_glued,
    // First token of another line.
    $._line_name,
    $._line_block_at,
    $._line_at,
    $._line_close,
    $.ellipsis,
    $.conflict_marker,
    $.conflict_other_side,
    // The end of a block without `}`: the last line break before the next block, or the end of the text.
    $._unclosed,
    // The same in a namespace, where only the end of the text can be meant. Empty.
    $._unclosed_namespace,
    // The rest of a header: the name of a block, the `{` of its body, a `}` on the same line, and the `=` of a `type X = Y`.
    // They are tokens of their own, so that such a sign in a bad line is not taken for a part of the header.
    $._block_name,
    $._body_open,
    $._header_close,
    $._header_equals,
    // What stands behind the `{` of a header.
    $.ignored_text,
    $.block_comment,
    // A `/*` without `*/`, to the end of its line. Never valid, so that it is an ERROR of one line.
    $._open_comment,
    // The rest of a bad line, or of one with too many brackets. Never valid either.
    $._junk,
    // A line break inside brackets, where the next line goes on with the list.
    $._soft_newline,
    // Any other line break.
    $._newline,
    // Never used: valid only while the parser recovers from an error.
    $._error_sentinel,
  ],

  // Blanks are TAB and the space separators of Unicode; line breaks are tokens.
  extras: _ => [/[\t\p{Zs}]/],

  rules: {
    source_file: $ =>
      repeat(
        choice(
          $._block,
          $.type_alias,
          $._comment,
          $._newline,
          // While the parser recovers from a stray line, the scanner cannot know that no block is open.
          $._unclosed,
          $.conflict_marker,
          $.conflict_other_side,
          $.ellipsis,
        ),
      ),

    // ── Blocks ────────────────────────────────────────────────────────────────────────────────────

    _block: $ =>
      choice($.model, $.view, $.composite_type, $.enum, $.datasource, $.generator, $.types, $.namespace, $.extension_block),

    model: $ => block($, alias($._model_keyword, 'model'), $._model_glued, $.fields_body),
    view: $ => block($, alias($._view_keyword, 'view'), $._view_glued, $.fields_body),
    composite_type: $ => block($, alias($._type_keyword, 'type'), $._type_glued, $.fields_body),
    enum: $ => block($, alias($._enum_keyword, 'enum'), $._enum_glued, $.values_body),
    datasource: $ => block($, alias($._datasource_keyword, 'datasource'), $._datasource_glued, $.settings_body),
    generator: $ => block($, alias($._generator_keyword, 'generator'), $._generator_glued, $.settings_body),

    // Prisma 8: `types { Email = String }`.
    types: $ => seq(field('keyword', alias($._types_keyword, 'types')), field('body', $.types_body)),

    // Prisma 8: `namespace auth { model … }`.
    namespace: $ =>
      seq(
        field('keyword', alias($._namespace_keyword, 'namespace')),
        field('name', alias($._block_name, $.identifier)),
        field('body', $.namespace_body),
      ),

    // Prisma 8: a block of an extension, such as `policy_select name { … }`.
    extension_block: $ =>
      seq(
        field('keyword', alias($._block_keyword, $.identifier)),
        optional(field('name', alias($._block_name, $.identifier))),
        field('body', $.extension_body),
      ),

    // Removed from the language: `type Email = String @db.VarChar(10)`.
    type_alias: $ =>
      seq(
        field('keyword', alias($._type_keyword, 'type')),
        field('name', alias($._block_name, $.identifier)),
        alias($._header_equals, '='),
        field('type', $.type),
        repeat(field('attribute', $.attribute)),
      ),

    fields_body: $ => body($, choice(field('field', $.field), $._attribute_line)),

    values_body: $ => body($, choice(field('value', $.enum_value), $._attribute_line)),

    settings_body: $ => body($, choice($._setting_line, $._attribute_line)),

    types_body: $ => body($, choice(field('named_type', $.named_type), $._attribute_line)),

    extension_body: $ => body($, choice($._setting_line, field('field', $.field), $._attribute_line)),

    namespace_body: $ =>
      seq(
        alias($._body_open, '{'),
        optional(field('ignored', $.ignored_text)),
        choice(
          alias($._header_close, '}'),
          seq(
            // As in `source_file`, a line break may be taken for the end of a block.
            repeat(
              choice(
                $._newline,
                $._unclosed,
                $._block,
                $._comment,
                $.ellipsis,
                $.conflict_marker,
                $.conflict_other_side,
              ),
            ),
            choice(alias($._line_close, '}'), field('unclosed', alias($._unclosed_namespace, $.unclosed))),
          ),
        ),
      ),

    _attribute_line: $ =>
      choice(field('block_attribute', $.block_attribute), field('detached_attribute', $.detached_attribute)),

    _setting_line: $ => choice(field('setting', $.setting), field('detached_value', $.detached_value)),

    // ── Members ───────────────────────────────────────────────────────────────────────────────────

    field: $ =>
      seq(
        field('name', alias($._line_name, $.identifier)),
        optional(field('colon', ':')),
        optional(field('type', $.type)),
        repeat(field('attribute', $.attribute)),
      ),

    enum_value: $ =>
      seq(
        field('name', alias($._line_name, $.identifier)),
        optional(seq('=', field('literal', $._expression))),
        repeat(field('attribute', $.attribute)),
      ),

    setting: $ =>
      seq(field('key', alias($._line_name, $.identifier)), '=', optional(field('value', $._expression))),

    // Prisma 8: the value of a setting, on the line after its key.
    detached_value: $ =>
      seq(field('function', alias($._line_name, $.identifier)), field('arguments', $.arguments)),

    named_type: $ =>
      seq(
        field('name', alias($._line_name, $.identifier)),
        '=',
        field('type', $.type),
        repeat(field('attribute', $.attribute)),
      ),

    // ── Types ─────────────────────────────────────────────────────────────────────────────────────

    type: $ =>
      seq(
        choice($._type_base, seq(field('legacy_list', '['), $._type_base, ']')),
        optional(field('list', '[]')),
        optional(field('optional', '?')),
        optional(field('legacy_required', '!')),
      ),

    _type_base: $ =>
      seq(
        optional(seq(field('space', $.identifier), token.immediate(':'))),
        field('name', $.path),
        optional(field('arguments', alias($._type_arguments, $.arguments))),
      ),

    _type_arguments: $ => seq(alias(token.immediate('('), '('), list($, field('argument', $.argument)), ')'),

    // ── Attributes ────────────────────────────────────────────────────────────────────────────────

    attribute: $ => seq('@', field('name', $.path), optional(field('arguments', $.arguments))),

    block_attribute: $ =>
      seq(alias($._line_block_at, '@@'), field('name', $.path), optional(field('arguments', $.arguments))),

    // Prisma 8: attributes of a field, on the lines after it.
    detached_attribute: $ =>
      seq(
        field('attribute', alias($._first_attribute, $.attribute)),
        repeat(field('attribute', $.attribute)),
      ),

    _first_attribute: $ =>
      seq(alias($._line_at, '@'), field('name', $.path), optional(field('arguments', $.arguments))),

    arguments: $ => seq('(', choice(list($, field('argument', $.argument)), field('trailing_comma', ',')), ')'),

    argument: $ =>
      choice(
        seq(field('name', $.identifier), ':', optional(field('value', $._expression))),
        field('value', $._expression),
      ),

    // ── Expressions ───────────────────────────────────────────────────────────────────────────────

    _expression: $ => choice($.call, $.array, $.object, $.number, $.string, $.path),

    call: $ => seq(field('function', $.path), field('arguments', $.arguments)),

    // Without blanks, the two brackets of an empty array are the token that marks a list type.
    array: $ => choice('[]', seq('[', list($, field('element', $._expression)), ']')),

    object: $ => seq('{', list($, field('member', $.member)), '}'),

    member: $ => seq(field('key', $.identifier), ':', field('value', $._expression)),

    path: $ =>
      seq(
        field('segment', $.identifier),
        repeat(seq(token.immediate('.'), optional(field('segment', alias($._next_segment, $.identifier))))),
      ),

    // Before `identifier`, so that digits alone are a number; `1a` is a name.
    number: _ => /-?[0-9]+(\.[0-9]+)?/,

    identifier: _ => new RustRegex(IDENTIFIER),
    _next_segment: _ => token.immediate(new RustRegex(IDENTIFIER)),

    string: $ =>
      seq('"', repeat(choice(field('content', $.string_content), field('escape', $.escape_sequence))), token.immediate('"')),
    string_content: _ => token.immediate(prec(1, /[^"\\\x00-\x1f]+/)),
    escape_sequence: _ => token.immediate(prec(1, /\\(u[0-9a-fA-F]{0,4}|[^\r\n])/)),

    // ── Comments and gaps ────────────────────────────────────────────────────────────────────────

    _comment: $ => choice($.doc_comment, $.comment, $.block_comment),
    _trailing_comment: $ => field('comment', $._comment),

    doc_comment: _ => token(prec(1, /\/\/\/[^\r\n]*/)),
    comment: _ => token(/\/\/[^\r\n]*/),

    _gap: $ => seq(optional($._comment), $._soft_newline),
  },
});
