/* Raw strings, which end with as many `#` as they begin with, and block
 * comments, which nest. Neither leaves anything to remember. */

#include "tree_sitter/parser.h"

enum Token { BLOCK_COMMENT, RAW_STRING };

void *tree_sitter_idol_external_scanner_create(void) { return NULL; }

void tree_sitter_idol_external_scanner_destroy(void *payload) {
    (void)payload;
}

unsigned tree_sitter_idol_external_scanner_serialize(
    void *payload,
    char *buffer
) {
    (void)payload;
    (void)buffer;
    return 0;
}

void tree_sitter_idol_external_scanner_deserialize(
    void *payload,
    const char *buffer,
    unsigned length
) {
    (void)payload;
    (void)buffer;
    (void)length;
}

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

/* Behind `r`: hashes, a quote, and all up to a quote and as many hashes. */
static bool raw_string(TSLexer *lexer) {
    unsigned hashes = 0;
    while (lexer->lookahead == '#') {
        hashes++;
        advance(lexer);
    }
    if (lexer->lookahead != '"') {
        return false;
    }
    advance(lexer);
    while (!lexer->eof(lexer)) {
        if (lexer->lookahead != '"') {
            advance(lexer);
            continue;
        }
        advance(lexer);
        unsigned seen = 0;
        while (seen < hashes && lexer->lookahead == '#') {
            seen++;
            advance(lexer);
        }
        if (seen == hashes) {
            lexer->result_symbol = RAW_STRING;
            return true;
        }
    }
    return false;
}

/* Behind `/`. */
static bool block_comment(TSLexer *lexer) {
    if (lexer->lookahead != '*') {
        return false;
    }
    advance(lexer);
    unsigned depth = 1;
    while (!lexer->eof(lexer)) {
        int32_t first = lexer->lookahead;
        advance(lexer);
        if (first == '/' && lexer->lookahead == '*') {
            advance(lexer);
            depth++;
        } else if (first == '*' && lexer->lookahead == '/') {
            advance(lexer);
            depth--;
            if (depth == 0) {
                lexer->result_symbol = BLOCK_COMMENT;
                return true;
            }
        }
    }
    return false;
}

static bool is_space(int32_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xfeff;
}

bool tree_sitter_idol_external_scanner_scan(
    void *payload,
    TSLexer *lexer,
    const bool *valid_symbols
) {
    (void)payload;
    while (is_space(lexer->lookahead)) {
        lexer->advance(lexer, true);
    }
    if (lexer->lookahead == 'r' && valid_symbols[RAW_STRING]) {
        advance(lexer);
        return raw_string(lexer);
    }
    if (lexer->lookahead == '/' && valid_symbols[BLOCK_COMMENT]) {
        advance(lexer);
        return block_comment(lexer);
    }
    return false;
}
