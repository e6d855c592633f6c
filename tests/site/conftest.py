"""The built site, a server for it, and a browser to open it in."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CURE = "install Chromium (Debian: apt-get install chromium) or set CHROMIUM to its path"

expect.set_options(timeout=60_000)  # a loaded machine is slow, and no test measures time


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser, so that `-m "not browser"` leaves it out."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Build the site in strict mode, once for all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "site"
    with FileLock(f"{folder}.lock"):
        if not folder.is_dir():
            build(folder)
    return folder


def build(folder: Path) -> None:
    """Build as `make site` does; a warning is an error."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    for command in (["dlref.site"], ["mkdocs", "build", "--strict", "--site-dir", str(folder)]):
        run = subprocess.run(
            [sys.executable, "-m", *command], env=environment, capture_output=True, text=True
        )
        if run.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            pytest.fail(f"{' '.join(command)} failed:\n{run.stdout}{run.stderr}", pytrace=False)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the site on this machine."""
    handler = partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium, or skip where there is none, unless DLREF_BROWSER=required."""
    with sync_playwright() as playwright:
        path = _chromium(playwright)
        if path is None:
            if os.environ.get("DLREF_BROWSER") == "required":
                pytest.fail(f"no browser: {CURE}", pytrace=False)
            pytest.skip(f"no browser: {CURE}")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open an empty tab whose relative addresses are the site's."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def _chromium(playwright: Playwright) -> str | None:
    candidates = [
        os.environ.get("CHROMIUM"),
        *map(shutil.which, ("chromium", "chromium-browser", "google-chrome")),
        playwright.chromium.executable_path,
    ]
    return next((path for path in candidates if path and Path(path).exists()), None)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is http.server's)
        """Say nothing: a test reports what matters."""
