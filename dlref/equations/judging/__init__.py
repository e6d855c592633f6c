"""Whether an equation is true: `checker` draws, `judge` compares the sides of one relation.

`kinks` says what may branch, `chance` which draws are needed, `search` looks for a counterexample;
`relations` says when two values agree, `rounding` when that is not known, `ends` which ends of an
interval are decided. `options` says how a check may be set, `verdict` what is told, and `notices`
what a true verdict leaves open.
"""
