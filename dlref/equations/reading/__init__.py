"""From LaTeX to a syntax tree.

`tokens` drops what only changes looks; `boxes` gives each nucleus its scripts; `names` finds
declared spellings, the longest first; `parser` and its parts (`atoms`, `delimiters`, `binders` with
`folds` and `derivatives`) build the nodes of `tree`; `statements` cuts a display into claims and
conditions. `words` refuses words in plain letters, and `cures` says what to write for commands that
are not read.
"""
