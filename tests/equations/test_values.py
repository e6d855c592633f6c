"""Arithmetic knows shapes: columns, rows and matrices."""

import numpy as np
import pytest

from dlref.equations.evaluating import values
from dlref.equations.evaluating.values import ShapeError

COLUMN = np.array([1.0, 2.0, 3.0])
ROW = COLUMN[None, :]
MATRIX = np.arange(6.0).reshape(2, 3)


def test_a_transposed_column_is_a_row_and_back() -> None:
    assert values.transpose(COLUMN).shape == (1, 3)
    assert values.transpose(ROW).shape == (3,)
    assert values.transpose(MATRIX).shape == (3, 2)


def test_products() -> None:
    assert values.product(ROW, COLUMN) == 14
    assert values.product(COLUMN, ROW).shape == (3, 3)
    assert values.product(MATRIX, COLUMN).shape == (2,)
    assert values.product(ROW, MATRIX.T).shape == (1, 2)
    assert values.product(2, MATRIX).shape == (2, 3)
    assert values.dot(COLUMN, COLUMN) == 14
    assert values.multiply(COLUMN, COLUMN).tolist() == [1, 4, 9]


def test_sums() -> None:
    assert values.add(COLUMN, 1).tolist() == [2, 3, 4]
    assert values.add(MATRIX, ROW).tolist() == [[1, 3, 5], [4, 6, 8]]
    assert values.add(2, 3, -1) == -1


def test_zero_times_infinity_is_zero() -> None:
    assert values.product(0.0, -np.inf) == 0
    assert np.isnan(values.product(0.0, np.nan))


def test_powers() -> None:
    A = np.array([[2.0, 0.0], [0.0, 4.0]])
    assert values.power(2, 3) == 8
    assert isinstance(values.power(2, 3), int)
    assert values.power(COLUMN, 2).tolist() == [1, 4, 9]
    np.testing.assert_allclose(values.power(A, -1), np.diag([0.5, 0.25]))
    np.testing.assert_allclose(values.power(A, 0.5), np.diag([2**0.5, 2]))


@pytest.mark.parametrize(
    ("operation", "a", "b", "message"),
    [
        (values.product, COLUMN, COLUMN, r"write \\odot for the element-wise product"),
        (values.product, MATRIX, MATRIX, "a matrix of 2 by 3 cannot be multiplied with a matrix"),
        (values.product, COLUMN, MATRIX, "a vector of 3 cannot be multiplied with a matrix"),
        (values.add, COLUMN, ROW, "a vector of 3 cannot be added to a row of 3"),
        (values.add, MATRIX, COLUMN, "a matrix of 2 by 3 cannot be added to a vector of 3"),
        (values.multiply, COLUMN, ROW, "have no element-wise product"),
        (values.divide, COLUMN, MATRIX, "a matrix cannot divide"),
        (values.divide, MATRIX, COLUMN, "a matrix of 2 by 3 cannot be divided by a vector"),
        (values.dot, COLUMN, COLUMN[:2], "have no inner product"),
        (values.power, MATRIX, 2, "a matrix of 2 by 3 has no power: it is not square"),
        (values.power, 2, COLUMN, "a vector of 3 cannot be an exponent"),
        (values.add, frozenset(), 1, "a frozenset cannot be calculated with"),
    ],
)
def test_shapes_that_do_not_fit_are_refused(
    operation: values.Value, a: values.Value, b: values.Value, message: str
) -> None:
    with pytest.raises(ShapeError, match=message):
        operation(a, b)
