"""From the rows of a notation table to symbols with values.

`notation` makes symbols of the `rows`, `declarations` compiles their Python, `spelling` says what
Python calls a symbol, `namespace` which functions it may use, `draws` what it may draw, `lots`
and `special` from which numbers;
`environment` holds the values of one draw and computes again what depends on a value that is
overridden.
"""
