"""Reading the source of one function: what it does to values, and the numbers that stand in it.

A function counts as smooth only if all that it does to its values is known to be: arithmetic,
loops, and the functions that `known` lists. A comparison, `np.where`, a maximum, a remainder, an
unknown function in C and one whose source cannot be found count as a branch. Not counted are
questions about shapes, types and options, and a test that only raises an error.
"""

# ruff: noqa: D102 (each method visits what its name says)

import ast
import builtins
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dlref.equations.declaring.draws import NAMES as DRAWS
from dlref.equations.inspecting.course import Course, Finding, is_number
from dlref.equations.inspecting.expressions import (
    constant,
    is_about_one_array,
    is_folded,
    is_fraction,
    is_text,
    last_name,
)
from dlref.equations.inspecting.known import INVERSES, REDUCTIONS, SMOOTH_METHODS, known_course
from dlref.equations.inspecting.sources import Function, trees_of

__all__ = ["Reader"]

_ABOUT_SHAPES = frozenset(["ndim", "shape", "size", "dtype", "kind"])
_ASKS_FOR_SHAPES = frozenset(
    ["len", "isinstance", "issubclass", "hasattr", "callable", "ndim", "shape", "size", "type",
     "iscomplexobj", "issubdtype", "range", "enumerate"]
)  # fmt: skip
_OF_OPTIONS = frozenset(["min", "max", "abs", "all", "any", "int"])
_OPTIONS = frozenset(["axis", "keepdims", "ddof", "dtype", "initial", "order"])
_MAKERS = DRAWS | frozenset(
    ["ones", "zeros", "eye", "identity", "empty", "reshape", "arange", "range", "roll", "take"]
)
_BRANCHING = (ast.FloorDiv, ast.Mod, ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor)
_WHOLES = (ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Subscript, ast.Slice, ast.Tuple, ast.List)


class Reader(ast.NodeVisitor):
    """Reads the source of one function, and adds to a finding what it does to values.

    Args:
        found: The finding.
        names: What the names mean that the source takes from outside.
        inspect: Inspects a function that is used.
        options: Names that say nothing of values.
    """

    def __init__(
        self,
        found: Finding,
        names: Mapping[str, object],
        inspect: Callable[[Any], Finding],
        options: Iterable[str] = (),
    ) -> None:
        self.found = found
        self.names = names
        self.inspect = inspect
        self.local: set[str] = set()
        self.options: set[str] = set(options)

    def read(self, tree: Function, function: Any) -> None:
        """Read the body of a function."""
        self._bind(tree.args)
        self._learn_options(function)
        for part in tree.body if isinstance(tree.body, list) else [tree.body]:
            self.visit(part)

    def _learn_options(self, function: Any) -> None:
        """Take arguments with a default that is no number as options, and axes and the like."""
        code = function.__code__
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        defaults = function.__defaults__ or ()
        first = code.co_argcount - len(defaults)
        given = dict(zip(names[first:], defaults, strict=False)) | (function.__kwdefaults__ or {})
        self.options |= {n for n, v in given.items() if n in _OPTIONS or not is_number(v)}

    def _bind(self, arguments: ast.arguments) -> None:
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        self.local |= {a.arg for a in [*every, arguments.vararg, arguments.kwarg] if a}

    def _become(self, course: Course) -> None:
        self.found.course = max(self.found.course, course)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._use(node.value)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._bind(node.args)
        self.visit(node.body)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.local.add(node.name)
        self._bind(node.args)
        for part in node.body:
            self.visit(part)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load) and node.id not in self.local:
            self._use(self._resolve(node))

    def visit_Attribute(self, node: ast.Attribute) -> None:
        value = self._resolve(node)
        if value is not None:
            self._use(value)
            return
        self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        name = last_name(node.func)
        if name not in ("range", "enumerate") and self._is_option(node):
            return
        method = node.func if isinstance(node.func, ast.Attribute) else None
        if method is not None and self._resolve(method) is not None:
            method = None  # a function of a module
        if name in REDUCTIONS and (method is not None or is_about_one_array(node)):
            self._become(Course.BENT)
        elif method is None:
            self.visit(node.func)
        elif name not in SMOOTH_METHODS:
            self._become(known_course(name))
        if method is not None:
            self.visit(method.value)
        if name in INVERSES and any(map(is_folded, node.args)):
            self._become(Course.BRANCHING)
        if name not in _MAKERS:
            for part in (*node.args, *node.keywords):
                self.visit(part)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant | ast.UnaryOp | ast.Slice | ast.Tuple):
            self.visit(node.slice)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg not in _OPTIONS:
            self.visit(node.value)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, _BRANCHING) and not self._is_option(node):
            self._become(Course.BRANCHING)
        if isinstance(node.op, ast.Pow) and is_fraction(node.right) and is_folded(node.left):
            self._become(Course.BRANCHING)
        value = constant(node)
        if value is not None:
            self.found.numbers.add(value)
        self.visit(node.left)
        if not (isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant)):
            self.visit(node.right)

    def visit_Compare(self, node: ast.Compare) -> None:
        if not self._is_option(node):
            self._become(Course.BRANCHING)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        if not self._is_option(node):
            self._become(Course.BRANCHING)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.Invert) and not self._is_option(node):
            self._become(Course.BRANCHING)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._test(node.test)
        self.visit(node.body)
        self.visit(node.orelse)

    def visit_If(self, node: ast.If) -> None:
        if not node.orelse and all(isinstance(part, ast.Raise) for part in node.body):
            return  # outside its domain the function has no value
        self._test(node.test)
        for part in (*node.body, *node.orelse):
            self.visit(part)

    def visit_While(self, node: ast.While) -> None:
        self._test(node.test)
        for part in (*node.body, *node.orelse):
            self.visit(part)

    def visit_Match(self, node: ast.Match) -> None:
        self._test(node.subject)
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        """Skip a call that is made for its errors alone."""
        function = self._resolve(node.value.func) if isinstance(node.value, ast.Call) else None
        if not _only_raises(function):
            self.visit(node.value)

    def visit_Raise(self, node: ast.Raise) -> None:
        """Skip what is only a message."""

    def visit_Assert(self, node: ast.Assert) -> None:
        """Skip a test that only raises."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._assign([node.target], node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._assign(node.targets, node.value)

    def _assign(self, targets: list[ast.expr], value: ast.expr) -> None:
        self.visit(value)
        names = {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        self.local |= names
        if self._is_option(value):
            self.options |= names

    def visit_For(self, node: ast.For) -> None:
        self._loop(node)
        for part in (*node.body, *node.orelse):
            self.visit(part)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._comprehension(node, node.elt)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._comprehension(node, node.elt)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._comprehension(node, node.elt)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._comprehension(node, node.key, node.value)

    def _comprehension(self, node: Any, *parts: ast.expr) -> None:
        for generator in node.generators:
            self._loop(generator)
            for test in generator.ifs:
                self._test(test)
        for part in parts:
            self.visit(part)

    def _loop(self, node: "ast.For | ast.comprehension") -> None:
        if not isinstance(node.iter, ast.Tuple | ast.List):
            self.visit(node.iter)
        names = {n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)}
        self.local |= names
        if isinstance(node.iter, ast.Call) and last_name(node.iter.func) in ("range", "ndindex"):
            self.options |= names

    def _test(self, test: ast.expr) -> None:
        if not self._is_option(test):
            self._become(Course.BRANCHING)
        self.visit(test)

    # What names mean -------------------------------------------------------------------------

    def _resolve(self, node: ast.expr) -> Any:
        """Return what a dotted name means here, or nothing."""
        if isinstance(node, ast.Name):
            if node.id in self.local:
                return None
            return self.names.get(node.id, getattr(builtins, node.id, None))
        if isinstance(node, ast.Attribute):
            return getattr(self._resolve(node.value), node.attr, None)
        return None

    def _use(self, value: Any) -> None:
        if is_number(value):
            self.found.numbers.add(float(value))
        elif callable(value):
            self.found.add(self.inspect(value))

    def _is_option(self, node: ast.expr) -> bool:
        """Say whether an expression is about shapes, types and options, not about values."""
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            is_identity = all(isinstance(op, ast.Is | ast.IsNot) for op in node.ops)
            return is_identity or any(map(is_text, sides)) or all(map(self._is_option, sides))
        if isinstance(node, ast.Attribute):
            return node.attr in _ABOUT_SHAPES or self._is_option(node.value)
        if isinstance(node, ast.Call):
            if last_name(node.func) in _ASKS_FOR_SHAPES:
                return True
            if isinstance(node.func, ast.Name) and node.func.id in _OF_OPTIONS:
                return bool(node.args) and all(map(self._is_option, node.args))
            return _asks_for_options(self._resolve(node.func))
        if isinstance(node, ast.ListComp):
            return self._is_option(node.elt)
        if isinstance(node, ast.Name):
            return node.id in self.options
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, _WHOLES):
            parts = ast.iter_child_nodes(node)
            return all(self._is_option(part) for part in parts if isinstance(part, ast.expr))
        return False


def _only_raises(function: object) -> bool:
    """Say whether a function returns nothing but may raise: it is called for that."""
    code = getattr(function, "__code__", None)
    trees = trees_of(code) if isinstance(code, types.CodeType) else []
    parts = [part for tree in trees for part in ast.walk(tree)]
    returned = [part for part in parts if isinstance(part, ast.Return) and part.value is not None]
    return any(isinstance(part, ast.Raise) for part in parts) and not returned


def _asks_for_options(function: object) -> bool:
    """Say whether a function is a single question about shapes and types."""
    code = getattr(function, "__code__", None)
    trees = trees_of(code) if isinstance(code, types.CodeType) else []
    returned = [p.value for t in trees for p in ast.walk(t) if isinstance(p, ast.Return)]
    names = getattr(function, "__globals__", {})
    reader = Reader(Finding(), names, lambda _: Finding())
    return bool(returned) and all(v is not None and reader._is_option(v) for v in returned)
