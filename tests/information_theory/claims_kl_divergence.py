"""What libraries do with the divergence."""

from typing import Any

import numpy as np

from dlref.information_theory import kl_divergence
from tests.claims import claim, warned

P, Q = np.array([0.5, 0.3, 0.2]), np.array([0.4, 0.4, 0.2])


@claim("takes the *logarithm of the model* first and the true distribution second")
def the_model_comes_first(torch: Any) -> Any:
    model, truth = torch.tensor(np.log(Q)), torch.tensor(P)
    loss = torch.nn.functional.kl_div(model, truth, reduction="sum")
    return bool(np.isclose(loss, kl_divergence(P, Q)))


@claim("for the three outcomes of the first example it gives {:.4f}", 'and `"batchmean"` {1:.4f}')
def a_mean_over_entries(torch: Any) -> Any:
    model, truth = torch.tensor(np.log(Q))[None], torch.tensor(P)[None]
    return [
        torch.nn.functional.kl_div(model, truth, reduction=reduction).item()
        for reduction in ("mean", "batchmean")
    ]


@claim("PyTorch warns of it")
def a_warning(torch: Any) -> Any:
    return warned(lambda: torch.nn.functional.kl_div(torch.zeros(1, 2), torch.zeros(1, 2)))


@claim("`scipy.stats.entropy(p, q)` gives nats as well, and normalizes `p` and `q` without a word")
def entropy_normalizes(scipy: Any) -> Any:
    found = scipy.stats.entropy([5.0, 3.0, 2.0], [40.0, 40.0, 20.0])
    return bool(np.isclose(found, kl_divergence(P, Q)))


@claim("`scipy.special.kl_div(p, q)` is $p \\ln \\frac{{p}}{{q}} - p + q$ element by element")
def the_terms_of_kl_div(scipy: Any) -> Any:
    return bool(np.allclose(scipy.special.kl_div(P, Q), P * np.log(P / Q) - P + Q))


@claim("`scipy.special.rel_entr` has those")
def the_terms_of_rel_entr(scipy: Any) -> Any:
    return bool(np.allclose(scipy.special.rel_entr(P, Q), P * np.log(P / Q)))
