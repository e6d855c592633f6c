"""The affine map, and reverse accumulation on a computational graph."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from dlref._array import Array, as_float, as_floats

__all__ = ["backward", "linear"]


def linear(a: ArrayLike, W: ArrayLike, b: ArrayLike) -> Array:
    r"""Map activations to pre-activations.

    $$z = W a + b$$

    Args:
        a: Input, shape `(n,)`, or `(..., n)` with one example in each row.
        W: Weights, shape `(m, n)`.
        b: Bias, shape `(m,)`.

    Returns:
        Pre-activation $z$, shape `(m,)`, or `(..., m)` with $Z = A W^\top + \mathbf{1} b^\top$.

    Raises:
        ValueError: The shapes of `a`, `W` and `b` do not fit.

    Source:
        Goodfellow, Bengio & Courville (2016), *Deep Learning*, section 6.1; argument order of
        `torch.nn.functional.linear`.

    Examples:
        >>> from dlref.backpropagation import linear
        >>> linear([1.0, 2.0], [[3.0, 4.0], [5.0, 6.0], [7.0, 8.0]], [0.5, 0.0, -0.5])
        array([11.5, 17. , 22.5])
    """
    a, W, b = as_floats(a, W, b)
    if W.ndim != 2 or a.shape[-1:] != W.shape[1:] or b.shape != W.shape[:1]:
        needs = "linear needs a (..., n), W (m, n) and b (m,)"
        raise ValueError(f"{needs}, got a {a.shape}, W {W.shape}, b {b.shape}")
    return a @ W.T + b


def backward(
    graph: Mapping[str, Mapping[str, Callable[[Array], ArrayLike]]], v_bar: ArrayLike = 1.0
) -> dict[str, Array]:
    r"""Accumulate the gradient of the last node with respect to every node, from back to front.

    $$\bar v_i = \sum_{j=i+1}^n \bar v_j D_{ji}$$

    The nodes are numbered in the order of the forward pass. $D_{ji}$ is the derivative of the
    formula of node $j$ with respect to its parent $i$, and 0 if $i$ is no parent of $j$.

    Args:
        graph: A mapping from each node to its parents, in the order of the forward pass, and from
            each parent to the pullback of that edge, the function that maps $\bar v_j$ to
            $\bar v_j D_{ji}$; if nodes are vectors, to $D_{ji}^\top \bar v_j$ with the Jacobian.
            A node without parents is an input.
        v_bar: Gradient of the loss with respect to the last node; 1 if that node is the loss.

    Returns:
        The gradient $\bar v_i$ of each node by its name; 0 if the last node does not depend on it.

    Raises:
        ValueError: The graph is empty, or a parent does not come before its child.

    Stability:
        Each pullback runs once, so the cost is that of one pass through the graph, whatever the
        number of inputs. The type of the result follows `v_bar` and the pullbacks.

    Source:
        Baydin, Pearlmutter, Radul & Siskind (2018), "Automatic differentiation in machine learning:
        a survey", section 3.2.

    Examples:
        >>> from dlref.backpropagation import backward
        >>> x, y = 3.0, 4.0
        >>> graph = {
        ...     "x": {},
        ...     "y": {},
        ...     "p": {"x": lambda p_bar: p_bar * y, "y": lambda p_bar: p_bar * x},  # p = x y
        ...     "q": {"p": lambda q_bar: q_bar, "x": lambda q_bar: q_bar * 2 * x},  # q = p + x^2
        ... }
        >>> backward(graph)["x"]  # y + 2 x
        array(10.)
    """
    _check_order(graph)
    bars: dict[str, Array] = {list(graph)[-1]: as_float(v_bar)}
    for child, parents in reversed(list(graph.items())):
        if child in bars:  # the last node depends on it
            for parent, pullback in parents.items():
                share = as_float(pullback(bars[child]))
                bars[parent] = as_float(bars[parent] + share) if parent in bars else share
    return {name: bars.get(name, np.zeros(())) for name in graph}


def check_affine(W: Array, **vectors: Array) -> None:
    """Require shapes `(m, n)` of `W`, `(..., n)` of the first vector, `(..., m)` of the second."""
    (x_name, x), (z_name, z) = vectors.items()
    if W.ndim != 2 or x.shape[-1:] != W.shape[1:] or z.shape != x.shape[:-1] + W.shape[:1]:
        needs = f"W (m, n) needs {x_name} (..., n) and {z_name} (..., m)"
        raise ValueError(f"{needs}, got W {W.shape}, {x_name} {x.shape}, {z_name} {z.shape}")


def _check_order(graph: Mapping[str, Mapping[str, object]]) -> None:
    if not graph:
        raise ValueError("the graph must have at least one node, got none")
    earlier: set[str] = set()
    for child, parents in graph.items():
        for parent in parents:
            if parent not in earlier:
                raise ValueError(f"a parent must come before its child, got {parent} in {child}")
        earlier.add(child)
