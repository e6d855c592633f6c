"""Every example in a docstring runs when it is pasted alone, and shows what it prints."""

import importlib
import inspect
import pkgutil

import pytest

import dlref
from dlref.equations.pages.snippets import Snippet, docstring_snippets
from dlref.equations.snippets.running import run

MODULES = [
    importlib.import_module(info.name)
    for info in pkgutil.walk_packages(dlref.__path__, "dlref.")
    if not info.name.endswith("__main__")
]
EXAMPLES = [
    pytest.param(inspect.getfile(module), snippet, id=name)
    for module in MODULES
    for name, snippet in docstring_snippets(module)
]


@pytest.mark.parametrize(("file", "snippet"), EXAMPLES)
def test_docstring(file: str, snippet: Snippet) -> None:
    mistakes = run(snippet, file)
    if mistakes:
        told = "\n\n".join(f"{file}:{mistake.line}: {mistake}" for mistake in mistakes)
        pytest.fail(told, pytrace=False)
