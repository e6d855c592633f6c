"""Speed of the package against peers in the same run: `make bench` prints the ratios."""

import timeit
from collections.abc import Callable, Iterator

import numpy as np
import scipy.special
import scipy.stats
from sklearn.decomposition import PCA
from sklearn.preprocessing import minmax_scale, scale

from dlref.activations import log_softmax, sigmoid, softmax
from dlref.foundations import logsumexp, xlogy
from dlref.information_theory import entropy, kl_divergence
from dlref.normalization import min_max_scale, pca_whiten, standardize

Case = tuple[str, str, Callable[[], object], Callable[[], object]]


def cases() -> Iterator[Case]:
    """Yield name, peer, ours and theirs, on a batch of 1000 rows."""
    rng = np.random.default_rng(0)
    z = rng.normal(size=(1000, 100))
    p, q = rng.dirichlet(np.ones(100), size=(2, 1000))
    yield "sigmoid", "SciPy", lambda: sigmoid(z), lambda: scipy.special.expit(z)
    yield "softmax", "SciPy", lambda: softmax(z), lambda: scipy.special.softmax(z, -1)
    yield "log_softmax", "SciPy", lambda: log_softmax(z), lambda: scipy.special.log_softmax(z, -1)
    yield "logsumexp", "SciPy", lambda: logsumexp(z), lambda: scipy.special.logsumexp(z, -1)
    yield "xlogy", "SciPy", lambda: xlogy(p, q), lambda: scipy.special.xlogy(p, q)
    yield "entropy", "SciPy", lambda: entropy(p), lambda: scipy.stats.entropy(p, axis=-1)
    yield "kl_divergence", "SciPy", lambda: kl_divergence(p, q), lambda: _scipy_kl(p, q)
    yield "min_max_scale", "scikit-learn", lambda: min_max_scale(z), lambda: minmax_scale(z)
    yield "standardize", "scikit-learn", lambda: standardize(z), lambda: scale(z)
    whiten = PCA(whiten=True, svd_solver="covariance_eigh")
    yield "pca_whiten", "scikit-learn", lambda: pca_whiten(z), lambda: whiten.fit_transform(z)


def main() -> None:
    """Print one line for each case."""
    print(f"{'function':16}{'ours, ms':>10}{'peer, ms':>10}{'ratio':>8}  peer")
    for name, peer, ours, theirs in cases():
        mine, other = best(ours), best(theirs)
        print(f"{name:16}{1e3 * mine:10.3f}{1e3 * other:10.3f}{mine / other:8.2f}  {peer}")


def best(call: Callable[[], object]) -> float:
    """Time one call: the best of five runs of about 0.1 s."""
    timer = timeit.Timer(call)
    count = max(1, round(0.1 / timer.timeit(1)))
    return min(timer.repeat(5, count)) / count


def _scipy_kl(p: object, q: object) -> object:
    return scipy.stats.entropy(p, q, axis=-1)


if __name__ == "__main__":
    main()
