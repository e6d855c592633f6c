"""The mistakes that people make in formulas, one function for each sort."""

import itertools
import re
from collections.abc import Callable, Iterator

from dlref.equations.mutating.formula import ACCENTS, Edit, Formula
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

Made = Iterator[tuple[str, str, list[Edit]]]  # sort, what was done, and how

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
_OPERANDS = frozenset(["+", "-", r"\cdot", r"\times", r"\odot", "=", "(", "[", "{", ",", "&"])
_LAYOUT = frozenset(["&", "\\\\", r"\quad"])
_SEPARATORS = frozenset([",", ";", "|", r"\|"])
_DIFFERENTIALS = frozenset([r"\partial", r"\nabla", "d"])


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
        if token.kind == "letter" and token.text not in _FOLDS:
            continue
        if token.text in _FUNCTIONS | _FOLDS:
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
        if _DIFFERENTIALS & {formula.text(j) for j in range(k, stop)}:
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
    return formula.text(k) in _FOLDS


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
            if formula.text(j) in _SEPARATORS
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
    names = list(_names(formula))
    bounds = [side.start for side in sides(formula.latex, formula.tokens)]
    for (k, stop), (j, end) in itertools.pairwise(names):
        here, there = formula.written(k, stop), formula.written(j, end)
        a, b = formula.cut(k, stop, there), formula.cut(j, end, here)
        if here != there and not any(a[0] < bound <= b[0] for bound in bounds):
            yield "swap", f"{here} and {there} are swapped", [a, b]


def _names(formula: Formula) -> Iterator[tuple[int, int]]:
    """List the names outside scripts, each with its subscript."""
    has_integral = any(token.text == r"\int" for token in formula.tokens)
    k = 0
    while k < len(formula.tokens):
        token = formula.tokens[k]
        is_name = token.kind == "letter" or _GREEK.fullmatch(token.text) or token.text in ACCENTS
        if k in formula.frozen or k in formula.scripts or not is_name or token.text in _FOLDS:
            k += 1
            continue
        stop = formula.argument(k)
        if formula.text(stop) == "_":
            stop = formula.argument(stop + 1)
        is_differential = token.text == "d" and has_integral
        if formula.text(stop) not in ("(", "'") and token.text != "e" and not is_differential:
            yield k, stop
        k = max(stop, k + 1)


def _replaced_arguments(formula: Formula) -> Made:
    """Put another name of the equation in the place of a name that is an argument of a call."""
    names = list(_names(formula))
    written = list(dict.fromkeys(formula.written(k, stop) for k, stop in names))
    written = [name for name in written if name not in _DIFFERENTIALS]
    for opening, closing in _calls(formula):
        for k, stop in names:
            if not opening < k < closing or not _stands_alone(formula, k, stop):
                continue
            here = formula.written(k, stop)
            if here not in written:
                continue
            place = written.index(here)
            other = next((n for n in written[place + 1 :] + written[:place]), None)
            if other is not None:
                change = f"the argument {here} becomes {other}"
                yield "name", change, [formula.cut(k, stop, other)]


def _stands_alone(formula: Formula, k: int, stop: int) -> bool:
    """Say whether a name is an argument by itself: brackets and separators stand around it."""
    before = _skip_space(formula, k - 1, -1)
    after = _skip_space(formula, stop, 1)
    return (before in _SEPARATORS | {"(", "[", r"\mid"}) and (
        after in _SEPARATORS | {")", "]", r"\mid"}
    )


def _skip_space(formula: Formula, k: int, step: int) -> str:
    while 0 <= k < len(formula.tokens) and formula.tokens[k].kind == "space":
        k += step
    return formula.text(k)


def _calls(formula: Formula) -> Iterator[tuple[int, int]]:
    """List the round brackets that follow a name at once: of a call, or of a product."""
    for opening, closing in formula.partner.items():
        is_round = formula.text(opening) == "(" and opening not in formula.frozen
        if is_round and opening > 0 and closing > opening + 1 and _is_name_before(formula, opening):
            yield opening, closing


def _is_name_before(formula: Formula, opening: int) -> bool:
    token = formula.tokens[opening - 1]
    if token.text in ("}", "'"):
        return True  # of \operatorname{f}, of a script, of f'
    is_name = token.kind in ("letter", "word") or bool(_GREEK.fullmatch(token.text))
    return is_name and opening - 1 not in formula.frozen


def _forgotten_functions(formula: Formula) -> Made:
    """Put the argument of a call, its size or 0 in the place of the call."""
    for opening, closing in _calls(formula):
        start = _start_of_name(formula, opening)
        if start is None or formula.text(closing + 1) in ("^", "_", "'"):
            continue
        inside = formula.written(opening + 1, closing)
        if any(formula.text(j) in _SEPARATORS for j in range(opening + 1, closing)):
            continue  # several arguments: which of them?
        name = formula.written(start, opening)
        for text in (f"({inside})", rf"\left|{inside}\right|", "0"):
            shown = text.replace(r"\left", "").replace(r"\right", "")
            change = f"{name}({inside}) becomes {shown}"
            yield "function", change, [formula.cut(start, closing + 1, text)]


def _start_of_name(formula: Formula, opening: int) -> int | None:
    """Find where the name before a bracket begins; nothing where that is not sure."""
    k = opening - 1
    if formula.text(k) in ("}", "'"):
        starts = [o for o, c in formula.partner.items() if c == k]
        if not starts or formula.text(starts[0] - 1) != r"\operatorname":
            return None
        return starts[0] - 1
    return None if k in formula.scripts or formula.text(k) in _FOLDS else k


def _ends(formula: Formula) -> Made:
    """Open an end of an interval that is closed, or close one that is open."""
    other = {"(": "[", "[": "(", ")": "]", "]": ")"}
    for k, token in formula.places():
        if token.text != r"\in":
            continue
        opening = next((j for j in range(k + 1, k + 3) if formula.text(j) in ("(", "[")), None)
        if opening is None:
            continue
        closing = _end_of_interval(formula, opening)
        for j in (opening, closing):
            if j is not None:
                text = formula.text(j)
                change = f"{text} becomes {other[text]}"
                yield "end", change, [formula.cut(j, j + 1, other[text])]


def _end_of_interval(formula: Formula, opening: int) -> int | None:
    """Find the bracket that ends an interval, whose two may differ."""
    depth = 0
    for j in range(opening, len(formula.tokens)):
        depth += (formula.text(j) in ("(", "[", "{")) - (formula.text(j) in (")", "]", "}"))
        if depth == 0:
            return j
    return None


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
    _replaced_arguments,
    _forgotten_functions,
    _ends,
)
