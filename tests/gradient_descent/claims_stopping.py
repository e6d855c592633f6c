"""When libraries stop."""

import inspect
from typing import Any
from unittest import mock

import numpy as np

from tests.claims import claim

LOSSES = [0.9, 0.7, 0.6, 0.65, 0.62, 0.61, 0.7]  # the best one is that of epoch 3


def half_square(theta: Any) -> Any:
    return theta @ theta / 2, theta


@claim("pass the test of SciPy's BFGS, which looks at the largest")
def many_small_entries(scipy: Any) -> Any:
    theta = np.full(1000, 0.9e-5)
    return bool(scipy.optimize.minimize(half_square, theta, method="BFGS", jac=True).nit == 0)


@claim(
    "**SciPy's BFGS** (`scipy.optimize.minimize`) stops when the *largest absolute entry*",
    "it takes no step at all",
)
def largest_entry(scipy: Any) -> Any:
    starts = np.array([[0.8e-5, 0.8e-5], [1.1e-5, 0.0]])
    runs = [scipy.optimize.minimize(half_square, s, method="BFGS", jac=True) for s in starts]
    return runs[0].nit == 0 and runs[1].nit > 0


@claim("**SciPy's L-BFGS-B** has both tests: the largest entry of the (projected) gradient")
def two_tests(scipy: Any) -> Any:
    def far_from_zero(theta: Any) -> Any:
        return 1e9 + theta @ theta / 2, theta

    minimize, start = scipy.optimize.minimize, np.array([0.8, 0.9])
    stops = [minimize(f, start, method="L-BFGS-B", jac=True) for f in (half_square, far_from_zero)]
    none = minimize(half_square, start * 1e-5, method="L-BFGS-B", jac=True)
    told = "GRADIENT" in stops[0].message, "REDUCTION OF F" in stops[1].message
    return told == (True, True) and none.nit == 0


@claim("against `gtol` $= 10^{{-5}}$, and $(a - b) / \\max(|a|, |b|, 1)$ against `ftol`")
def as_documented(scipy: Any) -> Any:
    told = " ".join(scipy.optimize.show_options("minimize", "L-BFGS-B", disp=False).split())
    return "(f^k - f^{k+1})/max{|f^k|,|f^{k+1}|,1} <= ftol" in told


@claim("`ftol` $= {:.1f} \\cdot 10^{{-9}}$")
def relative_tolerance(scipy: Any) -> Any:
    defaults = inspect.signature(scipy.optimize._lbfgsb_py._minimize_lbfgsb).parameters
    return 1e9 * defaults["ftol"].default if defaults["gtol"].default == 1e-5 else np.nan


@claim("Its line search keeps $a - b$ from being negative")
def no_rise(scipy: Any) -> Any:
    losses = []

    def note(intermediate_result: Any) -> None:
        losses.append(intermediate_result.fun)

    rosen, start = scipy.optimize.rosen, np.array([-1.2, 1.0])
    scipy.optimize.minimize(rosen, start, method="L-BFGS-B", callback=note)
    return bool(len(losses) > 10 and np.all(np.diff(losses) <= 0))


@claim("`LogisticRegression(tol=1e-4)` with its default solver `lbfgs` passes `tol` on as `gtol`")
def logistic_regression(sklearn: Any, scipy: Any) -> Any:
    minimize = scipy.optimize.minimize
    with mock.patch("scipy.optimize.minimize", wraps=minimize) as spy:
        model = sklearn.linear_model.LogisticRegression().fit([[0.0], [1.0]], [0, 1])
    call = spy.call_args.kwargs
    return (model.tol, call["method"], call["options"]["gtol"]) == (1e-4, "L-BFGS-B", 1e-4)


@claim("its documentation says `{}`")
def best_so_far(sklearn: Any) -> Any:
    rule = "loss > best_loss - tol"
    return rule if rule in sklearn.linear_model.SGDClassifier.__doc__ else "another rule"


@claim("`SGDClassifier(tol=1e-3)` compares the training loss", "waits for `n_iter_no_change={1}`")
def defaults_of_sgd(sklearn: Any) -> Any:
    parameters = inspect.signature(sklearn.linear_model.SGDClassifier).parameters
    return [parameters[name].default for name in ("tol", "n_iter_no_change")]


@claim("in Keras' `EarlyStopping`")
def keras_stops(keras: Any) -> Any:
    model, stop = (
        mock.Mock(stop_training=False),
        keras.callbacks.EarlyStopping(patience=2, mode="min"),
    )
    stop.set_model(model)
    stop.on_train_begin()
    stopped = []
    for epoch, loss in enumerate(LOSSES):
        stop.on_epoch_end(epoch, {"val_loss": loss})
        stopped.append(model.stop_training)
    return stopped.index(True) + 1 == 3 + 2


@claim("PyTorch's `ReduceLROnPlateau(patience=P)`")
def pytorch_reduces(torch: Any) -> Any:
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=2)
    rates = []
    for loss in LOSSES:
        schedule.step(loss)
        rates.append(optimizer.param_groups[0]["lr"])
    return rates.count(1.0) == 3 + 2 and rates[3 + 2] < 1


@claim("scikit-learn's `MLPClassifier(n_iter_no_change=P)` test `> P`: they act one epoch later")
def scikit_learn_stops(sklearn: Any) -> Any:
    frozen = {"solver": "sgd", "learning_rate_init": 1e-30, "hidden_layer_sizes": (1,)}
    model = sklearn.neural_network.MLPClassifier(n_iter_no_change=2, **frozen)
    model.fit([[0.0], [1.0]], [0, 1])  # the best epoch is the first
    return model.n_iter_ == 1 + 2 + 1
