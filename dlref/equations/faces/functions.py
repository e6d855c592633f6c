"""The functions that an equation uses or rests on, and what they were compared with."""

from collections.abc import Mapping

from dlref.equations.faces.page import Known
from dlref.equations.faces.symbols import functions_in
from dlref.equations.pages.tables import LINK

__all__ = ["function_links"]


def function_links(latex: str, known: Known, tested: Mapping[str, str]) -> list[str]:
    """List links in Markdown to the functions of an equation.

    Args:
        latex: The equation.
        known: What is known of it.
        tested: What functions were compared with. A function in here has a place named
            `tested-` and its path, which says by which test.
    """
    links = {_path(cell): cell for cell in functions_in(latex, known.rows)}
    evidence = known.judgement.evidence if known.judgement else None
    for path in evidence.functions if evidence else ():
        if path in tested:
            links.setdefault(path, f"[`{path.rpartition('.')[2]}`][{path}]")
    return [
        f"{link} ([vs {tested[path]}][tested-{path}])" if path in tested else link
        for path, link in links.items()
    ]


def _path(cell: str) -> str:
    match = LINK.fullmatch(cell)
    return match[1] if match else ""
