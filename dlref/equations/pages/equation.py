r"""A display equation and its attributes, which follow the closing dollars.

The attributes stand in braces, as in `$$a = b$$ {#eq-a name="A"}`. So that a page also looks right
where another program draws it, they may stand in a comment, `<!-- {#eq-a} -->`, and an id alone in
round brackets, `(eq-a)`, or in the LaTeX, `\label{eq:a}`.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

from dlref.equations.errors import EquationError

__all__ = ["AFTER", "Equation", "parse_equation"]

# What may follow an equation on its last line.
AFTER = re.compile(
    r" *(?:\{:?(?P<braces>[^\n]*)\}|<!-- *\{:?(?P<comment>[^\n]*)\} *-->"
    r"|\((?P<label>eq[-:][^\s()]+)\))? *$"
)
_LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
_FOR_READERS = {"name", "reason"}


@dataclass(frozen=True)
class Equation:
    """A display equation as its author wrote it.

    Args:
        latex: What stands between the dollars.
        id: How it is named; empty for an equation that is not checked.
        classes: What the attributes say with a dot, such as `wrong`.
        options: What they say with an equals sign.
        line: The line of the page where it starts.
        first: The line where its LaTeX starts; 0 if nobody knows.
    """

    latex: str
    id: str = ""
    classes: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    line: int = 1
    first: int = field(default=0, compare=False)

    @property
    def settings(self) -> dict[str, str]:
        """The options that are meant for the check."""
        return {key: value for key, value in self.options.items() if key not in _FOR_READERS}

    @property
    def is_wrong(self) -> bool:
        """Whether the page shows the equation as a mistake."""
        return "wrong" in self.classes

    @property
    def is_definition(self) -> bool:
        """Whether the page says that the equation only names something."""
        return "definition" in self.classes

    @property
    def name(self) -> str:
        """What the formula is called."""
        return self.options.get("name", "")

    @property
    def reason(self) -> str:
        """Why the equation is stated only; empty when it is a claim to be checked."""
        return self.options.get("reason", "") if "stated" in self.classes else ""


def parse_equation(latex: str, attributes: str, line: int = 1) -> Equation:
    """Read the LaTeX of an equation, with lines as they stand on the page, and its attributes."""
    above = len(latex) - len(latex.lstrip())
    first = line + latex.count("\n", 0, above)
    latex, labels = _without_labels(latex)
    ids: list[str] = []
    classes: list[str] = []
    options: dict[str, str] = {}
    for word in _words(attributes, latex):
        if word.startswith("#"):
            ids.append(word[1:])
        elif word.startswith("."):
            classes.append(word[1:])
        elif "=" in word:
            key, _, value = word.partition("=")
            options[key] = value
        else:
            raise EquationError(
                f"attribute {word!r} after the equation {latex!r} is neither an #id, a .class nor "
                'a key="value"'
            )
    ids = ids or labels
    if len(ids) > 1:
        raise EquationError(f"the equation {latex!r} has more than one id: {', '.join(ids)}")
    if "stated" in classes and not options.get("reason"):
        raise EquationError(f'the equation {latex!r} is .stated and needs a reason="..."')
    return Equation(latex, "".join(ids), tuple(classes), options, line, first)


def _without_labels(latex: str) -> tuple[str, list[str]]:
    labels = _LABEL.findall(latex)
    lines = _LABEL.sub("", latex).strip().split("\n")
    return "\n".join(line.strip() for line in lines), labels


def _words(attributes: str, latex: str) -> list[str]:
    try:
        return shlex.split(attributes)
    except ValueError as error:
        raise EquationError(
            f"attributes {attributes!r} of the equation {latex!r}: {error}"
        ) from None
