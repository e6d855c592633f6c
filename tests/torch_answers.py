"""PyTorch's answers, stored beside the tests that compare with them.

`tests/losses/torch_cross_entropy.py` defines `answers(torch, rng)`, a dictionary of inputs and of
what PyTorch makes of them; `python -m tests.torch_answers` writes each one's
`torch_cross_entropy.json`. PyTorch is needed to make the files, not to test against them.
"""

import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["load", "make", "pages", "recorded_version"]

SEED = 0
HERE = Path(__file__).parent

Answers = dict[str, NDArray[np.float64]]


def pages() -> list[str]:
    """List the pages that PyTorch has answers for, as in `losses/cross_entropy`."""
    files = sorted(HERE.glob("*/torch_*.py"))
    return [f"{file.parent.name}/{file.stem.removeprefix('torch_')}" for file in files]


def load(page: str) -> Answers:
    """Read the stored answers of a page."""
    arrays = json.loads(_file(page).read_text(encoding="utf-8"))["arrays"]
    return {name: np.array(values, dtype=float) for name, values in arrays.items()}


def recorded_version(page: str) -> str:
    """Tell which PyTorch gave the stored answers."""
    version: str = json.loads(_file(page).read_text(encoding="utf-8"))["torch"]
    return version


def make(page: str) -> Answers:
    """Ask PyTorch, which must be installed, in double precision."""
    import torch

    chapter, name = page.split("/")
    module = importlib.import_module(f"tests.{chapter}.torch_{name}")
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        answers: dict[str, Any] = module.answers(torch, np.random.default_rng(SEED))
    finally:
        torch.set_default_dtype(before)  # what runs next may ask for the default
    return {key: np.array(_numpy(value), dtype=float) for key, value in answers.items()}


def main() -> None:
    """Write the answers of every page."""
    import torch

    for page in pages():
        arrays = {name: array.tolist() for name, array in make(page).items()}
        content = {"torch": torch.__version__, "seed": SEED, "arrays": arrays}
        _file(page).write_text(json.dumps(content, indent=1) + "\n")
        print(f"{page}: {', '.join(arrays)}")


def _numpy(value: Any) -> Any:
    return value.detach().numpy() if hasattr(value, "detach") else value


def _file(page: str) -> Path:
    chapter, name = page.split("/")
    return HERE / chapter / f"torch_{name}.json"


if __name__ == "__main__":
    main()
