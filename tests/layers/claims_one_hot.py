"""What libraries do with one-hot vectors."""

from typing import Any

import numpy as np

from tests.claims import claim, raised, warned


@claim("and `torch.nn.functional.one_hot` a `{}`")
def a_label_outside_is_refused(torch: Any) -> Any:
    return raised(lambda: torch.nn.functional.one_hot(torch.tensor([0, 3]), 3))


@claim("`jax.nn.one_hot` gives a row of zeros")
def a_row_of_zeros(jax: Any) -> Any:
    return not jax.nn.one_hot(np.array([3, -1]), 3).any()


@claim("`optax.softmax_cross_entropy` of that row is 0 without a warning")
def a_loss_of_zero(jax: Any, optax: Any) -> Any:
    z, row = np.array([1.0, 2.0, 3.0]), jax.nn.one_hot(3, 3)
    told = warned(lambda: optax.softmax_cross_entropy(z, row))
    return bool(optax.softmax_cross_entropy(z, row) == 0 and not told)


@claim("`sklearn.preprocessing.label_binarize` gives a row of zeros as well")
def binarized_to_zeros(sklearn: Any) -> Any:
    return not sklearn.preprocessing.label_binarize([3], classes=[0, 1, 2]).any()


@claim("The result of PyTorch has integers (`{}`)")
def integers(torch: Any) -> Any:
    return str(torch.nn.functional.one_hot(torch.tensor([0]), 3).dtype)


@claim("its `cross_entropy` refuses them as targets with a `{}`")
def integer_targets_are_refused(torch: Any) -> Any:
    target = torch.nn.functional.one_hot(torch.tensor([0]), 3)
    return raised(lambda: torch.nn.functional.cross_entropy(torch.zeros(1, 3), target))


@claim("and its `mse_loss` converts them")
def integer_targets_are_converted(torch: Any) -> Any:
    target = torch.nn.functional.one_hot(torch.tensor([0]), 3)
    return bool(
        torch.isclose(torch.nn.functional.mse_loss(torch.zeros(1, 3), target), torch.tensor(1 / 3))
    )


@claim("the labels 0, 1 give {} columns and the labels 0, 4 give {}")
def widths(torch: Any) -> Any:
    return [torch.nn.functional.one_hot(torch.tensor([0, label])).shape[1] for label in (1, 4)]


@claim("makes a column only for labels that it has seen, unless `categories` lists them")
def columns_for_what_was_seen(sklearn: Any) -> Any:
    labels, encoder = [[0], [2]], sklearn.preprocessing.OneHotEncoder
    told = encoder(categories=[[0, 1, 2]]).fit_transform(labels)
    return (encoder().fit_transform(labels).shape, told.shape) == ((2, 2), (2, 3))


@claim("and raises `{}` for others")
def an_unseen_label_is_refused(sklearn: Any) -> Any:
    encoder = sklearn.preprocessing.OneHotEncoder().fit([[0], [2]])
    return raised(lambda: encoder.transform([[1]]))


@claim("`sklearn.preprocessing.LabelBinarizer` gives {} column for two classes and {} for three")
def columns_of_a_binarizer(sklearn: Any) -> Any:
    binarizer = sklearn.preprocessing.LabelBinarizer()
    return [binarizer.fit_transform(range(k)).shape[1] for k in (2, 3)]
