"""What pages say of other libraries, and what these libraries did when they were asked.

`tests/losses/claims_squared_error.py` holds a function for each claim of its page. It takes the
libraries that it speaks of, by their import names, and returns what the page shows:

    @claim("`optax.squared_error` | {:g}, {:g}, {:g}")
    def every_square(optax: Any) -> Any:
        return optax.squared_error(np.array([0.0, 1.0, 3.0]))

The words are those of the page, with the answer filled in; without a place to fill, the function
returns whether they are true. `python -m tests.claims losses/squared_error` asks the libraries and
writes `claims_squared_error.json`; they are needed for that, not to hold the page against it.
"""

import importlib
import inspect
import json
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any
from unittest import mock

import numpy as np

__all__ = [
    "NAMES",
    "Claim",
    "answer",
    "claim",
    "claims_of",
    "doc_of",
    "library",
    "pages",
    "raised",
    "ran_with",
    "stored",
    "warned",
]

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
NAMES = {
    "flax": "Flax",
    "jax": "JAX",
    "keras": "Keras",
    "numpy": "NumPy",
    "optax": "optax",
    "scipy": "SciPy",
    "sklearn": "scikit-learn",
    "torch": "PyTorch",
}

PARTS = {  # what the libraries do not import by themselves
    "jax": ("scipy.special",),
    "scipy": ("optimize", "special", "stats"),
    "sklearn": ("decomposition", "linear_model", "metrics", "neural_network", "preprocessing"),
}

Function = Callable[..., Any]


@dataclass(frozen=True)
class Claim:
    """Words of a page, and the function that asks libraries whether they are so."""

    function: Function
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the function is called."""
        return self.function.__name__

    @property
    def libraries(self) -> tuple[str, ...]:
        """The import names of the libraries that are asked."""
        return tuple(inspect.signature(self.function).parameters)

    def phrases(self, value: Any) -> list[str]:
        """Fill an answer into the words; raise `ValueError` if they are not so."""
        if value is not True and not any(map(_has_place, self.words)):
            raise ValueError(f"{self.name}: {self.words!r} show no answer, and it is {value!r}")
        values = value if isinstance(value, list) else [value]
        return [words.format(*values) for words in self.words]


def claim(*words: str) -> Callable[[Function], Function]:
    """Mark a function as the evidence of some words of its page."""

    def mark(function: Function) -> Function:
        function.__dict__["words"] = words
        return function

    return mark


def pages() -> list[str]:
    """List the pages that have claims, as in `losses/squared_error`."""
    files = sorted(HERE.glob("*/claims_*.py"))
    return [f"{file.parent.name}/{file.stem.removeprefix('claims_')}" for file in files]


def claims_of(page: str) -> list[Claim]:
    """List the claims of a page."""
    chapter, name = page.split("/")
    functions = vars(importlib.import_module(f"tests.{chapter}.claims_{name}")).values()
    return [Claim(f, f.words) for f in functions if inspect.isfunction(f) and hasattr(f, "words")]


def doc_of(page: str) -> Path:
    """Find the Markdown file of a page."""
    return DOCS / f"{page.replace('_', '-')}.md"


def stored(page: str) -> dict[str, Any]:
    """Read the stored `versions` and `answers` of a page."""
    content: dict[str, Any] = json.loads(_file(page).read_text())
    return content


def ran_with(page: str) -> str:
    """Write the line that tells a reader which versions were asked."""
    versions = stored(page)["versions"]
    told = [f"{NAMES[n]} {versions[n]}" for n in sorted(versions, key=lambda n: NAMES[n].lower())]
    listed = " and ".join([", ".join(told[:-1]), told[-1]] if told[1:] else told)
    return f"What this page says of other libraries was run with {listed}."


def library(name: str) -> Any:
    """Import a library, or raise `ImportError`."""
    parts = {"scipy": ("optimize", "special", "stats"), "jax": ("scipy.special",)}
    with mock.patch.dict(os.environ):  # to which some libraries add when they are imported
        if name == "keras":
            os.environ.setdefault("KERAS_BACKEND", "jax")  # read once, when Keras is imported
        for part in parts.get(name, ()):
            importlib.import_module(f"{name}.{part}")
        return importlib.import_module(name)


def answer(claim: Claim) -> Any:
    """Ask the libraries of a claim, whose warnings are for the claim to look at."""
    with warnings.catch_warnings(), np.errstate(all="ignore"), _left_as_it_was():
        warnings.simplefilter("ignore")
        return _plain(claim.function(*map(library, claim.libraries)))


@contextmanager
def _left_as_it_was() -> Iterator[None]:
    """Put back what libraries change: NumPy's global generator, and the environment."""
    state = np.random.get_state()  # noqa: NPY002 (this one is meant)
    environment = dict(os.environ)
    np.random.seed(0)  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(state)  # noqa: NPY002
        os.environ.clear()
        os.environ.update(environment)


def raised(call: Callable[[], Any]) -> str:
    """Name the error that a call raises, or say `nothing`."""
    try:
        call()
    except Exception as error:
        return type(error).__name__
    return "nothing"


def warned(call: Callable[[], Any]) -> bool:
    """Tell whether a call warns."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return bool(caught)


def main(chosen: list[str]) -> None:
    """Write the answers of the pages that are named, or of all."""
    for page in chosen or pages():
        claims = claims_of(page)
        asked = sorted({name for one in claims for name in one.libraries})
        content = {
            "versions": {name: _version(name) for name in asked},
            "answers": {one.name: answer(one) for one in claims},
        }
        _file(page).write_text(json.dumps(content, indent=1) + "\n")
        print(f"{page}: {len(claims)} claims. {ran_with(page)}")


def _has_place(words: str) -> bool:
    return any(place is not None for _, place, _, _ in Formatter().parse(words))


def _version(name: str) -> str:
    version: str = library(name).__version__
    return version.partition("+")[0]


def _plain(value: Any) -> Any:
    """Make numbers of Python, and lists of them, of whatever array a library gives."""
    if isinstance(value, bool | str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return np.asarray(value.detach() if hasattr(value, "detach") else value).tolist()


def _file(page: str) -> Path:
    chapter, name = page.split("/")
    return HERE / chapter / f"claims_{name}.json"


if __name__ == "__main__":
    main(sys.argv[1:])
