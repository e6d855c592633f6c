"""How surprising an outcome is, and how far one distribution is from another."""

from dlref.information_theory._kl_divergence import (
    kl_divergence,
    kl_divergence_grad,
    kl_divergence_logits_grad,
)

__all__ = ["kl_divergence", "kl_divergence_grad", "kl_divergence_logits_grad"]
