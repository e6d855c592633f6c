"""A test file tells which function it holds against what: read, not run."""

from pathlib import Path

import pytest

from dlref.site.oracles import Comparison, comparisons, stand_ins

IMPORTS = """
import math
import numpy as np
import pytest
import scipy.special
from numpy.testing import assert_allclose
from sklearn.datasets import load_wine
from dlref.activations import sigmoid, softmax
from tests import torch_answers
from tests.numerical import derivative
"""


def oracles_in(folder: Path, *lines: str, before: str = "", decorator: str = "") -> dict[str, str]:
    """Map the functions of one test to the oracles that they are held against."""
    body = "".join(f"    {line}\n" for line in lines)
    file = folder / "test_page.py"
    file.write_text(f"{IMPORTS}\n{before}\n{decorator}\ndef test_it(z, expected):\n{body}")
    found = comparisons(folder).values()
    return {c.function: c.oracle for several in found for c in several}


COMPARED = [
    ["assert_allclose(softmax(z), scipy.special.softmax(z))"],
    ["assert abs(softmax(z) - scipy.special.softmax(z)).max() < 1e-9"],
    ["assert np.allclose(softmax(z), scipy.special.softmax(z))"],
    ["expected = scipy.special.softmax(z)", "assert_allclose(softmax(z), expected)"],
    ["p, q = softmax(z), scipy.special.softmax(z)", "assert (p == q).all()"],
    ["for z, q in zip(z, scipy.special.softmax(z)):", "    assert softmax(z) == q"],
    ["for i, p in enumerate(softmax(z)):", "    assert p == scipy.special.softmax(z)[i]"],
    ["total = 0", "total += scipy.special.softmax(z)", "assert softmax(z) <= total"],
]


@pytest.mark.parametrize("lines", COMPARED)
def test_two_sides_of_an_assertion_are_a_comparison(tmp_path: Path, lines: list[str]) -> None:
    assert oracles_in(tmp_path, *lines) == {"dlref.activations.softmax": "SciPy"}


NOT_COMPARED = [
    ["softmax(z) == scipy.special.softmax(z)"],  # no assertion
    ["assert softmax(scipy.special.expit(z)).sum() == 1"],
    ["assert_allclose(softmax(z), softmax(z + scipy.special.expit(z)))"],  # ours on both sides
    ["assert softmax(math.pi) < math.inf"],
    ["assert softmax(z).shape == load_wine().data.shape"],
    ["assert softmax(z) * scipy.special.expit(z) > 0"],
    ["scipy.special.softmax(z)", "assert softmax(z) == 1"],
    ["assert (lambda softmax: softmax)(z) == scipy.special.softmax(z)"],
]


@pytest.mark.parametrize("lines", NOT_COMPARED)
def test_what_stands_on_one_side_is_none(tmp_path: Path, lines: list[str]) -> None:
    assert oracles_in(tmp_path, *lines) == {}


def test_constants_helpers_and_parameters_are_followed(tmp_path: Path) -> None:
    found = {"dlref.activations.sigmoid": "SciPy"}
    constant = "EXPECTED = scipy.special.expit(3)"
    assert oracles_in(tmp_path, "assert sigmoid(3) == EXPECTED", before=constant) == found
    helper = "def theirs(x):\n    return scipy.special.expit(x)"
    assert oracles_in(tmp_path, "assert sigmoid(z) == theirs(z)", before=helper) == found
    fixture = f"@pytest.fixture\ndef expected():\n    return {constant[11:]}"
    assert oracles_in(tmp_path, "assert sigmoid(3) == expected", before=fixture) == found
    given = "@pytest.mark.parametrize('expected', [scipy.special.expit(3)])"
    assert oracles_in(tmp_path, "assert sigmoid(3) == expected", decorator=given) == found


@pytest.mark.parametrize(
    ("expression", "oracle"),
    [
        ("torch_answers.load('page')['y']", "PyTorch"),
        ("derivative(np.exp, z)", "numerical derivative"),
        ("math.tanh(z)", "Python's math"),
    ],
)
def test_oracles_have_names(tmp_path: Path, expression: str, oracle: str) -> None:
    found = oracles_in(tmp_path, f"assert_allclose(sigmoid(z), {expression})")
    assert found == {"dlref.activations.sigmoid": oracle}


def test_a_comparison_names_its_test_and_its_equations() -> None:
    found = comparisons()["dlref.activations.softmax"]
    place = "tests/activations/test_softmax.py::test_definition"
    equations = ("eq-softmax", "eq-softmax-sum")
    assert Comparison("dlref.activations.softmax", "SciPy", place, equations) in found


def test_stand_ins_are_read() -> None:
    stand_in = stand_ins()["dlref.optimizers.minibatches"]
    assert stand_in.test.startswith("tests/optimizers/")
    assert stand_in.reason
