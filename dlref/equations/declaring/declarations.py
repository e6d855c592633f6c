"""Values in Python: which names an expression needs, and the function that computes it."""

import ast
import symtable
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dlref.equations.errors import EquationError

__all__ = ["Declaration", "Parameter", "compile_value", "free_names", "parse_value"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name that a value uses; `is_called` tells `sigma(z)` from `sigma`."""

    name: str
    is_called: bool = False


@dataclass(frozen=True, eq=False)
class Declaration:
    """The value of one symbol: `compute` takes what the `parameters` stand for."""

    source: str
    compute: Callable[..., Any]
    parameters: tuple[Parameter, ...] = ()
    bounds: tuple["Declaration", "Declaration"] | None = None  # the ends of an index
    is_here: bool = False  # defined by the equation itself

    @property
    def is_constant(self) -> bool:
        """Whether the value is written as a number."""
        return _is_number(self.source)


def _is_number(source: str) -> bool:
    try:
        float(source)
    except ValueError:
        return False
    return True


def parse_value(source: str, latex: str) -> ast.expr:
    """Parse the value of the symbol `latex`."""
    try:
        return ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise EquationError(
            f"the value of {latex}, `{source.strip()}`, is no Python expression: {error}"
        ) from None


def free_names(source: str) -> set[str]:
    """List the names that an expression takes from outside."""
    found: set[str] = set()
    pending = [symtable.symtable(source.strip(), "value", "eval")]
    while pending:
        table = pending.pop()
        is_top = table.get_type() == "module"
        found |= {
            s.get_name()
            for s in table.get_symbols()
            if (s.is_referenced() if is_top else s.is_global())
        }
        pending += table.get_children()
    return found


def compile_value(
    source: str, latex: str, scope: dict[str, object], is_known: Callable[[Parameter], bool]
) -> Declaration:
    """Make an expression a function of those of its free names that `is_known` accepts."""
    body = parse_value(source, latex)
    calls = _CallMarker(free_names(source))
    body = calls.visit(body)
    parameters = tuple(p for p in sorted(calls.found, key=str) if is_known(p))
    unknown = {_marked(p): p.name for p in calls.found if p not in parameters}
    body = _Renamer(unknown).visit(body)
    arguments = [ast.arg(_marked(parameter)) for parameter in parameters]
    function = ast.Lambda(ast.arguments([], arguments, None, [], [], None, []), body)
    code = compile(ast.fix_missing_locations(ast.Expression(function)), "<notation>", "eval")
    return Declaration(source.strip(), eval(code, dict(scope)), parameters)


def _marked(parameter: Parameter) -> str:
    return f"{parameter.name}__called" if parameter.is_called else parameter.name


class _CallMarker(ast.NodeTransformer):
    """Renames the free names that are called, so that both uses of a name can be told apart."""

    def __init__(self, free: set[str]) -> None:
        self.free = free
        self.found: set[Parameter] = set()

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id in self.free:
            parameter = Parameter(node.func.id, is_called=True)
            self.found.add(parameter)
            node.args = [self.visit(argument) for argument in node.args]
            node.keywords = [self.visit(keyword) for keyword in node.keywords]
            node.func.id = _marked(parameter)
            return node
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.free:
            self.found.add(Parameter(node.id))
        return node


class _Renamer(ast.NodeTransformer):
    """Gives names their own spelling back."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.names.get(node.id, node.id)
        return node
