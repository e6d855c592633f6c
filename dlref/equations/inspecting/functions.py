"""Whether a Python function may take branches: it is read, and so is all that it calls."""

import ast
import dis
import functools
import inspect
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dlref.equations.inspecting.course import Course, Finding, is_number
from dlref.equations.inspecting.known import known_course
from dlref.equations.inspecting.reader import Reader
from dlref.equations.inspecting.sources import trees_of

__all__ = ["inspect_function", "inspect_source"]

_DEEPEST = 12  # calls within calls
_FOREIGN = frozenset(["numpy", "scipy"])  # known by name, whether or not they are in Python


def inspect_source(
    source: str, names: Mapping[str, object], indices: Iterable[str] = ()
) -> Finding:
    """Inspect an expression: `names` says what its free names mean, and `indices` are no values."""
    finding = Finding()
    reader = Reader(finding, names, _called(0), indices)
    reader.visit(ast.parse(source.strip(), mode="eval").body)
    return finding


def inspect_function(function: Callable[..., Any], depth: int = 0) -> Finding:
    """Inspect a function and all that it calls; one that is in no list may do anything."""
    while isinstance(function, functools.partial):
        function = function.func
    function = inspect.unwrap(getattr(function, "pyfunc", function))  # of np.vectorize
    function = getattr(function, "__func__", function)
    name = getattr(function, "__name__", "")
    module = (getattr(function, "__module__", "") or "").partition(".")[0]
    code = getattr(function, "__code__", None)
    if module in _FOREIGN or not isinstance(code, types.CodeType) or depth > _DEEPEST:
        return Finding(known_course(name))
    return _of_code(function, code, depth)


def _called(depth: int) -> Callable[[Any], Finding]:
    """Return how a function inspects those that it calls: of smooth ones no number matters."""

    def inspect_called(function: Any) -> Finding:
        found = inspect_function(function, depth)
        return found if found.course is Course.BRANCHING else Finding(found.course)

    return inspect_called


_seen: dict[types.CodeType, Finding] = {}


def _of_code(function: Any, code: types.CodeType, depth: int) -> Finding:
    found = _seen.get(code)
    if found is not None:
        return found
    found = _seen[code] = Finding()  # a function that calls itself finds this
    defaults = (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values())
    found.numbers |= {float(v) for v in defaults if is_number(v)}
    names = {**function.__globals__, **_closure(function, code)}
    trees = trees_of(code)
    if not trees:
        found.add(_of_bytecode(code))
    for tree in trees:
        reader = Reader(found, names, _called(depth + 1))
        reader.read(tree, function)
    return found


def _closure(function: Any, code: types.CodeType) -> dict[str, object]:
    found = {}
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:
            continue  # not assigned yet
    return found


def _of_bytecode(code: types.CodeType) -> Finding:
    """Judge a function without source by the names and numbers in its code."""
    courses = [known_course(name) for name in code.co_names if name != "np"]
    is_comparing = any(_compares(instruction) for instruction in dis.get_instructions(code))
    found = Finding(Course.BRANCHING if is_comparing else max(courses, default=Course.SMOOTH))
    for value in code.co_consts:
        if isinstance(value, types.CodeType):
            found.add(_of_bytecode(value))
        elif is_number(value):
            found.numbers.add(float(value))
    return found


def _compares(instruction: dis.Instruction) -> bool:
    name, operator = instruction.opname, instruction.argrepr
    is_remainder = name == "BINARY_OP" and operator.rstrip("=") in ("%", "//", "&", "|", "^")
    return is_remainder or "COMPARE" in name or ("JUMP" in name and "_IF_" in name)
