"""One visit to a page of the site, and what can be asked of it."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

__all__ = ["Visit", "fonts"]

# What is wider than the screen scrolls in a box of its own, and is not cut off by one that cannot.
_CUT = """() => [...document.querySelectorAll('math, .plot svg, table, pre')].filter(e => {
    for (let box = e; box && box.tagName != 'ARTICLE'; box = box.parentElement) {
        if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return false
    }
    return e.getBoundingClientRect().right > innerWidth
}).map(e => e.outerHTML.slice(0, 200))"""


# A sign is drawn by one font wherever it stands in the same kind of element.
_PROBE_EACH_SIGN = """() => {
    const seen = new Set()
    for (const e of document.querySelectorAll('article :is(mi, mo, mn, mtext)')) {
        const sign = e.tagName + e.textContent
        if (!seen.has(sign)) e.dataset.probe = ''
        seen.add(sign)
    }
}"""


class Visit:
    """Opens a page and listens to what goes wrong.

    Args:
        page: An empty tab.
        address: The address of the site.
        url: That of the page, below it.
        until: What is waited for.
    """

    def __init__(
        self, page: Page, address: str, url: str, until: Literal["load", "networkidle"] = "load"
    ) -> None:
        self.page = page
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda message: self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("requestfailed", lambda request: self.errors.append(request.url))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(address) else self.elsewhere.append(request.url)
            ),
        )
        page.goto(url, wait_until=until)
        page.evaluate("document.fonts.ready")

    def fonts_of_mathematics(self) -> set[tuple[str, bool]]:
        """Name the fonts that draw the formulas, and whether the site sent them."""
        self.page.evaluate(_PROBE_EACH_SIGN)
        return _fonts_of_probes(self.page)

    def axe(self, context: dict[str, Any] | None = None, **options: Any) -> str:
        """Say what axe-core finds wrong; nothing if it finds nothing."""
        options["resultTypes"] = ["violations"]
        results = Axe().run(self.page, context=context, options=options)
        return results.generate_report() if results.violations_count else ""

    def sideways(self, size: Any) -> list[str]:
        """List what makes a small screen scroll sideways, or is cut off by it."""
        self.page.set_viewport_size(size)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        cut: list[str] = self.page.evaluate(_CUT)
        return cut if width == size["width"] else [f"the page is {width} wide", *cut]


def fonts(page: Page, locator: Locator) -> set[tuple[str, bool]]:
    """Name the fonts that Chromium drew an element with, and whether the site sent them."""
    locator.evaluate("e => [e, ...e.querySelectorAll('*')].forEach(e => e.dataset.probe = '')")
    return _fonts_of_probes(page)


def _fonts_of_probes(page: Page) -> set[tuple[str, bool]]:
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument", {"depth": -1})["root"]["nodeId"]
    query = {"nodeId": root, "selector": "[data-probe]"}
    used: set[tuple[str, bool]] = set()
    for node in session.send("DOM.querySelectorAll", query)["nodeIds"]:
        answer: dict[str, Any] = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})
        used |= {(font["familyName"], font["isCustomFont"]) for font in answer["fonts"]}
    session.detach()
    page.evaluate("document.querySelectorAll('[data-probe]').forEach(e => delete e.dataset.probe)")
    return used
