"""The symbols in the text of a page that no row of its notation declares."""

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from dlref.equations.declaring.notation import Notation
from dlref.equations.errors import EquationError
from dlref.equations.pages.places import Place, find_places
from dlref.equations.pages.text import Formula, Page
from dlref.equations.reading.boxes import Box, Boxes, read_boxes
from dlref.equations.reading.brackets import RELATIONS, split
from dlref.equations.reading.folds import is_fold
from dlref.equations.reading.words import FUNCTIONS

__all__ = ["undeclared_symbols"]

_GREEK = """alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu
    nu xi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda
    Xi Pi Sigma Upsilon Phi Psi Omega ell"""  # no \pi, which is a number
_LETTERS = {"\\" + name for name in _GREEK.split()}
_KNOWN = FUNCTIONS | {"Var", "Cov", r"\mathbb{E}", r"\mathbb{R}", r"\mathbf{1}", r"\mathcal{N}"}
_KNOWN |= {"max", "min", "argmax", "argmin"}
_DIFFERENTIALS = {"d", r"\partial"}
_OF_BRACKETS = {("O", "("), ("E", "[")}
_BINDERS = {r"\lim", r"\mathbb{E}", "Var", "Cov"}
_END = Box("empty", "", 0, 0)
_IN_RANGES = RELATIONS | {r"\sim", r"\rightarrow"}


def undeclared_symbols(page: Page) -> dict[str, list[Formula]]:
    """Map each undeclared symbol to the formulas that it stands in."""
    found: dict[str, list[Formula]] = {}
    for formula in page.formulas:
        for name in _unknown(formula.latex, formula.notations):
            found.setdefault(name, []).append(formula)
    return found


def _unknown(latex: str, candidates: list[Notation]) -> set[str]:
    """Return the symbols of a formula that none of some notations declares."""
    return set.intersection(*(_unknown_to(notation, latex) for notation in candidates))


def _unknown_to(notation: Notation, latex: str) -> set[str]:
    try:
        boxes, places = read_boxes(latex), find_places(latex, notation.names)
    except EquationError:
        return set()  # of what cannot be read there is nothing to say here
    unknown = {p.text for p in places if p.symbol is None and _is_symbol(p)}
    if not unknown:
        return unknown
    explained = set(_explained(boxes, has_integral=r"\int" in latex))
    # The x of a function that is declared as f(x) needs no row of its own.
    formal = (argument for p in places if p.symbol for argument in p.symbol.arguments)
    return unknown - explained - set(_letters(chain.from_iterable(formal)))


def _is_symbol(place: Place) -> bool:
    if place.kind == "command":
        return place.text in _LETTERS
    return place.text not in _KNOWN


def _explained(boxes: Boxes, has_integral: bool) -> Iterator[str]:
    """Yield the letters that a formula explains itself, because it binds them or by their use."""
    yield from _mapped(boxes)
    for box, after in pairwise((*boxes, _END)):
        yield from _signs(box, after, has_integral)
        if box.text == "e" and box.sub is None:
            yield "e"
        if box.text == r"\frac" and box.parts[1] and box.parts[1][0].text in _DIFFERENTIALS:
            yield from _letters(box.parts[1])
        if is_fold(box) or box.text in _BINDERS:
            yield from _ranging(box.sub or ())
        for script in (box.sub or (), box.sup or ()):
            yield from (label.text for label in script if label.kind == "word")
        for part in (*box.parts, box.sub or (), box.sup or ()):
            yield from _explained(part, has_integral)
        if box.sup is not None and [part.text for part in box.sup] == ["T"]:
            yield "T"  # a transpose


def _mapped(boxes: Boxes) -> Iterator[str]:
    r"""Yield the $x$ of $f : x \mapsto x^2$."""
    texts = [box.text for box in boxes]
    if r"\mapsto" in texts:
        before, _ = split(boxes[: texts.index(r"\mapsto")], frozenset({":"}))
        yield from _letters(before[-1])


def _signs(box: Box, after: Box, has_integral: bool) -> Iterator[str]:
    """Yield the $d$ of $dx$ and, in an integral, its $x$; the $O$ of $O(n)$, the $E$ of $E[x]$."""
    if box.text == "d" and after.kind in ("letter", "command"):
        yield "d"
        if has_integral:
            yield after.text
    if (box.text, after.text) in _OF_BRACKETS:
        yield box.text


def _ranging(below: Boxes) -> Iterator[str]:
    r"""Yield what runs below a sum: the $i$ of $1 \le i < n$, the $x$ of $x \sim p$."""
    for clause in split(below, frozenset({","}))[0]:
        parts, relations = split(clause, frozenset(_IN_RANGES))
        yield from _letters(parts[1] if len(relations) == 2 else parts[0])


def _letters(boxes: Iterable[Box]) -> Iterator[str]:
    return (box.text for box in boxes if box.kind in ("letter", "command"))
