"""The affine map and reverse accumulation against PyTorch and numerical derivatives."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

from dlref.activations import sigmoid, sigmoid_grad
from dlref.backpropagation import backward, linear
from tests import torch_answers
from tests.numerical import derivative, gradient
from tests.strategies import Float, reals

RNG = np.random.default_rng(0)
W, B = RNG.normal(size=(2, 3)), RNG.normal(size=2)
A = RNG.normal(size=(4, 3))
N = 6
D = np.tril(RNG.normal(size=(N, N)), -1)
"""Local derivatives of a graph of `N` nodes in which each node is the parent of all later ones."""

Graph = dict[str, dict[str, Callable[[Any], Any]]]


def neuron(w: float, b: float, x: float, y: float, decay: float) -> Graph:
    """Write the worked example of the page as a graph."""
    z = w * x + b
    return {
        "w": {},
        "b": {},
        "z": {"w": lambda z_bar: z_bar * x, "b": lambda z_bar: z_bar},
        "a": {"z": lambda a_bar: a_bar * sigmoid_grad(z)},
        "e": {"a": lambda e_bar: e_bar * (sigmoid(z) - y)},
        "r": {"w": lambda r_bar: r_bar * decay * w},
        "L": {"e": lambda L_bar: L_bar, "r": lambda L_bar: L_bar},
    }


def neuron_loss(
    w: Any, b: Any, x: float, y: float, decay: float, moved: str = "", by: Any = 0.0
) -> Any:
    """Run the worked example in plain NumPy, the value of one node being moved."""

    def move(name: str, value: Any) -> Any:
        return value + by if name == moved else value

    w, b = move("w", w), move("b", b)
    a = move("a", 1 / (1 + np.exp(-move("z", w * x + b))))
    return move("L", move("e", (a - y) ** 2 / 2) + move("r", decay * w**2 / 2))


EXAMPLE: dict[str, Any] = {"w": 0.7, "b": -0.4, "x": 1.5, "y": 1.0, "decay": 0.3}


def linear_graph(matrix: Float) -> Graph:
    return {
        str(j): {str(i): partial(np.multiply, d) for i, d in enumerate(row[:j])}
        for j, row in enumerate(matrix)
    }


def run_linear(matrix: Float, moved: Float) -> Float:
    v = np.zeros(len(matrix))
    for j in range(len(matrix)):
        v[j] = moved[j] + matrix[j, :j] @ v[:j]
    return v


@pytest.mark.equation("eq-affine", "eq-affine-entry")
def test_affine_map_entry_by_entry() -> None:
    a = A[0]
    expected = [B[i] + sum(W[i, j] * a[j] for j in range(3)) for i in range(2)]
    assert_allclose(linear(a, W, B), expected, rtol=1e-14)
    assert_allclose(linear(a, W, B), W @ a + B, rtol=1e-14)


@pytest.mark.equation("eq-affine-batch")
def test_a_batch_has_one_example_in_each_row() -> None:
    assert_allclose(linear(A, W, B), A @ W.T + np.outer(np.ones(4), B), rtol=1e-14)
    assert_allclose(linear(A, W, B), [linear(a, W, B) for a in A], rtol=1e-14)
    assert_allclose(linear(A[:, None], W, B), linear(A, W, B)[:, None], rtol=1e-14)
    assert linear(np.ones((0, 3)), W, B).shape == (0, 2)


def test_affine_map_and_graph_agree_with_pytorch() -> None:
    torch = torch_answers.load("backpropagation/computational_graphs")
    assert_allclose(linear(torch["a"], torch["W"], torch["b"]), torch["z"], rtol=1e-12)
    w, b, x, y, decay = torch["graph"]
    bars = backward(neuron(w, b, x, y, decay))
    assert_allclose([bars["w"], bars["b"]], torch["gradient"], rtol=1e-12)


@pytest.mark.equation("eq-example-forward")
def test_forward_pass_of_the_example() -> None:
    w, b, x, y, decay = EXAMPLE.values()
    a = sigmoid(linear([x], [[w]], [b])).item()
    assert_allclose(neuron_loss(**EXAMPLE), 0.5 * (a - y) ** 2 + 0.5 * decay * w**2, rtol=1e-14)


@pytest.mark.equation("eq-example-reverse")
@pytest.mark.parametrize("node", ["w", "b", "z", "a", "e", "r", "L"])
def test_every_node_of_the_example_has_its_numerical_derivative(node: str) -> None:
    expected = derivative(lambda t: neuron_loss(**EXAMPLE, moved=node, by=t), 0.0)
    assert_allclose(backward(neuron(**EXAMPLE))[node], expected, rtol=1e-9)


@pytest.mark.equation("eq-two-paths")
def test_the_two_paths_of_the_weight_add_up() -> None:
    def slope(node: str) -> Float:
        return derivative(lambda t: neuron_loss(**EXAMPLE, moved=node, by=t), 0.0)

    w, x, decay = EXAMPLE["w"], EXAMPLE["x"], EXAMPLE["decay"]
    assert_allclose(slope("w"), slope("z") * x + slope("r") * decay * w, rtol=1e-9)
    assert abs(slope("z") * x) > 0.1
    assert abs(slope("r") * decay * w) > 0.1


@pytest.mark.equation("eq-reverse-accumulation")
def test_reverse_accumulation_is_the_derivative_with_respect_to_each_node() -> None:
    expected = gradient(lambda moved: run_linear(D, moved)[-1], np.zeros(N))
    bars = np.array(list(backward(linear_graph(D)).values()))
    assert_allclose(bars, expected, rtol=1e-9)
    for i in range(N - 1):
        assert_allclose(bars[i], sum(bars[j] * D[j, i] for j in range(i + 1, N)), rtol=1e-12)


@pytest.mark.equation("eq-reverse-system")
def test_reverse_accumulation_solves_a_triangular_system() -> None:
    bars = np.array(list(backward(linear_graph(D)).values()))
    assert_allclose(bars, np.linalg.solve((np.eye(N) - D).T, np.eye(N)[-1]), rtol=1e-12)


@pytest.mark.equation("eq-forward-accumulation", "eq-duality")
@given(reals(N, bound=5))
def test_forward_accumulation_gives_one_directional_derivative(s: Float) -> None:
    tangents = run_linear(D, s)
    assert_allclose(tangents, derivative(lambda t: run_linear(D, t * s), 0.0, 1.0), atol=1e-9)
    bars = np.array(list(backward(linear_graph(D)).values()))
    assert_allclose(tangents[-1], bars @ s, atol=1e-9)


class Counted:
    """A number that counts the multiplications it takes part in."""

    multiplications = 0

    def __init__(self, value: float) -> None:
        self.value = value

    def __mul__(self, other: "Counted") -> "Counted":
        Counted.multiplications += 1
        return Counted(self.value * other.value)

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(self.value + other.value)


@pytest.mark.equation("eq-associativity", "eq-cost-forward", "eq-cost-reverse")
@pytest.mark.parametrize("n", [(5, 4, 3, 1), (1, 3, 4, 5), (3, 5, 2, 4, 2)])
def test_multiplications_of_both_orders(n: tuple[int, ...]) -> None:
    counted = np.vectorize(Counted, otypes=[object])
    values = [RNG.normal(size=(rows, columns)) for columns, rows in pairwise(n)]
    J = [counted(value) for value in values]
    last = len(n) - 1

    Counted.multiplications = 0
    forward = J[0]
    for factor in J[1:]:
        forward = factor @ forward
    assert Counted.multiplications == n[0] * sum(n[i - 1] * n[i] for i in range(2, last + 1))

    Counted.multiplications = 0
    reverse = J[-1]
    for factor in J[-2::-1]:
        reverse = reverse @ factor
    assert Counted.multiplications == n[last] * sum(n[i - 1] * n[i] for i in range(1, last))

    for product in (forward, reverse):
        computed = [[entry.value for entry in row] for row in product]
        assert_allclose(computed, np.linalg.multi_dot(values[::-1]), rtol=1e-10)


def test_pullbacks_of_arrays() -> None:
    a, v_bar = A[0], RNG.normal(size=2)
    z = W @ a + B
    graph: Graph = {
        "a": {},
        "W": {},
        "z": {"a": lambda z_bar: W.T @ z_bar, "W": lambda z_bar: np.outer(z_bar, a)},
        "y": {"z": lambda y_bar: y_bar * (1 - np.tanh(z) ** 2)},
    }
    bars = backward(graph, v_bar)
    assert_allclose(bars["a"], gradient(lambda t: v_bar @ np.tanh(W @ t + B), a), rtol=1e-8)
    assert_allclose(bars["W"], gradient(lambda t: v_bar @ np.tanh(t @ a + B), W), rtol=1e-8)


def test_a_node_beside_the_path_has_gradient_zero() -> None:
    def refuse(_: Any) -> Any:
        raise AssertionError

    graph: Graph = {"x": {}, "u": {"x": refuse}, "y": {"x": lambda y_bar: 3 * y_bar}}
    assert backward(graph) == {"x": 3.0, "u": 0.0, "y": 1.0}
    assert backward({"x": {}}, 2) == {"x": 2.0}


def test_each_pullback_runs_once() -> None:
    calls: list[str] = []

    def edge(name: str) -> Callable[[Any], Any]:
        def pullback(bar: Any) -> Any:
            calls.append(name)
            return bar

        return pullback

    names = "abcdef"
    graph = {
        name: {parent: edge(parent + name) for parent in names[:index]}
        for index, name in enumerate(names)
    }
    assert backward(graph)["a"] == 16  # the number of paths from a to f
    assert len(calls) == len(set(calls)) == 15


def test_precision_is_kept() -> None:
    single = [value.astype(np.float32) for value in (A, W, B)]
    assert linear(*single).dtype == np.float32
    assert linear([1, 2, 3], [[1, 0, 0]], [0]).dtype == np.float64
    bars = backward({"x": {}, "y": {"x": lambda y_bar: 2 * y_bar}}, np.float32(1))
    assert bars["x"].dtype == bars["y"].dtype == np.float32


@pytest.mark.parametrize(
    ("a", "W", "b"),
    [([1, 2], W, B), (A[0], W, [1]), (A[0], W[0], B), (1.0, W, B), (A[0], W, np.ones((4, 2)))],
)
def test_shapes_that_do_not_fit(a: Any, W: Any, b: Any) -> None:
    with pytest.raises(
        ValueError, match=r"linear needs a \(..., n\), W \(m, n\) and b \(m,\), got"
    ):
        linear(a, W, b)


def test_bad_graphs() -> None:
    with pytest.raises(ValueError, match="must come before its child, got y in x"):
        backward({"x": {"y": lambda bar: bar}, "y": {}})
    with pytest.raises(ValueError, match="must come before its child, got x in x"):
        backward({"x": {"x": lambda bar: bar}})
    with pytest.raises(ValueError, match="at least one node"):
        backward({})
