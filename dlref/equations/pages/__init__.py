"""The claims of a Markdown page and what they mean.

`reader` is the one reader of a page: `fences` and `displays` are taken out of its `lines` and leave
it `shortened`, `markup` divides its HTML from its Markdown, and `blocks` knows the containers. From
what it finds come the equations in `source`, the notation in `tables`, the `docstrings` of the
functions that a page shows, and its `snippets`; `judgements` brings an `equation` and its notation
together. `places` says where symbols stand in a formula and `shapes` what they are; `warnings`
lists what is `unused`, and what is `undeclared` in the `text`. `files` are the pages of a folder.
"""
