"""MathML to a line of text, for where only text can stand: `x^2`, `(a+1)/b`."""

import html
import re
from xml.etree import ElementTree

__all__ = ["to_linear"]

_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)[A-Za-z]+;")  # unknown to XML
_INVISIBLE = re.compile("[\u2061-\u2064]")
_ACCENTS = {
    "^": "\u0302",
    "ˆ": "\u0302",
    "~": "\u0303",
    "˜": "\u0303",
    "‾": "\u0304",
    "¯": "\u0304",
}
_ACCENTS |= {"→": "\u20d7", "˙": "\u0307", "¨": "\u0308"}
_SIGNS = {"msub": "_", "msup": "^", "munder": "_", "mover": "^"}


def to_linear(mathml: str) -> str:
    """Write a formula as text that can stand in HTML."""
    root = ElementTree.fromstring(_ENTITY.sub(lambda entity: html.unescape(entity[0]), mathml))
    return html.escape(_INVISIBLE.sub("", _text(root)), quote=False)


def _text(element: ElementTree.Element) -> str:
    parts = [_text(child) for child in element]
    tag = element.tag
    if tag in _SIGNS and len(parts) == 2:
        if tag == "mover" and parts[1] in _ACCENTS:
            return parts[0] + _ACCENTS[parts[1]]
        return _base(parts[0]) + _SIGNS[tag] + _grouped(parts[1])
    if tag in ("msubsup", "munderover") and len(parts) == 3:
        return f"{_base(parts[0])}_{_grouped(parts[1])}^{_grouped(parts[2])}"
    if tag == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if tag == "msqrt":
        return "√" + _grouped("".join(parts))
    if tag == "mroot" and len(parts) == 2:
        return f"{_grouped(parts[1])}√{_grouped(parts[0])}"
    if tag == "mtr":
        return ", ".join(parts)
    if tag == "mtable":
        return "; ".join(parts)
    return (element.text or "").strip("\n") + "".join(parts)


def _base(text: str) -> str:
    return _grouped(text) if any(sign in text for sign in "+-−/ ") else text


def _grouped(text: str) -> str:
    """Put brackets round what is more than a name or a number."""
    is_one = text.isalnum() or len(text) <= 1 or (text[0] == "(" and text[-1] == ")")
    return text if is_one else f"({text})"
