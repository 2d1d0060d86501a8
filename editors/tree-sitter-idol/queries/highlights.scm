(line_comment) @comment
(block_comment) @comment

((line_comment) @keyword.directive
  (#match? @keyword.directive "idol: *(allow|accept)\\("))

(attribute) @attribute

(number) @number
(boolean) @boolean
(char) @string
(string) @string
(raw_string) @string
(escape) @string.escape

(struct name: (identifier) @type)
(identifier) @constant
(pair key: (identifier) @property)

; Names: of operations, arguments, leases.
(map (pair key: (string) @function))
(map (pair key: (string) @variable.parameter value: (string) @type))

; Types: in a map of arguments, in a struct, alone in `CLike("E")`.
((pair key: (identifier) @property value: (string) @type)
  (#any-of? @property "type" "ok"))
((struct name: (identifier) @constructor (string) @type)
  (#any-of? @constructor
    "Simple" "CLike" "Complex" "From" "FromPrimitive"))

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," ":"] @punctuation.delimiter
