"""What libraries do in batch normalization."""

from typing import Any

import numpy as np

from tests.claims import claim

PAIR = np.array([[0.0], [2.0]], dtype=np.float32)
RAISED = "`ValueError: Expected more than 1 value per channel when training`"


def pytorch(torch: Any, x: Any, **options: Any) -> Any:
    """Normalize a batch of one feature in training; give the layer and the output."""
    layer = torch.nn.BatchNorm1d(1, **options)
    return layer, layer(torch.tensor(x, dtype=torch.float32)).detach().numpy()


def keras_layer(keras: Any, x: Any) -> Any:
    layer = keras.layers.BatchNormalization()
    return layer, np.array(layer(x, training=True))


def flax_layer(flax: Any, jax: Any, x: Any, **options: Any) -> Any:
    layer = flax.linen.BatchNorm(use_running_average=False, **options)
    start = layer.init(jax.random.key(0), x)
    y, changed = layer.apply(start, x, mutable=["batch_stats"])
    return changed["batch_stats"], np.array(y)


@claim("The default `momentum={:.1f}` of PyTorch is the weight $\\rho$ of the *new* batch")
def momentum_of_pytorch(torch: Any) -> Any:
    start = torch.nn.BatchNorm1d(1)
    assert (start.running_mean.item(), start.running_var.item()) == (0, 1)
    layer, _ = pytorch(torch, PAIR)
    assert np.isclose(layer.running_mean.item(), layer.momentum * PAIR.mean())
    return layer.momentum


@claim("`momentum={:.2f}`, the default of Keras and Flax, is that of the *old* value")
def momentum_of_keras_and_flax(flax: Any, jax: Any, keras: Any) -> Any:
    layer, _ = keras_layer(keras, PAIR)
    (default,) = {layer.momentum, flax.linen.BatchNorm.momentum}
    found = [float(layer.moving_mean[0]), flax_layer(flax, jax, PAIR)[0]["mean"].item()]
    assert np.allclose(found, (1 - default) * PAIR.mean())
    return default


@claim("PyTorch, Keras and Flax normalize with the divisor $m$")
def divisor_of_the_output(flax: Any, jax: Any, keras: Any, torch: Any) -> Any:
    x = np.array([[0.0], [20.0], [40.0]], dtype=np.float32)
    outputs = [pytorch(torch, x)[1], keras_layer(keras, x)[1], flax_layer(flax, jax, x)[1]]
    return all(np.allclose(y, (x - 20) / x.std(), atol=1e-4) for y in outputs)


@claim("For the running variance PyTorch has $m - 1$, Keras and Flax have $m$")
def divisor_of_the_running_variance(flax: Any, jax: Any, keras: Any, torch: Any) -> Any:
    found = [
        pytorch(torch, PAIR, momentum=1.0)[0].running_var.item(),
        1 + (float(keras_layer(keras, 3 * PAIR)[0].moving_variance[0]) - 1) / 0.01,
        flax_layer(flax, jax, PAIR, momentum=0.0)[0]["var"].item(),
    ]
    return bool(np.allclose(found, [2, 9, 1], rtol=1e-4))


@claim("$10^{{{:.0f}}}$ in PyTorch and Flax, $10^{{{:.0f}}}$ in Keras: copied weights")
def epsilons(flax: Any, keras: Any, torch: Any) -> Any:
    (shared,) = {torch.nn.BatchNorm1d(1).eps, flax.linen.BatchNorm.epsilon}
    return [np.log10(shared), np.log10(keras.layers.BatchNormalization().epsilon)]


@claim(f"With one value per feature PyTorch raises {RAISED}")
def a_batch_of_one_is_refused(torch: Any) -> Any:
    try:
        pytorch(torch, [[7.0]])
    except ValueError as error:
        return RAISED.strip("`").removeprefix("ValueError: ") in str(error)
    return False


@claim("Keras and Flax answer $\\beta$ without an error")
def a_batch_of_one(flax: Any, jax: Any, keras: Any) -> Any:
    x = np.array([[7.0]], dtype=np.float32)
    return not keras_layer(keras, x)[1].any() and not flax_layer(flax, jax, x)[1].any()


@claim("to {:.2f} in the batch (1, 2) and to {:.2f} in the batch (1, 2, 3)")
def the_same_sample(torch: Any) -> Any:
    return [pytorch(torch, batch)[1][0, 0] for batch in ([[1.0], [2.0]], [[1.0], [2.0], [3.0]])]


@claim("PyTorch makes $(-1, 1)$ of any two increasing features by `LayerNorm(2)`")
def two_features(torch: Any) -> Any:
    y = torch.nn.LayerNorm(2)(torch.tensor([[3.0, 100.0], [3.0, 4.0]])).detach()
    return bool(np.allclose(y, [[-1, 1], [-1, 1]], atol=1e-4))


@claim("Flax computes the variance as $\\mathbb{{E}}[x^2] - \\mathbb{{E}}[x]^2$ by default")
def one_pass(flax: Any) -> Any:
    return flax.linen.BatchNorm.use_fast_variance is True


@claim("to values up to {:.0f}, and with `use_fast_variance=False` up to {:.2f}")
def cancellation(flax: Any, jax: Any) -> Any:
    x = np.arange(10000, 10004, dtype=np.float32)[:, None]
    fast, slow = (flax_layer(flax, jax, x, use_fast_variance=f)[1].max() for f in (True, False))
    return [fast, slow]
