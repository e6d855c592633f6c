r"""Find the display equations of a page in its Markdown source.

An equation is a paragraph of its own, and its attributes follow the closing dollars:

    $$
    H(p) = -\sum_i p_i \ln p_i
    $$ {#eq-entropy name="Shannon entropy"}
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field

from dlref.equations.errors import EquationError

__all__ = [
    "EQUATION",
    "INLINE",
    "Equation",
    "find_equations",
    "parse_equation",
    "without_code",
]

_PATTERN = r"\$\$[ ]*\n?(?P<latex>(?:(?!\$\$).)+?)\s*\$\$[ ]*(?:\{(?P<attributes>[^\n]*)\})?[ ]*$"
EQUATION = re.compile("^" + _PATTERN, re.DOTALL | re.MULTILINE)
INLINE = r"(?<![\\$])\$(?![\s$])((?:\\.|[^$\\])+?)(?<!\s)\$(?![\d$])"  # in a paragraph
_INDENTED = re.compile("^ *" + _PATTERN, re.DOTALL | re.MULTILINE)  # in a list or an admonition
_FOR_READERS = {"name", "reason"}
_FENCE = re.compile(r"^[ ]*(?P<fence>`{3,}|~{3,}).*?^[ ]*(?P=fence)[ ]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Equation:
    """A display equation as its author wrote it."""

    latex: str
    id: str = ""
    classes: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    line: int = 1

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


def parse_equation(match: re.Match[str], line: int = 1) -> Equation:
    """Read one match of `EQUATION`."""
    latex = "\n".join(line.strip() for line in match["latex"].strip().splitlines())
    ids: list[str] = []
    classes: list[str] = []
    options: dict[str, str] = {}
    for word in _words(match["attributes"] or "", latex):
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
    if len(ids) > 1:
        raise EquationError(f"the equation {latex!r} has more than one id: {', '.join(ids)}")
    if "stated" in classes and not options.get("reason"):
        raise EquationError(f'the equation {latex!r} is .stated and needs a reason="..."')
    return Equation(latex, "".join(ids), tuple(classes), options, line)


def without_code(markdown: str) -> str:
    """Blank the fenced code blocks of a page, keeping the number of its lines."""
    return _FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), markdown)


def find_equations(markdown: str) -> list[Equation]:
    """List the display equations of a page with their lines; code blocks hold none."""
    text = without_code(markdown)
    return [
        parse_equation(match, line=text.count("\n", 0, match.start()) + 1)
        for match in _INDENTED.finditer(text)
    ]


def _words(attributes: str, latex: str) -> list[str]:
    try:
        return shlex.split(attributes)
    except ValueError as error:
        raise EquationError(
            f"attributes {attributes!r} of the equation {latex!r}: {error}"
        ) from None
