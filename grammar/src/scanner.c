// The scanner of the Prisma grammar: the tokens that stand first on a line.
//
// Everything that depends on where a line begins is decided here: whether it opens a block, names a member,
// starts a block attribute, closes a block, or continues a list. While the parser reads correct text, a token
// that is valid tells that we are at the start of a line. While it recovers from an error every token is valid; then
// nothing is looked for but the line break, from which on all is well again.
//
// The scanner remembers (see Memory) what keeps a bad line from spreading, and long texts from being read again
// and again.
//
// The block splitter (syntax/src/splitter.rs) decides the same questions for the same text; a test
// compares the two.

#include "tree_sitter/alloc.h"
#include "tree_sitter/parser.h"

#include <string.h>

enum Token {
  MODEL_KEYWORD,
  VIEW_KEYWORD,
  TYPE_KEYWORD,
  ENUM_KEYWORD,
  DATASOURCE_KEYWORD,
  GENERATOR_KEYWORD,
  TYPES_KEYWORD,
  NAMESPACE_KEYWORD,
  BLOCK_KEYWORD,
  MODEL_GLUED,
  VIEW_GLUED,
  TYPE_GLUED,
  ENUM_GLUED,
  DATASOURCE_GLUED,
  GENERATOR_GLUED,
  LINE_NAME,
  LINE_BLOCK_AT,
  LINE_AT,
  LINE_CLOSE,
  ELLIPSIS,
  CONFLICT_MARKER,
  CONFLICT_OTHER_SIDE,
  UNCLOSED,
  UNCLOSED_NAMESPACE,
  BLOCK_NAME,
  BODY_OPEN,
  HEADER_CLOSE,
  HEADER_EQUALS,
  IGNORED_TEXT,
  BLOCK_COMMENT,
  OPEN_COMMENT,
  JUNK,
  SOFT_NEWLINE,
  NEWLINE,
  ERROR_SENTINEL,
};

typedef struct {
  // Changes with each line break that ends a bad line, and is 0 again behind the first good token. A token that changes the
  // memory and that the parser can go on with, it does go on with: it does not also try what comes of skipping the token
  // and making one great error of several lines.
  uint8_t bad_line;
  // What was found not to follow anywhere in the rest of the text. Without it, a text full of `/*` would be read to its end
  // for each of them.
  bool no_comment_end;
  bool no_conflict_end;
  // Whether a block's first word was passed, and its `{` was not.
  bool in_header;
} Memory;

// The keywords in the order of the tokens above. A block may be written with the first six and its name together.
static const char *const KEYWORDS[] = {"model", "view", "type", "enum", "datasource", "generator", "types", "namespace"};
enum { KEYWORD_COUNT = 8, GLUED_COUNT = 6, LONGEST_KEYWORD = 10 };

static bool is_line_break(int32_t c) { return c == '\n' || c == '\r'; }

// TAB and the space separators of Unicode.
static bool is_blank(int32_t c) {
  return c == ' ' || c == '\t' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

// Any character outside of ASCII that is no blank counts as a letter here; the checker knows better.
static bool is_name_start(int32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c >= 0x80 && !is_blank(c));
}

static bool is_name_part(int32_t c) { return is_name_start(c) || c == '_' || c == '-'; }

static bool is_opening_bracket(int32_t c) { return c == '[' || c == '(' || c == '{'; }

static bool is_closing_bracket(int32_t c) { return c == ']' || c == ')' || c == '}'; }

static bool at_end(TSLexer *lexer) { return lexer->eof(lexer); }

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static void pass_blanks(TSLexer *lexer) {
  while (!at_end(lexer) && is_blank(lexer->lookahead)) advance(lexer);
}

static void skip_blanks(TSLexer *lexer) {
  while (!at_end(lexer) && is_blank(lexer->lookahead)) lexer->advance(lexer, true);
}

static void pass_line(TSLexer *lexer) {
  while (!at_end(lexer) && !is_line_break(lexer->lookahead)) advance(lexer);
}

static void pass_empty_lines(TSLexer *lexer) {
  while (!at_end(lexer) && (is_blank(lexer->lookahead) || is_line_break(lexer->lookahead))) advance(lexer);
}

// Passes a word and keeps its beginning, if it is short enough to be a keyword.
typedef struct {
  char text[LONGEST_KEYWORD + 2];
  unsigned length;
} Word;

static Word pass_word(TSLexer *lexer) {
  Word word = {{0}, 0};
  while (!at_end(lexer) && is_name_part(lexer->lookahead)) {
    if (word.length <= LONGEST_KEYWORD) word.text[word.length] = lexer->lookahead < 0x80 ? (char)lexer->lookahead : '?';
    if (word.length <= LONGEST_KEYWORD) word.length++;
    advance(lexer);
  }
  return word;
}

// The token of a keyword, or BLOCK_KEYWORD for another word.
static int keyword_of(const Word *word) {
  for (int i = 0; i < KEYWORD_COUNT; i++)
    if (strcmp(word->text, KEYWORDS[i]) == 0) return i;
  return BLOCK_KEYWORD;
}

// The token of a word that begins with a keyword and goes on with a name, or -1.
static int glued_of(const Word *word) {
  for (int i = 0; i < GLUED_COUNT; i++) {
    size_t n = strlen(KEYWORDS[i]);
    if (strncmp(word->text, KEYWORDS[i], n) == 0 && is_name_start((unsigned char)word->text[n])) return MODEL_GLUED + i;
    if (strncmp(word->text, KEYWORDS[i], n) == 0 && word->text[n] == '?') return MODEL_GLUED + i;
  }
  return -1;
}

// Passes a string, or what there is of it on the line. Answers whether it is closed.
static bool pass_string(TSLexer *lexer) {
  advance(lexer);
  while (!at_end(lexer) && !is_line_break(lexer->lookahead)) {
    int32_t c = lexer->lookahead;
    advance(lexer);
    if (c == '"') return true;
    if (c == '\\' && !at_end(lexer) && !is_line_break(lexer->lookahead)) advance(lexer);
  }
  return false;
}

// How many brackets may stand inside each other on a line; the second, if they are not closed on it.
enum { MOST_BRACKETS = 64, MOST_OPEN_BRACKETS = 5 };

// How long the rest of a bad line may be to be worth a closer look, and the signs that may stand in it.
enum { LONGEST_SOUND_REST = 200 };
static const char SOUND_SIGNS[] = {'@', '(', ')', '[', ']', '{', '}', '.', ',', ':', '=', '?', '!'};

static bool is_sound_sign(int32_t c) { return c < 0x80 && memchr(SOUND_SIGNS, c, sizeof(SOUND_SIGNS)); }

// Whether the rest of the line, strings and comments apart, ends with `{`.
static bool line_opens(TSLexer *lexer) {
  bool opens = false;
  while (!at_end(lexer) && !is_line_break(lexer->lookahead)) {
    int32_t c = lexer->lookahead;
    if (c == '/') {
      advance(lexer);
      if (lexer->lookahead == '/') return opens;
      opens = false;
      continue;
    }
    if (c == '"') {
      pass_string(lexer);
      opens = false;
      continue;
    }
    if (!is_blank(c)) opens = c == '{';
    advance(lexer);
  }
  return opens;
}

static bool brace_on_next_line(TSLexer *lexer) {
  pass_empty_lines(lexer);
  return lexer->lookahead == '{';
}

// Reads a line from its first word, the cursor standing behind the word. Answers the token that the word is if the line
// opens a block, else -1.
static int header_token(TSLexer *lexer, const Word *word) {
  int keyword = keyword_of(word);
  bool blank_follows = is_blank(lexer->lookahead);
  pass_blanks(lexer);
  if (lexer->lookahead == '{') {
    if (keyword != BLOCK_KEYWORD) return keyword == TYPES_KEYWORD ? TYPES_KEYWORD : BLOCK_KEYWORD;
    int glued = glued_of(word);
    return glued >= 0 ? glued : BLOCK_KEYWORD;
  }
  if (!blank_follows) return -1;
  if (is_name_start(lexer->lookahead)) {
    pass_word(lexer);
    pass_blanks(lexer);
    if (lexer->lookahead == '{') return keyword == TYPES_KEYWORD ? BLOCK_KEYWORD : keyword;
    if (lexer->lookahead == '=') return keyword == TYPE_KEYWORD ? TYPE_KEYWORD : -1;
    if (keyword >= GLUED_COUNT) return -1;
    if (at_end(lexer) || is_line_break(lexer->lookahead)) return brace_on_next_line(lexer) ? keyword : -1;
  }
  if (keyword >= GLUED_COUNT) return -1;
  return line_opens(lexer) ? keyword : -1;
}

// `<<<<<<<`, `=======`, `|||||||` or `>>>>>>>` at the very start of a line.
static bool pass_conflict_mark(TSLexer *lexer, int32_t mark) {
  for (int i = 0; i < 7; i++) {
    if (lexer->lookahead != mark) return false;
    advance(lexer);
  }
  return lexer->lookahead != mark;
}

static bool scan_conflict(TSLexer *lexer, Memory *memory) {
  int32_t mark = lexer->lookahead;
  if (!pass_conflict_mark(lexer, mark)) return false;
  pass_line(lexer);
  lexer->mark_end(lexer);
  lexer->result_symbol = CONFLICT_MARKER;
  if (mark == '<' || mark == '>' || memory->no_conflict_end) return true;
  // The other side of the conflict, up to its end mark, is one token.
  while (!at_end(lexer)) {
    advance(lexer);
    if (lexer->lookahead != '>') {
      pass_line(lexer);
      continue;
    }
    if (pass_conflict_mark(lexer, '>')) {
      pass_line(lexer);
      lexer->mark_end(lexer);
      lexer->result_symbol = CONFLICT_OTHER_SIDE;
      return true;
    }
    pass_line(lexer);
  }
  memory->no_conflict_end = true;
  return true;
}

// `...` or `…`, and whatever follows on the line.
enum { HORIZONTAL_ELLIPSIS = 0x2026 };

static bool scan_ellipsis(TSLexer *lexer) {
  if (lexer->lookahead == '.') {
    for (int i = 0; i < 3; i++) {
      if (lexer->lookahead != '.') return false;
      advance(lexer);
    }
  }
  pass_line(lexer);
  lexer->result_symbol = ELLIPSIS;
  return true;
}

static bool scan_at(TSLexer *lexer, const bool *valid) {
  advance(lexer);
  if (lexer->lookahead == '@') {
    if (!valid[LINE_BLOCK_AT]) return false;
    advance(lexer);
    lexer->result_symbol = LINE_BLOCK_AT;
    return true;
  }
  lexer->result_symbol = LINE_AT;
  return valid[LINE_AT];
}

// Whether the line that begins here opens a block with a known keyword.
static bool line_is_header(TSLexer *lexer) {
  pass_blanks(lexer);
  if (!is_name_start(lexer->lookahead)) return false;
  Word word = pass_word(lexer);
  int token = header_token(lexer, &word);
  return token >= 0 && token != BLOCK_KEYWORD;
}

// Passes the rest of a line if it is a comment. Answers false if it is something else that begins with `/`.
static bool pass_line_comment(TSLexer *lexer) {
  if (lexer->lookahead != '/') return true;
  advance(lexer);
  if (lexer->lookahead != '/') return false;
  pass_line(lexer);
  return true;
}

// Whether the lines that begin here go on with a list that was opened on a line before. A word alone on its line does if
// the list ends on the next one; else it is an enum value, or a field that is being typed.
static bool lines_continue_list(TSLexer *lexer) {
  pass_empty_lines(lexer);
  lexer->mark_end(lexer);
  while (lexer->lookahead == '/') {
    if (!pass_line_comment(lexer)) return lexer->lookahead == '*';
    pass_empty_lines(lexer);
  }
  int32_t c = lexer->lookahead;
  if (c == '"' || c == '[' || c == ']' || c == ')' || c == '{' || c == ',') return true;
  if (c == '-') advance(lexer);
  if (!is_name_start(lexer->lookahead)) return false;
  pass_word(lexer);
  pass_blanks(lexer);
  c = lexer->lookahead;
  if (c == ',' || c == ']' || c == ')' || c == ':' || c == '(' || c == '.') return true;
  if (!pass_line_comment(lexer) || !is_line_break(lexer->lookahead)) return false;
  pass_empty_lines(lexer);
  return lexer->lookahead == ']' || lexer->lookahead == ')';
}

static void pass_line_break(TSLexer *lexer) {
  bool carriage_return = lexer->lookahead == '\r';
  advance(lexer);
  if (carriage_return && lexer->lookahead == '\n') advance(lexer);
}

static bool scan_line_break(TSLexer *lexer, const bool *valid, bool recovering, bool at_top_level) {
  pass_line_break(lexer);
  lexer->mark_end(lexer);
  if (valid[SOFT_NEWLINE] && !recovering) {
    lexer->result_symbol = SOFT_NEWLINE;
    return lines_continue_list(lexer);
  }
  bool ends_block = valid[UNCLOSED] && !at_top_level && (at_end(lexer) || line_is_header(lexer));
  lexer->result_symbol = ends_block ? UNCLOSED : NEWLINE;
  return ends_block || valid[NEWLINE];
}

// Passes any number of `}`. Answers whether nothing but a comment follows on the line.
static bool pass_last_closes(TSLexer *lexer) {
  while (!at_end(lexer) && (lexer->lookahead == '}' || is_blank(lexer->lookahead))) advance(lexer);
  return at_end(lexer) || is_line_break(lexer->lookahead) || lexer->lookahead == '/';
}

// The text behind the `{` of a header, to the end of the line or to the `}` that ends the line and the block. Without a
// text, it is that `}`.
static bool scan_ignored_text(TSLexer *lexer, bool any) {
  while (!at_end(lexer) && !is_line_break(lexer->lookahead)) {
    if (lexer->lookahead == '}') {
      if (!any) advance(lexer);
      lexer->mark_end(lexer);
      lexer->result_symbol = any ? IGNORED_TEXT : HEADER_CLOSE;
      if (pass_last_closes(lexer)) return true;
    } else {
      advance(lexer);
    }
    any = true;
  }
  lexer->mark_end(lexer);
  lexer->result_symbol = IGNORED_TEXT;
  return any;
}

// A block comment, the cursor standing on its `*`. Without an end it is ignored text behind a header, and else an error;
// both are one line long.
static bool scan_block_comment(TSLexer *lexer, const bool *valid, bool recovering, Memory *memory) {
  bool behind_header = valid[IGNORED_TEXT] && !recovering;
  bool on_first_line = true;
  bool end_is_known = false;
  advance(lexer);
  while (!at_end(lexer)) {
    if (on_first_line && is_line_break(lexer->lookahead)) {
      if (!end_is_known) lexer->mark_end(lexer);
      if (memory->no_comment_end) break;
      on_first_line = false;
    }
    if (on_first_line && behind_header && !end_is_known && lexer->lookahead == '}') {
      lexer->mark_end(lexer);
      end_is_known = pass_last_closes(lexer);
      continue;
    }
    bool star = lexer->lookahead == '*';
    advance(lexer);
    if (star && lexer->lookahead == '/') {
      advance(lexer);
      lexer->mark_end(lexer);
      // In a header it is an error, and must not be taken for the next comment between blocks.
      lexer->result_symbol = recovering && memory->in_header ? JUNK : BLOCK_COMMENT;
      return valid[BLOCK_COMMENT];
    }
  }
  if (on_first_line && !end_is_known) lexer->mark_end(lexer);
  memory->no_comment_end = true;
  lexer->result_symbol = behind_header ? IGNORED_TEXT : OPEN_COMMENT;
  return behind_header || recovering;
}

// What begins with `/`. Comments to the end of the line are for the generated parser.
static bool scan_slash(TSLexer *lexer, const bool *valid, bool recovering, Memory *memory) {
  advance(lexer);
  if (lexer->lookahead == '*') return scan_block_comment(lexer, valid, recovering, memory);
  return lexer->lookahead != '/' && valid[IGNORED_TEXT] && !recovering && scan_ignored_text(lexer, true);
}

// A bracket inside a list that is not closed on its line and opens many others, or that opens far too many. The parser
// finds a way out of an error only from a stack that is low, so the error has to come here and not at the end of the line.
static bool scan_brackets(TSLexer *lexer) {
  unsigned depth = 0;
  unsigned deepest = 0;
  while (!at_end(lexer) && !is_line_break(lexer->lookahead) && depth < MOST_BRACKETS) {
    int32_t c = lexer->lookahead;
    if (c == '"') {
      pass_string(lexer);
      continue;
    }
    if (is_opening_bracket(c)) depth++;
    if (is_closing_bracket(c)) depth--;
    if (depth == 0) return false;
    if (depth > deepest) deepest = depth;
    advance(lexer);
  }
  pass_line(lexer);
  lexer->mark_end(lexer);
  lexer->result_symbol = JUNK;
  return deepest > MOST_OPEN_BRACKETS;
}

// The rest of a line from an error on, up to a comment, if it does not look like something that the parser could make
// sense of: each attempt makes the stack higher, until no way out is found any more.
static bool scan_junk(TSLexer *lexer) {
  unsigned length = 0;
  unsigned depth = 0;
  bool is_sound = true;
  bool comment_follows = false;
  while (!at_end(lexer) && !is_line_break(lexer->lookahead)) {
    int32_t c = lexer->lookahead;
    if (c == '/') {
      lexer->mark_end(lexer);
      advance(lexer);
      comment_follows = lexer->lookahead == '/' || lexer->lookahead == '*';
      if (comment_follows) break;
      is_sound = false;
      continue;
    }
    if (c == '"') {
      if (!pass_string(lexer)) is_sound = false;
      continue;
    }
    if (is_opening_bracket(c)) depth++;
    if (is_closing_bracket(c) && depth > 0) depth--;
    if (!is_name_part(c) && !is_blank(c) && !is_sound_sign(c)) is_sound = false;
    if (++length > LONGEST_SOUND_REST) is_sound = false;
    advance(lexer);
    if (c == '@' && !is_name_start(lexer->lookahead)) is_sound = false;
  }
  if (!comment_follows) lexer->mark_end(lexer);
  lexer->result_symbol = JUNK;
  return !is_sound || depth > 0;
}

// The first word of a line.
static bool scan_word(TSLexer *lexer, const bool *valid) {
  bool may_open = valid[MODEL_KEYWORD] && lexer->lookahead != '_';
  Word word = pass_word(lexer);
  lexer->mark_end(lexer);
  if (may_open) {
    int token = header_token(lexer, &word);
    if (token >= 0) {
      lexer->result_symbol = (TSSymbol)token;
      return true;
    }
  }
  lexer->result_symbol = LINE_NAME;
  return valid[LINE_NAME];
}

static bool scan_one(TSLexer *lexer, enum Token token) {
  advance(lexer);
  lexer->mark_end(lexer);
  lexer->result_symbol = token;
  return true;
}

static bool scan_block_name(TSLexer *lexer) {
  pass_word(lexer);
  lexer->mark_end(lexer);
  lexer->result_symbol = BLOCK_NAME;
  return true;
}

static bool scan_line_start(TSLexer *lexer, const bool *valid, bool indented, Memory *memory) {
  int32_t c = lexer->lookahead;
  if ((c == '.' || c == HORIZONTAL_ELLIPSIS) && valid[ELLIPSIS]) return scan_ellipsis(lexer);
  if (is_name_start(c) || c == '_') return scan_word(lexer, valid);
  if (c == '@' && (valid[LINE_BLOCK_AT] || valid[LINE_AT])) return scan_at(lexer, valid);
  if (c == '}' && valid[LINE_CLOSE]) return scan_one(lexer, LINE_CLOSE);
  bool is_mark = c == '<' || c == '=' || c == '>' || c == '|';
  return is_mark && valid[CONFLICT_MARKER] && !indented && scan_conflict(lexer, memory);
}

void *tree_sitter_prisma_external_scanner_create(void) { return ts_calloc(1, sizeof(Memory)); }
void tree_sitter_prisma_external_scanner_destroy(void *payload) { ts_free(payload); }
unsigned tree_sitter_prisma_external_scanner_serialize(void *payload, char *buffer) {
  memcpy(buffer, payload, sizeof(Memory));
  return sizeof(Memory);
}
void tree_sitter_prisma_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  if (length == sizeof(Memory)) memcpy(payload, buffer, length);
  else memset(payload, 0, sizeof(Memory));
}

static bool scan(TSLexer *lexer, const bool *valid, bool recovering, Memory *memory) {
  bool at_line_start = !recovering && (valid[CONFLICT_MARKER] || valid[LINE_CLOSE] || valid[LINE_NAME]);
  // No block is open that could end here.
  bool at_top_level = !recovering && valid[CONFLICT_MARKER] && !valid[LINE_CLOSE];
  bool indented = is_blank(lexer->lookahead);
  skip_blanks(lexer);

  if (at_end(lexer)) {
    lexer->result_symbol = valid[UNCLOSED_NAMESPACE] ? UNCLOSED_NAMESPACE : UNCLOSED;
    return !recovering && !at_top_level && (valid[UNCLOSED] || valid[UNCLOSED_NAMESPACE]);
  }
  int32_t c = lexer->lookahead;
  if (is_line_break(c))
    return (valid[NEWLINE] || valid[SOFT_NEWLINE] || valid[UNCLOSED]) &&
           scan_line_break(lexer, valid, recovering, at_top_level);
  if (c == '/') return scan_slash(lexer, valid, recovering, memory);
  if (!recovering || memory->in_header) {
    if (c == '{' && valid[BODY_OPEN]) return scan_one(lexer, BODY_OPEN);
    if (is_name_start(c) && valid[BLOCK_NAME]) return scan_block_name(lexer);
  }
  if (recovering) return !memory->in_header && scan_junk(lexer);
  if (valid[IGNORED_TEXT]) return scan_ignored_text(lexer, false);
  if (c == '=' && valid[HEADER_EQUALS]) return scan_one(lexer, HEADER_EQUALS);
  if (c == '}' && valid[HEADER_CLOSE]) return scan_one(lexer, HEADER_CLOSE);
  if (valid[SOFT_NEWLINE]) return is_opening_bracket(c) && scan_brackets(lexer);
  return at_line_start && scan_line_start(lexer, valid, indented, memory);
}

bool tree_sitter_prisma_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Memory *memory = payload;
  bool recovering = valid[ERROR_SENTINEL];
  if (!scan(lexer, valid, recovering, memory)) return false;
  TSSymbol token = lexer->result_symbol;
  bool ends_bad_line = recovering && (token == NEWLINE || token == UNCLOSED);
  if (ends_bad_line) memory->bad_line = memory->bad_line == 1 ? 2 : 1;
  else if (!recovering) memory->bad_line = 0;
  memory->in_header = token < LINE_NAME || token == BLOCK_NAME || (token == JUNK && memory->in_header);
  return true;
}
