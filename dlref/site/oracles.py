"""Which tests compare which function with something that is not ours.

A test is read, not run. In `assert_allclose(softmax(z), scipy.special.softmax(z))` one side uses
our function, and the other uses SciPy and does not use our function. A side uses all that its
local variables, its parameters, and the constants and helpers of the test file were made of.
"""

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["ORACLES", "Comparison", "StandIn", "comparisons", "stand_ins"]

ORACLES = {
    "scipy": "SciPy",
    "sklearn": "scikit-learn",
    "mpmath": "mpmath",
    "tests.torch_answers": "PyTorch",
    "tests.numerical": "numerical derivative",
    "math": "Python's math",
    "statistics": "Python's statistics",
    "fractions": "exact fractions",
}
_CONSTANTS = {"math.pi", "math.e", "math.inf", "math.nan", "math.tau"}

Uses = frozenset[str]
Sides = tuple[Uses, Uses]
_NOTHING: Uses = frozenset()


@dataclass(frozen=True, order=True)
class Comparison:
    """A test that holds a function against something that is not ours."""

    function: str  # dlref.losses.nll_loss
    oracle: str  # scikit-learn
    test: str  # tests/losses/test_cross_entropy.py::test_nll_agrees_with_scikit_learn
    equations: tuple[str, ...]  # those of the page that the test is marked with


@dataclass(frozen=True)
class StandIn:
    """What a function is tested by that no foreign library has."""

    test: str
    reason: str


def comparisons(tests: Path = Path("tests")) -> dict[str, list[Comparison]]:
    """Map the public path of each function to the comparisons of all test files."""
    found: dict[str, set[Comparison]] = defaultdict(set)
    for file in sorted(tests.rglob("test_*.py")):
        for comparison in _comparisons_of(file):
            found[comparison.function].add(comparison)
    return {function: sorted(found[function]) for function in sorted(found)}


def stand_ins(file: Path = Path("tests/stand_ins.toml")) -> dict[str, StandIn]:
    """Map the functions without a comparison to what stands in for it."""
    entries = tomllib.loads(file.read_text(encoding="utf-8"))
    return {function: StandIn(**entry) for function, entry in entries.items()}


def _comparisons_of(file: Path) -> Iterator[Comparison]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = _names_of_module(tree)
    for test in tree.body:
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
            place, equations = f"{file.as_posix()}::{test.name}", _equations_of(test)
            for ours, others in _compared_in(test, names):
                oracles = {oracle for name in others if (oracle := _oracle(name))}
                for function in filter(_is_ours, ours - others):
                    for oracle in oracles:
                        yield Comparison(function, oracle, place, equations)


def _is_ours(name: str) -> bool:
    parts = name.split(".")
    return len(parts) == 3 and parts[0] == "dlref" and not parts[1].startswith("_")


def _oracle(name: str) -> str | None:
    if name in _CONSTANTS or name.startswith("sklearn.datasets."):
        return None
    return next((ORACLES[top] for top in ORACLES if f"{name}.".startswith(f"{top}.")), None)


def _equations_of(test: ast.FunctionDef) -> tuple[str, ...]:
    return tuple(
        argument.value
        for marker in test.decorator_list
        if isinstance(marker, ast.Call) and ast.unparse(marker.func) == "pytest.mark.equation"
        for argument in marker.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    )


# What a name stands for: the dotted paths of all that it was made of


def _names_of_module(tree: ast.Module) -> dict[str, Uses]:
    names: dict[str, Uses] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            names |= {(a.asname or a.name.partition(".")[0]): _import(a) for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {
                a.asname or a.name: frozenset({f"{node.module}.{a.name}"}) for a in node.names
            }
        else:
            _bind(node, names)
    return names


def _import(alias: ast.alias) -> Uses:
    return frozenset({alias.name if alias.asname else alias.name.partition(".")[0]})


def _uses(node: ast.AST, names: Mapping[str, Uses]) -> Uses:
    if isinstance(node, ast.Name):
        return names.get(node.id, _NOTHING)
    if isinstance(node, ast.Attribute):
        owner = _uses(node.value, names)
        return frozenset(path if _is_ours(path) else f"{path}.{node.attr}" for path in owner)
    if isinstance(node, ast.Lambda):
        names = {**names, **dict.fromkeys((a.arg for a in node.args.args), _NOTHING)}
    return _NOTHING.union(*(_uses(child, names) for child in ast.iter_child_nodes(node)))


def _bind(node: ast.AST, names: dict[str, Uses]) -> None:
    """Let what an assignment, a loop or a definition names stand for what it is made of."""
    if isinstance(node, ast.FunctionDef):
        names[node.name] = _uses(node, names)
    elif isinstance(node, ast.For | ast.comprehension):
        _assign(node.target, _element(node.iter), names)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            _assign(target, node.value, names)
    elif isinstance(node, ast.AugAssign):
        _assign(node.target, ast.BinOp(node.target, node.op, node.value), names)


def _assign(target: ast.expr, value: ast.expr, names: dict[str, Uses]) -> None:
    match target, value:
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            for one, its in zip(targets, values, strict=True):
                _assign(one, its, names)
            return
    made_of = _uses(value, names)
    for name in ast.walk(target):
        if isinstance(name, ast.Name):
            names[name.id] = made_of


def _element(iterable: ast.expr) -> ast.expr:
    """Give what a loop over `zip(a, b)` or `enumerate(a)` assigns, as if it were `(a, b)`."""
    if isinstance(iterable, ast.Call) and isinstance(iterable.func, ast.Name):
        if iterable.func.id == "zip":
            return ast.Tuple([_element(argument) for argument in iterable.args])
        if iterable.func.id == "enumerate":
            return ast.Tuple([ast.Constant(0), _element(iterable.args[0])])
    return iterable


# What a test compares


def _compared_in(test: ast.FunctionDef, names: Mapping[str, Uses]) -> Iterator[Sides]:
    """Yield each ordered pair of sides that an assertion of the test holds together."""
    parameters = [argument.arg for argument in test.args.args]
    local = {**names, **{name: names.get(name, _NOTHING) for name in parameters}}  # or a fixture
    for decorator in test.decorator_list:
        _bind_parameters(decorator, local)
    for node in _in_order(test):
        _bind(node, local)
        if _is_assertion(node):
            for sides in _sides_in(node):
                uses = [_uses(side, local) for side in sides]
                yield from ((a, b) for a in uses for b in uses if a is not b)


def _bind_parameters(decorator: ast.expr, names: dict[str, Uses]) -> None:
    if isinstance(decorator, ast.Call) and "parametrize" in ast.unparse(decorator.func):
        labels, values = decorator.args[:2]
        for label in ast.walk(labels):
            if isinstance(label, ast.Constant):
                for name in str(label.value).split(","):
                    names[name.strip()] = _uses(values, names)


def _in_order(node: ast.AST) -> Iterator[ast.AST]:
    """Walk depth first, so that a variable is bound before it is used."""
    for child in ast.iter_child_nodes(node):
        yield child
        yield from _in_order(child)


def _is_assertion(node: ast.AST) -> bool:
    called = isinstance(node, ast.Call) and "assert_" in ast.unparse(node.func)
    return called or isinstance(node, ast.Assert)


def _sides_in(assertion: ast.AST) -> Iterator[list[ast.expr]]:
    for part in ast.walk(assertion):
        if isinstance(part, ast.Compare):
            yield [part.left, *part.comparators]
        elif isinstance(part, ast.Call):
            yield part.args
        elif isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub):
            yield [part.left, part.right]
