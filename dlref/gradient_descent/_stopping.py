"""Tests that tell an iteration when to stop."""

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import as_float
from dlref._check import check_axis, check_positive

__all__ = ["early_stopping", "gradient_norm_stop", "relative_decrease_stop"]


def gradient_norm_stop(g: ArrayLike, epsilon: float, order: float = 2) -> bool:
    r"""Stop when the gradient is short.

    $$\operatorname{stop}(g, \varepsilon) = \mathbf{1}\left[\|g\| \le \varepsilon\right]$$

    Args:
        g: Gradient $g$ of the loss, any shape; all its entries form one vector.
        epsilon: Threshold $\varepsilon > 0$.
        order: The norm: 2 is the Euclidean one, `np.inf` the largest absolute entry, which SciPy
            uses, 1 the sum of the absolute entries.

    Returns:
        Whether to stop.

    Raises:
        ValueError: `g` is empty, `epsilon` is not positive and finite, or `order` is below 1.

    Stability:
        A gradient with a `nan` or an infinite entry never passes, so a diverged run does not
        count as converged. The norm is computed in double precision.

    Source:
        Nocedal & Wright (2006), *Numerical Optimization*, algorithm 6.1, for the Euclidean norm.

    Examples:
        >>> from dlref.gradient_descent import gradient_norm_stop
        >>> gradient_norm_stop([3e-6, -4e-6], epsilon=1e-5)
        True
        >>> gradient_norm_stop([3e-5, -4e-6], epsilon=1e-5)
        False
    """
    g = as_float(g)
    check_axis("g", g, None)
    check_positive(epsilon=epsilon)
    if not order >= 1:
        raise ValueError(f"order must be at least 1, got {order}")
    with np.errstate(over="ignore"):  # a norm beyond the largest number is above epsilon
        return bool(np.linalg.norm(g.astype(np.float64).ravel(), order) <= epsilon)


def relative_decrease_stop(
    loss_before: float, loss_after: float, tolerance: float, floor: float = 1.0
) -> bool:
    r"""Stop when the loss hardly changes, measured by its own size.

    $$\operatorname{stop}(a, b, \tau, \phi)
    = \mathbf{1}\left[|b - a| \le \tau \max(|a|, |b|, \phi)\right]$$

    Args:
        loss_before: Loss $a$ before a step.
        loss_after: Loss $b$ after it.
        tolerance: Relative change $\tau > 0$.
        floor: Size $\phi \ge 0$ below which a loss is compared with $\phi$ and no longer with
            itself.

    Returns:
        Whether to stop.

    Raises:
        ValueError: `tolerance` is not positive and finite, or `floor` is negative or not finite.

    Stability:
        No division, so a loss of zero is no special case. A loss that is infinite or `nan` never
        passes.

    Source:
        `scipy.optimize.minimize(method="L-BFGS-B")`, option `ftol`, whose floor is 1.

    Examples:
        >>> from dlref.gradient_descent import relative_decrease_stop
        >>> relative_decrease_stop(2.0, 1.9, tolerance=0.1)
        True
        >>> relative_decrease_stop(2.0, 1.5, tolerance=0.1)
        False
    """
    check_positive(tolerance=tolerance)
    if not 0 <= floor < np.inf:
        raise ValueError(f"floor must be finite and not negative, got {floor}")
    before, after = float(loss_before), float(loss_after)
    return abs(after - before) <= tolerance * max(abs(before), abs(after), floor) < np.inf


def early_stopping(validation_losses: ArrayLike, patience: int) -> bool:
    r"""Stop when the validation loss has not improved for a while.

    $$\operatorname{stop}(V, P)
    = \mathbf{1}\left[n - \operatorname*{arg\,min}_{1 \le t \le n} V_t \ge P\right]$$

    Args:
        validation_losses: $V$, the validation loss after each epoch so far, shape `(n,)`.
        patience: How many epochs $P \ge 1$ without a new lowest value are waited for.

    Returns:
        Whether to stop. The parameters to keep are those of the best epoch, not the last.

    Raises:
        ValueError: `validation_losses` is not a vector, has no entry, or `patience` is below 1.

    Stability:
        An epoch whose loss is `nan` counts as one that did not improve. Of equal losses the
        first is the best.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, algorithm 7.1.

    Examples:
        >>> from dlref.gradient_descent import early_stopping
        >>> early_stopping([0.9, 0.7, 0.8, 0.75], patience=2)
        True
        >>> early_stopping([0.9, 0.7, 0.8, 0.65], patience=2)
        False
    """
    losses = as_float(validation_losses)
    if losses.ndim != 1:
        raise ValueError(f"validation_losses must be a vector, got shape {losses.shape}")
    check_axis("validation_losses", losses, 0)
    if patience < 1:
        raise ValueError(f"patience must be at least 1, got {patience}")
    best = np.where(np.isnan(losses), np.inf, losses).argmin()
    return bool(losses.size - 1 - best >= patience)
