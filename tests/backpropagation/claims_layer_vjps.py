"""What libraries do to pull a gradient back."""

from typing import Any

import numpy as np

from tests.claims import claim

J = np.arange(6.0).reshape(2, 3)
Y_BAR, X_DOT = np.array([1.0, 2.0]), np.array([1.0, 0.0, -1.0])


@claim("JAX has `jax.vjp` and `jax.jvp`, PyTorch `torch.func.vjp` and `torch.func.jvp`")
def products_with_the_jacobian(jax: Any, torch: Any) -> Any:
    j, y_bar, x_dot = torch.tensor(J), torch.tensor(Y_BAR), torch.tensor(X_DOT)
    (back,) = torch.func.vjp(lambda x: j @ x, torch.zeros_like(x_dot))[1](y_bar)
    (jax_back,) = jax.vjp(lambda x: J @ x, np.zeros(3))[1](jax.numpy.asarray(Y_BAR))
    _, forth = torch.func.jvp(lambda x: j @ x, (torch.zeros_like(x_dot),), (x_dot,))
    _, jax_forth = jax.jvp(lambda x: J @ x, (np.zeros(3),), (X_DOT,))
    backward = np.allclose(back, J.T @ Y_BAR) and np.allclose(jax_back, J.T @ Y_BAR)
    return bool(backward and np.allclose(forth, J @ X_DOT) and np.allclose(jax_forth, J @ X_DOT))


@claim("`y.backward(y_bar)` computes VJPs for all leaves that require a gradient")
def all_leaves(torch: Any) -> Any:
    w, x, y_bar = torch.tensor(J, requires_grad=True), torch.tensor(X_DOT), torch.tensor(Y_BAR)
    b = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    (w @ x + b).backward(y_bar)
    return bool(torch.equal(w.grad, torch.outer(y_bar, x)) and torch.equal(b.grad, y_bar))


@claim("`torch.relu` takes 0, and `torch.maximum` of 0 and 0 half for each")
def slopes_at_a_kink(torch: Any) -> Any:
    x, y = torch.zeros(2, requires_grad=True)
    (relu,) = torch.autograd.grad(torch.relu(x), x)
    maximum = torch.autograd.grad(torch.maximum(x, y), (x, y))
    return (relu.item(), *[slope.item() for slope in maximum]) == (0, 0.5, 0.5)
