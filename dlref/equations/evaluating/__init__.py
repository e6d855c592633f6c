"""The value of a syntax tree in one draw.

`evaluate` walks over the nodes; `values` knows shapes and `functions` what every reader knows.
`conditions` says what holds, `folds` sums over ranges; `calculus`, `expectations` and `residual`
are what needs many evaluations.
"""
