// The scanner of the Prisma grammar: the tokens that stand first on a line.
//
// Everything that depends on where a line begins is decided here: whether it opens a block, names a member,
// starts a block attribute, closes a block, or continues a list. While the parser reads correct text, a token
// that is valid tells that we are at the start of a line; while it recovers from an error every token is valid,
// and only then the column is asked for.
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
  IGNORED_TEXT,
  BLOCK_COMMENT,
  OPEN_COMMENT,
  TOO_DEEP,
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

// Passes a string, to its quote or the end of the line.
static void pass_string(TSLexer *lexer) {
  do {
    if (lexer->lookahead == '\\') advance(lexer);
    if (is_line_break(lexer->lookahead)) return;
    advance(lexer);
  } while (!at_end(lexer) && lexer->lookahead != '"' && !is_line_break(lexer->lookahead));
  if (lexer->lookahead == '"') advance(lexer);
}

// How many brackets may stand inside each other on a line; the second, if they are not closed on it.
enum { MOST_BRACKETS = 64, MOST_OPEN_BRACKETS = 5 };

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
  while (!at_end(lexer) && (is_line_break(lexer->lookahead) || is_blank(lexer->lookahead))) advance(lexer);
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

// Whether the line that begins here goes on with a list that was opened on a line before.
static bool line_continues_list(TSLexer *lexer) {
  while (!at_end(lexer) && (is_blank(lexer->lookahead) || is_line_break(lexer->lookahead))) advance(lexer);
  lexer->mark_end(lexer);
  int32_t c = lexer->lookahead;
  if (c == '"' || c == '[' || c == ']' || c == ')' || c == '{' || c == ',' || (c >= '0' && c <= '9')) return true;
  if (c == '/') {
    advance(lexer);
    return lexer->lookahead == '/' || lexer->lookahead == '*';
  }
  if (!is_name_start(c)) return false;
  pass_word(lexer);
  pass_blanks(lexer);
  c = lexer->lookahead;
  return c == ',' || c == ']' || c == ')' || c == ':' || c == '(' || c == '.' || is_line_break(c);
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
    return line_continues_list(lexer);
  }
  bool ends_block = valid[UNCLOSED] && !at_top_level && (at_end(lexer) || line_is_header(lexer));
  lexer->result_symbol = ends_block ? UNCLOSED : NEWLINE;
  return ends_block || valid[NEWLINE];
}

// Passes one `}` or several. Answers whether nothing but a comment follows on the line.
static bool pass_last_closes(TSLexer *lexer) {
  do {
    advance(lexer);
    pass_blanks(lexer);
  } while (lexer->lookahead == '}');
  return at_end(lexer) || is_line_break(lexer->lookahead) || lexer->lookahead == '/';
}

// The text behind the `{` of a header. Where the line ends with `}`, the text ends before it.
static bool scan_ignored_text(TSLexer *lexer, bool any) {
  lexer->result_symbol = IGNORED_TEXT;
  while (!at_end(lexer) && !is_line_break(lexer->lookahead)) {
    if (lexer->lookahead == '}') {
      // The last `}` of the line ends the block; the text before it is what was ignored.
      lexer->mark_end(lexer);
      if (pass_last_closes(lexer)) return any;
    }
    any = true;
    if (!is_blank(lexer->lookahead)) advance(lexer);
    else pass_blanks(lexer);
  }
  lexer->mark_end(lexer);
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
      lexer->result_symbol = BLOCK_COMMENT;
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
    if (c == ']' || c == ')' || c == '}') depth--;
    if (depth == 0) return false;
    if (depth > deepest) deepest = depth;
    advance(lexer);
  }
  pass_line(lexer);
  lexer->mark_end(lexer);
  lexer->result_symbol = TOO_DEEP;
  return deepest > MOST_OPEN_BRACKETS;
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

static bool scan_line_start(TSLexer *lexer, const bool *valid, Memory *memory) {
  int32_t c = lexer->lookahead;
  if (is_name_start(c) || c == '_') return scan_word(lexer, valid);
  if (c == '@' && (valid[LINE_BLOCK_AT] || valid[LINE_AT])) return scan_at(lexer, valid);
  if (c == '}' && valid[LINE_CLOSE]) {
    advance(lexer);
    lexer->result_symbol = LINE_CLOSE;
    return true;
  }
  if ((c == '.' || c == 0x2026) && valid[ELLIPSIS]) return scan_ellipsis(lexer);
  if ((c == '<' || c == '=' || c == '>' || c == '|') && valid[CONFLICT_MARKER] && lexer->get_column(lexer) == 0)
    return scan_conflict(lexer, memory);
  return false;
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
  bool at_line_start = recovering ? lexer->get_column(lexer) == 0
                                  : valid[CONFLICT_MARKER] || valid[LINE_CLOSE] || valid[LINE_NAME];
  // No block is open that could end here.
  bool at_top_level = !recovering && valid[CONFLICT_MARKER] && !valid[LINE_CLOSE];
  skip_blanks(lexer);

  if (at_end(lexer)) {
    lexer->result_symbol = valid[UNCLOSED] ? UNCLOSED : UNCLOSED_NAMESPACE;
    return !recovering && !at_top_level && (valid[UNCLOSED] || valid[UNCLOSED_NAMESPACE]);
  }
  if (is_line_break(lexer->lookahead))
    return (valid[NEWLINE] || valid[SOFT_NEWLINE] || valid[UNCLOSED]) &&
           scan_line_break(lexer, valid, recovering, at_top_level);
  if (lexer->lookahead == '/') return scan_slash(lexer, valid, recovering, memory);
  if (valid[IGNORED_TEXT] && !recovering) return scan_ignored_text(lexer, false);
  if (valid[SOFT_NEWLINE] && !recovering) return is_opening_bracket(lexer->lookahead) && scan_brackets(lexer);
  return at_line_start && scan_line_start(lexer, valid, memory);
}

bool tree_sitter_prisma_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  Memory *memory = payload;
  bool recovering = valid[ERROR_SENTINEL];
  if (!scan(lexer, valid, recovering, memory)) return false;
  bool ends_bad_line = recovering && (lexer->result_symbol == NEWLINE || lexer->result_symbol == UNCLOSED);
  if (ends_bad_line) memory->bad_line = memory->bad_line == 1 ? 2 : 1;
  else if (!recovering) memory->bad_line = 0;
  return true;
}
