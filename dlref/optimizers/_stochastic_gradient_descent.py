"""Gradient descent with the gradient of a minibatch."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dlref._array import Array, as_float
from dlref._check import check_axis
from dlref.gradient_descent import gradient_descent_step

__all__ = ["minibatch_variance", "minibatches", "sgd"]


def sgd(theta: ArrayLike, g: ArrayLike, eta: float) -> Array:
    r"""Move the parameters against the gradient of a minibatch.

    $$\theta_{t+1} = \theta_t - \eta g_t$$

    Args:
        theta: Parameters $\theta_t$, any shape.
        g: Minibatch gradient $g_t$, the mean of the gradients of its examples, same shape as
            `theta`.
        eta: Learning rate $\eta > 0$.

    Returns:
        New parameters $\theta_{t+1}$, same shape as `theta`. The argument is not changed.

    Raises:
        ValueError: `theta` and `g` differ in shape, or `eta` is not positive and finite.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, algorithm 8.1.

    Examples:
        >>> from dlref.optimizers import sgd
        >>> sgd([1.0, 2.0], [2.0, -4.0], eta=0.25)
        array([0.5, 3. ])
    """
    return gradient_descent_step(theta, g, eta)


def minibatches(
    n: int, batch_size: int, rng: np.random.Generator, drop_last: bool = False
) -> Iterator[NDArray[np.int64]]:
    r"""Deal the examples of one epoch into minibatches, in random order.

    $$\bigcup_{s=1}^{S} \mathcal{B}_s = \mathcal{A}, \qquad
    \sum_{s=1}^{S} |\mathcal{B}_s| = |\mathcal{A}|$$

    where $\mathcal{A}$ is the set of the examples 0 to $n - 1$: each of them is in one of the
    minibatches, and in no other.

    Args:
        n: Number of examples.
        batch_size: Number of examples $B \ge 1$ in a minibatch.
        rng: Source of the order. It is used once, before the first minibatch.
        drop_last: Whether a last minibatch of fewer than $B$ examples is left out.

    Returns:
        Iterator over arrays of indices, shape `(batch_size,)`, the last one possibly shorter.

    Raises:
        ValueError: `n` is negative, or `batch_size` is not positive.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, section 8.1.3.

    Examples:
        >>> import numpy as np
        >>> from dlref.optimizers import minibatches
        >>> batches = list(minibatches(5, 2, np.random.default_rng(0)))
        >>> [len(batch) for batch in batches]
        [2, 2, 1]
        >>> sorted(np.concatenate(batches).tolist())
        [0, 1, 2, 3, 4]
    """
    if n < 0 or batch_size < 1:
        raise ValueError(f"n must be >= 0 and batch_size >= 1, got n {n}, batch_size {batch_size}")
    order = rng.permutation(n)
    end = n - n % batch_size if drop_last else n
    return (order[start : start + batch_size] for start in range(0, end, batch_size))


def minibatch_variance(gradients: ArrayLike, batch_size: int, replace: bool = False) -> Array:
    r"""Compute the variance of a minibatch gradient from the gradients of the examples.

    $$\operatorname{variance}(G, B)
    = \frac{n - B}{n - 1} \cdot \frac{1}{n B} \sum_{i=1}^{n} \left(g_i - \bar{g}\right)^2$$

    with squares taken entry by entry.

    Args:
        gradients: $G$, the gradient $g_i$ of each example, shape `(n, ...)`.
        batch_size: Number of examples $B$ in a minibatch.
        replace: Whether an example may be drawn more than once; then the first factor is 1.

    Returns:
        Variance of each entry of the minibatch gradient, the shape of `gradients` without its
            first axis.

    Raises:
        ValueError: `gradients` has no example, `batch_size` is not positive, or it exceeds $n$
            without replacement.

    Source:
        Cochran (1977), *Sampling Techniques*, theorem 2.2.

    Examples:
        >>> from dlref.optimizers import minibatch_variance
        >>> print(round(minibatch_variance([1.0, 2.0, 6.0], 2, replace=True), 8))
        2.33333333
        >>> print(round(minibatch_variance([1.0, 2.0, 6.0], 2), 8))
        1.16666667
    """
    gradients = as_float(gradients)
    check_axis("gradients", gradients, 0)
    n = len(gradients)
    if batch_size < 1 or (batch_size > n and not replace):
        raise ValueError(f"batch_size must be between 1 and {n}, got {batch_size}")
    # Without replacement n = 1 leaves B = n, and its variance is 0.
    factor = 1.0 if replace else (n - batch_size) / max(n - 1, 1)
    return gradients.var(axis=0) / batch_size * factor
