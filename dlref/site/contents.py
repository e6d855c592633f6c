"""Lists that a page takes from the other pages when the site is built: formulas, code excerpts."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

from dlref._needs import needs
from dlref.equations.faces.mathml import to_mathml
from dlref.equations.mutating.record import read_record
from dlref.equations.pages.docstrings import shown_names
from dlref.equations.pages.snippets import find_snippets
from dlref.equations.pages.source import Equation, find_equations

with needs("dlref.site", extra="site"):
    import yaml

__all__ = ["evidence_table", "excerpt", "formula_list", "pages_in_order", "summary"]

_KINDS = {
    "code": "checked against code",
    "derived": "checked numerically",
    "identity": "checked as algebra",
    "definition": "definitions, which prove nothing",
    "stated": "stated only, with a reason",
    "wrong": "shown as mistakes",
}
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)


def formula_list(docs: Path = Path("docs")) -> str:
    """List every formula of the site, by chapter and page, as HTML beside the folder of pages."""
    parts: list[str] = []
    chapter = None
    for path in pages_in_order(docs):
        if path.parent != chapter:
            chapter = path.parent
            parts.append(_heading("h2", chapter / "index.md", docs))
        parts.append(_heading("h3", path, docs))
        parts.extend(_page_entries(path, docs))
    return "\n".join(parts)


def summary(docs: Path = Path("docs")) -> str:
    """Say in one sentence how much the site holds, and what of it is proved."""
    pages = [path.read_text(encoding="utf-8") for path in pages_in_order(docs)]
    functions = sum(len(_functions(page)) for page in pages)
    snippets = sum(len(find_snippets(page)) for page in pages)
    kinds = _kinds(docs)
    checked = kinds["code"] + kinds["derived"] + kinds["identity"]
    return (
        f"**{checked} equations are checked**, {kinds['definition']} more are definitions, and "
        f"{kinds['stated']} are stated with a reason; **{functions} functions and {snippets} "
        f"snippets** are tested, on {len(pages)} pages."
    )


def evidence_table(docs: Path = Path("docs")) -> str:
    """Count the equations of the site by what their truth rests on, as a table in Markdown."""
    kinds = _kinds(docs)
    total = sum(kinds.values())
    rows = [
        f"| {words} | {kinds[kind]} | {100 * kinds[kind] / total:.1f} % |"
        for kind, words in _KINDS.items()
    ]
    return "\n".join(["| Equations of this site | How many | Share |", "|---|---|---|", *rows])


def _kinds(docs: Path) -> Counter[str]:
    """Count the equations of all pages: by their evidence, or as stated or shown as mistakes."""
    record = read_record(docs / "assets" / "mutants.json")
    found: Counter[str] = Counter()
    for path in sorted(docs.rglob("*.md")):
        for equation in find_equations(path.read_text(encoding="utf-8")):
            score = record.get(f"{path.as_posix()}::{equation.id}")
            if equation.is_wrong:
                found["wrong"] += 1
            elif equation.reason:
                found["stated"] += 1
            elif equation.id and score is not None:
                found[score.evidence] += 1
    return found


def pages_in_order(docs: Path = Path("docs")) -> list[Path]:
    """List the pages of the chapters in the order of the navigation."""
    names = _names(yaml.load(Path("mkdocs.yml").read_text(encoding="utf-8"), _Loader)["nav"])
    return [docs / name for name in names if "/" in name and not name.endswith("/index.md")]


def excerpt(path: str, function: str) -> str:
    """Show a function of a source file as a code block, without its docstring."""
    source = Path(path).read_text(encoding="utf-8")
    node = next(
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name == function
    )
    first = node.body[0]
    start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    lines = source.splitlines()[start - 1 : node.end_lineno]
    if ast.get_docstring(node) and first.end_lineno:
        del lines[first.lineno - start : first.end_lineno - start + 1]
    return "\n".join(["```python", *lines, "```"])


class _Loader(yaml.SafeLoader):
    """Reads `mkdocs.yml` without what only a build needs, such as the tag `!!python/name`."""


for _tag in ("!", "tag:yaml.org,2002:python/"):
    _Loader.add_multi_constructor(_tag, lambda loader, suffix, node: None)


def _names(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict):
        for value in nav.values():
            yield from _names(value)
    elif isinstance(nav, list):
        for item in nav:
            yield from _names(item)


def _functions(text: str) -> list[str]:
    return [name for _, name in shown_names(text) if name.startswith("dlref.")]


def _heading(tag: str, path: Path, docs: Path) -> str:
    title = _TITLE.search(path.read_text(encoding="utf-8"))
    text = escape(title[1]) if title else path.stem
    return f'<{tag}><a href="{_address(path, docs)}">{text}</a></{tag}>'


def _page_entries(path: Path, docs: Path) -> Iterator[str]:
    text, address = path.read_text(encoding="utf-8"), _address(path, docs)
    yield '<dl class="formulas">'
    for equation in find_equations(text):
        if equation.id:
            yield f'<dt><a href="{address}#{equation.id}">{escape(equation.name)}</a></dt>'
            yield f"<dd>{_drawn(equation)}</dd>"
    yield "</dl>"
    links = [
        f'<a href="{address}#{name}"><code>{name.rpartition(".")[2]}</code></a>'
        for name in _functions(text)
    ]
    if links:
        yield f"<p>In code: {', '.join(links)}</p>"


def _drawn(equation: Equation) -> str:
    if "\\begin{aligned}" in equation.latex:
        return '<span class="formulas-derivation">derivation</span>'
    return f'<div class="formulas-box">{to_mathml(equation.latex, display=False)}</div>'


def _address(path: Path, docs: Path) -> str:
    page = path.relative_to(docs).with_suffix("").as_posix().removesuffix("index")
    return f"../{page.rstrip('/')}/"
