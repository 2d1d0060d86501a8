(struct) @fold
(map) @fold
(list) @fold
(block_comment) @fold
