"""Each step of adding a page is named when it is forgotten: the file, and what to write there."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from dlref.equations.pages.source import find_equations
from dlref.site.contents import pages_in_order
from dlref.site.oracles import ORACLES, comparisons, stand_ins
from tests.layout import DOCS, PAGES, SHOWN, file_with_tests_of, public_names

# A page that shows a formula beside a mistake has it from the page of the chapter.
QUOTING = DOCS / "corrections.md"


def tell(forgotten: Iterable[str]) -> None:
    """Fail with one line for each step that was forgotten."""
    lines = sorted(forgotten)
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)


def title_of(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def test_the_navigation_has_a_line_for_every_page() -> None:
    tell(missing_in_navigation(PAGES, pages_in_order()))
    navigation = Path("mkdocs.yml").read_text(encoding="utf-8")
    indexes = {page.parent / "index.md" for page in PAGES}
    names = {index.relative_to(DOCS).as_posix() for index in indexes}
    tell(f"mkdocs.yml: add '- {name}' to nav" for name in names if f" {name}\n" not in navigation)


def missing_in_navigation(pages: Iterable[Path], listed: list[Path]) -> Iterator[str]:
    """Name the pages that the navigation lacks, has twice, or has without a file."""
    for page, count in Counter(listed).items():
        name = page.relative_to(DOCS).as_posix()
        if page not in pages:
            yield f"mkdocs.yml: remove '{name}' from nav, there is no such page"
        elif count > 1:
            yield f"mkdocs.yml: remove '{name}' from nav, it stands there {count} times"
    for page in set(pages) - set(listed):
        name = page.relative_to(DOCS).as_posix()
        yield f"mkdocs.yml: add '- {name}' to the chapter {page.parent.name} of nav"


def test_a_page_that_the_navigation_lacks_is_named() -> None:
    first, second, *others = pages_in_order()
    step = f"mkdocs.yml: add '- {first.relative_to(DOCS)}' to the chapter foundations of nav"
    assert list(missing_in_navigation(PAGES, [second, *others])) == [step]
    unknown, twice = DOCS / "losses" / "unknown.md", [second, second]
    assert list(missing_in_navigation(PAGES, [first, *twice, *others, unknown])) == [
        f"mkdocs.yml: remove '{second.relative_to(DOCS)}' from nav, it stands there 2 times",
        "mkdocs.yml: remove 'losses/unknown.md' from nav, there is no such page",
    ]


def test_the_index_of_a_chapter_has_a_line_for_each_of_its_pages() -> None:
    tell(step for page in PAGES for step in missing_in_index(page))


def missing_in_index(page: Path) -> Iterator[str]:
    """Name the line that the index of the page's chapter lacks."""
    index = page.with_name("index.md")
    if not re.search(rf"^- \[[^\]]+\]\({re.escape(page.name)}\): \S", index.read_text(), re.M):
        yield f"{index}: add a line '- [{title_of(page)}]({page.name}): WHAT IT IS ABOUT.'"


def test_a_line_that_an_index_lacks_is_given(tmp_path: Path) -> None:
    page = tmp_path / "hinge.md"
    page.write_text("# The hinge loss\n")
    index = tmp_path / "index.md"
    for text in ("# Losses\n", "- [Hinge](hinge.md)\n", "See [Hinge](hinge.md): a loss.\n"):
        index.write_text(text)
        step = f"{index}: add a line '- [The hinge loss](hinge.md): WHAT IT IS ABOUT.'"
        assert list(missing_in_index(page)) == [step]
    index.write_text("# Losses\n\n- [Hinge](hinge.md): for margins.\n")
    assert list(missing_in_index(page)) == []


def test_the_readme_names_every_page_in_its_table() -> None:
    table = readme_table(Path("README.md").read_text(encoding="utf-8"))
    tell(missing_in_readme(PAGES, table))


def test_the_changelog_names_every_page() -> None:
    changelog = Path("CHANGELOG.md").read_text(encoding="utf-8")
    tell(
        f"CHANGELOG.md: add '[{title_of(page)}]({page.as_posix()})' to a line of the next version"
        for page in PAGES
        if f"]({page.as_posix()})" not in changelog
    )


def readme_table(readme: str) -> list[tuple[str, list[str]]]:
    """Read the rows of the table of chapters and pages."""
    table = readme.partition("| Chapter | Pages |\n|---|---|\n")[2].partition("\n\n")[0]
    rows = [row.strip("|").split("|") for row in table.splitlines()]
    return [(chapters, pages.split(",")) for chapters, pages in rows]


def missing_in_readme(pages: list[Path], table: list[tuple[str, list[str]]]) -> Iterator[str]:
    """Name the pages that the row of their chapter lacks, and the words that name no page."""
    for chapter in sorted({page.parent for page in pages}):
        stems = {letters(page.stem): page for page in pages if page.parent == chapter}
        here = [row for row in table if letters(chapter.name) in map(letters, row[0].split(","))]
        named = {page_named(words, stems) for _, entries in here for words in entries}
        for page in stems.values():
            if page not in named:
                words = page.stem.replace("-", " ")
                yield f"README.md: add '{words}' to the row of {chapter.name} in the table"
    known = {letters(page.stem): page for page in pages}
    for words in (words for _, entries in table for words in entries):
        if page_named(words, known) is None:
            yield f"README.md: remove '{words.strip()}' from the table, no page is named so"


def page_named(words: str, stems: dict[str, Path]) -> Path | None:
    """Find the page of 'the four equations' or 'batch normalization' by the file's name."""
    text = letters(words).removeprefix("the")
    fitting = [stem for stem in stems if text.startswith(stem)]
    return stems[max(fitting, key=len)] if fitting else None


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def test_a_page_that_the_readme_lacks_is_named() -> None:
    names = ("losses/cross-entropy", "losses/binary-cross-entropy", "layers/batch-norm")
    pages = [DOCS / f"{name}.md" for name in names]
    losses = [("Losses", ["binary cross-entropy", "cross-entropy"])]
    assert list(missing_in_readme(pages, [*losses, ("Layers", ["batch normalization"])])) == []
    assert list(missing_in_readme(pages, [("Losses, layers", ["cross-entropy", "tanh"])])) == [
        "README.md: add 'batch norm' to the row of layers in the table",
        "README.md: add 'binary cross entropy' to the row of losses in the table",
        "README.md: remove 'tanh' from the table, no page is named so",
    ]


def test_every_function_is_compared_with_something_foreign() -> None:
    compared, replaced = comparisons(), stand_ins()
    module = {name: page for page in PAGES for name in SHOWN.findall(page.read_text())}
    libraries = ", ".join(ORACLES)
    tell(
        f"{file_with_tests_of(module[name])}: hold {name} against one of {libraries} in an "
        "assertion, or say in tests/stand_ins.toml which test stands in for that, and why"
        for name in public_names() - compared.keys() - replaced.keys()
    )
    for name, stand_in in replaced.items():
        assert name in public_names(), f"tests/stand_ins.toml: remove {name}, it is gone"
        assert name not in compared, f"tests/stand_ins.toml: remove {name}, it is compared now"
        file, _, test = stand_in.test.partition("::")
        source = Path(file).read_text().partition(f"\ndef {test}(")[2].partition("\n\n\n")[0]
        called = re.search(rf"\b{name.rpartition('.')[2]}\b", source)
        assert called, f"tests/stand_ins.toml: name a test of {name}, not {stand_in.test}"
        assert stand_in.reason, f"tests/stand_ins.toml: give a reason for {name}"


def test_a_formula_stands_on_one_page() -> None:
    pages = {page: page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md")}
    tell(formulas_that_stand_twice({p: text for p, text in pages.items() if p != QUOTING}))


def test_a_formula_that_stands_on_two_pages_is_named() -> None:
    pages = {
        DOCS / "losses" / "a.md": "$$\na + b = b + a\n$$ {#eq-sum}\n",
        DOCS / "losses" / "b.md": "# B\n\n$$a+b = b\\,+ a.$$ {#eq-b}\n",
        DOCS / "losses" / "c.md": "$$a + b = a - (-b)$$ {#eq-c}\n",
    }
    assert list(formulas_that_stand_twice(pages)) == [
        "docs/losses/b.md:3: remove #eq-b and cite #eq-sum of docs/losses/a.md:1, "
        "which is the same formula"
    ]


def formulas_that_stand_twice(pages: dict[Path, str]) -> Iterator[str]:
    """Name the places of each formula but the first."""
    places = defaultdict(list)
    for page, text in sorted(pages.items()):
        for equation in find_equations(text):
            places[plain(equation.latex)].append((f"{page}:{equation.line}", equation.id))
    for (first, its_id), *others in places.values():
        for place, its_other_id in others:
            yield (
                f"{place}: remove #{its_other_id} and cite #{its_id} of {first}, "
                "which is the same formula"
            )


def plain(latex: str) -> str:
    """Write a formula without what only spaces, aligns or sizes it."""
    spacing = (
        r"\\[,;:!> ]|\\q?quad\b|\\(?:left|right)(?![a-z])|\\(?:big|Big|bigg|Bigg)[lr]?\b|[&\s]"
    )
    return re.sub(spacing, "", latex).rstrip(".,")
