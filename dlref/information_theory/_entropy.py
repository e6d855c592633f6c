"""Self-information, entropy, their units, and the gradients of the entropy."""

import math

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float
from dlref._check import check_probabilities, check_unit_interval
from dlref.activations import softmax
from dlref.foundations import xlogy

__all__ = [
    "binary_entropy",
    "binary_entropy_grad",
    "entropy",
    "entropy_grad",
    "entropy_logits_grad",
    "nats_to_bits",
    "self_information",
]


def self_information(p: ArrayLike) -> Array:
    r"""Measure how surprising an outcome of probability $p$ is, in nats.

    $$I(p) = -\ln p$$

    Args:
        p: Probabilities of outcomes, any shape; they need not sum to 1.

    Returns:
        Self-information, same shape as `p`; infinite for an impossible outcome.

    Raises:
        ValueError: an entry of `p` lies outside $[0, 1]$.

    Stability:
        No constant is added to $p$, so that $I(10^{-300}) \approx 690.8$ is right.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, equation 3.48.

    Examples:
        >>> from dlref.information_theory import self_information
        >>> self_information([1.0, 0.5, 0.0])
        array([0.        , 0.69314718,        inf])
    """
    p = as_float(p)
    check_unit_interval(p=p)
    with np.errstate(divide="ignore"):  # -ln 0 = inf is the answer
        return 0 - np.log(p)  # 0 - x, not -x, for a plain zero at p = 1


def entropy(p: ArrayLike, axis: int = -1) -> Array:
    r"""Average the self-information over a distribution, in nats.

    $$H(p) = -\sum_i p_i \ln p_i$$

    Args:
        p: Distribution, shape `(..., k)`.
        axis: The axis over which it sums to 1.

    Returns:
        Entropy between 0 and $\ln k$, the shape of `p` without `axis`.

    Raises:
        ValueError: `p` has a negative entry or does not sum to 1.

    Stability:
        Where $p_i = 0$ the term is 0, the limit of $p \ln p$.

    Source:
        Shannon (1948), "A mathematical theory of communication", section 6.

    Examples:
        >>> from dlref.information_theory import entropy
        >>> print(round(entropy([0.5, 0.25, 0.25]), 8))
        1.03972077
    """
    p = as_float(p)
    check_probabilities("p", p, axis)
    return 0 - xlogy(p, p).sum(axis)  # 0 - x, not -x, for a plain zero when one p_i is 1


def entropy_grad(p: ArrayLike, axis: int = -1) -> Array:
    r"""Differentiate the entropy with respect to the probabilities.

    $$\frac{\partial}{\partial p_i} \left(-\sum_j p_j \ln p_j\right) = -\ln p_i - 1$$

    Args:
        p: Distribution, shape `(..., k)`.
        axis: The axis over which it sums to 1.

    Returns:
        Derivative with each $p_i$ free (not kept on the simplex), same shape as `p`.

    Raises:
        ValueError: `p` has a negative entry or does not sum to 1.

    Stability:
        Infinite where $p_i = 0$: the graph of $-p \ln p$ leaves the origin vertically.

    Source:
        Follows from $H = -\sum_i p_i \ln p_i$, term by term.

    Examples:
        >>> from dlref.information_theory import entropy_grad
        >>> entropy_grad([0.5, 0.25, 0.25])
        array([-0.30685282,  0.38629436,  0.38629436])
    """
    p = as_float(p)
    check_probabilities("p", p, axis)
    with np.errstate(divide="ignore"):  # -ln 0 = inf is the answer
        return -np.log(p) - 1


def entropy_logits_grad(z: ArrayLike, axis: int = -1) -> Array:
    r"""Differentiate the entropy of a softmax with respect to its logits.

    $$\frac{\partial}{\partial z_i} H(q) = -q_i \left(\ln q_i + H(q)\right),
    \qquad q = \operatorname{softmax}(z)$$

    Args:
        z: Logits, shape `(..., k)`. An entry may be `-inf`: its probability is 0.
        axis: The axis over which the probabilities sum to 1.

    Returns:
        Derivative, same shape as `z`; it sums to 0 along `axis`.

    Raises:
        ValueError: `z` has no entry along `axis`, or its largest one is infinite.

    Stability:
        Where a probability underflows to 0 the derivative is 0, although $\ln q_i$ is not finite.

    Source:
        The chain rule with the softmax's Jacobian, Bishop (2006), equation 4.106.

    Examples:
        >>> import numpy as np
        >>> from dlref.information_theory import entropy_logits_grad
        >>> entropy_logits_grad([0.0, np.log(3.0)])
        array([ 0.20598980, -0.20598980])
    """
    q = softmax(z, axis)
    return -xlogy(q, q) - q * np.expand_dims(entropy(q, axis), axis)


def binary_entropy(p: ArrayLike) -> Array:
    r"""Compute the entropy of one event that happens with probability $p$, in nats.

    $$H_{\mathrm{b}}(p) = -p \ln p - (1 - p) \ln(1 - p)$$

    Args:
        p: Probabilities, any shape.

    Returns:
        Entropy between 0 and $\ln 2$, same shape as `p`.

    Raises:
        ValueError: an entry of `p` lies outside $[0, 1]$.

    Stability:
        $\ln(1 - p)$ is `log1p(-p)`, which keeps the second term for $p < 10^{-16}$, where
        $1 - p$ rounds to 1. At $p = 0$ and $p = 1$ the entropy is 0.

    Source:
        Cover & Thomas (2006), *Elements of Information Theory*, equation 2.5.

    Examples:
        >>> from dlref.information_theory import binary_entropy
        >>> binary_entropy([0.0, 0.25, 0.5])
        array([0.        , 0.56233514, 0.69314718])
    """
    p = as_float(p)
    check_unit_interval(p=p)
    with np.errstate(divide="ignore", invalid="ignore"):  # 0 times -inf, which is replaced
        return np.where((p == 0) | (p == 1), 0, -p * np.log(p) - (1 - p) * np.log1p(-p))


def binary_entropy_grad(p: ArrayLike) -> Array:
    r"""Differentiate `binary_entropy`.

    $$H_{\mathrm{b}}'(p) = \ln \frac{1 - p}{p}$$

    Args:
        p: Probabilities, any shape.

    Returns:
        Derivative, minus the logit of `p`, same shape as `p`.

    Raises:
        ValueError: an entry of `p` lies outside $[0, 1]$.

    Stability:
        A difference of logarithms, so that no ratio overflows. It is $\infty$ at $p = 0$ and
        $-\infty$ at $p = 1$.

    Source:
        Follows from the definition: the terms $-p/p$ and $(1 - p)/(1 - p)$ cancel.

    Examples:
        >>> from dlref.information_theory import binary_entropy_grad
        >>> binary_entropy_grad([0.25, 0.5])
        array([1.09861229, 0.        ])
    """
    p = as_float(p)
    check_unit_interval(p=p)
    with np.errstate(divide="ignore"):  # infinite at 0 and 1
        return np.log1p(-p) - np.log(p)


def nats_to_bits(h: ArrayLike) -> Array:
    r"""Convert an amount of information from nats to bits.

    $$\operatorname{bits}(h) = \frac{h}{\ln 2}$$

    Args:
        h: Information in nats, any shape: an entropy, a divergence, a cross-entropy, a loss.

    Returns:
        The same information in bits, same shape as `h`.

    Source:
        Shannon (1948), "A mathematical theory of communication", introduction.

    Examples:
        >>> import numpy as np
        >>> from dlref.information_theory import nats_to_bits
        >>> nats_to_bits(np.log([1.0, 2.0, 8.0]))
        array([0., 1., 3.])
    """
    return as_float(h) / math.log(2)
