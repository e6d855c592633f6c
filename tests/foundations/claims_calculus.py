"""What libraries mean by a Jacobian and by its product with a direction."""

from typing import Any

import numpy as np

from tests.claims import claim

A = np.arange(6.0).reshape(3, 2)


@claim(
    "`torch.autograd.functional.jacobian` and `jax.jacobian`: for",
    "for 2 inputs and 3 outputs its shape is ({}, {})",
)
def outputs_are_rows(torch: Any, jax: Any) -> Any:
    there = torch.autograd.functional.jacobian(
        lambda x: torch.tensor(A) @ x, torch.zeros(2).double()
    )
    here = jax.jacobian(lambda x: A @ x)(np.zeros(2))
    return list(here.shape) if here.shape == there.shape else list(there.shape)


@claim("in `jax.jvp` and in `torch.autograd.functional.jvp` it is linear in $u$")
def twice_the_direction(torch: Any, jax: Any) -> Any:
    x, u = np.array([1.0, 2.0]), np.array([3.0, -1.0])
    here = [jax.jvp(lambda x: (x**3).sum(), (x,), (c * u,))[1] for c in (1, 2)]
    there = [
        torch.autograd.functional.jvp(lambda x: (x**3).sum(), torch.tensor(x), torch.tensor(c * u))[
            1
        ]
        for c in (1, 2)
    ]
    return bool(np.isclose(here[1], 2 * here[0]) and np.isclose(there[1], 2 * there[0]))


@claim("`torch.relu` and `jax.nn.relu` have the derivative {:g} there")
def derivative_of_relu_at_zero(torch: Any, jax: Any) -> Any:
    x = torch.zeros((), requires_grad=True)
    torch.relu(x).backward()
    found = [x.grad.item(), float(jax.grad(jax.nn.relu)(0.0))]
    return found[0] if found[0] == found[1] else np.nan
