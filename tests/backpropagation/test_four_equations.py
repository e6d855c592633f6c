"""Backpropagation through a network against PyTorch and numerical derivatives."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from dlref.activations import sigmoid, sigmoid_grad, softmax, softmax_vjp
from dlref.backpropagation import (
    bias_gradient,
    hidden_error,
    mlp_backward,
    mlp_forward,
    output_error,
    weight_gradient,
)
from tests import torch_answers
from tests.numerical import derivative, gradient, vjp
from tests.strategies import Float

RNG = np.random.default_rng(0)
SIZES = (3, 5, 4, 2)
LAYERS = [(RNG.normal(size=(m, n)), RNG.normal(size=m)) for n, m in pairwise(SIZES)]
X, Y = RNG.normal(size=3), RNG.normal(size=2)
BATCH_X, BATCH_Y = RNG.normal(size=(6, 3)), RNG.normal(size=(6, 2))

Layers = Sequence[tuple[Any, Any]]


def logistic(t: Any) -> Any:
    return 1 / (1 + np.exp(-t))


def loss(
    x: Float,
    y: Float,
    layers: Layers = LAYERS,
    moved: tuple[int, Float] | None = None,
    activation: Callable[[Any], Any] = logistic,
) -> np.float64:
    """Run the network in plain NumPy, layer `moved[0]` having `moved[1]` added to its z."""
    a = x
    for layer, (W, b) in enumerate(layers, 1):
        z = a @ W.T + b
        if moved is not None and moved[0] == layer:
            z = z + moved[1]
        a = activation(z)
    return np.sum((a - y) ** 2) / 2


def numerical_error(layer: int, x: Float = X, y: Float = Y) -> Float:
    start = np.zeros((*x.shape[:-1], SIZES[layer]))
    return gradient(lambda t: loss(x, y, moved=(layer, t)), start)


def numerical_gradient(layer: int, part: int, x: Float, y: Float, **options: Any) -> Float:
    """Differentiate with respect to the weights (`part` 0) or the bias (1) of a layer."""

    def at(value: Float) -> Any:
        layers = [list(pair) for pair in LAYERS]
        layers[layer - 1][part] = value
        return loss(x, y, [(W, b) for W, b in layers], **options)

    return gradient(at, LAYERS[layer - 1][part])


@pytest.mark.equation("eq-forward", "eq-loss")
def test_forward_pass() -> None:
    z, a = mlp_forward(X, LAYERS)
    assert_allclose(a[0], X)
    for layer, (W, b) in enumerate(LAYERS):
        assert_allclose(z[layer], W @ a[layer] + b, rtol=1e-14)
        assert_allclose(a[layer + 1], logistic(z[layer]), rtol=1e-14)
    assert_allclose(sum((a[-1][j] - Y[j]) ** 2 for j in range(2)) / 2, loss(X, Y), rtol=1e-13)


@pytest.mark.equation("eq-error", "eq-bp1", "eq-bp1-proof")
def test_output_error_is_the_derivative_with_respect_to_the_last_z() -> None:
    z, a = mlp_forward(X, LAYERS)
    expected = numerical_error(3)
    assert_allclose(output_error(a[-1] - Y, sigmoid_grad(z[-1])), expected, rtol=1e-8)
    a_bar = gradient(lambda t: np.sum((t - Y) ** 2) / 2, a[-1])
    # The Jacobian of a with respect to z has a diagonal only, so that the sum has one term.
    jacobian = np.array([vjp(logistic, z[-1], e) for e in np.eye(2)])
    assert_allclose(a_bar @ jacobian, expected, rtol=1e-8)
    assert_allclose(a_bar * derivative(logistic, z[-1]), expected, rtol=1e-8)


@pytest.mark.equation("eq-bp2", "eq-bp2-proof")
@pytest.mark.parametrize("layer", [1, 2])
def test_hidden_error_is_the_derivative_with_respect_to_a_hidden_z(layer: int) -> None:
    z, _ = mlp_forward(X, LAYERS)
    W_next, b_next = LAYERS[layer]
    delta_next, slope = numerical_error(layer + 1), sigmoid_grad(z[layer - 1])
    expected = numerical_error(layer)
    assert_allclose(hidden_error(delta_next, W_next, slope), expected, rtol=1e-7)
    basis = np.eye(len(b_next))
    jacobian = [vjp(lambda t: W_next @ logistic(t) + b_next, z[layer - 1], e) for e in basis]
    assert_allclose(delta_next @ np.array(jacobian), expected, rtol=1e-7)
    by_entry = [
        sum(delta_next[k] * W_next[k, j] * slope[j] for k in range(len(b_next)))
        for j in range(len(slope))
    ]
    assert_allclose(by_entry, expected, rtol=1e-7)


@pytest.mark.equation("eq-bp3", "eq-bp3-proof", "eq-bp4", "eq-bp4-proof")
@pytest.mark.parametrize("layer", [1, 2, 3])
def test_bias_and_weight_gradient_are_the_numerical_ones(layer: int) -> None:
    _, a = mlp_forward(X, LAYERS)
    W_bar, b_bar = (numerical_gradient(layer, part, X, Y) for part in (0, 1))
    delta = numerical_error(layer)
    assert_allclose(bias_gradient(delta), b_bar, rtol=1e-7)
    assert_allclose(weight_gradient(delta, a[layer - 1]), W_bar, rtol=1e-7, atol=1e-12)
    by_entry = [
        [delta[j] * a[layer - 1][k] for k in range(W_bar.shape[1])] for j in range(len(delta))
    ]
    assert_allclose(by_entry, W_bar, rtol=1e-7, atol=1e-12)


@pytest.mark.equation("eq-batch")
def test_errors_of_a_batch_stand_in_rows() -> None:
    z, a = mlp_forward(BATCH_X, LAYERS)
    delta3 = output_error(a[-1] - BATCH_Y, sigmoid_grad(z[-1]))
    assert_allclose(delta3, numerical_error(3, BATCH_X, BATCH_Y), rtol=1e-7)
    delta2 = hidden_error(delta3, LAYERS[2][0], sigmoid_grad(z[1]))
    assert_allclose(delta2, (delta3 @ LAYERS[2][0]) * sigmoid_grad(z[1]), rtol=1e-14)
    assert_allclose(delta2, numerical_error(2, BATCH_X, BATCH_Y), rtol=1e-7)
    assert_allclose(bias_gradient(delta2), delta2.T @ np.ones(6), rtol=1e-12)
    assert_allclose(weight_gradient(delta2, a[1]), delta2.T @ a[1], rtol=1e-12)


@pytest.mark.equation("eq-batch")
@pytest.mark.parametrize(
    ("activation", "activation_grad"),
    [(logistic, sigmoid_grad), (np.tanh, lambda z: 1 - np.tanh(z) ** 2)],
)
def test_whole_network_on_a_batch(
    activation: Callable[[Any], Any], activation_grad: Callable[[Any], Any]
) -> None:
    z, a = mlp_forward(BATCH_X, LAYERS, activation)
    delta = output_error(a[-1] - BATCH_Y, activation_grad(z[-1]))
    grads = mlp_backward(delta, LAYERS, z, a, activation_grad)
    for layer, pair in enumerate(grads, 1):
        for part, grad in enumerate(pair):
            expected = numerical_gradient(layer, part, BATCH_X, BATCH_Y, activation=activation)
            assert_allclose(grad, expected, rtol=1e-7, atol=1e-10)


def test_a_batch_is_the_sum_of_its_examples() -> None:
    def grads(x: Float, y: Float) -> Layers:
        z, a = mlp_forward(x, LAYERS)
        return mlp_backward(output_error(a[-1] - y, sigmoid_grad(z[-1])), LAYERS, z, a)

    singles = [grads(x, y) for x, y in zip(BATCH_X, BATCH_Y, strict=True)]
    for layer, (W_bar, b_bar) in enumerate(grads(BATCH_X, BATCH_Y)):
        assert_allclose(W_bar, sum(single[layer][0] for single in singles), rtol=1e-12)
        assert_allclose(b_bar, sum(single[layer][1] for single in singles), rtol=1e-12)


def test_errors_and_gradients_agree_with_pytorch() -> None:
    torch = torch_answers.load("backpropagation/four_equations")
    layers = [(torch["W1"], torch["b1"]), (torch["W2"], torch["b2"])]
    z, a = mlp_forward(torch["x"], layers)
    delta2 = output_error(a[-1] - torch["y"], sigmoid_grad(z[-1]))
    assert_allclose(delta2, torch["delta2"], rtol=1e-10)
    delta1 = hidden_error(delta2, torch["W2"], sigmoid_grad(z[0]))
    assert_allclose(delta1, torch["delta1"], rtol=1e-10)
    for number, (W_bar, b_bar) in enumerate(mlp_backward(delta2, layers, z, a), 1):
        assert_allclose(W_bar, torch[f"W{number}_bar"], rtol=1e-10)
        assert_allclose(b_bar, torch[f"b{number}_bar"], rtol=1e-10)


@pytest.mark.equation("eq-output-jacobian")
def test_a_softmax_output_needs_its_whole_jacobian() -> None:
    z, a_bar = RNG.normal(size=4), RNG.normal(size=4)
    expected = gradient(lambda t: a_bar @ softmax(t), z)
    jacobian = np.array([vjp(softmax, z, e) for e in np.eye(4)])
    assert_allclose(jacobian.T @ a_bar, expected, rtol=1e-8)
    assert_allclose(softmax_vjp(a_bar, softmax(z)), expected, rtol=1e-8)
    assert abs(output_error(a_bar, np.diag(jacobian)) - expected).max() > 0.01


@pytest.mark.equation("eq-bp2-bound")
def test_the_error_shrinks_by_a_quarter_of_the_largest_singular_value() -> None:
    for _ in range(50):
        W, delta = RNG.normal(size=(4, 5)), RNG.normal(size=4)
        here = hidden_error(delta, W, sigmoid_grad(RNG.normal(size=5)))
        bound = np.linalg.norm(W, 2) * np.linalg.norm(delta) / 4
        assert np.linalg.norm(here) <= bound
    # The bound is met by the leading singular vectors at z = 0.
    u, s, _ = np.linalg.svd(W)
    met = hidden_error(u[:, 0], W, sigmoid_grad(np.zeros(5)))
    assert_allclose(np.linalg.norm(met), s[0] / 4, rtol=1e-12)


def test_a_network_of_one_layer_and_an_empty_batch() -> None:
    z, a = mlp_forward(X, LAYERS[:1])
    ((W_bar, b_bar),) = mlp_backward(np.ones(5), LAYERS[:1], z, a)
    assert_allclose(W_bar, np.outer(np.ones(5), X))
    assert_allclose(b_bar, np.ones(5))
    assert weight_gradient(np.ones((0, 2)), np.ones((0, 3))).tolist() == [[0.0] * 3] * 2
    assert bias_gradient(np.ones((0, 2))).tolist() == [0.0, 0.0]
    assert mlp_backward([], [], [], [X]) == []


def test_several_leading_axes() -> None:
    delta, a = RNG.normal(size=(2, 3, 4)), RNG.normal(size=(2, 3, 5))
    assert_allclose(weight_gradient(delta, a), delta.reshape(6, 4).T @ a.reshape(6, 5), rtol=1e-12)
    assert_allclose(bias_gradient(delta), delta.reshape(6, 4).sum(0), rtol=1e-12)


def test_precision_is_kept() -> None:
    layers = [(W.astype(np.float32), b.astype(np.float32)) for W, b in LAYERS]
    z, a = mlp_forward(X.astype(np.float32), layers)
    delta = output_error(a[-1], sigmoid_grad(z[-1]))
    arrays = [*z, *a, delta, *sum(mlp_backward(delta, layers, z, a), ())]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
    assert hidden_error([1], [[2, 3]], [1, 1]).dtype == np.float64
    assert weight_gradient([1], [2]).dtype == np.float64
    assert sigmoid(X).dtype == np.float64


def test_shapes_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match=r"a_bar and slope must have the same shape, got"):
        output_error([1.0], [1.0, 2.0])
    needs = r"W \(m, n\) needs slope \(..., n\) and delta_next \(..., m\), got W \(2, 3\)"
    wrong: Any
    for wrong in [([1, 2, 3], [1, 1, 1]), ([1, 2], [1, 1]), ([[1, 2]], [1, 1, 1])]:
        delta, slope = wrong
        with pytest.raises(ValueError, match=needs):
            hidden_error(delta, np.ones((2, 3)), slope)
    with pytest.raises(ValueError, match="same leading axes, got delta"):
        weight_gradient(np.ones((3, 2)), np.ones((4, 2)))
    with pytest.raises(ValueError, match="same leading axes, got delta"):
        weight_gradient([1.0], 1.0)
    for function in (bias_gradient, lambda delta: weight_gradient(delta, [1.0])):
        with pytest.raises(ValueError, match="delta must have at least one axis"):
            function(1.0)
    z, a = mlp_forward(X, LAYERS)
    for wrong in [(z[1:], a), (z, a[1:]), (z[1:], a[1:])]:
        with pytest.raises(ValueError, match="one z a layer and one a more, got 3 layers"):
            mlp_backward(np.ones(2), LAYERS, *wrong)
