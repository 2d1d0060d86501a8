[(struct) (map) (list)] @indent.begin
[")" "}" "]"] @indent.end @indent.branch
(block_comment) @indent.ignore
