"""How surprising an outcome is, and how far one distribution is from another."""

from dlref.information_theory._cross_entropy import cross_entropy, cross_entropy_grad
from dlref.information_theory._differential_entropy import (
    differential_entropy,
    normal_entropy,
    uniform_entropy,
)
from dlref.information_theory._entropy import (
    binary_entropy,
    binary_entropy_grad,
    entropy,
    entropy_grad,
    entropy_logits_grad,
    nats_to_bits,
    self_information,
)
from dlref.information_theory._kl_divergence import (
    kl_divergence,
    kl_divergence_grad,
    kl_divergence_logits_grad,
)

__all__ = [
    "binary_entropy",
    "binary_entropy_grad",
    "cross_entropy",
    "cross_entropy_grad",
    "differential_entropy",
    "entropy",
    "entropy_grad",
    "entropy_logits_grad",
    "kl_divergence",
    "kl_divergence_grad",
    "kl_divergence_logits_grad",
    "nats_to_bits",
    "normal_entropy",
    "self_information",
    "uniform_entropy",
]
