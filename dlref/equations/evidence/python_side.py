"""What the Python of a declaration writes, as a number of odd arithmetic."""

import ast
import math
from collections.abc import Callable, Mapping
from typing import Any

from dlref.equations.declaring.declarations import Parameter, parse_value
from dlref.equations.declaring.notation import Notation
from dlref.equations.evidence.declared import is_number
from dlref.equations.evidence.known import apply
from dlref.equations.evidence.odd import Odd, OddError, function, number
from dlref.equations.reading.names import Symbol

__all__ = ["PythonSide"]

Locals = Mapping[str, Odd]

_NONE: Locals = {}
_MODULES = ("np", "math")
_OF_AN_AXIS = frozenset(["sum", "mean", "var", "std", "max", "min"])


class PythonSide:
    """Evaluates what a notation declares.

    Args:
        notation: The declarations.
        written_out: The symbols whose Python is evaluated; any other is a number of its own.
        branch: 0 takes the first branch of a conditional, 1 the second, and so on.
        size: The symbol or the number that a mean divides by.

    Attributes:
        asked: Which of `branch` and `size` had a part in what was evaluated.
    """

    def __init__(
        self,
        notation: Notation,
        written_out: frozenset[Symbol],
        branch: int,
        size: Symbol | float,
    ) -> None:
        self.notation = notation
        self.written_out = written_out
        self.asked: set[str] = set()
        self._open: list[Symbol] = []
        self._branch = branch
        self._size = number(size) if isinstance(size, float) else self._own(size)

    @property
    def size(self) -> Odd:
        """What a mean divides by."""
        self.asked.add("size")
        return self._size

    def branch(self, count: int) -> int:
        """Return which of `count` branches is taken."""
        self.asked.add("branch")
        return min(self._branch, count - 1)

    # Symbols ---------------------------------------------------------------------------------

    def value(self, symbol: Symbol) -> Odd:
        """Return the number of a symbol without arguments."""
        if symbol in self.notation.symbols and is_number(symbol, self.notation):
            return number(float(str(self.notation.symbols[symbol])))
        tree = self._python(symbol)
        if tree is None or isinstance(tree, ast.Lambda):
            return self._own(symbol)
        return self._inside(symbol, tree, _NONE)

    def _own(self, symbol: Symbol) -> Odd:
        """Return the number that stands for a symbol whose value is not written out."""
        return function(f"symbol {symbol.latex}")

    def called(self, symbol: Symbol, arguments: list[Odd]) -> Odd:
        """Return the number of a call."""
        tree = self._python(symbol)
        if isinstance(tree, ast.Lambda):
            names = [argument.arg for argument in tree.args.args]
            return self._inside(symbol, tree.body, dict(zip(names, arguments, strict=False)))
        if symbol.kind == "table":
            return self.value(symbol)
        if isinstance(tree, ast.Attribute) and _is_module(tree.value):
            return self.known(tree.attr, arguments)  # np.tanh
        return function(f"symbol {symbol.latex}", *arguments)

    def _python(self, symbol: Symbol) -> ast.expr | None:
        value = self.notation.symbols.get(symbol)
        if symbol in self._open or not (symbol in self.written_out or self._is_constant(symbol)):
            return None  # within its own value a symbol is a number of its own
        return parse_value(value, symbol.latex) if isinstance(value, str) else None

    def _is_constant(self, symbol: Symbol) -> bool:
        """Say whether a value uses neither symbols nor draws, as `np.ones(5)` does not."""
        if symbol.kind != "value" or not isinstance(self.notation.symbols.get(symbol), str):
            return False
        declaration = self.notation.declaration(symbol)
        return not (declaration.parameters or declaration.is_here)

    def _inside(self, symbol: Symbol, tree: ast.expr, names: Locals) -> Odd:
        self._open.append(symbol)
        try:
            return self._read(tree, names)
        finally:
            self._open.pop()

    def _symbol(self, name: str, *, is_called: bool) -> Symbol | None:
        """Return the symbol that a name means where it stands."""
        return self.notation.python_target(Parameter(name, is_called), self._open[-1])

    # Expressions -----------------------------------------------------------------------------

    def _read(self, tree: ast.expr, names: Locals) -> Odd:
        read = _READ.get(type(tree))
        if read is None:
            raise OddError(f"{type(tree).__name__} has no odd value")
        return read(self, tree, names)

    def _constant(self, tree: ast.Constant, names: Locals) -> Odd:
        if isinstance(tree.value, int | float):
            return number(tree.value)
        raise OddError("text")

    def _name(self, tree: ast.Name, names: Locals) -> Odd:
        if tree.id in names:
            return names[tree.id]
        symbol = self._symbol(tree.id, is_called=False)
        return function(f"name {tree.id}") if symbol is None else self.value(symbol)

    def _binary(self, tree: ast.BinOp, names: Locals) -> Odd:
        left, right = self._read(tree.left, names), self._read(tree.right, names)
        match tree.op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult() | ast.MatMult():
                return left * right
            case ast.Div():
                return left / right
            case ast.Pow():
                return left**right
        raise OddError("an operator")

    def _unary(self, tree: ast.UnaryOp, names: Locals) -> Odd:
        value = self._read(tree.operand, names)
        match tree.op:
            case ast.USub():
                return -value
            case ast.UAdd():
                return value
        raise OddError("an operator")

    def _either(self, tree: ast.IfExp, names: Locals) -> Odd:
        branches = [tree.body]
        rest = tree.orelse
        while isinstance(rest, ast.IfExp):
            branches.append(rest.body)
            rest = rest.orelse
        branches.append(rest)
        return self._read(branches[self.branch(len(branches))], names)

    def _entry(self, tree: ast.Subscript, names: Locals) -> Odd:
        value = self._read(tree.value, names)
        cut = any(_is_cut(part) for part in ast.walk(tree.slice))
        return function(f"part {ast.unparse(tree.slice)}", value) if cut else value

    def _attribute(self, tree: ast.Attribute, names: Locals) -> Odd:
        constant = getattr(math, tree.attr, None)
        if _is_module(tree.value) and isinstance(constant, float):
            return number(constant)
        if tree.attr == "T":
            return self._read(tree.value, names)
        if tree.attr == "size":
            return self.size
        raise OddError(f"the attribute {tree.attr}")

    def _call(self, tree: ast.Call, names: Locals) -> Odd:
        if isinstance(tree.func, ast.Attribute):
            return self._method(tree, tree.func, names)
        if not isinstance(tree.func, ast.Name):
            raise OddError("a call")
        name = tree.func.id
        symbol = self._symbol(name, is_called=True)
        if symbol is not None and symbol.kind not in ("function", "table"):
            return self.value(symbol)  # what stands in the brackets are its indices
        if name == "len":
            return self.size
        arguments = [self._read(argument, names) for argument in tree.args]
        if symbol is not None:
            return self.called(symbol, arguments)
        return self.known(name, arguments)

    def _method(self, tree: ast.Call, function: ast.Attribute, names: Locals) -> Odd:
        """Read `np.sum(x)` and `x.sum()`."""
        parts = [] if _is_module(function.value) else [function.value]
        if function.attr == "where" and len(tree.args) == 3:
            return self._read(tree.args[1 + self.branch(2)], names)
        parts += [part for part in tree.args if not _is_text(part)]
        if function.attr in _OF_AN_AXIS:
            parts = parts[:1]
        parts += [given.value for given in tree.keywords if given.arg == "weights"]
        return self.known(function.attr, [self._read(part, names) for part in parts])

    def known(self, name: str, arguments: list[Odd]) -> Odd:
        """Apply a function that everybody knows."""
        return apply(name, arguments, lambda: self.size)

    def _comprehension(self, tree: ast.GeneratorExp | ast.ListComp, names: Locals) -> Odd:
        inner = dict(names)
        for loop in tree.generators:
            self._bind(loop.target, loop.iter, inner)
        return self._read(tree.elt, inner)

    def _bind(self, target: ast.expr, values: ast.expr, names: dict[str, Odd]) -> None:
        """Let the variable of a loop stand for an entry of what it runs over."""
        called, arguments = _call_of(values)
        if isinstance(target, ast.Tuple) and called == "zip":
            for part, value in zip(target.elts, arguments, strict=False):
                self._bind(part, value, names)
        elif not isinstance(target, ast.Name):
            raise OddError("a loop over pairs")
        elif called == "range":
            names[target.id] = function(f"name {target.id}")
        else:
            names[target.id] = self._read(values, names)

    def _compare(self, tree: ast.Compare, names: Locals) -> Odd:
        sides = [self._read(side, names) for side in (tree.left, *tree.comparators)]
        return function("comparison", *sides)


def _is_module(tree: ast.expr) -> bool:
    if isinstance(tree, ast.Attribute):
        return _is_module(tree.value)  # np.linalg
    return isinstance(tree, ast.Name) and tree.id in _MODULES


def _call_of(tree: ast.expr) -> tuple[str, list[ast.expr]]:
    """Return the name and the arguments of a call; no name if it is none."""
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        return tree.func.id, tree.args
    return "", []


def _is_cut(tree: ast.AST) -> bool:
    """Say whether a slice leaves something out, or turns the order round."""
    return isinstance(tree, ast.Slice) and any((tree.lower, tree.upper, tree.step))


def _is_text(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Constant) and isinstance(tree.value, str)


_READ: dict[type, Callable[[PythonSide, Any, Locals], Odd]] = {
    ast.Constant: PythonSide._constant,
    ast.Name: PythonSide._name,
    ast.BinOp: PythonSide._binary,
    ast.UnaryOp: PythonSide._unary,
    ast.IfExp: PythonSide._either,
    ast.Subscript: PythonSide._entry,
    ast.Attribute: PythonSide._attribute,
    ast.Call: PythonSide._call,
    ast.GeneratorExp: PythonSide._comprehension,
    ast.ListComp: PythonSide._comprehension,
    ast.Compare: PythonSide._compare,
}
