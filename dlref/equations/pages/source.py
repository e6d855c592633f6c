r"""The display equations of a page in its Markdown source, and its text.

An equation is a paragraph of its own, in any container, and its attributes follow the closing
dollars:

    $$
    H(p) = -\sum_i p_i \ln p_i
    $$ {#eq-entropy name="Shannon entropy"}
"""

from dlref.equations.pages.displays import INLINE
from dlref.equations.pages.equation import Equation
from dlref.equations.pages.reader import read

__all__ = ["INLINE", "Equation", "find_equations", "without_code"]


def find_equations(markdown: str) -> list[Equation]:
    """List the display equations of a page with their lines; code and comments hold none.

    Raises:
        EquationError: Something on the page cannot be read, or stands where nothing is drawn.
    """
    document = read(markdown)
    for problem in document.problems:
        raise problem
    return [placed.equation for placed in document.equations]


def without_code(markdown: str) -> str:
    """Blank the code and the comments of a page, keeping the number of its lines."""
    return read(markdown).text()
