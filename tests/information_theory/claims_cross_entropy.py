"""What libraries say of the cross-entropy."""

from typing import Any

import numpy as np

from tests.claims import claim, warned


@claim(
    "`torch.nn.functional.cross_entropy(input, target)` takes *logits* first and the truth second"
)
def logits_come_first(torch: Any) -> Any:
    z, p = torch.tensor([[0.0, 1.0]]), torch.tensor([[0.3, 0.7]])
    expected = -(p * torch.log_softmax(z, 1)).sum()
    return bool(torch.isclose(torch.nn.functional.cross_entropy(z, p), expected))


@claim("Given probabilities it returns another number without a warning")
def no_warning(torch: Any) -> Any:
    q = torch.tensor([[0.25, 0.75]])
    return not warned(lambda: torch.nn.functional.cross_entropy(q, q))


@claim("for `p = [0.5, 0.5]` and `q = [0.25, 0.75]` it gives {:.3f} in place of {:.3f}")
def probabilities_for_logits(torch: Any) -> Any:
    p, q = torch.tensor([[0.5, 0.5]]), torch.tensor([[0.25, 0.75]])
    cross_entropy = torch.nn.functional.cross_entropy
    return [cross_entropy(q, p), cross_entropy(torch.log(q), p)]


@claim('Its default is the mean over the batch; `reduction="none"`')
def a_mean_over_the_batch(torch: Any) -> Any:
    z, labels = torch.tensor([[0.0, 1.0], [2.0, 0.0]]), torch.tensor([0, 1])
    losses = torch.nn.functional.cross_entropy(z, labels, reduction="none")
    return losses.shape == (2,) and bool(
        torch.nn.functional.cross_entropy(z, labels) == losses.mean()
    )


@claim("PyTorch gives `{}`, because", "the class index 0 as target it gives {1:g}")
def impossible_classes(torch: Any) -> Any:
    z, p = torch.tensor([[0.0, -np.inf]]), torch.tensor([[1.0, 0.0]])
    cross_entropy = torch.nn.functional.cross_entropy
    return [cross_entropy(z, p), cross_entropy(z, torch.tensor([0]))]


@claim("a certain mistake costs {:.2f} in double precision, {:.2f} in single")
def clipping(sklearn: Any) -> Any:
    q = np.array([[0.0, 1.0]])
    log_loss = sklearn.metrics.log_loss
    return [log_loss([0], q.astype(t), labels=[0, 1]) for t in (np.float64, np.float32)]


@claim("`scipy.stats.entropy(p, q)` with two arguments is the divergence, not the cross-entropy")
def two_arguments(scipy: Any) -> Any:
    p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
    return bool(np.isclose(scipy.stats.entropy(p, q), (p * np.log(p / q)).sum()))
