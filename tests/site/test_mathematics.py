"""Every construct of the formulas, drawn by a real browser: its font, its shape and its ink.

Markup alone proves little: a font without a root sign leaves a correct `msqrt` with no root.
"""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page

from dlref.equations.faces.mathml import to_mathml
from tests.site.visit import fonts

FORMULAS = {
    "root": r"\sqrt{\sigma^2 + \epsilon}",
    "cube root": r"\sqrt[3]{x + y}",
    "tall root": r"\sqrt{\frac{a + b}{c}}",
    "fraction": r"\frac{x - \mu}{\sigma}",
    "aligned": r"\begin{aligned} a + b &= c \\ d &= e + f + g \\ &= h \end{aligned}",
    "cases": r"f(x) = \begin{cases} x & x > 0 \\ 0 & x \le 0 \end{cases}",
    "matrix": r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    "brackets": r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}",
    "underbrace": r"\underbrace{a + b + c + d}_{n}",
    "limits": r"\operatorname*{arg\,min}_{\theta} L(\theta)",
    "sum": r"\sum_{i=1}^{n} x_i",
    "integral": r"\int_{a}^{b} p(x) \, dx",
    "product": r"\prod_{i} p_i",
    "norm": r"\left\| \frac{a}{b} \right\|",
    "absolute": r"\left| \frac{a}{b} \right|",
    "hat": r"\hat{x}",
    "bar": r"\bar{x}",
    "tilde": r"\tilde{x}",
    "overline": r"\overline{x + y}",
    "vector": r"\vec{x}",
    "arrow": r"\overrightarrow{h}",
    "wide hat": r"\widehat{xy}",
    "large brackets": r"\Big( \big( x \big) \Big)",
    "floor": r"\lfloor x \rfloor \langle x, y \rangle",
    "binomial": r"\binom{n}{k}",
    "dot": r"\dot{x}",
    "alphabets": r"\mathbb{E} \mathcal{L} \mathbf{1} \mathrm{d} \mathbf{W}",
    "Greek": r"\alpha \beta \gamma \delta \epsilon \theta \lambda \mu \phi \varphi \Sigma \Lambda",
    "operators": r"\nabla \partial \odot \otimes \top \propto \approx \le \ge \ne \in \infty \cdot",
    "arrows": r"\leftarrow \to \mapsto \iff \Rightarrow",
    "divergence": r"D_{\mathrm{KL}}(p \,\|\, q)",
    "prime": r"h'",
    "boxed": r"\boxed{x + y}",
    "substack": r"\sum_{\substack{i < n \\ j > 0}} x_{ij}",
}


@pytest.fixture
def drawn(page: Page, site: Path) -> Page:
    """Draw the formulas on a page that uses the site's own style sheets."""
    sheets = "".join(
        f'<link rel="stylesheet" href="/{sheet.relative_to(site)}">'
        for place in ("stylesheets/main.*.min.css", "generated/dlref.css", "site.css")
        for sheet in (site / "assets").glob(place)
    )
    rows = "".join(
        f'<p id="{name}" style="font-size: 48px">{to_mathml(latex, display=True)}</p>'
        for name, latex in FORMULAS.items()
    )
    html = f'<!doctype html><meta charset="utf-8">{sheets}<body class="md-typeset">{rows}</body>'
    page.route("**/constructs", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/constructs")
    page.evaluate("document.fonts.ready")
    return page


def ink(locator: Locator) -> NDArray[np.bool_]:
    """Tell which pixels of an element are drawn."""
    image = Image.open(BytesIO(locator.screenshot())).convert("L")
    return np.asarray(image) < 128


def box(locator: Locator) -> dict[str, float]:
    """Measure an element."""
    bounds: dict[str, float] = locator.evaluate("e => e.getBoundingClientRect().toJSON()")
    return bounds


@pytest.mark.parametrize("name", FORMULAS)
def test_only_the_math_font_draws_the_formula(drawn: Page, name: str) -> None:
    formula = drawn.locator(f"[id='{name}'] math")
    assert fonts(drawn, formula) == {("STIX Two Math", True)}
    assert ink(formula).sum() > 30


@pytest.mark.parametrize("name", ["root", "cube root", "tall root"])
def test_a_root_has_its_sign_and_its_bar(drawn: Page, name: str) -> None:
    root = drawn.locator(f"[id='{name}'] :is(msqrt, mroot)")
    pixels = ink(root)
    inside = box(root.locator(":scope > *").first)
    left = round(inside["x"] - box(root)["x"])
    right = left + round(inside["width"])
    above = max(2, round(inside["y"] - box(root)["y"]))
    assert left > 10  # room for the sign
    assert pixels[:, : left - 2].any(axis=1).mean() > 0.4  # which is drawn there
    bar = pixels[:above, left:right].any(axis=0)
    assert bar.mean() > 0.95  # and goes on above the whole radicand


def test_lines_of_a_derivation_are_aligned(drawn: Page) -> None:
    signs = [box(sign) for sign in drawn.locator("#aligned mo:text-is('=')").all()]
    assert len(signs) == 3
    assert len({round(sign["x"]) for sign in signs}) == 1
    assert signs[0]["bottom"] < signs[1]["y"] + 5 < signs[2]["y"] + 10


@pytest.mark.parametrize(("name", "delimiters"), [("cases", 1), ("matrix", 2), ("brackets", 2)])
def test_delimiters_are_as_tall_as_what_they_enclose(
    drawn: Page, name: str, delimiters: int
) -> None:
    table = box(drawn.locator(f"#{name} mtable"))
    signs = drawn.locator(f"#{name} mrow:has(> mtable) > mo")
    tall = [sign for sign in signs.all() if box(sign)["height"] > 0.9 * table["height"]]
    assert len([sign for sign in tall if box(sign)["width"] > 0]) == delimiters
    for sign in tall[:delimiters]:
        assert ink(sign).any(axis=1).mean() > 0.8


@pytest.mark.parametrize("name", ["norm", "absolute"])
def test_bars_are_as_tall_as_what_they_enclose(drawn: Page, name: str) -> None:
    fraction = box(drawn.locator(f"#{name} mfrac"))
    bars = drawn.locator(f"#{name} mo")
    assert bars.count() == 2
    for bar in bars.all():
        assert box(bar)["height"] > 0.9 * fraction["height"]
        assert ink(bar).any(axis=1).mean() > 0.8


def test_an_underbrace_is_as_wide_as_what_it_embraces(drawn: Page) -> None:
    formula = drawn.locator("#underbrace > math > munder")
    top = box(formula)["top"]
    first = round(box(formula.locator("mrow"))["bottom"] - top)
    last = round(box(formula.locator("mi").last)["top"] - top)
    assert ink(formula)[first:last].any(axis=0).mean() > 0.8


@pytest.mark.parametrize("name", ["limits", "sum", "product"])
def test_limits_stand_below(drawn: Page, name: str) -> None:
    operator = drawn.locator(f"#{name} :is(munder, munderover)").first
    children = operator.locator(":scope > *")
    assert box(children.nth(1))["y"] > box(children.nth(0))["y"] + 20
    assert abs(_middle(children.nth(1)) - _middle(children.nth(0))) < 12


@pytest.mark.parametrize("name", ["hat", "bar", "tilde", "vector", "dot", "arrow"])
def test_an_accent_is_drawn_above_its_letter(drawn: Page, name: str) -> None:
    letter = box(drawn.locator(f"#{name} mover > :first-child"))
    whole = drawn.locator(f"#{name} mover")
    rows = np.flatnonzero(ink(whole).any(axis=1))
    gaps = np.flatnonzero(np.diff(rows) > 1)
    assert gaps.size == 1  # accent, gap, letter
    columns = [
        np.flatnonzero(ink(whole)[part].any(axis=0)).mean() for part in _parts(rows, gaps[0])
    ]
    assert abs(columns[0] - columns[1]) < 0.3 * letter["width"]  # one above the other


def test_a_prime_is_not_raised_twice(drawn: Page) -> None:
    whole = drawn.locator("#prime msup")
    letter = round(box(whole.locator("mi"))["width"])
    pixels = ink(whole)
    top_of_letter, top_of_prime = (
        np.flatnonzero(part.any(axis=1))[0]
        for part in (pixels[:, :letter], pixels[:, letter + 2 :])
    )
    assert abs(top_of_letter - top_of_prime) < 13


def test_a_fraction_has_its_bar(drawn: Page) -> None:
    assert ink(drawn.locator("#fraction mfrac")).mean(axis=1).max() > 0.95


def test_an_overline_covers_the_sum(drawn: Page) -> None:
    assert ink(drawn.locator("#overline mover")).mean(axis=1).max() > 0.9


def test_a_box_is_drawn_on_four_sides(drawn: Page) -> None:
    pixels = ink(drawn.locator("#boxed menclose"))
    for side in (pixels[:4], pixels[-4:], pixels.T[:4], pixels.T[-4:]):
        assert side.any(axis=0).mean() > 0.95


def _parts(rows: NDArray[np.intp], gap: int) -> tuple[slice, slice]:
    return slice(0, rows[gap] + 1), slice(rows[gap + 1], None)


def _middle(locator: Locator) -> float:
    bounds = box(locator)
    return bounds["x"] + bounds["width"] / 2
