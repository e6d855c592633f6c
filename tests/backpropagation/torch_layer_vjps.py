"""What PyTorch pulls back through an affine layer and through the hyperbolic tangent."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    x, W = (torch.tensor(rng.normal(size=s), requires_grad=True) for s in ((4, 3), (2, 3)))
    b = torch.tensor(rng.normal(size=2), requires_grad=True)
    z_bar, y_bar = (torch.tensor(rng.normal(size=s)) for s in ((4, 2), (4, 3)))
    torch.nn.functional.linear(x, W, b).backward(z_bar)
    (tanh_bar,) = torch.autograd.grad(torch.tanh(x), x, y_bar)
    return {
        "x": x,
        "W": W,
        "z_bar": z_bar,
        "y_bar": y_bar,
        "x_bar": x.grad,
        "W_bar": W.grad,
        "b_bar": b.grad,
        "tanh_bar": tanh_bar,
    }
