"""The mistakes that people make in formulas, one function for each sort."""

import itertools
from collections.abc import Callable

from dlref.equations.mutating.calls import ends, forgotten_functions, replaced_arguments
from dlref.equations.mutating.formula import Formula
from dlref.equations.mutating.names import DIFFERENTIALS, FOLDS, SEPARATORS, Made, names
from dlref.equations.mutating.sides import sides

__all__ = ["HINTS", "MAKERS"]

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
    "name": "let the function depend on this argument, and draw the two differently",
    "end": "draw values that reach this end, or come near it without reaching it",
    "function": "draw values on which the function is not its argument, its size or 0",
}

_FUNCTIONS = frozenset(
    [r"\ln", r"\log", r"\exp", r"\sqrt", r"\sin", r"\cos", r"\tan", r"\tanh", r"\max", r"\min"]
) | frozenset([r"\det", "ln", "log", "exp", "sqrt", "tanh", "sgn", "sign", "diag", "tr"])
_EXCHANGED = {
    "+": r"\cdot", r"\cdot": "+", r"\odot": "+",
    r"\sum": r"\prod", r"\prod": r"\sum", r"\max": r"\min", r"\min": r"\max",
    r"\sin": r"\cos", r"\cos": r"\sin", r"\cup": r"\cap", r"\cap": r"\cup",
}  # fmt: skip
_REVERSED = {r"\le": r"\ge", r"\ge": r"\le", "<": ">", ">": "<", r"\in": r"\notin", "=": r"\ne"}
_OPERANDS = frozenset(["+", "-", r"\cdot", r"\times", r"\odot", "=", "(", "[", "{", ",", "&"])
_LAYOUT = frozenset(["&", "\\\\", r"\quad"])


def _signs(formula: Formula) -> Made:
    for k, token in formula.places():
        if token.text not in ("+", "-") or k + 1 in formula.frozen:
            continue
        before = formula.text(k - 1)
        if token.text == "+":
            yield "sign", "+ becomes -", [formula.cut(k, k + 1, "-")]
        elif before in _OPERANDS or before in _REVERSED or k == 0 or before == "\\\\":
            yield "sign", "the minus is dropped", [formula.cut(k, k + 1)]
        else:
            yield "sign", "- becomes +", [formula.cut(k, k + 1, "+")]


def _exchanges(formula: Formula) -> Made:
    for k, token in formula.places():
        other = _EXCHANGED.get(token.text)
        if other and k not in formula.scripts and k + 1 not in formula.frozen:
            yield "operator", f"{token.text} becomes {other}", [formula.cut(k, k + 1, other)]


def _relations(formula: Formula) -> Made:
    for k, token in formula.places():
        other = _REVERSED.get(token.text)
        if other and k not in formula.scripts:
            yield "relation", f"{token.text} becomes {other}", [formula.cut(k, k + 1, other)]


def _dropped_operations(formula: Formula) -> Made:
    for k, token in formula.places():
        if token.kind == "letter" and token.text not in FOLDS:
            continue
        if token.text in _FUNCTIONS | FOLDS:
            stop = formula.after_scripts(k + 1)
            if formula.text(stop) == "[" and token.text == r"\sqrt":
                continue
            yield "dropped", f"{token.text} is dropped", [formula.cut(k, stop)]


def _exponentials(formula: Formula) -> Made:
    for k, token in formula.places():
        if token.text == "e" and formula.text(k + 1) == "^":
            stop = formula.argument(k + 2)
            inside = formula.written(k + 2, stop).removeprefix("{").removesuffix("}")
            yield "dropped", "the exponential is dropped", [formula.cut(k, stop, f"({inside})")]


def _fractions(formula: Formula) -> Made:
    for k, token in formula.places():
        if token.text != r"\frac":
            continue
        middle = formula.argument(k + 1)
        stop = formula.argument(middle)
        top, bottom = formula.written(k + 1, middle), formula.written(middle, stop)
        if DIFFERENTIALS & {formula.text(j) for j in range(k, stop)}:
            continue
        bare = [part.removeprefix("{").removesuffix("}") for part in (top, bottom)]
        whole = formula.cut(k, stop, rf"\frac{{{bare[1]}}}{{{bare[0]}}}")
        yield "fraction", "the fraction is turned over", [whole]
        rest = "1" if bare[0] == "1" and not _has_factor(formula, stop) else f"({bare[0]})"
        yield "fraction", "the denominator is dropped", [formula.cut(k, stop, rest)]


def _has_factor(formula: Formula, k: int) -> bool:
    return formula.tokens[k].kind in ("letter", "word") if k < len(formula.tokens) else False


def _scripts(formula: Formula) -> Made:
    r"""Drop what is raised: an inverse, a transpose, a prime, a square; or raise to one more."""
    for k, token in enumerate(formula.tokens):
        if token.text == "'" and k not in formula.frozen:
            yield "power", "a prime is dropped", [formula.cut(k, k + 1)]
        if token.text != "^" or formula.text(k - 1) == "e" or _is_limit(formula, k):
            continue
        stop = formula.argument(k + 1)
        inside = formula.written(k + 1, stop).removeprefix("{").removesuffix("}").strip()
        if inside.isdigit():
            more = formula.cut(k, stop, f"^{{{int(inside) + 1}}}")
            yield "power", f"the exponent {inside} becomes {int(inside) + 1}", [more]
        if k in formula.frozen:
            continue
        if inside.isdigit() or inside in (r"\top", "T", "-1", r"-\top", r"\frac{1}{2}"):
            yield "power", f"^{inside} is dropped", [formula.cut(k, stop)]


def _is_limit(formula: Formula, k: int) -> bool:
    """Say whether the script at `k` is a limit of a sum."""
    while k > 0 and k in formula.scripts:
        k -= 1
    return formula.text(k) in FOLDS


def _numbers(formula: Formula) -> Made:
    for k, token in formula.places():
        if token.kind != "number" or not token.text.isdigit():
            continue
        if k in formula.scripts and not _is_start(formula, k):
            continue
        more = str(int(token.text) + 1)
        yield "number", f"{token.text} becomes {more}", [formula.cut(k, k + 1, more)]
        follows = formula.text(k + 1)
        is_first = formula.text(k - 1) in _OPERANDS or formula.text(k - 1) in _REVERSED
        is_factor = follows == r"\cdot" or (
            k + 1 < len(formula.tokens) and formula.tokens[k + 1].kind in ("letter", "word")
        )
        if is_factor and is_first and k not in formula.scripts:
            stop = k + 1 + (follows == r"\cdot")
            yield "factor", f"the factor {token.text} is dropped", [formula.cut(k, stop)]


def _is_start(formula: Formula, k: int) -> bool:
    """Say whether the number at `k` is where a sum starts, as in `i = 1`."""
    return formula.text(k - 1) == "=" and formula.text(k + 1) in ("}", "")


def _indices(formula: Formula) -> Made:
    """Shift an index that stands alone in its script, or one that is shifted already."""
    for k, token in formula.places():
        if token.text != "_" or _is_limit(formula, k):
            continue
        stop = formula.argument(k + 1)
        inner = range(k + 2, stop - 1) if formula.text(k + 1) == "{" else range(k + 1, stop)
        letters = [j for j in inner if formula.tokens[j].kind == "letter"]
        texts = [formula.text(j) for j in inner]
        if len(letters) == len(texts):
            for j in letters:
                name = formula.text(j)
                shifted = formula.cut(j, j + 1, f"{{{name}+1}}")
                yield "index", f"the index {name} is shifted", [shifted]
        elif len(texts) == 3 and texts[1] in ("+", "-") and texts[2].isdigit():
            first = inner[0]
            change = f"the index {formula.written(first, stop - 1)} becomes {texts[0]}"
            yield "index", change, [formula.cut(first, stop - 1, texts[0])]


def _factors(formula: Formula) -> Made:
    """Double each side."""
    for side in sides(formula.latex, formula.tokens):
        first = next(
            (t for _, t in formula.places() if t.start >= side.start and t.text not in _LAYOUT),
            None,
        )
        if first is None or first.end > side.end or first.text in ("0", r"\{"):
            continue
        place = first.end if first.text == "-" else first.start
        if side.right != r"\leftarrow" and not {side.left, side.right} & {r"\in", r"\notin"}:
            yield "factor", "a factor of 2 is added", [(place, place, r"2 \cdot ")]


def _swapped_arguments(formula: Formula) -> Made:
    for opening, closing in formula.partner.items():
        if formula.text(opening) not in ("(", "[", r"\langle") or opening in formula.frozen:
            continue
        commas = [
            j
            for j in range(opening + 1, closing)
            if formula.text(j) in SEPARATORS
            and not any(o < j < c for o, c in formula.partner.items() if opening < o < closing)
        ]
        if len(commas) != 1 or commas[0] in (opening + 1, closing - 1):
            continue
        if formula.text(opening) == r"\langle":
            continue  # an inner product is symmetric
        left = formula.cut(opening + 1, commas[0])
        right = formula.cut(commas[0] + 1, closing)
        texts = formula.latex[left[0] : left[1]], formula.latex[right[0] : right[1]]
        edits = [(*left[:2], texts[1]), (*right[:2], texts[0])]
        yield "arguments", f"({', '.join(texts)}) are swapped", edits


def _swapped_names(formula: Formula) -> Made:
    """Exchange a name with the next different one of its side."""
    found = list(names(formula))
    bounds = [side.start for side in sides(formula.latex, formula.tokens)]
    for (k, stop), (j, end) in itertools.pairwise(found):
        here, there = formula.written(k, stop), formula.written(j, end)
        a, b = formula.cut(k, stop, there), formula.cut(j, end, here)
        if here != there and not any(a[0] < bound <= b[0] for bound in bounds):
            yield "swap", f"{here} and {there} are swapped", [a, b]


MAKERS: tuple[Callable[[Formula], Made], ...] = (
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
    replaced_arguments,
    forgotten_functions,
    ends,
)
