"""Whether a check can fail: small mistakes in a true equation, and those that it lets pass.

`mutants` makes the mistakes from the tokens, `sides` and `order` know which of them change nothing,
`survivors` finds what stays true, and `review` knows which survivors have a reason.
"""
