"""What libraries do with the cross-entropy."""

from typing import Any

import numpy as np

from tests.claims import claim, raised

Z = np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
Y = np.array([0, 2])
LOSSES = np.log(np.exp(Z).sum(1)) - Z[[0, 1], Y]


@claim("With class weights and labels, the mean of PyTorch divides by the sum of the weights")
def a_weighted_mean(torch: Any) -> Any:
    w = torch.tensor([1.0, 2.0, 3.0])
    loss = torch.nn.functional.cross_entropy(torch.tensor(Z).float(), torch.tensor(Y), weight=w)
    return bool(np.isclose(loss, np.average(LOSSES, weights=[1, 3])))


@claim("the same function of PyTorch divides by $n$")
def a_mean_of_weighted_losses(torch: Any) -> Any:
    w, t = torch.tensor([1.0, 2.0, 3.0]), torch.eye(3)[Y]
    loss = torch.nn.functional.cross_entropy(torch.tensor(Z).float(), t, weight=w)
    return bool(np.isclose(loss, np.mean(LOSSES * [1, 3])))


@claim("PyTorch answers {:.4f} for labels and {:.4f} for one-hot targets")
def two_answers_for_one_batch(torch: Any) -> Any:
    z, w, labels = torch.zeros(2, 2), torch.tensor([3.0, 1.0]), torch.tensor([0, 0])
    targets = (labels, torch.eye(2)[labels])
    return [torch.nn.functional.cross_entropy(z, t, weight=w).item() for t in targets]


@claim(
    "`torch.nn.functional.cross_entropy` | logits | labels or distributions | mean over the batch |"
)
def cross_entropy_of_pytorch(torch: Any) -> Any:
    z, y = torch.tensor(Z), torch.tensor(Y)
    found = [torch.nn.functional.cross_entropy(z, t).item() for t in (y, torch.eye(3).double()[y])]
    return bool(np.allclose(found, LOSSES.mean()))


@claim("`torch.nn.functional.nll_loss` | log-probabilities | labels | mean over the batch |")
def nll_of_pytorch(torch: Any) -> Any:
    z, y = torch.tensor(Z), torch.tensor(Y)
    found = torch.nn.functional.nll_loss(torch.log_softmax(z, -1), y)
    return bool(np.isclose(found, LOSSES.mean()))


@claim("`optax.softmax_cross_entropy` | logits | distributions | none |")
def distributions_in_optax(optax: Any) -> Any:
    return bool(np.allclose(optax.softmax_cross_entropy(Z, np.eye(3)[Y]), LOSSES))


@claim("`optax.softmax_cross_entropy_with_integer_labels` | logits | labels | none |")
def labels_in_optax(optax: Any) -> Any:
    return bool(np.allclose(optax.softmax_cross_entropy_with_integer_labels(Z, Y), LOSSES))


@claim("`sklearn.metrics.log_loss` | probabilities | labels | mean over the batch |")
def log_loss_of_scikit_learn(sklearn: Any) -> Any:
    p = np.exp(Z) / np.exp(Z).sum(1, keepdims=True)
    return bool(np.isclose(sklearn.metrics.log_loss(Y, p, labels=[0, 1, 2]), LOSSES.mean()))


@claim("`torch.nn.functional.nll_loss` of the *probabilities* 0.5 and 0.5 is {:.1f}")
def a_loss_of_probabilities(torch: Any) -> Any:
    return torch.nn.functional.nll_loss(torch.tensor([[0.5, 0.5]]), torch.tensor([0])).item()


@claim("PyTorch takes the *second* of a batch")
def the_second_axis(torch: Any) -> Any:
    labels = torch.zeros(2, 4, 5, dtype=torch.long)
    loss = torch.nn.functional.cross_entropy(torch.zeros(2, 3, 4, 5), labels)
    return bool(np.isclose(loss, np.log(3)))


@claim("On the CPU PyTorch raises `{}`")
def a_label_outside_is_refused(torch: Any) -> Any:
    def error(label: int) -> str:
        loss = torch.nn.functional.cross_entropy
        return raised(lambda: loss(torch.zeros(1, 2), torch.tensor([label])))

    (found,) = {error(2), error(-1)}
    return found


@claim("answers `{:g}` for the label $k$, and takes -1 for the last class")
def a_label_outside_is_read(optax: Any) -> Any:
    def loss(label: int) -> float:
        return float(optax.softmax_cross_entropy_with_integer_labels(Z[0], np.array(label)))

    assert loss(-1) == loss(2)
    return loss(3)


@claim("PyTorch leaves out examples with the label -100, its `ignore_index`")
def an_ignored_label(torch: Any) -> Any:
    loss = torch.nn.functional.cross_entropy(torch.tensor(Z), torch.tensor([0, -100]))
    return bool(np.isclose(loss, LOSSES[0]))


@claim("the loss of PyTorch is `{:g}`, although its gradient is 0")
def all_labels_ignored(torch: Any) -> Any:
    z = torch.zeros(2, 2, requires_grad=True)
    loss = torch.nn.functional.cross_entropy(z, torch.tensor([-100, -100]))
    (slope,) = torch.autograd.grad(loss, z)
    assert not slope.any()
    return loss.item()


@claim('With `reduction="sum"` PyTorch gives 0 for it')
def all_labels_ignored_in_a_sum(torch: Any) -> Any:
    y = torch.tensor([-100, -100])
    return bool(torch.nn.functional.cross_entropy(torch.zeros(2, 2), y, reduction="sum") == 0)


@claim("and answers `{:g}`, as does `optax.softmax_cross_entropy`")
def an_impossible_class(optax: Any, torch: Any) -> Any:
    z, t = np.array([0.0, -np.inf]), np.array([1.0, 0.0])
    assert np.isnan(optax.softmax_cross_entropy(z, t))
    return torch.nn.functional.cross_entropy(torch.tensor(z), torch.tensor(t)).item()


@claim("`optax.safe_softmax_cross_entropy` and this package take $0 \\ln 0 = 0$")
def a_safe_loss(optax: Any) -> Any:
    found = optax.safe_softmax_cross_entropy(np.array([0.0, -np.inf]), np.array([1.0, 0.0]))
    return bool(found == 0)


@claim("take them as they are: with $t = (2, 0, 0)$ the loss is twice that of the label")
def targets_of_sum_two(optax: Any, torch: Any) -> Any:
    t = 2 * np.eye(3)[0]
    found = torch.nn.functional.cross_entropy(torch.tensor(Z[0]), torch.tensor(t)).item()
    return bool(np.allclose([found, optax.softmax_cross_entropy(Z[0], t)], 2 * LOSSES[0]))


@claim("and the answer is 0, as that of PyTorch")
def a_loss_that_rounds_to_zero(torch: Any) -> Any:
    z = torch.tensor([[0.0, 50.0]], dtype=torch.float64)
    return bool(torch.nn.functional.cross_entropy(z, torch.tensor([1])) == 0)
