"""The value of a syntax tree in one draw.

`evaluate` walks over the nodes; `values` knows shapes, `functions` what every reader knows, and
`calculus`, `expectations` and `residual` what needs many evaluations.
"""
