"""Questions about Python expressions, from their syntax alone."""

import ast

from dlref.equations.inspecting.course import is_number
from dlref.equations.inspecting.known import UNEVEN

__all__ = [
    "constant",
    "is_about_one_array",
    "is_folded",
    "is_fraction",
    "is_text",
    "last_name",
]

_SUMS = frozenset(["sum", "mean", "var", "dot"])


def is_text(node: ast.expr) -> bool:
    """Say whether an expression is a text."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)


def last_name(node: ast.expr) -> str:
    """Return `max` of `np.max` and of `max`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_about_one_array(node: ast.Call) -> bool:
    """Say whether NumPy is asked for the greatest entry of one array, not of a list of several."""
    is_numpy = isinstance(node.func, ast.Attribute) and last_name(node.func.value) == "np"
    return is_numpy and len(node.args) in (1, 2) and not isinstance(node.args[0], ast.List)


def is_fraction(node: ast.expr) -> bool:
    """Say whether an exponent is no whole number."""
    value = constant(node)
    return value is not None and value != int(value)


def constant(node: ast.expr) -> float | None:
    """Compute an expression of numbers alone, such as `3`, `-2` or `1 / 3`."""
    parts = [part for part in ast.walk(node) if isinstance(part, ast.expr)]
    if not all(isinstance(part, ast.Constant | ast.BinOp | ast.UnaryOp) for part in parts):
        return None
    try:
        value = eval(compile(ast.Expression(node), "<constant>", "eval"), {"__builtins__": {}})
    except (ArithmeticError, TypeError, ValueError):
        return None
    return float(value) if is_number(value) else None


def is_folded(node: ast.AST) -> bool:
    """Say whether different points have one value here, as in a square; not in a sum of squares."""
    if isinstance(node, ast.Call) and last_name(node.func) in UNEVEN:
        return True
    if isinstance(node, ast.Call) and last_name(node.func) in _SUMS:
        return False
    return _is_even_power(node) or any(map(is_folded, ast.iter_child_nodes(node)))


def _is_even_power(node: ast.AST) -> bool:
    if not isinstance(node, ast.BinOp):
        return False
    if isinstance(node.op, ast.Mult):
        return ast.dump(node.left) == ast.dump(node.right)
    power = constant(node.right) if isinstance(node.op, ast.Pow) else None
    return power is not None and power % 2 == 0
