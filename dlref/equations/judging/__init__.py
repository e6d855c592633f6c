"""Whether an equation is true: `checker` draws, `judge` compares the sides of one relation.

`relations` says when two values agree, `options` how a check may be set, `verdict` what is told.
"""
