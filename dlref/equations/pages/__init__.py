"""The claims of a Markdown page and what they mean.

`source` finds the equations, `tables` their notation, `docstrings` the equations of the functions
that a page shows, `snippets` its code; `judgements` brings an equation and its notation together.
"""
