"""What libraries do at the edges of log-sum-exp and of x ln y."""

from typing import Any

import numpy as np

from tests.claims import claim, raised


@claim("`scipy.special.logsumexp` and `jax.nn.logsumexp` sum over all axes by default")
def all_axes(scipy: Any, jax: Any) -> Any:
    x = np.zeros((2, 3))
    return scipy.special.logsumexp(x).shape == jax.nn.logsumexp(x).shape == ()


@claim("`torch.logsumexp` without `dim` raises `{}`")
def no_default_axis(torch: Any) -> Any:
    return raised(lambda: torch.logsumexp(torch.zeros(2, 3)))


@claim("For an empty axis SciPy and PyTorch give $-\\infty$")
def nothing_to_sum(scipy: Any, torch: Any) -> Any:
    found = scipy.special.logsumexp(np.zeros(0)), torch.logsumexp(torch.zeros(0), 0)
    return all(value == -np.inf for value in found)


@claim("The value is $-\\infty$, in PyTorch as here")
def nothing_possible(torch: Any) -> Any:
    return bool(torch.logsumexp(torch.full((2,), -np.inf), 0) == -np.inf)


@claim("PyTorch returns `{}`, and [`logsumexp_vjp`]")
def gradient_where_nothing_is_possible(torch: Any) -> Any:
    x = torch.full((2,), -np.inf, requires_grad=True)
    torch.logsumexp(x, 0).backward()
    return x.grad[0]


@claim(
    "For $x = (0, -50)$ the true value is {:.2e}: SciPy finds it, PyTorch",
    "PyTorch and this package give {1:g}",
)
def a_result_near_zero(scipy: Any, torch: Any) -> Any:
    x = np.array([0.0, -50.0])
    return [scipy.special.logsumexp(x), torch.logsumexp(torch.tensor(x), 0)]


@claim("[`numpy.log1p`][] of $e^{{-50}}$ has all its digits")
def two_terms(numpy: Any) -> Any:
    tiny = np.exp(-50.0)
    return bool(np.isclose(numpy.log1p(tiny), tiny - tiny**2 / 2, rtol=1e-15, atol=0))


@claim("`scipy.special.xlogy(1, -1)` is `{}`, and `xlogy(0, -1)` is {:g}, in SciPy and in PyTorch")
def a_negative_argument(scipy: Any, torch: Any) -> Any:
    negative = torch.tensor(-1.0)
    here = [scipy.special.xlogy(x, -1.0) for x in (1.0, 0.0)]
    there = [torch.xlogy(torch.tensor(x), negative) for x in (1.0, 0.0)]
    return here if np.array_equal(here, there, equal_nan=True) else there


@claim("`torch.xlogy` has the value {:g}, and the derivatives {:g} and `{}`")
def gradient_at_zero(torch: Any) -> Any:
    x, y = torch.zeros(2, requires_grad=True)
    value = torch.xlogy(x, y)
    return [value, *torch.autograd.grad(value, (x, y))]


@claim("`np.finfo(t).eps` and `torch.finfo(t).eps` are the distance from 1 to the next number")
def epsilon(numpy: Any, torch: Any) -> Any:
    distance = np.nextafter(1, 2) - 1
    return bool(numpy.finfo(np.float64).eps == torch.finfo(torch.float64).eps == distance)
