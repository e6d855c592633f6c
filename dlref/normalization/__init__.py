"""Scaling of features before and inside a network, and the shifts it answers."""

from dlref.normalization._batch_norm import (
    batch_norm,
    batch_norm_inference,
    batch_norm_vjp,
    fold_batch_norm,
    update_running_stats,
)
from dlref.normalization._distribution_shift import (
    covariate_shift_weights,
    effective_sample_size,
    moment_drift,
)
from dlref.normalization._feature_scaling import (
    center,
    center_inverse,
    min_max_inverse,
    min_max_scale,
    standardize,
    standardize_inverse,
)
from dlref.normalization._whitening import (
    is_white,
    pca_whiten,
    pca_whiten_inverse,
    zca_whiten,
    zca_whiten_inverse,
)

__all__ = [
    "batch_norm",
    "batch_norm_inference",
    "batch_norm_vjp",
    "center",
    "center_inverse",
    "covariate_shift_weights",
    "effective_sample_size",
    "fold_batch_norm",
    "is_white",
    "min_max_inverse",
    "min_max_scale",
    "moment_drift",
    "pca_whiten",
    "pca_whiten_inverse",
    "standardize",
    "standardize_inverse",
    "update_running_stats",
    "zca_whiten",
    "zca_whiten_inverse",
]
