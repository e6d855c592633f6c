"""LaTeX to MathML, which a browser draws without JavaScript."""

import functools
import re
from collections.abc import Callable

from dlref._needs import needs
from dlref.equations.errors import EquationError

__all__ = ["to_mathml"]

# What authors write and the converter does not know.
_MACROS = {"substack": r"\begin{subarray}{c}#1\end{subarray}"}
_ENVIRONMENTS = {"split": "aligned", "align*": "aligned"}
# Combining characters that a browser draws beside the letter, and the signs to draw above it.
_ACCENTS = {"\u0332</mo></mover>": "\u203e</mo></mover>", "\u20d7</mo></mover>": "→</mo></mover>"}

_POSITION = re.compile(r"(\d+): (.*)", re.DOTALL)


def to_mathml(latex: str, *, display: bool) -> str:
    """Convert one formula; `EquationError` shows the position of what is not understood."""
    for written, known in _ENVIRONMENTS.items():
        latex = latex.replace(f"{{{written}}}", f"{{{known}}}")
    convert, refusal = _converter()
    try:
        mathml = convert(latex, displaystyle=display)
    except refusal as error:
        raise EquationError(_explain(latex, str(error))) from None
    for drawn_badly, sign in _ACCENTS.items():
        mathml = mathml.replace(drawn_badly, sign)
    return mathml


@functools.cache
def _converter() -> tuple[Callable[..., str], type[Exception]]:
    """Load the converter with the first formula: who loads the extension may see a traceback."""
    with needs("dlref's Markdown extension", extra="markdown"):
        from math_core import LatexError, LatexToMathML
    converter = LatexToMathML(macros=_MACROS, fancy_error=False)
    return converter.convert_with_local_state, LatexError


def _explain(latex: str, error: str) -> str:
    match = _POSITION.fullmatch(error)
    if match is None:
        return f"{error}\n{latex}"
    position, message = int(match[1]), match[2]
    lines = latex[:position].split("\n")
    caret = " " * len(lines[-1]) + "^"
    shown = latex.split("\n")
    shown.insert(len(lines), caret)
    return "\n".join([message, *shown])
