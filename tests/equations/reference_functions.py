"""What a documented library would provide: the functions that the corpus binds its equations to.

They are written from the definitions, independently of the equations they are checked against.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, signal, special, stats

S = special
A = NDArray[Any]

sigmoid: Any = special.expit
Phi: Any = special.ndtr
sqrtm: Any = linalg.sqrtm


def softplus(x: Any, beta: float = 1.0) -> Any:
    return np.logaddexp(0, beta * x) / beta


def silu(x: Any) -> Any:
    return x * special.expit(x)


def mish(x: Any) -> Any:
    return x * np.tanh(np.logaddexp(0, x))


def elu(x: Any, a: float = 1.0) -> Any:
    return np.where(x > 0, x, a * np.expm1(x))


def leaky_relu(x: Any, a: float) -> Any:
    return np.where(x > 0, x, a * x)


def softmax(z: Any) -> Any:
    return special.softmax(np.asarray(z, float), axis=-1)


def log_softmax(z: Any) -> Any:
    return special.log_softmax(z, axis=-1)


def gelu_tanh(x: Any) -> Any:
    return 0.5 * x * (1 + np.tanh(0.7978845608028654 * (x + 0.044715 * x**3)))


def hardswish(x: Any) -> Any:
    return x * np.clip(x + 3, 0, 6) / 6


def swish(x: Any, beta: float) -> Any:
    return x * special.expit(beta * x)


def swiglu(x: A, W: A, V: A, b: A, c: A, beta: float) -> Any:
    return swish(x @ W + b, beta) * (x @ V + c)


# Losses


def mse(a: Any, b: Any) -> float:
    return float(np.mean((np.asarray(a) - np.asarray(b)) ** 2))


def bce_logits(z: Any, y: Any) -> Any:
    return np.logaddexp(0, z) - z * y


def ce_logits(z: Any, y: Any) -> float:
    return float(-np.sum(np.asarray(y) * special.log_softmax(z)))


def huber(r: Any, delta: float) -> Any:
    return special.huber(delta, r)


def svm_loss(W: A, x: A, y: int, delta: float) -> float:
    scores = W @ x
    margins = np.maximum(0, scores - scores[y] + delta)
    margins[y] = 0
    return float(margins.sum())


def cos_sim(a: A, b: A) -> float:
    return float(a @ b / np.sqrt(a @ a) / np.sqrt(b @ b))


# Information theory


def entropy(p: Any) -> float:
    return float(np.sum(special.entr(p)))


def cross_entropy(p: Any, q: Any) -> float:
    return -float(np.sum(special.xlogy(p, q)))


def kl(p: Any, q: Any) -> float:
    return float(np.sum(special.rel_entr(p, q)))


def js(p: Any, q: Any) -> float:
    return 0.5 * kl(p, (p + q) / 2) + 0.5 * kl(q, (p + q) / 2)


def mutual_info(joint: A) -> float:
    return kl(joint, np.outer(joint.sum(1), joint.sum(0)))


def joint_entropy(joint: A) -> float:
    return entropy(joint.ravel())


def cond_entropy(joint: A) -> float:
    """H(Y | X), with X along the first axis."""
    return entropy(joint.ravel()) - entropy(joint.sum(1))


def kl_gauss_num(m0: float, s0: float, m1: float, s1: float) -> float:
    t, w = np.polynomial.hermite_e.hermegauss(40)
    x = m0 + s0 * t

    def logpdf(m: float, s: float) -> Any:
        return -0.5 * ((x - m) / s) ** 2 - np.log(s)

    return float(w @ (logpdf(m0, s0) - logpdf(m1, s1)) / np.sqrt(2 * np.pi))


def normal_pdf(x: float, m: float, s: float) -> float:
    return float(stats.norm(m, s).pdf(x))


def stats_norm_entropy(m: float, s: float) -> float:
    return float(stats.norm(m, s).entropy())


# Optimizers


def sgd(theta: A, g: A, lr: float) -> A:
    return theta - lr * g


def adam_run(g: A, lr: float, b1: float, b2: float, eps: float, theta: A) -> list[tuple[Any, ...]]:
    """(theta, m, v, m_hat, v_hat) after each step."""
    m: Any = 0.0
    v: Any = 0.0
    history = []
    for t, g_t in enumerate(g, 1):
        m = b1 * m + (1 - b1) * g_t
        v = b2 * v + (1 - b2) * g_t * g_t
        m_hat, v_hat = m / (1 - b1**t), v / (1 - b2**t)
        theta = theta - lr * m_hat / (np.sqrt(v_hat) + eps)
        history.append((theta, m, v, m_hat, v_hat))
    return history


def rmsprop_run(G: A, lr: float, eps: float, s: A) -> list[tuple[A, A]]:
    theta = np.zeros(G.shape[1])
    history = []
    for g in G:
        s = s + 0.1 * (g * g - s)
        theta = theta - lr * g / np.sqrt(s + eps)
        history.append((theta, s))
    return history


def adagrad_run(G: A, lr: float, eps: float) -> A:
    theta, s = np.zeros(G.shape[1]), np.zeros(G.shape[1])
    history = [theta]
    for g in G:
        s = s + g * g
        theta = theta - lr * g / np.sqrt(s + eps)
        history.append(theta)
    return np.array(history)


# Layers


def attention(Q: A, K: A, V: A) -> Any:
    return softmax(Q @ K.T / np.sqrt(K.shape[1])) @ V


def lstm(x: A, h: A, c: A, W: Sequence[A], U: Sequence[A], b: Sequence[A]) -> tuple[Any, Any]:
    i, f, g, o = (W[k] @ x + U[k] @ h + b[k] for k in range(4))
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def gru(x: A, h: A, W: Sequence[A], U: Sequence[A], b: Sequence[A], c: Sequence[A]) -> Any:
    r = sigmoid(W[0] @ x + b[0] + U[0] @ h + c[0])
    z = sigmoid(W[1] @ x + b[1] + U[1] @ h + c[1])
    n = np.tanh(W[2] @ x + b[2] + r * (U[2] @ h + c[2]))
    return n + z * (h - n)


def conv_out(n: int, padding: int, dilation: int, kernel: int, stride: int) -> int:
    return len(range(0, n + 2 * padding - dilation * (kernel - 1), stride))


def corr2d(image: A, kernel: A) -> Any:
    return signal.correlate2d(image, kernel, mode="valid")


def layer_norm(x: A, gamma: float, beta: float, eps: float) -> Any:
    return (x - x.mean()) / np.sqrt(x.var() + eps) * gamma + beta


def rms_norm(x: A, gamma: A, eps: float) -> Any:
    return x / np.sqrt(np.mean(x * x) + eps) * gamma


def pos_enc(pos: int, k: int, d: int) -> Any:
    w = 1 / 10000 ** (2 * (k // 2) / d)
    return np.sin(pos * w) if k % 2 == 0 else np.cos(pos * w)


class MLP:
    """A network of sigmoid layers with the cost |y - a|^2 / 2."""

    @staticmethod
    def deltas(W: Mapping[int, A], a: Mapping[int, A], y: A) -> dict[int, A]:
        """Backpropagation by hand; the keys are the numbers of the layers."""
        last = max(W)
        delta = {last: (a[last] - y) * a[last] * (1 - a[last])}
        for layer in range(last - 1, 0, -1):
            back = W[layer + 1].T @ delta[layer + 1]
            delta[layer] = back * a[layer] * (1 - a[layer])
        return delta


# Reinforcement learning


def value_iteration(r: A, P: A, gamma: float, pi: A) -> A:
    expected = np.einsum("sa,sap->sp", pi, P)
    return np.linalg.solve(np.eye(len(r)) - gamma * expected, (pi * r).sum(1))


def discounted(r: Callable[[int], float], t: int, gamma: float) -> float:
    return float(sum(gamma**k * r(t + k + 1) for k in range(400)))


def ppo(ratio: float, advantage: float, eps: float) -> float:
    clipped = (1 + eps) if advantage >= 0 else (1 - eps)
    return min(ratio * advantage, clipped * advantage)
