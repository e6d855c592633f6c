r"""Mutants: an equation with one small mistake each, as people make them.

A sign is flipped, a logarithm is forgotten, two names are swapped, an index is shifted by one. A
check that still passes proves little, so the mutants of an equation are a test of its declarations.
They are made from tokens alone, and spelled so that they can be read as LaTeX wherever possible.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dlref.equations.mutating.sides import frozen_tokens, partners, sides
from dlref.equations.reading.tokens import Token, tokenize

__all__ = ["HINTS", "Mutant", "mutants"]

HINTS = {
    "sign": "draw symbols for which the term is not 0",
    "dropped": "draw values on which the operation does something",
    "operator": "draw symbols whose sum and product differ",
    "fraction": "draw a numerator and a denominator that differ from each other and from 1",
    "swap": "draw the two differently; equal values hide which is meant",
    "arguments": "draw different arguments, unless the function is symmetric",
    "index": "draw entries that differ from one index to the next",
    "factor": "a factor changes nothing if the side is 0, or on the loose side of an inequality",
    "number": "draw values on which this number matters",
    "power": "draw values other than 0 and 1",
    "relation": "draw cases in which the two sides differ",
}

Edit = tuple[int, int, str]

_FUNCTIONS = frozenset(
    [r"\ln", r"\log", r"\exp", r"\sqrt", r"\sin", r"\cos", r"\tan", r"\tanh", r"\max", r"\min"]
) | frozenset([r"\det", "ln", "log", "exp", "sqrt", "tanh", "sgn", "sign", "diag", "tr"])
_FOLDS = frozenset([r"\sum", r"\prod", r"\int", r"\mathbb{E}", "Var", "Cov"])
_EXCHANGED = {
    "+": r"\cdot", r"\cdot": "+", r"\odot": "+",
    r"\sum": r"\prod", r"\prod": r"\sum", r"\max": r"\min", r"\min": r"\max",
    r"\sin": r"\cos", r"\cos": r"\sin", r"\cup": r"\cap", r"\cap": r"\cup",
}  # fmt: skip
_REVERSED = {r"\le": r"\ge", r"\ge": r"\le", "<": ">", ">": "<", r"\in": r"\notin", "=": r"\ne"}
_GREEK = re.compile(
    r"\\(?:"
    r"alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|"
    r"lambda|mu|nu|xi|pi|rho|varrho|sigma|tau|upsilon|phi|varphi|chi|psi|omega|ell|"
    r"Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Upsilon|Phi|Psi|Omega"
    r")"
)
_ACCENTS = frozenset([r"\hat", r"\bar", r"\tilde", r"\vec", r"\dot"])
_OPERANDS = frozenset(["+", "-", r"\cdot", r"\times", r"\odot", "=", "(", "[", "{", ",", "&"])
_LAYOUT = frozenset(["&", "\\\\", r"\quad"])
_SEPARATORS = frozenset([",", ";", "|", r"\|"])
_DIFFERENTIALS = frozenset([r"\partial", r"\nabla", "d"])


@dataclass(frozen=True)
class Mutant:
    """One mistake.

    Args:
        latex: The equation with the mistake.
        kind: What sort of mistake it is, a key of `HINTS`.
        change: What was done, in words.
        start: Where the equation was changed, up to `end`.
    """

    latex: str
    kind: str
    change: str
    start: int
    end: int


def mutants(latex: str) -> list[Mutant]:
    r"""List the mutants of an equation; the same ones each time, and none of them twice.

    Examples:
        >>> from dlref.equations.mutating.mutants import mutants
        >>> for mutant in mutants(r"H(p) = -\sum_i p_i \ln p_i")[:4]:
        ...     print(mutant.latex, "--", mutant.change)
        H(p) = \sum_i p_i \ln p_i -- the minus is dropped
        H(p) = -\prod_i p_i \ln p_i -- \sum becomes \prod
        H(p) = - p_i \ln p_i -- \sum is dropped
        H(p) = -\sum_i p_i  p_i -- \ln is dropped
    """
    source = _Source(latex)
    seen = {_key(source.tokens)}
    found: list[Mutant] = []
    for make in _MAKERS:
        for kind, change, edits in make(source):
            mutated = _edited(latex, edits)
            key = _key(tokenize(mutated))
            if key not in seen:
                seen.add(key)
                place = (min(e[0] for e in edits), max(e[1] for e in edits))
                found.append(Mutant(mutated, kind, change, *place))
    return found


Made = Iterator[tuple[str, str, list[Edit]]]


class _Source:
    """The tokens of an equation, and which of them belong together."""

    def __init__(self, latex: str) -> None:
        self.latex = latex
        self.tokens = tokenize(latex)
        self.partner = partners(self.tokens)
        self.frozen = frozen_tokens(self.tokens, self.partner) | self._remainders()
        self.scripts = self._scripts()

    def places(self) -> Iterator[tuple[int, Token]]:
        """List the tokens that may be changed, with their positions."""
        return ((k, t) for k, t in enumerate(self.tokens) if k not in self.frozen)

    def text(self, k: int) -> str:
        """Return the text of token `k`, or nothing outside the equation."""
        return self.tokens[k].text if 0 <= k < len(self.tokens) else ""

    def argument(self, k: int) -> int:
        """Return the position behind the argument that starts at token `k`."""
        if self.text(k) in _ACCENTS:
            return self.argument(k + 1)
        return self.partner.get(k, k) + 1 if self.text(k) == "{" else k + 1

    def after_scripts(self, k: int) -> int:
        """Return the position behind the scripts and primes that start at token `k`."""
        while self.text(k) in ("_", "^", "'"):
            k = k + 1 if self.text(k) == "'" else self.argument(k + 1)
        return min(k, len(self.tokens))

    def cut(self, k: int, stop: int, text: str = "") -> Edit:
        """Replace the tokens `k:stop`."""
        return self.tokens[k].start, self.tokens[stop - 1].end, text

    def written(self, k: int, stop: int) -> str:
        """Return the LaTeX of the tokens `k:stop`."""
        return self.latex[self.tokens[k].start : self.tokens[stop - 1].end]

    def _remainders(self) -> set[int]:
        """Find what stands in O(...): its constants say nothing."""
        return {
            j
            for k, token in enumerate(self.tokens)
            if token.text in ("O", r"\mathcal{O}") and k + 1 in self.partner
            for j in range(k, self.partner[k + 1] + 1)
        }

    def _scripts(self) -> set[int]:
        return {
            j
            for k, token in enumerate(self.tokens)
            if token.text in ("_", "^")
            for j in range(k, min(self.argument(k + 1), len(self.tokens)))
        }


def _edited(latex: str, edits: list[Edit]) -> str:
    for start, end, text in sorted(edits, reverse=True):
        after = latex[end : end + 1]
        gap = " " if text[-1:].isalpha() and "\\" in text and after.isalpha() else ""
        latex = latex[:start] + text + gap + latex[end:]
    return latex


def _key(tokens: list[Token]) -> tuple[str, ...]:
    return tuple(token.text for token in tokens if token.kind != "space")


# One sort of mistake each ---------------------------------------------------------------------


def _signs(source: _Source) -> Made:
    for k, token in source.places():
        if token.text not in ("+", "-") or k + 1 in source.frozen:
            continue
        before = source.text(k - 1)
        if token.text == "+":
            yield "sign", "+ becomes -", [source.cut(k, k + 1, "-")]
        elif before in _OPERANDS or before in _REVERSED or k == 0 or before == "\\\\":
            yield "sign", "the minus is dropped", [source.cut(k, k + 1)]
        else:
            yield "sign", "- becomes +", [source.cut(k, k + 1, "+")]


def _exchanges(source: _Source) -> Made:
    for k, token in source.places():
        other = _EXCHANGED.get(token.text)
        if other and k not in source.scripts and k + 1 not in source.frozen:
            yield "operator", f"{token.text} becomes {other}", [source.cut(k, k + 1, other)]


def _relations(source: _Source) -> Made:
    for k, token in source.places():
        other = _REVERSED.get(token.text)
        if other and k not in source.scripts:
            yield "relation", f"{token.text} becomes {other}", [source.cut(k, k + 1, other)]


def _dropped_operations(source: _Source) -> Made:
    for k, token in source.places():
        if token.kind == "letter" and token.text not in _FOLDS:
            continue
        if token.text in _FUNCTIONS | _FOLDS:
            stop = source.after_scripts(k + 1)
            if source.text(stop) == "[" and token.text == r"\sqrt":
                continue
            yield "dropped", f"{token.text} is dropped", [source.cut(k, stop)]


def _exponentials(source: _Source) -> Made:
    for k, token in source.places():
        if token.text == "e" and source.text(k + 1) == "^":
            stop = source.argument(k + 2)
            inside = source.written(k + 2, stop).removeprefix("{").removesuffix("}")
            yield "dropped", "the exponential is dropped", [source.cut(k, stop, f"({inside})")]


def _fractions(source: _Source) -> Made:
    for k, token in source.places():
        if token.text != r"\frac":
            continue
        middle = source.argument(k + 1)
        stop = source.argument(middle)
        top, bottom = source.written(k + 1, middle), source.written(middle, stop)
        if _DIFFERENTIALS & {source.text(j) for j in range(k, stop)}:
            continue
        bare = [part.removeprefix("{").removesuffix("}") for part in (top, bottom)]
        whole = source.cut(k, stop, rf"\frac{{{bare[1]}}}{{{bare[0]}}}")
        yield "fraction", "the fraction is turned over", [whole]
        rest = "1" if bare[0] == "1" and not _has_factor(source, stop) else f"({bare[0]})"
        yield "fraction", "the denominator is dropped", [source.cut(k, stop, rest)]


def _has_factor(source: _Source, k: int) -> bool:
    return source.tokens[k].kind in ("letter", "word") if k < len(source.tokens) else False


def _scripts(source: _Source) -> Made:
    r"""Drop what is raised: an inverse, a transpose, a prime, a square; or raise to one more."""
    for k, token in enumerate(source.tokens):
        if token.text == "'" and k not in source.frozen:
            yield "power", "a prime is dropped", [source.cut(k, k + 1)]
        if token.text != "^" or source.text(k - 1) == "e" or _is_limit(source, k):
            continue
        stop = source.argument(k + 1)
        inside = source.written(k + 1, stop).removeprefix("{").removesuffix("}").strip()
        if inside.isdigit():
            more = source.cut(k, stop, f"^{{{int(inside) + 1}}}")
            yield "power", f"the exponent {inside} becomes {int(inside) + 1}", [more]
        if k in source.frozen:
            continue
        if inside.isdigit() or inside in (r"\top", "T", "-1", r"-\top", r"\frac{1}{2}"):
            yield "power", f"^{inside} is dropped", [source.cut(k, stop)]


def _is_limit(source: _Source, k: int) -> bool:
    """Say whether the script at `k` is a limit of a sum."""
    while k > 0 and k in source.scripts:
        k -= 1
    return source.text(k) in _FOLDS


def _numbers(source: _Source) -> Made:
    for k, token in source.places():
        if token.kind != "number" or not token.text.isdigit():
            continue
        if k in source.scripts and not _is_start(source, k):
            continue
        more = str(int(token.text) + 1)
        yield "number", f"{token.text} becomes {more}", [source.cut(k, k + 1, more)]
        follows = source.text(k + 1)
        is_first = source.text(k - 1) in _OPERANDS or source.text(k - 1) in _REVERSED
        is_factor = follows == r"\cdot" or (
            k + 1 < len(source.tokens) and source.tokens[k + 1].kind in ("letter", "word")
        )
        if is_factor and is_first and k not in source.scripts:
            stop = k + 1 + (follows == r"\cdot")
            yield "factor", f"the factor {token.text} is dropped", [source.cut(k, stop)]


def _is_start(source: _Source, k: int) -> bool:
    """Say whether the number at `k` is where a sum starts, as in `i = 1`."""
    return source.text(k - 1) == "=" and source.text(k + 1) in ("}", "")


def _indices(source: _Source) -> Made:
    """Shift an index that stands alone in its script, or one that is shifted already."""
    for k, token in source.places():
        if token.text != "_" or _is_limit(source, k):
            continue
        stop = source.argument(k + 1)
        inner = range(k + 2, stop - 1) if source.text(k + 1) == "{" else range(k + 1, stop)
        letters = [j for j in inner if source.tokens[j].kind == "letter"]
        texts = [source.text(j) for j in inner]
        if len(letters) == len(texts):
            for j in letters:
                name = source.text(j)
                shifted = source.cut(j, j + 1, f"{{{name}+1}}")
                yield "index", f"the index {name} is shifted", [shifted]
        elif len(texts) == 3 and texts[1] in ("+", "-") and texts[2].isdigit():
            first = inner[0]
            change = f"the index {source.written(first, stop - 1)} becomes {texts[0]}"
            yield "index", change, [source.cut(first, stop - 1, texts[0])]


def _factors(source: _Source) -> Made:
    """Double each side."""
    for side in sides(source.latex, source.tokens):
        first = next(
            (t for _, t in source.places() if t.start >= side.start and t.text not in _LAYOUT), None
        )
        if first is None or first.end > side.end or first.text in ("0", r"\{"):
            continue
        place = first.end if first.text == "-" else first.start
        if side.right != r"\leftarrow" and not {side.left, side.right} & {r"\in", r"\notin"}:
            yield "factor", "a factor of 2 is added", [(place, place, r"2 \cdot ")]


def _swapped_arguments(source: _Source) -> Made:
    for opening, closing in source.partner.items():
        if source.text(opening) not in ("(", "[", r"\langle") or opening in source.frozen:
            continue
        commas = [
            j
            for j in range(opening + 1, closing)
            if source.text(j) in _SEPARATORS
            and not any(o < j < c for o, c in source.partner.items() if opening < o < closing)
        ]
        if len(commas) != 1 or commas[0] in (opening + 1, closing - 1):
            continue
        if source.text(opening) == r"\langle":
            continue  # an inner product is symmetric
        left = source.cut(opening + 1, commas[0])
        right = source.cut(commas[0] + 1, closing)
        texts = source.latex[left[0] : left[1]], source.latex[right[0] : right[1]]
        edits = [(*left[:2], texts[1]), (*right[:2], texts[0])]
        yield "arguments", f"({', '.join(texts)}) are swapped", edits


def _swapped_names(source: _Source) -> Made:
    """Exchange a name with the next different one of its side."""
    names = list(_names(source))
    bounds = [side.start for side in sides(source.latex, source.tokens)]
    for (k, stop), (j, end) in itertools.pairwise(names):
        here, there = source.written(k, stop), source.written(j, end)
        a, b = source.cut(k, stop, there), source.cut(j, end, here)
        if here != there and not any(a[0] < bound <= b[0] for bound in bounds):
            yield "swap", f"{here} and {there} are swapped", [a, b]


def _names(source: _Source) -> Iterator[tuple[int, int]]:
    """List the names outside scripts, each with its subscript."""
    has_integral = any(token.text == r"\int" for token in source.tokens)
    k = 0
    while k < len(source.tokens):
        token = source.tokens[k]
        is_name = token.kind == "letter" or _GREEK.fullmatch(token.text) or token.text in _ACCENTS
        if k in source.frozen or k in source.scripts or not is_name or token.text in _FOLDS:
            k += 1
            continue
        stop = source.argument(k)
        if source.text(stop) == "_":
            stop = source.argument(stop + 1)
        is_differential = token.text == "d" and has_integral
        if source.text(stop) not in ("(", "'") and token.text != "e" and not is_differential:
            yield k, stop
        k = max(stop, k + 1)


_MAKERS: tuple[Callable[[_Source], Made], ...] = (
    _signs,
    _exchanges,
    _dropped_operations,
    _exponentials,
    _fractions,
    _scripts,
    _numbers,
    _indices,
    _swapped_arguments,
    _swapped_names,
    _factors,
    _relations,
)
