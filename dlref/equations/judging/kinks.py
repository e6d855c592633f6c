"""Whether anything in an equation may branch: in its LaTeX, or in the Python of its symbols."""

from collections.abc import Iterable

from dlref.equations.declaring.notation import Notation
from dlref.equations.inspecting.course import Course, Finding
from dlref.equations.inspecting.functions import inspect_function
from dlref.equations.inspecting.symbols import inspect_symbol
from dlref.equations.reading.names import Symbol
from dlref.equations.reading.tree import Apply, Binary, Cases, Fold, Name, Node, Number, Power
from dlref.equations.reading.usage import children, free_names

__all__ = ["has_kinks", "inspect_equation", "reached"]

_KINKS = {"max", "min", "abs", "indicator", "sgn", "sign", "floor", "ceil"}
_INVERSES = {"sqrt", "root", "ln", "log", "lg", "log_base", "arccos", "arcsin", "arctan", "arcosh"}
_FOLDING = {"cos", "sin", "tan", "cosh", "abs"}  # many points have one value
_BENT = {"norm", "norm_p", "det"}


def reached(nodes: list[Node], notation: Notation) -> list[Symbol]:
    """List the symbols that the value of an equation may depend on."""
    used = {node.symbol for node in nodes if isinstance(node, Name)}
    return sorted(
        {s for symbol in used for s in notation.depends(symbol) if s in notation.symbols},
        key=lambda symbol: symbol.latex,
    )


def inspect_equation(nodes: list[Node], symbols: list[Symbol], notation: Notation) -> Finding:
    """Find out whether anything branches, and which numbers may be thresholds."""
    finding = Finding(_course(nodes), {float(n.value) for n in nodes if isinstance(n, Number)})
    named = {node.symbol for node in nodes if isinstance(node, Name)}
    compared = set(named) if finding.course is Course.BRANCHING else set()
    found = {symbol: inspect_symbol(notation, symbol) for symbol in symbols}
    for symbol, part in found.items():
        if part.course is Course.BRANCHING:
            compared |= notation.depends(symbol)
    for symbol, part in found.items():
        is_constant = notation.declaration(symbol).is_constant
        finding.add(part if symbol in compared or not is_constant else Finding())
    operators = {node.operator for node in nodes if isinstance(node, Binary)}
    for operator in operators & notation.operators.keys():
        finding.add(inspect_function(notation.operators[operator]))
    return finding


# In the LaTeX ------------------------------------------------------------------------------


def has_kinks(nodes: Iterable[Node]) -> bool:
    """Say whether a branch of a formula is taken by chance."""
    return any(_is_piecewise(node) and not _is_about_indices(node) for node in nodes)


def _course(nodes: list[Node]) -> Course:
    if has_kinks(nodes) or any(_undoes_a_fold(node) for node in nodes):
        return Course.BRANCHING
    is_bent = any(isinstance(n, Apply) and n.function in _BENT for n in nodes)
    return Course.BENT if is_bent else Course.SMOOTH


def _is_piecewise(node: Node) -> bool:
    if isinstance(node, Fold):
        return node.operation not in ("sum", "product")
    if isinstance(node, Binary) and node.operator in (r"\cup", r"\cap", r"\setminus"):
        return True
    return isinstance(node, Cases) or (isinstance(node, Apply) and node.function in _KINKS)


def _is_about_indices(node: Node) -> bool:
    conditions: list[Node] = []
    if isinstance(node, Cases):
        conditions = [condition for _, condition in node.branches]
    elif isinstance(node, Apply) and node.function == "indicator":
        conditions = list(node.arguments)
    names = [name for condition in conditions for name in free_names(condition)]
    return bool(names) and all(name.symbol.kind in ("index", "bound") for name in names)


def _undoes_a_fold(node: Node) -> bool:
    r"""Say whether a node sees of an even function only a size: `\sqrt{x^2}`, `\arccos(\cos x)`."""
    if isinstance(node, Apply) and node.function in _INVERSES:
        return any(map(_is_folded, node.arguments))
    if isinstance(node, Power):
        is_whole = isinstance(node.exponent, Number) and isinstance(node.exponent.value, int)
        return not is_whole and _is_folded(node.base)
    return False


def _is_folded(node: Node) -> bool:
    if isinstance(node, Fold) or (isinstance(node, Apply) and node.function in _BENT):
        return False  # of several terms; their sign is no single branch
    if isinstance(node, Apply) and node.function in _FOLDING:
        return True
    exponent = node.exponent if isinstance(node, Power) else None
    is_even = isinstance(exponent, Number) and exponent.value % 2 == 0
    return is_even or any(map(_is_folded, children(node)))
