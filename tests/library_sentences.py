"""Find what a page says of other libraries, sentence by sentence.

A sentence outside of code that names a library is a claim about it. Its evidence is the words of
a claim that stand in it, or the snippet right below that uses the library.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Sentence", "places", "sentences"]

LIBRARIES = {
    "flax": r"[Ff]lax",
    "jax": r"JAX|jax",
    "keras": r"[Kk]eras",
    "numpy": r"NumPy|numpy|np(?=\.)",
    "optax": r"[Oo]ptax",
    "pandas": r"pandas",
    "scipy": r"SciPy|scipy",
    "sklearn": r"scikit-learn|sklearn",
    "tensorflow": r"TensorFlow|tensorflow",
    "torch": r"PyTorch|torch",
}
_NAMED = {name: re.compile(rf"(?<![\w/.-])(?:{p})(?![\w/-])") for name, p in LIBRARIES.items()}
_FENCE = re.compile(r"^[ ]*(?P<f>`{3,})(?P<body>.*?)^[ ]*(?P=f)[ ]*$", re.DOTALL | re.MULTILINE)
_START_OF_BLOCK = re.compile(r"\s*(?:[-*+]|\d+\.)\s|\s*(?:\||#|\?\?\?|!!!|===|:::)")
_END_OF_SENTENCE = re.compile(r"(?:(?<=[.!?])[*_)]*|;)\s+")
_SOURCES = re.compile(r"^## Sources$.*", re.DOTALL | re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{#eq-[^\n]*\}")  # of an equation, where Python may stand
_ADDRESS = re.compile(r"\]\([^)]*\)")


@dataclass(frozen=True)
class Sentence:
    """A sentence, a part of it up to a semicolon, or a table's row, that names libraries."""

    text: str
    libraries: frozenset[str]
    evidence: frozenset[str]

    @property
    def unfounded(self) -> list[str]:
        """The libraries of which it has no evidence."""
        return sorted(self.libraries - self.evidence)


def sentences(page: str, claimed: Iterable[tuple[str, Iterable[str]]] = ()) -> Iterator[Sentence]:
    """Find the sentences of a page that name libraries; `claimed` holds words and libraries."""
    claimed = [(words, frozenset(libraries)) for words, libraries in claimed]
    for block, snippet in _blocks(page):
        found = [(span, libraries) for words, libraries in claimed for span in _spans(words, block)]
        ends = [] if block[:1] == "|" else [m.end() for m in _END_OF_SENTENCE.finditer(block)]
        for start, end in zip([0, *ends], [*ends, len(block)], strict=True):
            named = _named(block[start:end])
            told = [libraries for (a, b), libraries in found if a < end and b > start]
            if named:
                yield Sentence(block[start:end].strip(), named, snippet.union(*told))


def places(words: str, page: str) -> int:
    """Count where a page says these words, outside of code blocks."""
    return sum(len(_spans(words, block)) for block, _ in _blocks(page))


def _blocks(page: str) -> Iterator[tuple[str, frozenset[str]]]:
    """List paragraphs, list items and table rows, with the libraries of the snippet right below."""
    text, end = _ATTRIBUTES.sub("", _SOURCES.sub("", page)), 0
    for fence in _FENCE.finditer(text):
        *before, last = _split(text[end : fence.start()])
        yield from ((block, frozenset()) for block in before)
        is_snippet = fence["body"].startswith("pycon")
        yield last, _named(fence["body"]) if is_snippet else frozenset()
        end = fence.end()
    yield from ((block, frozenset()) for block in _split(text[end:]))


def _split(text: str) -> list[str]:
    blocks = [""]
    for line in text.splitlines():
        if not line.strip() or _START_OF_BLOCK.match(line):
            blocks.append("")
        blocks[-1] += f" {line.strip()}"
    return [block.strip() for block in blocks if block.strip()] or [""]


def _spans(words: str, block: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(words), block)]


def _named(text: str) -> frozenset[str]:
    """Name the libraries of a text; `np.exp(x)` in a table's row is how a symbol is computed."""
    text = _ADDRESS.sub("]", text)
    if text.startswith("|"):
        text = re.sub(r"\bnp\.", "", text)
    return frozenset(name for name, pattern in _NAMED.items() if pattern.search(text))
