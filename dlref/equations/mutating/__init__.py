"""Whether a check can fail: small mistakes in a true equation, and those that it lets pass.

`formula` knows which tokens belong together, `names` which are names, `mistakes` the sorts of
mistakes, with those of `calls`, and `mutants` makes all of an equation; `sides` and `order` know
which change nothing. `survivors` finds what stays true, `review` which survivors have a reason, and
`record` keeps the numbers for the site.
"""
