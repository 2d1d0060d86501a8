; Where each operation stands: its name, and all of it.
(source_file
  (struct
    (pair
      key: (identifier) @ops
      value: (map (pair key: (_) @name) @operation)))
  (#eq? @ops "ops"))
