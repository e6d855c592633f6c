"""The kinds of evidence, from the strongest to none."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["KINDS", "Evidence", "Kind", "Part"]

Kind = Literal["code", "derived", "identity", "definition"]
KINDS: tuple[Kind, ...] = ("code", "derived", "identity", "definition")


@dataclass(frozen=True)
class Part:
    """What one relation of an equation rests on.

    Args:
        kind: `code`, a function of a package against the formula; `derived`, a derivative, an
            integral, an expectation or a limit that is computed numerically; `identity`, algebra
            over what is drawn or declared; `definition`, a row of the notation that says the same.
        rests_on: The symbols whose rows must be kept for it to stay true, in LaTeX.
        operators: What is computed numerically, in words.
        functions: The functions of packages among what it rests on, by their dotted paths.
    """

    kind: Kind
    rests_on: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """What an equation rests on, relation by relation in their order."""

    parts: tuple[Part, ...]

    @property
    def kind(self) -> Kind:
        """The strongest kind of any relation."""
        return min((part.kind for part in self.parts), key=KINDS.index)

    @property
    def definitions(self) -> int:
        """How many of the relations are definitions."""
        return sum(part.kind == "definition" for part in self.parts)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The symbols whose rows the relations rest on."""
        return tuple(dict.fromkeys(latex for part in self.parts for latex in part.rests_on))

    @property
    def operators(self) -> tuple[str, ...]:
        """What the relations compute numerically."""
        return tuple(dict.fromkeys(word for part in self.parts for word in part.operators))

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that the relations rest on."""
        return tuple(dict.fromkeys(path for part in self.parts for path in part.functions))
