"""What libraries do with the sigmoid, the logit and the softplus."""

from typing import Any

import numpy as np

from tests.claims import claim


def first_one(x: Any, rounded: Any) -> float:
    """Find the smallest of ascending numbers whose sigmoid is 1."""
    return float(x[np.argmax(np.asarray(rounded, dtype=float) == 1)])


@claim("SciPy calls the logistic sigmoid")
def the_name_expit(scipy: Any) -> Any:
    return bool(np.isclose(scipy.special.expit(np.log(3.0)), 0.75))


@claim("In `float16` the sigmoid of JAX is 1 from {:.2f} on")
def half_precision_in_jax(jax: Any) -> Any:
    x = np.arange(7, 9, 2**-8, dtype=np.float16)
    return first_one(x, jax.nn.sigmoid(jax.numpy.asarray(x)))


@claim("that of PyTorch, which rounds once at the end, from {:.2f} on")
def half_precision_in_pytorch(torch: Any) -> Any:
    x = torch.arange(7, 9, 2**-7, dtype=torch.float16)
    once = torch.sigmoid(x.double()).half()
    assert torch.equal(torch.sigmoid(x), once)
    return first_one(x, once)


@claim("and `scipy.special.expit` answers in `{}`")
def half_precision_in_scipy(scipy: Any) -> Any:
    return str(scipy.special.expit(np.float16(1)).dtype)


@claim("apply the sigmoid themselves")
def losses_take_logits(optax: Any, torch: Any) -> Any:
    zero, one = torch.tensor(0.0), torch.tensor(1.0)
    found = optax.sigmoid_binary_cross_entropy(np.zeros(()), np.ones(()))
    return bool(np.allclose([found, torch.nn.BCEWithLogitsLoss()(zero, one).item()], np.log(2)))


@claim("the label 1 and the probability 1 cost {:.3f} in both")
def a_probability_for_a_logit(optax: Any, torch: Any) -> Any:
    one = torch.tensor(1.0)
    loss = torch.nn.BCEWithLogitsLoss()(one, one).item()
    assert np.isclose(optax.sigmoid_binary_cross_entropy(np.ones(()), np.ones(())), loss)
    return loss


@claim("`torch.nn.functional.softplus(x)` returns `x` itself above the `threshold` of 20")
def a_threshold(torch: Any) -> Any:
    below, above = torch.tensor([19.999, 20.001], dtype=torch.float64)
    softplus = torch.nn.functional.softplus
    return bool(softplus(below) != below and softplus(above) == above)


@claim("In `float64` the error there is {:.1e}")
def the_error_of_the_threshold(torch: Any) -> Any:
    x = torch.tensor(20.0001, dtype=torch.float64)
    return np.logaddexp(0, x.item()) - torch.nn.functional.softplus(x).item()


@claim("where `scipy.special.logit` and `torch.logit` answer `nan`")
def outside_of_the_unit_interval(scipy: Any, torch: Any) -> Any:
    p = np.array([-0.1, 1.1, np.nan])
    return bool(
        np.isnan(scipy.special.logit(p)).all() and torch.isnan(torch.logit(torch.tensor(p))).all()
    )
