"""Expectation, variance and likelihood."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float, as_floats
from dlref._check import check_axis, check_probabilities, check_same_shape
from dlref.foundations._numerical_stability import xlogy

__all__ = [
    "bernoulli_logpmf",
    "bernoulli_logpmf_grad",
    "categorical_logpmf",
    "expectation",
    "negative_log_likelihood",
    "variance",
]


def expectation(v: ArrayLike, p: ArrayLike, axis: int = -1) -> Array:
    r"""Average the values of a random variable, weighted by their probabilities.

    $$\mathbb{E}[X] = \sum_k p_k v_k$$

    Args:
        v: Values $v$ that $X$ takes, shape `(..., k)`.
        p: Their probabilities, same shape as `v`.
        axis: The axis over which $p$ sums to 1.

    Returns:
        Expectation, the shape of `v` without `axis`.

    Raises:
        ValueError: `v` and `p` differ in shape, or `p` is not a distribution.

    Stability:
        A value of probability 0 adds nothing, even if it is infinite.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, equation 3.9.

    Examples:
        >>> from dlref.foundations import expectation
        >>> print(expectation([0.0, 10.0], [0.75, 0.25]))
        2.5
    """
    v, p = as_floats(v, p)
    check_same_shape(v=v, p=p)
    check_probabilities("p", p, axis)
    with np.errstate(invalid="ignore"):  # 0 times infinity is replaced
        return np.where(p == 0, 0, p * v).sum(axis)


def variance(x: ArrayLike, ddof: int = 0, axis: int | None = -1) -> Array:
    r"""Compute the variance of samples.

    $$\operatorname{variance}(x, \mathrm{ddof}) = \frac{1}{n - \mathrm{ddof}}
    \sum_i (x_i - \bar x)^2, \qquad \bar x = \frac{1}{n} \sum_i x_i$$

    Args:
        x: Samples, $n$ of them along `axis`.
        ddof: What is subtracted from $n$: 0 for the variance of these samples, 1 for the unbiased
            estimate of that of the distribution they come from.
        axis: The axis of the samples; `None` if all entries are samples of one variable.

    Returns:
        Variance, the shape of `x` without `axis`.

    Raises:
        ValueError: There are no more than `ddof` samples along `axis`.

    Stability:
        The mean is subtracted first. $\overline{x^2} - \bar x^2$ is equal on paper, but it cancels
        when the mean is large beside the spread, and can come out negative.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equations 1.56 and 1.59.

    Examples:
        >>> from dlref.foundations import variance
        >>> print(variance([1.0, 2.0, 3.0, 4.0]))
        1.25
        >>> print(round(variance([1.0, 2.0, 3.0, 5.0], ddof=1), 8))
        2.91666667
    """
    x = as_float(x)
    check_axis("x", x, axis)
    n = x.size if axis is None else x.shape[axis]
    if not 0 <= ddof < n:
        raise ValueError(f"ddof must be at least 0 and below the {n} samples of x, got {ddof}")
    return ((x - x.mean(axis, keepdims=True)) ** 2).sum(axis) / (n - ddof)


def bernoulli_logpmf(y: ArrayLike, pi: ArrayLike) -> Array:
    r"""Compute the log-probability of a binary outcome.

    $$\ln p(y) = y \ln \pi + (1 - y) \ln(1 - \pi)$$

    Args:
        y: Outcomes, each 0 or 1.
        pi: Probability $\pi$ of the outcome 1, of a shape that broadcasts with that of `y`.

    Returns:
        Log-probabilities, never above 0; `-inf` for an outcome that cannot happen.

    Raises:
        ValueError: `y` has an entry other than 0 and 1, or `pi` one outside $[0, 1]$.

    Stability:
        Only the term of the outcome that happened is computed, so $0 \ln 0$ never arises, and
        $\ln(1 - \pi)$ is taken by `log1p`, which keeps a tiny $\pi$.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 2.2.

    Examples:
        >>> from dlref.foundations import bernoulli_logpmf
        >>> bernoulli_logpmf([1, 0, 1], [0.5, 0.25, 1.0])
        array([-0.69314718, -0.28768207,  0.        ])
    """
    y, pi = _binary(y, pi)
    with np.errstate(divide="ignore"):  # ln 0 = -inf is the answer, where it is chosen
        return np.where(y == 1, np.log(pi), np.log1p(-pi))


def bernoulli_logpmf_grad(y: ArrayLike, pi: ArrayLike) -> Array:
    r"""Differentiate `bernoulli_logpmf` with respect to the probability.

    $$\frac{\partial}{\partial \pi} \ln p(y) = \frac{y - \pi}{\pi (1 - \pi)}$$

    Args:
        y: Outcomes, each 0 or 1.
        pi: Probability $\pi$ of the outcome 1, of a shape that broadcasts with that of `y`.

    Returns:
        Derivatives: $\frac{1}{\pi}$ for the outcome 1, $-\frac{1}{1 - \pi}$ for the outcome 0.

    Raises:
        ValueError: `y` has an entry other than 0 and 1, or `pi` one outside $[0, 1]$.

    Stability:
        Each outcome has a fraction of its own, so $\frac{0}{0}$ never arises; an outcome that
        cannot happen gives an infinite slope.

    Source:
        Follows from $\ln p(y) = y \ln \pi + (1 - y) \ln(1 - \pi)$, term by term.

    Examples:
        >>> from dlref.foundations import bernoulli_logpmf_grad
        >>> bernoulli_logpmf_grad([1, 0], [0.5, 0.75])
        array([ 2., -4.])
    """
    y, pi = _binary(y, pi)
    with np.errstate(divide="ignore", over="ignore"):  # an infinite slope is the answer
        return np.where(y == 1, 1 / pi, -1 / (1 - pi))


def categorical_logpmf(y: ArrayLike, pi: ArrayLike) -> Array:
    r"""Compute the log-probability of one of $K$ outcomes.

    $$\ln p(y) = \sum_k y_k \ln \pi_k$$

    Args:
        y: One-hot outcomes, shape `(..., K)`: 1 at the outcome that happened and 0 elsewhere.
        pi: Probabilities $\pi$ of the outcomes, shape `(..., K)`; their other axes broadcast
            with those of `y`.

    Returns:
        Log-probabilities, never above 0; `-inf` for an outcome that cannot happen. The last axis
            is gone.

    Raises:
        ValueError: `y` is not one-hot, `pi` is not a distribution, or they differ in $K$.

    Stability:
        The entries with $y_k = 0$ add nothing, even where $\pi_k = 0$.

    Source:
        Bishop (2006), *Pattern Recognition and Machine Learning*, equation 2.26.

    Examples:
        >>> from dlref.foundations import categorical_logpmf
        >>> categorical_logpmf([[0, 1, 0], [1, 0, 0]], [0.25, 0.5, 0.25])
        array([-0.69314718, -1.38629436])
    """
    y, pi = as_floats(y, pi)
    check_probabilities("pi", pi)
    check_axis("y", y, -1)
    if not (((y == 0) | (y == 1)).all() and (y.sum(-1) == 1).all()):
        raise ValueError(f"y must be one-hot along its last axis, got {y}")
    if y.shape[-1] != pi.shape[-1]:
        shapes = f"y {y.shape}, pi {pi.shape}"
        raise ValueError(f"y and pi must have the same number of outcomes, got {shapes}")
    return xlogy(y, pi).sum(-1)


def negative_log_likelihood(log_p: ArrayLike, axis: int | None = None) -> Array:
    r"""Average the negative log-probabilities that a model gives to observations.

    $$\ell = -\frac{1}{n} \sum_i \ln q_i$$

    Args:
        log_p: Log-probabilities or log-densities of the observations, $\ln q_i$ with
            $q_i = p_\theta(x_i)$.
        axis: The axis of the observations; `None` averages over all entries.

    Returns:
        The mean in nats per observation, the shape of `log_p` without `axis`; infinite if the model
            calls an observation impossible. Small is good.

    Raises:
        ValueError: There is no observation along `axis`.

    Stability:
        A sum of logarithms, where the product of the probabilities underflows after a few hundred.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, equation 5.59, with the sign turned.

    Examples:
        >>> import numpy as np
        >>> from dlref.foundations import negative_log_likelihood
        >>> print(round(negative_log_likelihood(np.log([0.5, 0.25])), 8))
        1.03972077
    """
    log_p = as_float(log_p)
    check_axis("log_p", log_p, axis)
    return (0 - log_p).mean(axis)


def _binary(y: ArrayLike, pi: ArrayLike) -> tuple[Array, Array]:
    y, pi = as_floats(y, pi)
    if not ((y == 0) | (y == 1)).all():
        raise ValueError(f"y must have entries 0 and 1 only, got {y}")
    if not ((pi >= 0) & (pi <= 1)).all():
        raise ValueError(f"pi must have entries from 0 to 1, got {pi}")
    return y, pi
