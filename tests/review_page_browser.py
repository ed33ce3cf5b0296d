"""A real browser at the review page: Debian's chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from review_page_support import serving

from summarise.review_page import PageServer, Wanted, page_of
from summarise.reviewing import Options, Review

SCREENSHOTS = Path(__file__).parent.parent / "out" / "screenshots"
CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
# A container's root has no sandbox; the rest keeps the browser from asking its maker for anything.
_FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


@contextmanager
def launched() -> Iterator[Any]:
    """The browser; a test that needs it is skipped, saying why, where there is none."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install playwright"
    )
    if CHROMIUM is None:
        pytest.skip("there is no chromium: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Desk:
    """A reviewer's browser window at a page."""

    page: Any
    address: str
    faults: list[str] = field(default_factory=list)
    """Errors of scripts, refused contents, dialogs, and requests that left this machine: none is expected, ever."""

    def go(self, path: str) -> None:
        """Opens a page of the review."""
        self.page.goto(self.address + path)

    def press(self, key: str) -> None:
        """Presses a key that changes the page, and waits until it has."""
        self.page.evaluate("document.getElementById('page').dataset.old = '1'")
        self.page.keyboard.press(key)
        self.page.wait_for_selector("#page:not([data-old])")

    def key(self) -> str:
        """The key of the value that is shown; '' where none is."""
        path = self.page.url.removeprefix(self.address)
        return path.removeprefix("/unit/").partition("?")[0] if path.startswith("/unit/") else ""

    def shot(self, name: str) -> None:
        """A picture of the window, kept as an artefact of the test run."""
        self.page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SCREENSHOTS / f"{name}.png"))


def desk_at(browser: Any, start_address: str, **how: Any) -> Desk:
    """A window that has opened a start address."""
    address = start_address.partition("/start")[0]
    page = browser.new_context(**how).new_page()
    desk = Desk(page, address)
    page.on("pageerror", lambda error: desk.faults.append(f"script: {error}"))
    page.on("dialog", lambda dialog: (desk.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda said: desk.faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: None if asked.url.startswith(address) else desk.faults.append(asked.url))
    page.goto(start_address)
    page.wait_for_selector("#page")
    page.wait_for_load_state()  # the script that hears keys is there now
    return desk


@contextmanager
def at_desk(browser: Any, run: Path, wanted: Wanted | None = None, **how: Any) -> Iterator[Desk]:
    """A window at the page of a run, which is served until the end."""
    options = how.pop("options", Options())
    with serving(page_of(Review.open(run, "ada", options), wanted)) as server:
        desk = opened_desk(browser, server, **how)
        try:
            yield desk
        finally:
            desk.page.context.close()


def opened_desk(browser: Any, server: PageServer, **how: Any) -> Desk:
    """A window at a server."""
    return desk_at(browser, server.start_address, **how)
