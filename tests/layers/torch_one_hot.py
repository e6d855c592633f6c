"""What PyTorch says of one-hot vectors and of the gradient of an embedding."""

from typing import Any

import numpy as np


def answers(torch: Any, rng: np.random.Generator) -> dict[str, Any]:
    labels = torch.tensor(rng.integers(0, 4, size=(2, 3)))
    W = torch.tensor(rng.normal(size=(4, 2)), requires_grad=True)
    y_bar = torch.tensor(rng.normal(size=(2, 3, 2)))
    y = torch.nn.functional.embedding(labels, W)
    y.backward(y_bar)
    one_hot = torch.nn.functional.one_hot(labels, 4)
    return {"labels": labels, "one_hot": one_hot, "W": W, "y": y, "y_bar": y_bar, "W_bar": W.grad}
