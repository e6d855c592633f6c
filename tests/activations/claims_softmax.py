"""What libraries do with the softmax."""

from typing import Any

import numpy as np

from tests.claims import claim, warned

Z = np.array([[1.0, 2.0], [4.0, 8.0]])


@claim("Here the default is the last one, as in `jax.nn.softmax`")
def the_last_axis(jax: Any) -> Any:
    return bool(np.allclose(jax.nn.softmax(Z).sum(-1), 1))


@claim("`scipy.special.softmax` normalizes over *all* entries by default")
def all_entries(scipy: Any) -> Any:
    return bool(np.isclose(scipy.special.softmax(Z).sum(), 1))


@claim("chooses one by the number of dimensions: the first of 1 or 3, the second of 2, 4 or 5")
def a_chosen_axis(torch: Any) -> Any:
    softmax = torch.nn.functional.softmax
    assert warned(lambda: softmax(torch.zeros(2)))
    axes = [0, 1, 0, 1, 1]
    batches = [torch.arange(3.0**n).reshape([3] * n) for n in range(1, 6)]
    return all(
        torch.allclose(softmax(z), softmax(z, dim=a)) for z, a in zip(batches, axes, strict=True)
    )


@claim("PyTorch, JAX and SciPy answer `nan`")
def no_distribution(jax: Any, scipy: Any, torch: Any) -> Any:
    z = np.full(3, -np.inf)
    answers = [
        jax.nn.softmax(z),
        scipy.special.softmax(z),
        torch.nn.functional.softmax(torch.tensor(z), dim=0),
    ]
    return bool(np.isnan([np.asarray(answer) for answer in answers]).all())


@claim("apply the log-softmax themselves")
def losses_take_logits(optax: Any, torch: Any) -> Any:
    loss = torch.nn.CrossEntropyLoss()(torch.zeros(1, 10), torch.tensor([0])).item()
    found = optax.softmax_cross_entropy(np.zeros(10), np.eye(10)[0])
    return bool(np.allclose([loss, found], np.log(10)))


@claim("for example {:.2f} in both with 10 classes")
def probabilities_for_logits(optax: Any, torch: Any) -> Any:
    loss = torch.nn.CrossEntropyLoss()(torch.eye(10), torch.arange(10)).item()
    assert np.isclose(optax.softmax_cross_entropy(np.eye(10)[0], np.eye(10)[0]), loss)
    return loss
