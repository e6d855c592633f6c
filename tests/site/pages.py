"""The pages of the site, as their sources list them."""

from pathlib import Path

__all__ = ["DOCS", "URLS", "url"]

DOCS = Path("docs")


def url(source: Path) -> str:
    """Give the address of a page under the site's root."""
    page = source.relative_to(DOCS).with_suffix("").as_posix()
    return "/" + "".join(f"{part}/" for part in page.split("/") if part != "index")


URLS = [url(source) for source in sorted(DOCS.rglob("*.md"))]
