"""The cross-entropy of a model relative to the truth, and its gradient."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array
from dlref.foundations import xlogy
from dlref.information_theory._check import as_distributions

__all__ = ["cross_entropy", "cross_entropy_grad"]


def cross_entropy(p: ArrayLike, q: ArrayLike, axis: int = -1) -> Array:
    r"""Average the surprise of a model $q$ over samples from $p$, in nats.

    $$H(p, q) = -\sum_i p_i \ln q_i$$

    Args:
        p: True distribution, shape `(..., k)`; one-hot for a known class.
        q: Model, same shape as `p`: probabilities, not logits.
        axis: The axis over which each distribution sums to 1.

    Returns:
        Cross-entropy, the shape of `p` without `axis`; at least the entropy of `p`.

    Raises:
        ValueError: `p` and `q` differ in shape, have a negative entry or do not sum to 1.

    Stability:
        Where $p_i = 0$ the term is 0; where $q_i = 0 < p_i$ the cross-entropy is infinite.
        A probability that underflowed in a softmax is such a 0: from logits, take
        $-\sum_i p_i \ln q_i$ with the logarithms of `log_softmax`.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, equation 3.51.

    Examples:
        >>> from dlref.information_theory import cross_entropy
        >>> print(round(cross_entropy([0.5, 0.5], [0.25, 0.75]), 8))
        0.83698822
    """
    p, q = as_distributions(p, q, axis)
    return 0 - xlogy(p, q).sum(axis)  # 0 - x, not -x, for a plain zero at a sure hit


def cross_entropy_grad(p: ArrayLike, q: ArrayLike, axis: int = -1) -> Array:
    r"""Differentiate the cross-entropy with respect to the model's probabilities.

    $$\frac{\partial}{\partial q_i} \left(-\sum_j p_j \ln q_j\right) = -\frac{p_i}{q_i}$$

    Args:
        p: True distribution, shape `(..., k)`.
        q: Model, same shape as `p`.
        axis: The axis over which each distribution sums to 1.

    Returns:
        Derivative with each $q_i$ free (not kept on the simplex), same shape as `q`.

    Raises:
        ValueError: `p` and `q` differ in shape, have a negative entry or do not sum to 1.

    Stability:
        Where $p_i = 0$ it is 0, also for $q_i = 0$; where $q_i = 0 < p_i$, or the ratio exceeds
        the largest number, it is $-\infty$.

    Source:
        Follows from $H(p, q) = -\sum_i p_i \ln q_i$, term by term.

    Examples:
        >>> from dlref.information_theory import cross_entropy_grad
        >>> cross_entropy_grad([0.5, 0.5], [0.25, 0.75])
        array([-2.        , -0.66666667])
    """
    p, q = as_distributions(p, q, axis)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # p / 0 is meant
        return np.where(p == 0, 0, -p / q)  # and 0 / 0 is replaced
