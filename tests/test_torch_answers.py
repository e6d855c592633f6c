"""The stored answers of PyTorch are those that PyTorch gives."""

import numpy as np
import pytest

from tests import torch_answers


def test_answers_are_stored_for_every_page_that_asks() -> None:
    assert torch_answers.pages()
    for page in torch_answers.pages():
        assert torch_answers.load(page), page
        assert torch_answers.recorded_version(page), page


@pytest.mark.parametrize("page", torch_answers.pages())
def test_pytorch_still_answers_so(page: str) -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed: its stored answers are used")
    stored, made = torch_answers.load(page), torch_answers.make(page)
    assert stored.keys() == made.keys()
    for name, values in stored.items():
        np.testing.assert_allclose(made[name], values, rtol=1e-12, atol=1e-14, err_msg=name)
