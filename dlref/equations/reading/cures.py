"""Commands that are not read, and what to write instead."""

__all__ = ["CURES", "STATED"]

STATED = "mark the equation as stated, with a reason"
_LIMIT = rf"write \approx with tolerance=0.01 at a value near the limit, or {STATED}"
_INTEGRALS = r"write one \int_a^b for each variable"
_RELATION = r"write =, \approx, \le, <, \ge, >, \ne, \in or \propto"
_REMAINDER = r"declare a function, as in \operatorname{mod}(a, b)"

_TRACE = r"write \operatorname{tr}, or declare it"
_MOMENT = r"write \operatorname{{{}}}, or declare it"
_RELATIONS = [
    "simeq", "cong", "doteq", "asymp", "lesssim", "gtrsim", "ll", "gg", "prec", "succ", "preceq",
    "succeq", "subset", "subseteq", "supset", "supseteq",
]  # fmt: skip
_STYLES = ["rm", "bf", "it", "cal", "sf", "tt"]

CURES = {
    r"\lim": _LIMIT,
    r"\limsup": _LIMIT,
    r"\liminf": _LIMIT,
    r"\oint": STATED,
    r"\iint": _INTEGRALS,
    r"\iiint": _INTEGRALS,
    r"\exists": STATED,
    r"\forall": r"leave it out, since every value is checked; a condition follows \text{for}",
    r"\partial": r"write \frac{\partial f}{\partial x} or \partial_x f",
    r"\choose": r"write \binom{n}{k}",
    r"\over": r"write \frac{a}{b}",
    r"\mod": _REMAINDER,
    r"\bmod": _REMAINDER,
    r"\pmod": _REMAINDER,
    "Tr": _TRACE,
    "trace": _TRACE,
    "var": _MOMENT.format("Var"),
    "cov": _MOMENT.format("Cov"),
    **{rf"\{relation}": _RELATION for relation in _RELATIONS},
    **{rf"\{style}": rf"write \math{style}{{...}}" for style in _STYLES},
}
