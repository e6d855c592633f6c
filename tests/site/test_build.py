"""The files of the built site: links, anchors, requests, equations, inventory."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from mkdocstrings import Inventory

import dlref.equations
from dlref.equations.pages.docstrings import judge_docstring
from dlref.equations.pages.source import find_equations
from tests.site.pages import DOCS, URLS, url

# What a browser fetches by itself; a link or a canonical address is not fetched.
FETCHED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src")}
LINK_TYPES = {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch", "modulepreload"}


class Tags(HTMLParser):
    """The ids, links and fetched addresses of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the attributes that matter."""
        values = {name: value or "" for name, value in attrs}
        self.ids.extend(values[name] for name in ("id", "name") if name in values)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        self.fetched.extend(values[name] for name in values if (tag, name) in FETCHED)
        if tag == "link" and LINK_TYPES & set(values.get("rel", "").split()):
            self.fetched.append(values["href"])


@cache
def tags(file: Path) -> Tags:
    return Tags(file.read_text(encoding="utf-8"))


def html_of(site: Path, address: str) -> Path:
    return site / address.strip("/") / "index.html"


@pytest.mark.parametrize("address", URLS)
def test_internal_links_and_anchors_exist(site: Path, address: str) -> None:
    broken = []
    for link in tags(html_of(site, address)).links:
        target, fragment = urldefrag(urljoin(f"https://site{address}", link))
        if urlsplit(target).netloc != "site":
            continue
        file = site / unquote(urlsplit(target).path).strip("/")
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file() or (fragment and fragment not in tags(file).ids):
            broken.append(link)
    assert not broken


@pytest.mark.parametrize("address", URLS)
def test_nothing_is_fetched_from_another_host(site: Path, address: str) -> None:
    assert [a for a in tags(html_of(site, address)).fetched if urlsplit(a).netloc] == []


def test_style_sheets_fetch_nothing_from_another_host(site: Path) -> None:
    for sheet in site.rglob("*.css"):
        addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text(encoding="utf-8"))
        assert [a for a in addresses if urlsplit(a).netloc] == [], sheet


@pytest.mark.parametrize("source", sorted(DOCS.rglob("*.md")), ids=str)
def test_equations_are_numbered_figures_with_anchors(site: Path, source: Path) -> None:
    html = html_of(site, url(source)).read_text(encoding="utf-8")
    equations = [e for e in find_equations(source.read_text(encoding="utf-8")) if e.id]
    for number, equation in enumerate(equations, 1):
        figure = re.search(
            rf'<figure class="equation[^>]*id="{equation.id}".*?</figure>', html, re.S
        )
        assert figure, equation
        assert '<math display="block">' in figure[0]
        assert f'href="#{equation.id}" title="Link to this equation">({number})</a>' in figure[0]
        assert equation.name, f"{source}:{equation.line}: the equation needs a name"


@pytest.mark.parametrize("address", URLS)
def test_no_latex_is_left_in_the_text(site: Path, address: str) -> None:
    html = html_of(site, address).read_text(encoding="utf-8")
    text = re.sub(r"<(script|style|pre|code|math|svg)\b.*?</\1>", "", html, flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", "", text)
    assert re.findall(r"\$[^$]{0,40}|\\[a-zA-Z]+\b", text) == []
    assert "(??)" not in text


def test_every_equation_is_in_the_list_of_formulas(site: Path) -> None:
    links = set(tags(html_of(site, "/formulas/")).links)
    for source in DOCS.glob("*/*.md"):
        for equation in find_equations(source.read_text(encoding="utf-8")):
            if equation.id:
                assert f"..{url(source)}#{equation.id}" in links


def test_inventory_has_the_public_names_and_no_others(site: Path) -> None:
    from tests.layout import public_names

    with (site / "objects.inv").open("rb") as file:
        names = {name for name in Inventory.parse_sphinx(file) if name.startswith("dlref.")}
    checker = {name for name in names if name.startswith("dlref.equations.")}
    # Under the name of its private module a function is listed as well, as an alias.
    assert {re.sub(r"\._\w+", "", name) for name in names - checker} == public_names()
    assert public_names() <= names
    assert {f"dlref.equations.{name}" for name in dlref.equations.__all__} <= checker


def test_the_site_uses_the_style_and_the_script_of_the_package(site: Path) -> None:
    html = html_of(site, "/information-theory/kl-divergence/").read_text(encoding="utf-8")
    for file in Path("dlref/equations/faces/web").iterdir():
        assert (site / "assets/generated" / file.name).read_bytes() == file.read_bytes()
        assert f'"../../assets/generated/{file.name}"' in html


def test_numpy_functions_are_linked(site: Path) -> None:
    html = html_of(site, "/information-theory/kl-divergence/").read_text(encoding="utf-8")
    assert "numpy.org/doc/stable/reference/typing.html#numpy.typing.ArrayLike" in html


def test_the_equation_of_the_home_page_is_true() -> None:
    (shown,) = find_equations((DOCS / "index.md").read_text(encoding="utf-8"))
    page = (DOCS / "information-theory" / "kl-divergence.md").read_text(encoding="utf-8")
    assert judge_docstring(shown, page).problem == ""
