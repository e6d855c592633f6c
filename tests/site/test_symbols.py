"""What a reader learns by pointing at a symbol, focusing it or tapping it."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from markdown import Markdown
from playwright.sync_api import Browser, Locator, Page, expect

KL = "/information-theory/kl-divergence/"


@pytest.fixture
def kl(page: Page) -> Page:
    """Open the page on the KL divergence."""
    page.goto(KL)
    return page


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """Open the page on a small screen that is touched."""
    size = {"width": 390, "height": 844}
    context = browser.new_context(base_url=address, viewport=size, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(KL)
    yield page
    context.close()


def card_of(page: Page) -> Locator:
    return page.locator("#symbol-card")


def symbols(page: Page, equation: str, meaning: str) -> Locator:
    """Return the places in an equation of the symbol whose row has this meaning."""
    cell = page.get_by_role("cell", name=meaning, exact=True)
    row = page.locator("tr").filter(has=cell).first.get_attribute("id")
    return page.locator(f'#{equation} [data-symbol="{row}"]')


def model(page: Page) -> Locator:
    return symbols(page, "eq-kl-decomposition", "the model")


def test_a_pointer_on_a_symbol_shows_its_row(kl: Page) -> None:
    model(kl).first.hover()
    expect(card_of(kl)).to_contain_text("the model")
    expect(card_of(kl)).to_contain_text("a vector of 4: softmax(z)")
    expect(kl.locator(".symbol-active")).to_have_count(model(kl).count())
    kl.mouse.move(5, 5)
    expect(card_of(kl)).to_be_hidden()
    expect(kl.locator(".symbol-active")).to_have_count(0)


def test_the_pointer_can_go_to_the_card_and_follow_its_link(kl: Page) -> None:
    symbols(kl, "eq-kl", "Kullback-Leibler divergence, in nats").hover()
    link = card_of(kl).get_by_role("link", name="kl_divergence")
    link.hover()
    kl.wait_for_timeout(400)
    link.click()
    assert kl.url.endswith(f"{KL}#dlref.information_theory.kl_divergence")
    expect(card_of(kl)).to_be_hidden()


def test_the_link_of_the_card_leads_to_the_row(kl: Page) -> None:
    model(kl).first.hover()
    card_of(kl).get_by_role("link", name="Notation").click()
    row = kl.url.rpartition("#")[2]
    expect(kl.locator(f"#{row}")).to_contain_text("the model")
    expect(kl.locator(f"#{row}")).to_be_in_viewport()


def test_the_keyboard_reaches_every_symbol_of_an_equation(kl: Page) -> None:
    kl.locator("#eq-kl [tabindex='0'][data-symbol]").focus()
    expect(card_of(kl)).to_contain_text("Kullback-Leibler divergence")
    kl.keyboard.press("ArrowRight")
    expect(card_of(kl)).to_contain_text("true distribution")
    kl.keyboard.press("ArrowLeft")
    expect(card_of(kl)).to_contain_text("Kullback-Leibler divergence")
    kl.keyboard.press("Escape")
    expect(card_of(kl)).to_be_hidden()
    kl.keyboard.press("Tab")  # one stop for each equation: the caption's links come next
    expect(kl.locator("#eq-kl .equation-number")).to_be_focused()


def test_a_tap_shows_the_card_within_the_screen(phone: Page) -> None:
    for symbol in phone.locator("#eq-kl [data-symbol]").all()[:6]:
        symbol.tap()
        box = card_of(phone).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    phone.locator("h1").tap()
    expect(card_of(phone)).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_the_card_passes_axe(kl: Page) -> None:
    model(kl).first.hover()
    expect(card_of(kl)).to_be_visible()
    results = Axe().run(kl)
    assert results.violations_count == 0, results.generate_report()


def test_the_card_is_not_printed(kl: Page) -> None:
    model(kl).first.hover()
    kl.emulate_media(media="print")
    expect(card_of(kl)).to_be_hidden()


FOREIGN = """<!doctype html><meta charset="utf-8">
<link rel="stylesheet" href="/assets/generated/dlref.css">
<script>const card = "a name of the page's own"</script>
<script src="/assets/generated/dlref.js"></script>
<body style="margin: 3rem"><div style="height: 200px"></div><main>{text}</main>"""
TEXT = """| Symbol | Meaning | In code |
|---|---|---|
| $x$ | a measurement | `normal()` |

$$
(x + 1)^2 = x^2 + 2 x + 1
$$ {#eq-square}
"""


def test_a_page_without_a_theme_has_cards_too(page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    html = FOREIGN.format(text=Markdown(extensions=["tables", "dlref"]).convert(TEXT))
    page.route("**/foreign", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/foreign")
    symbol = page.locator("#eq-square [data-symbol]").first
    symbol.hover()
    expect(card_of(page)).to_contain_text("a measurement")
    place, card = symbol.bounding_box(), card_of(page).bounding_box()
    assert place is not None
    assert card is not None
    assert card["x"] == pytest.approx(place["x"], abs=1)
    assert 0 < card["y"] - place["y"] < 80
    assert not errors
