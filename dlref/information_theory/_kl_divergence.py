"""The Kullback-Leibler divergence and its gradients."""

from numpy.typing import ArrayLike

from dlref._array import Array, as_floats
from dlref._check import check_probabilities, check_same_shape
from dlref.activations import softmax
from dlref.foundations import xlogy
from dlref.information_theory._check import as_distributions
from dlref.information_theory._cross_entropy import cross_entropy_grad

__all__ = ["kl_divergence", "kl_divergence_grad", "kl_divergence_logits_grad"]


def kl_divergence(p: ArrayLike, q: ArrayLike, axis: int = -1) -> Array:
    r"""Measure how badly $q$ models samples from $p$, in nats.

    $$D_{\mathrm{KL}}(p \,\|\, q) = \sum_i p_i \ln \frac{p_i}{q_i}$$

    Args:
        p: True distribution, shape `(..., k)`.
        q: Model, same shape as `p`.
        axis: The axis over which each distribution sums to 1.

    Returns:
        Divergence, the shape of `p` without `axis`; at least 0, and 0 only for $p = q$.

    Raises:
        ValueError: `p` and `q` differ in shape, have a negative entry or do not sum to 1.

    Stability:
        Computed as $\sum_i p_i \ln p_i - p_i \ln q_i$, so no ratio overflows. Where $p_i = 0$ the
        term is 0; where $q_i = 0 < p_i$ the divergence is infinite. Near $p = q$ rounding of
        about $10^{-16}$ remains, which may be negative.

    Source:
        Cover & Thomas (2006), *Elements of Information Theory*, equation 2.26.

    Examples:
        >>> from dlref.information_theory import kl_divergence
        >>> print(round(kl_divergence([0.5, 0.5], [0.25, 0.75]), 8))
        0.14384104
    """
    p, q = as_distributions(p, q, axis)
    return (xlogy(p, p) - xlogy(p, q)).sum(axis)


def kl_divergence_grad(p: ArrayLike, q: ArrayLike, axis: int = -1) -> Array:
    r"""Differentiate the divergence with respect to the model's probabilities.

    $$\frac{\partial}{\partial q_i} \sum_j p_j \ln \frac{p_j}{q_j} = -\frac{p_i}{q_i}$$

    Args:
        p: True distribution, shape `(..., k)`.
        q: Model, same shape as `p`.
        axis: The axis over which each distribution sums to 1.

    Returns:
        Derivative with each $q_i$ free (not kept on the simplex), same shape as `q`.

    Raises:
        ValueError: `p` and `q` differ in shape, have a negative entry or do not sum to 1.

    Stability:
        Where $p_i = 0$ it is 0, also for $q_i = 0$; where $q_i = 0 < p_i$ it is $-\infty$.

    Source:
        Follows from $D_{\mathrm{KL}} = \sum_i p_i \ln p_i - p_i \ln q_i$, term by term.

    Examples:
        >>> from dlref.information_theory import kl_divergence_grad
        >>> kl_divergence_grad([0.5, 0.5], [0.25, 0.75])
        array([-2.        , -0.66666667])
    """
    return cross_entropy_grad(p, q, axis)  # D = H(p, q) - H(p), and H(p) does not depend on q


def kl_divergence_logits_grad(p: ArrayLike, z: ArrayLike, axis: int = -1) -> Array:
    r"""Differentiate the divergence with respect to the logits of the model.

    $$\frac{\partial}{\partial z_i} D_{\mathrm{KL}}(p \,\|\, \operatorname{softmax}(z))
    = \operatorname{softmax}(z)_i - p_i$$

    Args:
        p: True distribution, shape `(..., k)`.
        z: Logits of the model, same shape as `p`.
        axis: The axis over which each distribution sums to 1.

    Returns:
        Derivative, same shape as `z`; it sums to 0 along `axis`.

    Raises:
        ValueError: `p` and `z` differ in shape, or `p` is not a distribution.

    Stability:
        No logarithm and no ratio: bounded by 1, even where $q_i$ underflows to 0.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, section 6.2.2.3.

    Examples:
        >>> from dlref.information_theory import kl_divergence_logits_grad
        >>> kl_divergence_logits_grad([0.5, 0.5], [0.0, 0.0])
        array([0., 0.])
    """
    p, z = as_floats(p, z)
    check_same_shape(p=p, z=z)
    check_probabilities("p", p, axis)
    return softmax(z, axis) - p
