"""What libraries call SGD, and how they make minibatches."""

from typing import Any

import numpy as np

from tests.claims import claim


@claim(
    "`torch.optim.SGD`, `optax.sgd` and `keras.optimizers.SGD` only apply the step",
    "from 1 with the gradient 2 and the rate 0.1 all three go to {:.1f}",
)
def one_step(torch: Any, optax: Any, keras: Any) -> Any:
    theta = torch.ones((), requires_grad=True)
    theta.grad = torch.tensor(2.0)
    torch.optim.SGD([theta], lr=0.1).step()
    optimizer = optax.sgd(0.1)
    update, _ = optimizer.update(2.0, optimizer.init(1.0))
    variable = keras.Variable(1.0)
    keras.optimizers.SGD(0.1).apply([keras.ops.convert_to_tensor(2.0)], [variable])
    found = [theta.item(), float(optax.apply_updates(1.0, update)), float(variable)]
    return found[0] if np.allclose(found, found[0]) else np.nan


@claim("PyTorch's `DataLoader` keeps it by default", "have the sizes {}, {} and {}")
def the_last_minibatch(torch: Any) -> Any:
    return [len(batch) for batch in torch.utils.data.DataLoader(range(5), batch_size=2)]


@claim("PyTorch's `DataLoader` does not shuffle unless it is told to")
def no_shuffling(torch: Any) -> Any:
    batches = torch.utils.data.DataLoader(range(100), batch_size=10)
    return torch.cat(list(batches)).tolist() == list(range(100))


@claim("`np.var` divides by $n$ by default", "with the divisor $n - 1$ of `torch.var`")
def two_divisors(numpy: Any, torch: Any) -> Any:
    values = np.array([0.0, 2.0])
    return bool(numpy.var(values) == 1 and torch.var(torch.tensor(values)) == 2)
