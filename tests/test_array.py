"""Arguments become floating-point arrays of one type."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from dlref._array import as_float, as_floats


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_a_floating_type_is_kept_beside_lists_and_integers(dtype: type[np.floating]) -> None:
    arrays = as_floats(np.ones(2, dtype), [1, 2], 3, np.array([1, 0]), 0.5)
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}


def test_the_most_precise_floating_type_wins() -> None:
    assert as_floats(np.float32(1), np.ones(1))[0].dtype == np.float64


@pytest.mark.parametrize("value", [[1, 2], 3, True, [0.5], np.array([1], dtype=np.int8)])
def test_without_a_floating_type_it_is_double(value: object) -> None:
    assert as_float(value).dtype == np.float64  # type: ignore[arg-type]


def test_values_are_kept_and_arrays_not_copied() -> None:
    x = np.arange(3.0)
    assert as_float(x) is x
    assert_array_equal(as_float([1, 2]), [1.0, 2.0])


@pytest.mark.parametrize("value", [1j, ["a"], [None]])
def test_what_is_not_a_real_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="expected real numbers, got an array of type"):
        as_float(value)  # type: ignore[arg-type]
