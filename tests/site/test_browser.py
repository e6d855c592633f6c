"""The site in a real browser, as a reader uses it."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.site.pages import URLS
from tests.site.visit import Visit

LONG = "/normalization/batch-norm/"
KL = "/information-theory/kl-divergence/"
TEXT = {"include": [["article"]], "exclude": [["math"]]}  # formulas are drawn alike on all pages
WITHOUT_COLORS = {"color-contrast": {"enabled": False}}  # style sheets give them, to all alike
PHONE = {"width": 390, "height": 844}
# They have all that theme and style sheets draw: what is the same everywhere is asked of them.
MODELS = ["/", KL, "/check-your-own-pages/"]


@pytest.mark.parametrize("url", URLS)
def test_a_page_as_a_reader_meets_it(page: Page, address: str, url: str) -> None:
    """Look at a page in one visit: what belongs to every page alone is asked of every page."""
    visit = Visit(page, address, url)
    assert (visit.errors, visit.elsewhere) == ([], [])
    assert visit.fonts_of_mathematics() <= {("STIX Two Math", True)}
    assert visit.axe(context=TEXT, rules=WITHOUT_COLORS) == ""
    assert visit.sideways(PHONE) == []


@pytest.mark.parametrize("url", MODELS)
def test_axe_finds_nothing_beside_the_text_nor_in_the_dark(
    page: Page, address: str, url: str
) -> None:
    visit = Visit(page, address, url)
    assert visit.axe() == ""
    page.emulate_media(color_scheme="dark")
    assert visit.axe(runOnly=["color-contrast"]) == ""  # all else is the same


def test_the_colors_of_a_mistake_and_of_a_definition_have_contrast(
    page: Page, address: str
) -> None:
    visit = Visit(page, address, "/corrections/")
    shown = {"include": [[".equation.wrong"], ["figcaption"]], "exclude": [["math"]]}
    assert visit.axe(context=shown, runOnly=["color-contrast"]) == ""
    page.emulate_media(color_scheme="dark")
    assert visit.axe(context=shown, runOnly=["color-contrast"]) == ""


@pytest.mark.parametrize("url", MODELS)
def test_nothing_is_asked_of_another_host_later(page: Page, address: str, url: str) -> None:
    visit = Visit(page, address, url, until="networkidle")
    assert (visit.errors, visit.elsewhere) == ([], [])


def test_search_dialog_passes_axe(page: Page) -> None:
    page.goto(KL)
    page.keyboard.press("/")
    page.get_by_placeholder("Search").press_sequentially("entropy")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_mathematics_is_drawn_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(KL)
    for formula in page.locator("math").all():
        box = formula.bounding_box()
        assert box is not None
        assert box["width"] > 2
        assert box["height"] > 2
    expect(page.locator("#eq-kl figcaption")).to_contain_text("(1)")
    expect(page.locator(".plot svg").first).to_be_visible()
    context.close()


def test_nothing_moves_after_the_first_paint(page: Page) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => {"
        "  for (const entry of list.getEntries()) window.shift += entry.value"
        "}).observe({type: 'layout-shift', buffered: true})"
    )
    page.goto(LONG, wait_until="networkidle")
    assert page.evaluate("window.shift") < 0.01


@pytest.mark.parametrize("url", [KL, LONG])
def test_copy_gives_code_that_runs(browser: Browser, address: str, url: str) -> None:
    context = browser.new_context(
        base_url=address, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    blocks = page.locator(".language-pycon:has(button)")
    assert blocks.count() > 2
    for block in blocks.all():
        shown = block.locator("code").inner_text()
        block.locator("button").first.click()
        page.wait_for_function("getSelection().isCollapsed")
        copied = page.evaluate("navigator.clipboard.readText()")
        code = [line[4:] for line in shown.splitlines() if re.match(r">>> |\.\.\.( |$)", line)]
        assert copied.split("\n") == code
        exec(compile(copied, str(Path(url)), "exec"), {})
    context.close()


@pytest.mark.parametrize(
    ("query", "url"), [("Gibbs' inequality", KL), ("batch_norm_vjp", LONG)], ids=["name", "code"]
)
def test_search_finds_a_formula(page: Page, query: str, url: str) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.get_by_placeholder("Search").press_sequentially(query)
    links = page.locator(".md-search-result__link")
    expect(links.first).to_be_visible()
    assert any(url in (link.get_attribute("href") or "") for link in links.all())


def test_the_reader_switches_to_dark_and_it_stays(page: Page) -> None:
    page.goto(KL)
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.get_by_title("Switch to dark mode").click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    dark = page.evaluate("getComputedStyle(document.querySelector('math')).color")
    page.goto(LONG)
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.get_by_title("Switch to light mode").click()
    assert page.evaluate("getComputedStyle(document.querySelector('math')).color") != dark


def test_an_equation_links_to_itself_and_is_marked(page: Page) -> None:
    page.goto(KL)
    page.locator("#eq-gibbs .equation-number").click()
    assert page.url.endswith("#eq-gibbs")
    plain = page.locator("#eq-kl .equation-box")
    marked = page.locator("#eq-gibbs .equation-box")
    color = "e => getComputedStyle(e).backgroundColor"
    assert marked.evaluate(color) != plain.evaluate(color)


def test_a_page_links_to_its_functions_and_a_function_to_its_pages(page: Page) -> None:
    page.goto(KL)
    function = page.locator(".doc-object").first
    expect(function.locator(".doc-backlinks, .doc-backlink-list").first).to_be_visible()
    page.get_by_role("table").get_by_role("link", name="kl_divergence", exact=True).first.click()
    assert page.url.endswith("#dlref.information_theory.kl_divergence")
