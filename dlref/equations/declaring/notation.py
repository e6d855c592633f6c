r"""Declarations: rows of a notation table to names with values.

A row is a symbol (or several, separated by commas) and its value: a range `1..5`, or Python over
the other symbols, the draws, NumPy, and the functions of the package. What kind of name a spelling
with arguments is follows from its value: a function makes it a function, an array whose arguments
are indices a table; anything else makes the whole spelling one name.
"""

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from dlref.equations.declaring.declarations import (
    Declaration,
    Parameter,
    compile_value,
    free_names,
    parse_value,
)
from dlref.equations.declaring.draws import NAMES as DRAWS
from dlref.equations.declaring.draws import gaussian, outcomes
from dlref.equations.declaring.environment import WHERE, Environment, Work
from dlref.equations.declaring.namespace import functions_of
from dlref.equations.declaring.numerical import gradient, minimizer
from dlref.equations.declaring.rows import HELPER, bounds, indices_of, slots_of, spelled
from dlref.equations.declaring.spelling import python_index, python_names
from dlref.equations.errors import EquationError
from dlref.equations.reading.boxes import Boxes, canonical
from dlref.equations.reading.names import Names, Symbol, signature_of
from dlref.equations.reading.parser import OPERATORS

__all__ = ["Notation"]

_SHARED = {
    "np": np,
    "outcomes": outcomes,
    "gaussian": gaussian,
    "gradient": gradient,
    "minimizer": minimizer,
}


class Notation:
    """All declarations that hold for an equation; a later row overrides an earlier one.

    Args:
        rows: Pairs of a symbol in LaTeX and its value: a string as in a notation table, or any
            Python object. A symbol in backticks is a helper that Python sees and LaTeX does not.
        functions: What the values may call by bare name; by default the functions of dlref.
    """

    def __init__(
        self,
        rows: Iterable[tuple[str, object]],
        functions: Mapping[str, object] | None = None,
    ) -> None:
        self.rows = list(rows)
        self.scope = {**(functions_of("dlref") if functions is None else functions), **_SHARED}
        read = spelled(self.rows)
        indices = indices_of(read)
        self.symbols: dict[Symbol, object] = {}
        self.operators: dict[str, Callable[..., Any]] = {}
        self.formulas: dict[Symbol, Boxes] = {}
        self.row_of: dict[Symbol, int] = {}
        for key, (boxes, value, latex, row) in read.items():
            if len(boxes) == 1 and boxes[0].text in OPERATORS:
                self.operators[boxes[0].text] = self._function(value, latex)
                continue
            symbol = indices.get(key) or self._symbol(boxes, value, latex, indices)
            self.symbols[symbol] = value
            self.formulas[symbol] = boxes
            self.row_of[symbol] = row
        self._declarations: dict[Symbol, Declaration] = {}
        self._depends: dict[Symbol, frozenset[Symbol]] = {}
        self._targets: dict[tuple[Parameter, Symbol], Symbol | None] = {}
        self._parameters: dict[tuple[Declaration, Symbol], tuple[Symbol | None, ...]] = {}
        self._by_python = python_index(self.symbols)
        if self._name_what_is_no_table(indices):
            for cache in (self._declarations, self._depends, self._targets, self._parameters):
                cache.clear()
            self._by_python = python_index(self.symbols)
        self.names = Names(symbol for symbol in self.symbols if symbol.kind != "helper")

    # Reading a row ---------------------------------------------------------------------------

    def _symbol(
        self, boxes: Boxes, value: object, latex: str, indices: Mapping[str, Symbol]
    ) -> Symbol:
        if HELPER.fullmatch(latex):
            return Symbol(latex.strip("`"), "helper", ())
        slots = tuple(dict.fromkeys(slots_of(boxes, indices)))
        parts = signature_of(boxes)
        if parts is None:
            return Symbol(latex, "value", boxes, slots)
        name, signature, arguments = parts
        name_slots = tuple(dict.fromkeys(slots_of(name, indices)))
        if self._is_function(value, latex):
            return Symbol(latex, "function", name, name_slots, signature, arguments)
        bound = [indices.get(canonical(argument)) for argument in arguments]
        if None in bound:
            return Symbol(latex, "value", boxes, slots)
        inside = tuple(index for index in bound if index is not None)
        mentioned = {n for index in inside for n in python_names(index.pattern)}
        if isinstance(value, str) and mentioned & free_names(value):
            return Symbol(latex, "value", name, name_slots + inside, signature, arguments)
        return Symbol(latex, "table", name, name_slots, signature, arguments)

    def _name_what_is_no_table(self, indices: Mapping[str, Symbol]) -> bool:
        """Make `H[x]` one name if its value is no array; say whether anything changed."""
        trial = Environment(self, "trial", Work(10_000))
        wrong = [s for s in self.symbols if s.kind == "table" and not _is_table(s, trial)]
        for symbol in wrong:
            boxes, value = self.formulas.pop(symbol), self.symbols.pop(symbol)
            slots = tuple(dict.fromkeys(slots_of(boxes, indices)))
            literal = Symbol(symbol.latex, "value", boxes, slots)
            self.formulas[literal], self.symbols[literal] = boxes, value
            self.row_of[literal] = self.row_of.pop(symbol)
        return bool(wrong)

    def _is_function(self, value: object, latex: str) -> bool:
        if not isinstance(value, str):
            return callable(value)
        tree = parse_value(value, latex)
        if isinstance(tree, ast.Lambda):
            return True
        return callable(self.reference(tree))

    def reference(self, tree: ast.expr) -> object:
        """Resolve `np.tanh`; `None` if the expression is no such reference."""
        if isinstance(tree, ast.Name):
            return self.scope.get(tree.id)
        if isinstance(tree, ast.Attribute):
            return getattr(self.reference(tree.value), tree.attr, None)
        return None

    def _function(self, value: object, latex: str) -> Callable[..., Any]:
        found = self.reference(parse_value(value, latex)) if isinstance(value, str) else value
        if not callable(found):
            raise EquationError(f"the value of the operator {latex} must be a function")
        return found

    # Values ----------------------------------------------------------------------------------

    def targets(self, declaration: Declaration, user: Symbol) -> tuple[Symbol | None, ...]:
        """Return what the parameters of the value of `user` mean: a symbol, or a draw."""
        found = self._parameters.get((declaration, user))
        if found is None:
            found = tuple(self.python_target(name, user) for name in declaration.parameters)
            self._parameters[(declaration, user)] = found
        return found

    def python_target(self, parameter: Parameter, user: Symbol) -> Symbol | None:
        """Return the symbol that the value of `user` means by a Python name."""
        key = (parameter, user)
        if key not in self._targets:
            self._targets[key] = self._find_target(parameter, user)
        return self._targets[key]

    def _find_target(self, parameter: Parameter, user: Symbol) -> Symbol | None:
        found = self._by_python.get(parameter.name, ())
        others = [(tier, s) for tier, s in found if s is not user or s.slots]
        fitting = [(tier, s) for tier, s in others if _is_callable(s) == parameter.is_called]
        best = [(tier, s) for tier, s in fitting or others]
        first = [s for tier, s in best if tier == min(t for t, _ in best)]
        if len(first) > 1:
            raise EquationError(
                f"{parameter.name} is the Python name of {' and of '.join(s.latex for s in first)}"
                f", and the value of {user.latex} uses it: give one of them a helper in backticks"
            )
        return first[0] if first else None

    def python_names(self) -> list[str]:
        """List what Python may call the symbols."""
        return list(self._by_python)

    def declaration(self, symbol: Symbol) -> Declaration:
        """Return the compiled value of a symbol."""
        found = self._declarations.get(symbol)
        if found is None:
            found = self._declarations[symbol] = self._declare(symbol, self.symbols[symbol])
        return found

    def _declare(self, symbol: Symbol, value: object) -> Declaration:
        if not isinstance(value, str):
            if callable(value) and symbol.kind in ("value", "helper"):
                return self._called(symbol, value)
            return Declaration(repr(value), lambda: value)
        if value.strip() == "here":
            return Declaration(value, lambda: None, is_here=True)
        if symbol.kind == "index":
            low, high = (self._compile(end, symbol) for end in bounds(value))
            return Declaration(value, lambda: None, bounds=(low, high))
        if symbol.kind == "value":
            function = self.reference(parse_value(value, symbol.latex))
            if callable(function) and self.python_target(Parameter(value.strip()), symbol) is None:
                return self._called(symbol, function)
        return self._compile(value, symbol)

    def _called(self, symbol: Symbol, function: Callable[..., Any]) -> Declaration:
        """Bind a symbol without arguments to a function: its value, by the parameters' names."""
        code = getattr(function, "__code__", None)
        if code is None:
            raise EquationError(
                f"{symbol.latex} is bound to a function: write its arguments in the symbol, as in "
                "f(x), or call the function in the value"
            )
        required = code.co_argcount - len(getattr(function, "__defaults__", None) or ())
        parameters = code.co_varnames[:required]
        source = f"{getattr(function, '__name__', 'function')}({', '.join(parameters)})"
        return Declaration(source, function, tuple(map(Parameter, parameters)))

    def _compile(self, source: str, symbol: Symbol) -> Declaration:
        def is_known(parameter: Parameter) -> bool:
            return parameter.name in DRAWS or self.python_target(parameter, symbol) is not None

        return compile_value(source, symbol.latex, self.scope, is_known)

    def condition(self, source: str) -> Declaration:
        """Compile a condition on the draws."""
        return self._compile(source, WHERE)

    def depends(self, symbol: Symbol) -> frozenset[Symbol]:
        """Return all symbols that the value of `symbol` may use, and the symbol itself."""
        found = self._depends.get(symbol)
        if found is not None:
            return found
        reached: set[Symbol] = set()
        pending = [symbol]
        while pending:
            current = pending.pop()
            if current in reached or current not in self.symbols:
                continue
            reached.add(current)
            pending += self._needs(current)
        own = set(symbol.slots) - {symbol}
        self._depends[symbol] = result = frozenset((reached | {symbol}) - own)
        return result

    def _needs(self, symbol: Symbol) -> list[Symbol]:
        declaration = self.declaration(symbol)
        parts = declaration.bounds or (declaration,)
        targets = [self.python_target(name, symbol) for part in parts for name in part.parameters]
        return [t for t in targets if t is not None and t not in symbol.slots]


def _is_callable(symbol: Symbol) -> bool:
    return bool(symbol.slots) or symbol.kind == "function"


def _is_table(symbol: Symbol, trial: Environment) -> bool:
    try:
        return np.ndim(trial.value(symbol)) >= len(symbol.arguments)
    except EquationError:
        return True  # what is wrong with it is said where it is used
