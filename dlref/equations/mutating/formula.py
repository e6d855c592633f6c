"""The tokens of an equation and what belongs together, for edits that stay readable as LaTeX."""

from collections.abc import Iterator

from dlref.equations.mutating.sides import frozen_tokens, partners
from dlref.equations.reading.tokens import Token, tokenize

__all__ = ["ACCENTS", "Edit", "Formula", "edited"]

Edit = tuple[int, int, str]  # start, end, what stands there instead
ACCENTS = frozenset([r"\hat", r"\bar", r"\tilde", r"\vec", r"\dot"])


class Formula:
    """The tokens of an equation, and which of them belong together."""

    def __init__(self, latex: str) -> None:
        self.latex = latex
        self.tokens = tokenize(latex)
        self.partner = partners(self.tokens)
        self.frozen = frozen_tokens(self.tokens, self.partner) | self._remainders()
        self.scripts = self._scripts()

    def places(self) -> Iterator[tuple[int, Token]]:
        """List the tokens that may be changed, with their positions."""
        return ((k, t) for k, t in enumerate(self.tokens) if k not in self.frozen)

    def text(self, k: int) -> str:
        """Return the text of token `k`, or nothing outside the equation."""
        return self.tokens[k].text if 0 <= k < len(self.tokens) else ""

    def argument(self, k: int) -> int:
        """Return the position behind the argument that starts at token `k`."""
        if self.text(k) in ACCENTS:
            return self.argument(k + 1)
        return self.partner.get(k, k) + 1 if self.text(k) == "{" else k + 1

    def after_scripts(self, k: int) -> int:
        """Return the position behind the scripts and primes that start at token `k`."""
        while self.text(k) in ("_", "^", "'"):
            k = k + 1 if self.text(k) == "'" else self.argument(k + 1)
        return min(k, len(self.tokens))

    def cut(self, k: int, stop: int, text: str = "") -> Edit:
        """Replace the tokens `k:stop`."""
        return self.tokens[k].start, self.tokens[stop - 1].end, text

    def written(self, k: int, stop: int) -> str:
        """Return the LaTeX of the tokens `k:stop`."""
        return self.latex[self.tokens[k].start : self.tokens[stop - 1].end]

    def _remainders(self) -> set[int]:
        """Find what stands in O(...): its constants say nothing."""
        return {
            j
            for k, token in enumerate(self.tokens)
            if token.text in ("O", r"\mathcal{O}") and k + 1 in self.partner
            for j in range(k, self.partner[k + 1] + 1)
        }

    def _scripts(self) -> set[int]:
        return {
            j
            for k, token in enumerate(self.tokens)
            if token.text in ("_", "^")
            for j in range(k, min(self.argument(k + 1), len(self.tokens)))
        }


def edited(latex: str, edits: list[Edit]) -> str:
    """Carry out edits that do not overlap."""
    for start, end, text in sorted(edits, reverse=True):
        after = latex[end : end + 1]
        gap = " " if text[-1:].isalpha() and "\\" in text and after.isalpha() else ""
        latex = latex[:start] + text + gap + latex[end:]
    return latex
