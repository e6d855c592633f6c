"""Whether a Python function may take branches, and the numbers that stand in it.

The source is read, that of the functions it calls as well. A function counts as smooth only if all
that it does to its values is known to be: arithmetic, loops, and the functions that `smooth` lists.
A comparison, `np.where`, a maximum, a remainder, an unknown function in C or one whose source
cannot be found count as a branch. Not counted are questions about shapes, types and options, and a
test that only raises an error.
"""

import ast
import builtins
import functools
import inspect
import linecache
import math
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from dlref.equations.declaring.draws import NAMES as DRAWS
from dlref.equations.declaring.smooth import (
    BENT,
    INVERSES,
    REDUCTIONS,
    SMOOTH,
    SMOOTH_METHODS,
    UNEVEN,
)

__all__ = ["Course", "Finding", "inspect_function", "inspect_source", "thresholds"]

_DEEPEST = 12  # calls within calls
_FOREIGN = frozenset(["builtins", "math", "cmath", "numpy", "scipy", "itertools", "operator"])
_ABOUT_SHAPES = frozenset(["ndim", "shape", "size", "dtype", "kind"])
_ASKS_FOR_SHAPES = frozenset(
    ["len", "isinstance", "issubclass", "hasattr", "callable", "ndim", "shape", "size", "type",
     "iscomplexobj", "issubdtype", "range", "enumerate"]
)  # fmt: skip
_MAKERS = DRAWS | frozenset(
    ["ones", "zeros", "eye", "identity", "empty", "reshape", "arange", "range", "roll", "take"]
)
_BRANCHING = (ast.FloorDiv, ast.Mod, ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor)


_WHOLES = (ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Subscript, ast.Slice, ast.Tuple, ast.List)


class Course(IntEnum):
    """How a value depends on what it is computed from."""

    SMOOTH = 0
    BENT = 1  # continuous, and bent where entries tie or vanish
    BRANCHING = 2


@dataclass
class Finding:
    """What was found: the course, and the numbers that may be thresholds."""

    course: Course = Course.SMOOTH
    numbers: set[float] = field(default_factory=set)

    def add(self, other: "Finding") -> None:
        """Join two findings: the worse course counts, and all numbers."""
        self.course = max(self.course, other.course)
        self.numbers |= other.numbers


def inspect_source(
    source: str, names: Mapping[str, object], indices: Iterable[str] = ()
) -> Finding:
    """Inspect an expression: `names` says what its free names mean, and `indices` are no values."""
    finding = Finding()
    reader = _Reader(finding, names, 0)
    reader.options |= set(indices)
    reader.visit(ast.parse(source.strip(), mode="eval").body)
    return finding


def inspect_function(function: Callable[..., Any]) -> Finding:
    """Inspect a function and all that it calls."""
    return _of_callable(function, 0)


def _of_callable(function: Any, depth: int) -> Finding:
    while isinstance(function, functools.partial):
        function = function.func
    function = inspect.unwrap(getattr(function, "pyfunc", function))
    function = getattr(function, "__func__", function)
    name = getattr(function, "__name__", "")
    module = (getattr(function, "__module__", "") or "builtins").partition(".")[0]
    if type(function).__module__.partition(".")[0] in ("numpy", "scipy"):
        module = "numpy"  # a universal function
    if module in _FOREIGN:
        return Finding(_known(name))
    code = getattr(function, "__code__", None)
    if not isinstance(code, types.CodeType):
        return Finding(Course.SMOOTH if name in ("RandomVariable",) else Course.BRANCHING)
    if depth > _DEEPEST:
        return Finding(Course.BRANCHING)
    return _of_code(function, code, depth)


def _known(name: str) -> Course:
    if name in SMOOTH:
        return Course.SMOOTH
    return Course.BENT if name in BENT else Course.BRANCHING


_seen: dict[types.CodeType, Finding] = {}


def _of_code(function: Any, code: types.CodeType, depth: int) -> Finding:
    found = _seen.get(code)
    if found is not None:
        return found
    found = _seen[code] = Finding()  # a function that calls itself finds this
    defaults = (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values())
    found.numbers |= {float(v) for v in defaults if _is_number(v)}
    names = {**function.__globals__, **_closure(function, code)}
    trees = _trees(code)
    if not trees:
        found.add(_of_bytecode(code))
    for tree in trees:
        reader = _Reader(found, names, depth + 1)
        reader.learn_options(tree, function)
        for part in tree.body if isinstance(tree.body, list) else [tree.body]:
            reader.visit(part)
    return found


def _closure(function: Any, code: types.CodeType) -> dict[str, object]:
    found = {}
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:
            continue  # not assigned yet
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


# Where the source is ------------------------------------------------------------------------


def _trees(code: types.CodeType) -> list[ast.FunctionDef | ast.Lambda]:
    """Find the function in its file; of several lambdas in one line, those with the same names."""
    wanted = code.co_varnames[: code.co_argcount]
    return [
        node
        for node in _functions_of(code.co_filename)
        if _first_line(node) == code.co_firstlineno
        and tuple(a.arg for a in (*node.args.posonlyargs, *node.args.args)) == wanted
        and (isinstance(node, ast.Lambda) or node.name == code.co_name)
    ]


def _first_line(node: ast.FunctionDef | ast.Lambda) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(d.lineno for d in decorators)])


@functools.lru_cache(maxsize=500)
def _functions_of(filename: str) -> tuple[ast.FunctionDef | ast.Lambda, ...]:
    try:
        tree = ast.parse("".join(linecache.getlines(filename)))
    except (SyntaxError, ValueError):
        return ()
    return tuple(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.Lambda))


def _of_bytecode(code: types.CodeType) -> Finding:
    """Judge a function without source by the names and numbers in its code: most are branches."""
    found = Finding(max((_known(name) for name in code.co_names if name not in ("np",)), default=0))
    found.course = Course(found.course)
    instructions = set(code.co_code[::2])
    if instructions & _COMPARING:
        found.course = Course.BRANCHING
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            found.add(_of_bytecode(constant))
        elif _is_number(constant):
            found.numbers.add(float(constant))
    return found


def _opcodes() -> frozenset[int]:
    import dis

    names = [n for n in dis.opmap if "COMPARE" in n or "JUMP_IF" in n or n == "BINARY_OP"]
    return frozenset(dis.opmap[n] for n in names if n != "BINARY_OP")


_COMPARING = _opcodes()


# Reading it ---------------------------------------------------------------------------------


class _Reader(ast.NodeVisitor):
    """Reads the source of one function, and adds to a finding what it does to values."""

    def __init__(self, found: Finding, names: Mapping[str, object], depth: int) -> None:
        self.found = found
        self.names = names
        self.depth = depth
        self.local: set[str] = set()
        self.options: set[str] = set()  # names that say nothing of values

    def learn_options(self, tree: ast.FunctionDef | ast.Lambda, function: Any) -> None:
        """Take the arguments as local, and those with a default that is no number as options."""
        self._bind(tree.args)
        code = function.__code__
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        defaults = function.__defaults__ or ()
        first = code.co_argcount - len(defaults)
        given = dict(zip(names[first:], defaults, strict=False)) | (function.__kwdefaults__ or {})
        self.options |= {n for n, v in given.items() if not isinstance(v, float)}

    def _bind(self, arguments: ast.arguments) -> None:
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        self.local |= {a.arg for a in [*every, arguments.vararg, arguments.kwarg] if a}

    def _branch(self) -> None:
        self.found.course = Course.BRANCHING

    def visit_Constant(self, node: ast.Constant) -> None:
        if _is_number(node.value):
            self.found.numbers.add(float(node.value))

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
        name = _last_name(node.func)
        is_method = isinstance(node.func, ast.Attribute) and self._resolve(node.func) is None
        if name not in ("range", "enumerate") and self._is_option(node):
            return
        if name in REDUCTIONS and (is_method or _is_about_one_array(node)):
            self.found.course = max(self.found.course, Course.BENT)
            self.generic_visit(ast.Tuple([*node.args, *([node.func.value] if is_method else [])]))
            return
        if is_method and name not in SMOOTH_METHODS:
            self.found.course = max(self.found.course, _known(name))
        if name in INVERSES and any(map(_is_folded, node.args)):
            self._branch()
        self.visit(
            node.func.value if is_method and isinstance(node.func, ast.Attribute) else node.func
        )
        if name not in _MAKERS:
            for part in (*node.args, *node.keywords):
                self.visit(part)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant | ast.UnaryOp | ast.Slice | ast.Tuple):
            self.visit(node.slice)

    def visit_keyword(self, node: ast.keyword) -> None:
        if node.arg not in ("axis", "keepdims", "ddof", "dtype", "initial"):
            self.visit(node.value)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, _BRANCHING) and not self._is_option(node):
            self._branch()
        if isinstance(node.op, ast.Pow) and _is_fraction(node.right) and _is_folded(node.left):
            self._branch()
        folded = _folded_constant(node)
        if folded is not None:
            self.found.numbers.add(folded)
        self.visit(node.left)
        if not (isinstance(node.op, ast.Pow) and isinstance(node.right, ast.Constant)):
            self.visit(node.right)

    def visit_Compare(self, node: ast.Compare) -> None:
        if not self._is_option(node):
            self._branch()
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        if not self._is_option(node):
            self._branch()
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.Invert) and not self._is_option(node):
            self._branch()
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

    visit_SetComp = visit_GeneratorExp = visit_ListComp  # type: ignore[assignment]

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
        if isinstance(node.iter, ast.Call) and _last_name(node.iter.func) in ("range", "ndindex"):
            self.options |= names

    def _test(self, test: ast.expr) -> None:
        if not self._is_option(test):
            self._branch()
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
        if _is_number(value):
            self.found.numbers.add(float(value))
        elif callable(value):
            called = _of_callable(value, self.depth)
            self.found.add(called if called.course is Course.BRANCHING else Finding(called.course))

    def _is_option(self, node: ast.expr) -> bool:
        """Say whether an expression is about shapes, types and options, not about values."""
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            is_identity = all(isinstance(op, ast.Is | ast.IsNot) for op in node.ops)
            return is_identity or any(map(_is_text, sides)) or all(map(self._is_option, sides))
        if isinstance(node, ast.Attribute):
            return node.attr in _ABOUT_SHAPES or self._is_option(node.value)
        if isinstance(node, ast.Call):
            if _last_name(node.func) in _ASKS_FOR_SHAPES:
                return True
            if _last_name(node.func) in ("min", "max", "abs", "all", "any", "int"):
                return all(map(self._is_option, node.args))
            return _asks_for_options(self._resolve(node.func))
        if isinstance(node, ast.ListComp):
            return self._is_option(node.elt)
        if isinstance(node, ast.Name):
            return node.id in self.options
        if isinstance(node, ast.Constant):
            return True
        if isinstance(node, _WHOLES):
            return all(self._is_option(n) for n in ast.iter_child_nodes(node) if _is_operand(n))
        return False


def _only_raises(function: object) -> bool:
    """Say whether a function returns nothing but may raise: it is called for that."""
    code = getattr(function, "__code__", None)
    trees = _trees(code) if isinstance(code, types.CodeType) else []
    parts = [part for tree in trees for part in ast.walk(tree)]
    returned = [part for part in parts if isinstance(part, ast.Return) and part.value is not None]
    return any(isinstance(part, ast.Raise) for part in parts) and not returned


def _asks_for_options(function: object) -> bool:
    """Say whether a function is a single question about shapes and types."""
    code = getattr(function, "__code__", None)
    trees = _trees(code) if isinstance(code, types.CodeType) else []
    returned = [p.value for t in trees for p in ast.walk(t) if isinstance(p, ast.Return)]
    reader = _Reader(Finding(), getattr(function, "__globals__", {}), _DEEPEST)
    return bool(returned) and all(v is not None and reader._is_option(v) for v in returned)


def _is_operand(node: ast.AST) -> bool:
    return isinstance(node, ast.expr)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _is_about_one_array(node: ast.Call) -> bool:
    """Say whether NumPy is asked for the greatest entry of one array, not of a list of several."""
    is_numpy = isinstance(node.func, ast.Attribute) and _last_name(node.func.value) == "np"
    return is_numpy and len(node.args) in (1, 2) and not isinstance(node.args[0], ast.List)


def _is_fraction(node: ast.expr) -> bool:
    """Say whether an exponent is no whole number."""
    value = _folded_constant(node)
    if value is None and isinstance(node, ast.Constant) and _is_number(node.value):
        value = float(node.value)  # type: ignore[arg-type]
    return value is not None and value != int(value)


def _is_folded(node: ast.AST) -> bool:
    """Say whether different points have one value here, as in a square; a sum of them is no fold."""
    if isinstance(node, ast.Call) and _last_name(node.func) in UNEVEN:
        return True
    if isinstance(node, ast.Call) and _last_name(node.func) in ("sum", "mean", "var", "dot"):
        return False
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        power = node.right
        if isinstance(power, ast.Constant) and isinstance(power.value, int) and not power.value % 2:
            return True
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        if ast.dump(node.left) == ast.dump(node.right):
            return True
    return any(map(_is_folded, ast.iter_child_nodes(node)))


def _folded_constant(node: ast.expr) -> float | None:
    """Compute an expression of numbers alone, such as `-2` or `1 / 3`."""
    if not isinstance(node, ast.BinOp | ast.UnaryOp):
        return None
    parts = [n for n in ast.walk(node) if isinstance(n, ast.expr)]
    if not all(isinstance(n, ast.Constant | ast.BinOp | ast.UnaryOp) for n in parts):
        return None
    try:
        value = eval(compile(ast.Expression(node), "<constant>", "eval"), {"__builtins__": {}})
    except Exception:
        return None
    return float(value) if _is_number(value) else None


def thresholds(numbers: Iterable[float]) -> list[float]:
    """Keep the sizes near which it is worth to draw: not those that all draws surround anyway."""
    sizes = {abs(number) for number in numbers} - {math.pi, math.e}
    return sorted(s for s in sizes if 0.05 <= s <= 100 and s != 1)
