/**
 * The notation of `.idol` files: RON, as the generator reads it.
 *
 * What its keys and words mean is for queries to say, and for the generator to
 * check. Raw strings and block comments, which nest, are in `src/scanner.c`.
 */

/// <reference types="tree-sitter-cli/dsl" />

/** Entries with commas between them, and perhaps one behind the last. */
const entries = (entry) =>
  optional(seq(entry, repeat(seq(",", entry)), optional(",")));

module.exports = grammar({
  name: "idol",

  externals: ($) => [$.block_comment, $.raw_string],

  extras: ($) => [/\s/, "\uFEFF", $.line_comment, $.block_comment],

  word: ($) => $.identifier,

  rules: {
    source_file: ($) => seq(repeat($.attribute), optional($._value)),

    attribute: ($) => seq("#", "!", "[", $.struct, "]"),

    _value: ($) =>
      choice(
        $.struct,
        $.map,
        $.list,
        $.string,
        $.raw_string,
        $.char,
        $.number,
        $.boolean,
        $.identifier,
      ),

    // `Interface(...)`, `(...)`: fields, or values without keys.
    struct: ($) =>
      seq(field("name", optional($.identifier)), "(", entries($._entry), ")"),

    map: ($) => seq("{", entries($._entry), "}"),

    list: ($) => seq("[", entries($._value), "]"),

    _entry: ($) => choice($.pair, $._value),

    pair: ($) => seq(field("key", $._value), ":", field("value", $._value)),

    string: ($) =>
      seq(
        '"',
        repeat(choice($.escape, token.immediate(prec(1, /[^"\\]+/)))),
        token.immediate('"'),
      ),

    escape: () =>
      token.immediate(/\\(x[0-9A-Fa-f]{2}|u\{[0-9A-Fa-f]{1,6}\}|[^xu])/),

    char: () => token(/'([^'\\]|\\(x[0-9A-Fa-f]{2}|u\{[0-9A-Fa-f]+\}|[^xu]))'/),

    number: () => token(/[+-]?\.?[0-9][0-9A-Za-z_.]*([eE][+-][0-9_]+)?/),

    boolean: () => choice("true", "false"),

    identifier: () => /(r#)?[A-Za-z_][A-Za-z0-9_]*/,

    line_comment: () => token(seq("//", /[^\n]*/)),
  },
});
