"""What Python does to values is read from its source."""

import functools
import math
from typing import Any

import numpy as np
import pytest
from scipy import special

from dlref.equations.declaring.notation import Notation
from dlref.equations.inspecting.course import Course, thresholds
from dlref.equations.inspecting.functions import inspect_function, inspect_source
from dlref.equations.inspecting.symbols import inspect_symbol

NAMES = {"np": np, "math": math, "special": special}


@pytest.mark.parametrize(
    "source",
    [
        "x ** 2 + 3 * x", "lambda x: 1 / (1 + np.exp(-x))", "W @ x + b", "np.sqrt(v + 1)",
        "lambda p: -np.sum(p * np.log(p))", "np.linalg.inv(A) @ x", "x.sum() / x.size",
        "[x[k] for k in range(3) if k != 1]", "sum(x[k] for k in range(len(x)) if k % 2 == 0)",
        "lambda x: special.expit(x)", "x if n is None else n", "np.mean(x, axis=0)[0]",
        "x.reshape(-1) if x.ndim > 1 else x", "math.exp(x)", "np.outer(x, x)", "float(x[0])",
        "np.sqrt(np.sum(x ** 2) + 1)",
    ],
)  # fmt: skip
def test_smooth(source: str) -> None:
    assert inspect_source(source, NAMES).course is Course.SMOOTH


@pytest.mark.parametrize(
    "source", ["x - x.max()", "np.max(x)", "np.linalg.norm(x)", "np.sort(x)", "np.std(x)"]
)
def test_bent(source: str) -> None:
    assert inspect_source(source, NAMES).course is Course.BENT


@pytest.mark.parametrize(
    "source",
    [
        "np.maximum(x, 0)", "abs(x)", "lambda x: x if x > 0 else 0", "np.where(m, x, 0)", "x % 1",
        "x // 2", "max(x, y)", "np.max([x, 3])", "int(x)", "np.sign(x)", "1.0 * (x > 3)",
        "np.sqrt(x ** 2)", "(x ** 2) ** 0.5", "np.log(x * x)", "np.arccos(np.cos(x))", "x and y",
        "special.huber(1, x)", "x.clip(0, 1)", "np.heaviside(x, 0)", "math.floor(x)", "not x",
        "[v for v in x if v > 0]", "list(map(abs, x))", "x.round()", "np.linalg.matrix_rank(A)",
    ],
)  # fmt: skip
def test_branching(source: str) -> None:
    assert inspect_source(source, NAMES).course is Course.BRANCHING


def _relu(x: float, low: float = 0.5) -> float:
    return np.maximum(x, low)


def _caller(x: float) -> float:
    return 2 * _relu(x - 3)


def _checked(x: Any, axis: int = -1) -> Any:
    x = np.asarray(x, float)
    if x.ndim == 0 or (x < 0).any():
        raise ValueError("no")
    n = len(x)
    if axis is None or n == 1:
        return x
    return x.sum(axis) / n


def _loops(x: float) -> float:
    return x if x > 6 else _loops(x + 1)


def test_functions_are_read_with_those_that_they_call() -> None:
    found = inspect_function(_caller)
    assert found.course is Course.BRANCHING
    assert found.numbers >= {3.0, 0.5}


def test_a_test_that_raises_and_questions_about_shapes_are_no_branches() -> None:
    assert inspect_function(_checked).course is Course.SMOOTH


def test_a_function_may_call_itself() -> None:
    assert inspect_function(_loops).course is Course.BRANCHING


def test_what_is_wrapped_is_unwrapped() -> None:
    wrapped: list[Any] = [
        functools.partial(_relu, low=0),
        functools.lru_cache(_relu),
        np.vectorize(_relu),
    ]
    assert {inspect_function(f).course for f in wrapped} == {Course.BRANCHING}
    assert inspect_function(np.vectorize(math.exp)).course is Course.SMOOTH


def test_a_function_without_source_is_read_from_its_code() -> None:
    scope: dict[str, Any] = {"np": np}
    exec("def one(x): return x if x > 7 else 0\ndef two(x): return np.exp(x) + 1", scope)
    found = inspect_function(scope["one"])
    assert found.course is Course.BRANCHING
    assert 7.0 in found.numbers
    assert inspect_function(scope["two"]).course is Course.SMOOTH


def test_what_nobody_knows_counts_as_branching() -> None:
    class Unknown:
        def __call__(self, x: float) -> float:
            return x

    assert inspect_function(Unknown()).course is Course.BRANCHING
    assert inspect_function(special.struve).course is Course.BRANCHING


def test_thresholds_are_sizes_that_no_other_draw_surrounds() -> None:
    found = inspect_source("np.clip(x - 3, -2, 6) + np.zeros(7)[5] + x ** 4 + 1 / 4", NAMES)
    assert thresholds(found.numbers) == [0.25, 2.0, 3.0, 4.0, 6.0]
    assert thresholds([0.0, 1.0, -1.0, 1e-9, 1e6, math.pi]) == []


def test_an_index_is_no_value() -> None:
    rows = [("l", "1..3"), ("x", "normal(3)"), ("a^{l}", "x if l == 1 else np.exp(x)")]
    notation = Notation(rows)
    courses = {s.latex: inspect_symbol(notation, s).course for s in notation.symbols}
    assert courses["a^{l}"] is Course.SMOOTH
