"""What libraries do with graphs and affine layers."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.claims import claim, raised


@claim("has weights of shape (outputs, inputs) and computes $x W^\\top + b$, as here")
def weights_of_pytorch(torch: Any) -> Any:
    x, w, b = torch.ones(1, 3), torch.arange(6.0).reshape(2, 3), torch.ones(2)
    found = torch.nn.functional.linear(x, w, b)
    return bool(torch.equal(found, x @ w.T + b))


@claim("Keras and Flax store the transpose, a kernel `K` of shape (inputs, outputs)")
def kernels(flax: Any, jax: Any, keras: Any) -> Any:
    x, dense = np.arange(6.0).reshape(2, 3), keras.layers.Dense(2)
    assert np.allclose(dense(x), x @ np.array(dense.kernel), atol=1e-6)
    found, variables = flax.linen.Dense(2).init_with_output(jax.random.key(0), x)
    assert np.allclose(found, x @ variables["params"]["kernel"], atol=1e-6)
    return True


def changed(torch: Any, change: Callable[[Any], Any]) -> Any:
    """Change the weight 3 between the forward and the backward pass."""
    x, w = torch.tensor(2.0, requires_grad=True), torch.tensor(3.0)
    loss = w * x
    change(w)
    loss.backward()
    return x.grad.item()


@claim("and `backward()` then raises a `{}`")
def a_change_that_is_seen(torch: Any) -> Any:
    return raised(lambda: changed(torch, lambda w: w.add_(1)))


@claim(
    "or through a NumPy array that shares the memory: for $L = w x$ with $w = 3$, raised to 4 by "
    "either before `backward()`, the gradient of PyTorch with respect to $x$ is {:g} without an"
)
def a_change_that_is_not_seen(torch: Any, numpy: Any) -> Any:
    (found,) = {
        changed(torch, lambda w: w.data.add_(1)),
        changed(torch, lambda w: numpy.add(w.numpy(), 1, out=w.numpy())),
    }
    return found


@claim("with $L = x^2$ at $x = 2$, two calls leave {:g} and not 4")
def a_gradient_is_added(torch: Any) -> Any:
    x = torch.tensor(2.0, requires_grad=True)
    for _ in range(2):
        (x**2).backward()
    return x.grad.item()


@claim("Here their gradient is 0, as in JAX")
def an_unused_input_in_jax(jax: Any) -> Any:
    return bool(jax.grad(lambda u, x: x**2)(1.0, 2.0) == 0)


def unused(torch: Any, **options: Any) -> Any:
    u, x = torch.ones(2, requires_grad=True)
    return torch.autograd.grad(x**2, u, **options)


@claim("`torch.autograd.grad` raises a `{}`")
def an_unused_input_is_refused(torch: Any) -> Any:
    return raised(lambda: unused(torch))


@claim("or gives `None` with `allow_unused=True`")
def an_unused_input_is_allowed(torch: Any) -> Any:
    return unused(torch, allow_unused=True) == (None,)
