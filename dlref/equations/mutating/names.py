"""The names in a formula and what is no name, as far as tokens tell."""

import re
from collections.abc import Iterator

from dlref.equations.mutating.formula import ACCENTS, Edit, Formula

__all__ = ["DIFFERENTIALS", "FOLDS", "GREEK", "SEPARATORS", "Made", "names"]

Made = Iterator[tuple[str, str, list[Edit]]]  # sort of mistake, what was done, and how

FOLDS = frozenset([r"\sum", r"\prod", r"\int", r"\mathbb{E}", "Var", "Cov"])
GREEK = re.compile(
    r"\\(?:"
    r"alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|"
    r"lambda|mu|nu|xi|pi|rho|varrho|sigma|tau|upsilon|phi|varphi|chi|psi|omega|ell|"
    r"Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega"
    r")"
)
SEPARATORS = frozenset([",", ";", "|", r"\|"])
DIFFERENTIALS = frozenset([r"\partial", r"\nabla", "d"])


def names(formula: Formula) -> Iterator[tuple[int, int]]:
    """List the names outside scripts, each with its subscript."""
    has_integral = any(token.text == r"\int" for token in formula.tokens)
    k = 0
    while k < len(formula.tokens):
        token = formula.tokens[k]
        is_name = token.kind == "letter" or GREEK.fullmatch(token.text) or token.text in ACCENTS
        if k in formula.frozen or k in formula.scripts or not is_name or token.text in FOLDS:
            k += 1
            continue
        stop = formula.argument(k)
        if formula.text(stop) == "_":
            stop = formula.argument(stop + 1)
        is_differential = token.text == "d" and has_integral
        if formula.text(stop) not in ("(", "'") and token.text != "e" and not is_differential:
            yield k, stop
        k = max(stop, k + 1)
