"""A display equation as a figure: the formula, and a caption that says how far to trust it."""

from xml.etree import ElementTree

from dlref.equations.evidence.kinds import Evidence, Kind
from dlref.equations.judging.verdict import Verdict
from dlref.equations.mutating.record import Score
from dlref.equations.pages.judgements import Judgement
from dlref.equations.pages.source import Equation

__all__ = ["caption", "figure"]

_KINDS: dict[Kind, str] = {
    "code": "checked against code",
    "derived": "checked numerically",
    "identity": "checked as algebra",
    "definition": "definition",
}
_PROVED: dict[Kind, str] = {
    "code": "A function that the page does not write agrees with the formula",
    "derived": "A numerical {operators} agrees with the formula",
    "identity": "Both sides agree for all values that the symbols were given",
    "definition": "It only gives something a name, so there is nothing to prove",
}


def figure(equation: Equation, formula: str) -> ElementTree.Element:
    """Put a formula, which is HTML or stands for some, in a box that scrolls if it is wide."""
    element = ElementTree.Element("figure", {"class": " ".join(["equation", *equation.classes])})
    box = ElementTree.SubElement(element, "div", {"class": "equation-box"})
    box.set("role", "group")
    box.set("aria-label", equation.name or "Equation")
    box.set("data-search-exclude", "")
    box.text = formula
    if equation.id:
        element.set("id", equation.id)
    return element


def caption(
    equation: Equation,
    number: int,
    judgement: Judgement | None,
    score: Score | None,
    functions: list[str],
) -> ElementTree.Element:
    """Say the number, the name, how the equation was checked, and which functions compute it.

    Args:
        equation: The equation.
        number: Its number on the page.
        judgement: What the check found, if it was checked.
        score: What became of its mutants, if that is known.
        functions: Links in Markdown, to the functions that its symbols are bound to.
    """
    element = ElementTree.Element("figcaption")
    link = ElementTree.SubElement(element, "a", {"class": "equation-number"})
    link.set("href", f"#{equation.id}")
    link.set("title", "Link to this equation")
    link.text = f"({number})"
    if equation.name:
        _add(element, "equation-name", equation.name)
    if equation.is_wrong:
        _add(element, "equation-badge", "wrong as written")
    elif equation.reason:
        _add(element, "equation-badge", f"stated, not checked: {equation.reason}")
    elif judgement is not None:
        _add_evidence(element, judgement, score)
    if functions:
        _add(element, "equation-functions", " ".join(functions))
    return element


def _add(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, "span", {"class": name})
    element.text = text
    return element


def _add_evidence(element: ElementTree.Element, judgement: Judgement, score: Score | None) -> None:
    verdict, evidence = judgement.verdict, judgement.evidence
    if verdict is None or evidence is None:
        return
    kind = "definition" if judgement.equation.is_definition else evidence.kind
    name = "" if kind == "definition" else " equation-checked"
    badge = _add(element, f"equation-badge{name}", _KINDS[kind])
    badge.set("title", _proved(kind, evidence))
    if kind != "definition":
        details = _add(element, "equation-details", _details(verdict, score))
        details.set("title", _explained(verdict, score))


def _proved(kind: Kind, evidence: Evidence) -> str:
    """Say in a sentence what the check proves."""
    words = _PROVED[kind].format(operators=" and ".join(evidence.operators) or "derivative")
    count = len(evidence.parts)
    if 0 < evidence.definitions < count:
        words += f"; {evidence.definitions} of its {count} relations are definitions"
    return words


def _details(verdict: Verdict, score: Score | None) -> str:
    parts = [f"{verdict.draws} draws"]
    if verdict.error:
        parts.append(f"error {_error(verdict)}")
    if score is not None:
        parts.append(f"{score.caught}/{score.tried} mutants caught")
    return ", ".join(parts)


def _explained(verdict: Verdict, score: Score | None) -> str:
    parts = [f"Both sides were evaluated for {verdict.draws} random draws of the symbols"]
    if verdict.error:
        parts.append(f"their worst relative difference was {_error(verdict)}")
    if score is not None:
        parts.append(
            f"of {score.tried} small mistakes in the formula the check finds {score.caught}"
        )
    return "; ".join(parts)


def _error(verdict: Verdict) -> str:
    return f"{verdict.error:.0e}".replace("e-0", "e-")
