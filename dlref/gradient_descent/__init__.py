"""What learning minimizes, the step that lowers the loss, and when to stop."""

from dlref.gradient_descent._learning_problem import (
    accept_if_lower,
    apply_update,
    empirical_risk,
)
from dlref.gradient_descent._stopping import (
    early_stopping,
    gradient_norm_stop,
    relative_decrease_stop,
)
from dlref.gradient_descent._update_rule import (
    descent_lemma_bound,
    gradient_descent_step,
    predicted_decrease,
    steepest_descent_direction,
)

__all__ = [
    "accept_if_lower",
    "apply_update",
    "descent_lemma_bound",
    "early_stopping",
    "empirical_risk",
    "gradient_descent_step",
    "gradient_norm_stop",
    "predicted_decrease",
    "relative_decrease_stop",
    "steepest_descent_direction",
]
