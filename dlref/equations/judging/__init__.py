"""Whether an equation is true: `checker` draws, `judge` compares the sides of one relation.

`chance` says how many draws are needed, `relations` when two values agree, `options` how a check
may be set, and `verdict` what is told.
"""
