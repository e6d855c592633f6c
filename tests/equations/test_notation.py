"""Rows of a notation table become values."""

import numpy as np
import pytest

from dlref.equations import EquationError, Notation
from dlref.equations.declaring.environment import Environment, Work
from tests.equations.reading import error_of, evaluate


def test_values_may_use_earlier_and_later_rows() -> None:
    assert evaluate("z", [("z", "x + y"), ("x", "1"), ("y", "2 * x")]) == 3


def test_a_later_row_overrides_an_earlier_one() -> None:
    assert evaluate("x + y", [("x", "1"), ("y", "x"), ("x", "5")]) == 10


def test_several_symbols_share_a_row_but_not_a_draw() -> None:
    rows = [("x, y", "normal()")]
    assert evaluate("x", rows) == evaluate("x", rows)
    assert evaluate("x", rows) != evaluate("y", rows)


def test_a_draw_does_not_depend_on_other_rows() -> None:
    assert evaluate("x", [("x", "normal()")]) == evaluate("x", [("y", "2"), ("x", "normal()")])


def test_a_helper_is_seen_by_python_only() -> None:
    rows = [("`data`", "[1, 2, 3]"), ("x", "sum(data)")]
    assert evaluate("x", rows) == 6
    assert "undeclared name" in str(error_of("data", rows))


def test_a_name_that_is_called_is_the_function() -> None:
    rows = [(r"\sigma", "3.0"), (r"\sigma(z)", "lambda z: 10 * z"), ("a", "sigma(sigma)")]
    assert evaluate("a", rows) == 30


def test_a_name_that_is_called_is_the_one_with_an_index() -> None:
    rows = [("l", "1..3"), ("n", "5"), ("n_l", "10 * l"), ("a", "n(2) + n")]
    assert evaluate("a", rows) == 25


def test_a_reference_to_its_own_name_is_the_package() -> None:
    notation = Notation([("softmax(z)", "softmax"), ("p", "softmax(np.zeros(2))")])
    env = Environment(notation, "0", Work(1000))
    [p] = [symbol for symbol in notation.symbols if symbol.latex == "p"]
    assert env.value(p).tolist() == [0.5, 0.5]


def test_a_symbol_bound_to_a_function_takes_arguments_by_their_names() -> None:
    def scale(x: float, factor: float = 1.0) -> float:
        return 10 * x * factor

    assert evaluate("s", [("x", "4"), ("s", scale)]) == 40


def test_python_objects_are_values() -> None:
    assert evaluate("f(2) + x_1", [("f(a)", lambda a: a**2), ("x", np.array([5, 6]))]) == 9


def test_ranges_may_be_computed() -> None:
    assert evaluate(r"\sum_i i", [("n", "2 + 1"), ("i", "1..n")]) == 6


def test_operators_may_be_declared() -> None:
    assert evaluate(r"2 \otimes 3", [(r"\otimes", "np.subtract")]) == -1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("f(x)", "1 +")], "the value of f(x), `1 +`, is no Python expression"),
        ([("", "1")], "a row of the notation has no symbol"),
        ([("x,", "1")], "a symbol is missing beside a comma"),
        ([(r"\odot", "3")], r"the value of the operator \odot must be a function"),
    ],
)
def test_a_bad_row_is_refused(rows: list[tuple[str, object]], message: str) -> None:
    with pytest.raises(EquationError) as caught:
        Notation(rows, {})
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("x", "1 +")], "the value of x, `1 +`, is no Python expression"),
        ([("x", "1 / 0")], "`1 / 0`, cannot be computed: ZeroDivisionError"),
        ([("x", "y + 1"), ("y", "x + 1")], "goes round in a circle"),
        ([("x", "hat_z"), (r"\hat{z}_t", "1")], "the symbols that come near are called hat_z_t"),
        ([("x", "y_1"), ("y^1, y_1", "1")], "y_1 is the Python name of y^1 and of y_1"),
        ([("x", lambda q: q)], "a function with the argument q, which is not declared"),
        ([("x", "here")], "is declared as `here`, so an equation must define it"),
        ([("x", "uniform(0, 1, -3)")], "cannot be computed: ValueError"),
    ],
)
def test_a_value_that_cannot_be_computed_is_refused_where_it_is_used(
    rows: list[tuple[str, object]], message: str
) -> None:
    assert message in str(error_of("x", rows))
