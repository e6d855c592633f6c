"""The claims of a Markdown page and what they mean.

`source` finds the equations, `tables` their notation, `docstrings` the equations of the functions
that a page shows, `snippets` its code; `judgements` brings an equation and its notation together.
`places` says where symbols stand in a formula and `shapes` what they are; `warnings` lists what is
`unused`, and what is `undeclared` in the `text`. `files` are the pages of a folder.
"""
