"""What the site's build makes from other files: lists, excerpts, plots, font, inventory."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from matplotlib.axes import Axes
from mkdocstrings import Inventory

from dlref.equations.pages.source import find_equations
from dlref.site.contents import (
    evidence_table,
    excerpt,
    formula_list,
    pages_in_order,
    summary,
)
from dlref.site.figure import figure
from dlref.site.font import write_math_font
from dlref.site.inventory import write_numpy_inventory


def draw(axes: Axes) -> None:
    axes.plot([0, 1], [0, 1], label="η")
    axes.plot([0, 1], [1, 0], "--", label="σ′(z)")
    axes.legend()


def test_pages_stand_in_the_order_of_the_navigation() -> None:
    pages = [page.as_posix() for page in pages_in_order()]
    assert pages[0] == "docs/foundations/numerical-stability.md"
    assert pages.index("docs/activations/softmax.md") < pages.index("docs/losses/cross-entropy.md")


def test_list_of_formulas_links_equations_and_functions() -> None:
    html = formula_list()
    address = "../information-theory/kl-divergence/"
    assert f'<a href="{address}#eq-kl">Kullback-Leibler divergence</a></dt>\n<dd><div' in html
    assert f'<a href="{address}#dlref.information_theory.kl_divergence"><code>kl_divergence' in html


def test_summary_counts_what_is_on_the_pages() -> None:
    checked, definitions, _, functions, snippets, pages = map(int, re.findall(r"\d+", summary()))
    assert pages == len(pages_in_order())
    assert min(checked, functions, snippets) > pages
    assert f"| definitions, which prove nothing | {definitions} |" in evidence_table()


def test_every_equation_is_counted_by_its_evidence_and_few_are_definitions() -> None:
    counts = [int(number) for number in re.findall(r"\| (\d+) \|", evidence_table())]
    sources = [page.read_text(encoding="utf-8") for page in Path("docs").rglob("*.md")]
    equations = [e for source in sources for e in find_equations(source) if e.id]
    assert sum(counts) == len(equations)
    assert counts[3] < 0.02 * len(equations)


def test_excerpt_is_the_function_without_its_docstring(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(
        'import os\n\n\n@mark\ndef f(x):\n    """Say.\n\n    More.\n    """\n    return x\n'
    )
    assert excerpt(str(file), "f") == "```python\n@mark\ndef f(x):\n    return x\n```"
    file.write_text("def g():\n    return 1\n")
    assert excerpt(str(file), "g") == "```python\ndef g():\n    return 1\n```"


def test_a_plot_takes_its_colors_from_the_page_and_is_described() -> None:
    html = figure(draw, alt='Two "crossing"\nlines', caption="a < b")
    assert 'role="img" aria-label="Two &quot;crossing&quot; lines"' in html
    assert "<figcaption>a &lt; b</figcaption>" in html
    assert "var(--plot-1)" in html
    assert "var(--plot-2)" in html
    assert "currentColor" in html
    assert re.findall(r"#[0-9a-f]{6}\b", html) == []
    assert "<style" not in html
    assert "σ′(z)" in html


def test_a_plot_is_the_same_each_time_and_its_ids_are_its_own() -> None:
    first, again, other = (figure(draw, alt=alt) for alt in ("a", "a", "b"))
    assert first == again
    ids = [set(re.findall(r'id="(\w{12,})"', html)) for html in (first, other)]
    assert not ids[0] & ids[1]


def test_the_font_has_what_a_browser_draws_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "font.woff2"
    write_math_font(path)
    with TTFont(path) as font:
        assert "MATH" in font
        characters = font.getBestCmap()
        licenses = str(font["name"].getName(13, 3, 1))
    for sign in "√∑∫∂∇⊙𝑥𝜕𝜙𝔼ℒ𝐖̂‾⏟‖":
        assert ord(sign) in characters, sign
    assert "Open Font License" in licenses
    assert path.stat().st_size < 120_000


def test_the_inventory_has_the_functions_that_the_package_calls(tmp_path: Path) -> None:
    path = tmp_path / "numpy.inv"
    write_numpy_inventory(path)
    with path.open("rb") as file:
        inventory = Inventory.parse_sphinx(file)
    assert inventory["numpy.log1p"].uri == "reference/generated/numpy.log1p.html#numpy.log1p"
    assert inventory["numpy.typing.ArrayLike"].uri == "reference/typing.html#numpy.typing.ArrayLike"


@pytest.mark.parametrize("name", ["linalg.eigh", "log1p"])
def test_names_in_the_inventory_exist(tmp_path: Path, name: str) -> None:
    path = tmp_path / "numpy.inv"
    write_numpy_inventory(path)
    with path.open("rb") as file:
        assert f"numpy.{name}" in Inventory.parse_sphinx(file)


def test_plots_side_by_side_scroll_in_a_box_of_their_own() -> None:
    html = figure(lambda axes: draw(axes[1]), alt="Two plots", columns=2)
    assert '<div class="plot-box" style="--width: 518px"><svg' in html
    assert html.count("<svg") == 1
