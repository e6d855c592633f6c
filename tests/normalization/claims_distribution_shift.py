"""What libraries do with weights."""

from typing import Any

import numpy as np

from tests.claims import claim, raised

RNG = np.random.default_rng(0)
X = RNG.normal(size=(20, 2))
Y = X @ [1.0, 2.0] + RNG.normal(size=20)
W = RNG.uniform(0.5, 2.0, 20)


def depends_on_the_scale(model: Any, y: Any) -> bool:
    """Fit a model of scikit-learn with the weights and with ten times the weights."""
    once, tenfold = (model.fit(X, y, sample_weight=w).coef_ for w in (W, 10 * W))
    return not np.allclose(once, tenfold, rtol=1e-3)


@claim("changes the coefficients of `Ridge` and `LogisticRegression` in scikit-learn")
def the_scale_counts(sklearn: Any) -> Any:
    models = sklearn.linear_model
    return depends_on_the_scale(models.Ridge(), Y) and depends_on_the_scale(
        models.LogisticRegression(), Y > 0
    )


@claim("but not those of `LinearRegression`")
def no_penalty(sklearn: Any) -> Any:
    return not depends_on_the_scale(sklearn.linear_model.LinearRegression(), Y)


@claim("nor those of `Lasso` in scikit-learn, which brings the weights to a fixed sum first")
def rescaled_weights(sklearn: Any) -> Any:
    return not depends_on_the_scale(sklearn.linear_model.Lasso(alpha=0.1), Y)


@claim("is one number per *class*: 3 numbers for 2 classes are a `{}`")
def class_weights(torch: Any) -> Any:
    loss = torch.nn.CrossEntropyLoss(weight=torch.ones(3))
    assert loss(torch.zeros(3, 3), torch.tensor([0, 1, 1])).isfinite()
    return raised(lambda: loss(torch.zeros(3, 2), torch.tensor([0, 1, 1])))
