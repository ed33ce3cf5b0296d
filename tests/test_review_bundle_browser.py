"""The bundle in a real browser, opened from a file: by keyboard and mouse, saved, taken over, as the engine has it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from own_replayed import replayed_runs
from replayed import frozen_run
from review_page_browser import SCREENSHOTS, launched
from review_support import records, written
from reviewed import Played, candidates_in, random_keys, state_of
from test_review_bundle import hostile_run

from summarise import Paper
from summarise.review_bundle import bundle_of
from summarise.reviewing import Review


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as found:
        yield found


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds' run, from recorded replies."""
    return frozen_run(tmp_path_factory.mktemp("seeds"))


@pytest.fixture
def folder(tmp_path: Path, seeds: Path) -> Path:
    """A folder with the seeds' run in it, and its bundle."""
    shutil.copy(seeds, tmp_path / "run.jsonl")
    write_bundle(tmp_path)
    return tmp_path


def write_bundle(folder: Path) -> None:
    own = Review.open(folder / "run.jsonl", "ada")
    (folder / "bundle.html").write_text(bundle_of(own, own.queue()).page, encoding="utf-8", newline="\n")


@dataclass
class Opened:
    """The bundle in a window."""

    page: Any
    folder: Path
    faults: list[str] = field(default_factory=list)
    """Errors, dialogs and requests to anywhere but the file itself: none is expected, ever."""

    def press(self, keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            if key == "e":
                self.page.keyboard.press("Enter")

    def introduce(self, name: str = "Grace") -> None:
        self.page.fill("#who", name)
        self.page.keyboard.press("Enter")

    def said(self) -> str:
        return str(self.page.inner_text("#said"))

    def saved(self) -> bytes:
        with self.page.expect_download() as coming:
            self.page.keyboard.press("q")
        assert "decisions.jsonl" == coming.value.suggested_filename
        target = self.folder / "decisions.jsonl"
        coming.value.save_as(target)
        return target.read_bytes()

    def take_in(self) -> None:
        lines = self.saved().decode().splitlines()
        found = Review.open(self.folder / "run.jsonl", "ada").take_in(lines, "decisions.jsonl")
        assert ((), len(lines)) == (found.refused, found.taken)


def opened(browser: Any, folder: Path, context: Any = None, **how: Any) -> Opened:
    page = (context or browser.new_context(**how)).new_page()
    file = (folder / "bundle.html").as_uri()
    found = Opened(page, folder)
    page.on("pageerror", lambda error: found.faults.append(f"script: {error}"))
    page.on("dialog", lambda dialog: (found.faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda said: found.faults.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            None if asked.url == file or asked.url.startswith("blob:null/") else found.faults.append(asked.url)
        ),
    )
    page.goto(file)
    return found


def test_twenty_settled_by_keyboard_three_taken_back_closed_opened_saved_and_taken_over(
    browser: Any, folder: Path
) -> None:
    context = browser.new_context()
    first = opened(browser, folder, context)
    keys = "12n1e121n1121i1f1n111s1uuu"
    first.press("1")
    assert "First say who you are" in first.said()
    first.introduce()
    played = Played(candidates_in(folder / "run.jsonl"))
    for key in keys:
        played.press(key)
    first.press(keys)
    shown = first.page.inner_text("#title"), first.page.inner_text("#progress")
    first.page.close()
    again = opened(browser, folder, context)
    assert shown == (again.page.inner_text("#title"), again.page.inner_text("#progress"))
    again.introduce()
    again.take_in()
    assert played.state == state_of(folder / "run.jsonl", "Grace")
    assert [] == first.faults + again.faults


def test_random_keys_come_to_what_the_engine_says(browser: Any, folder: Path) -> None:
    candidates = candidates_in(folder / "run.jsonl")
    for seed in range(25):
        window, played = opened(browser, folder), Played(candidates)
        window.introduce()
        keys = random_keys(seed, 15)
        for key in keys:
            played.press(key)
        window.press(keys)
        window.take_in()
        assert played.state == state_of(folder / "run.jsonl", "Grace"), keys
        assert [] == window.faults
        (folder / "run.decisions.jsonl").unlink()
        window.page.context.close()


def test_every_key_is_a_button_too(browser: Any, folder: Path) -> None:
    window = opened(browser, folder)
    window.introduce()
    window.page.click('#candidates [data-key="1"]')
    window.page.click('[data-key="n"]')
    window.page.click('[data-key="e"]')
    window.page.fill('#edit [name="name"]', "expert iteration")
    window.page.click("#edit button.main")
    window.page.click('[data-key="u"]')
    window.page.click('[data-key="U"]')
    window.take_in()
    found = state_of(folder / "run.jsonl", "Grace")
    assert ["choose", "not_stated", "edit"] == [action for action, _ in found.values()]
    assert "expert iteration" in (folder / "run.decisions.jsonl").read_text()


def test_keys_do_nothing_while_somebody_types_and_none_goes_into_the_box_that_it_opens(
    browser: Any, folder: Path
) -> None:
    window = opened(browser, folder)
    window.introduce("nina")
    assert "0 of 57 settled" == window.page.inner_text("#progress")
    window.page.keyboard.press("e")
    assert "auxiliary-loss-free strategy for load balancing" == window.page.input_value("#edit [name=name]")
    window.page.keyboard.type("n1")
    window.page.keyboard.press("Escape")
    window.page.keyboard.press("Control+u")
    assert "0 of 57 settled" == window.page.inner_text("#progress")
    assert not window.page.is_visible("#edit")


def test_an_edit_that_can_not_be_right_says_so_at_once(browser: Any, folder: Path) -> None:
    window = opened(browser, folder)
    window.introduce()
    window.press("je")  # a result; Enter takes it as it is
    window.press("k")
    window.page.keyboard.press("e")
    window.page.fill("#edit [name=value]", "very many")
    window.page.keyboard.press("Enter")
    assert "is no number" in window.page.inner_text("#error")
    window.page.fill("#edit [name=value]", "2.788M")
    window.page.fill("#edit [name=quote]", "words that stand nowhere")
    window.page.keyboard.press("Enter")
    assert "don't stand in the text" in window.page.inner_text("#error")
    window.page.fill("#edit [name=quote]", "2.788M H800  GPU hours")
    window.page.keyboard.press("Enter")
    window.take_in()
    last = json.loads((folder / "run.decisions.jsonl").read_text().splitlines()[-1])
    assert (2_788_000, "2.788M H800 GPU hours") == (last["to"]["value"], last["to"]["evidence"]["quote"])


def test_a_number_that_nobody_accounts_for_is_put_into_a_field(browser: Any, tmp_path: Path) -> None:
    paper = Paper(id="otter", title="Otter-3", abstract="Otter is new. 88.1% and 17 of them.")
    written(tmp_path / "run.jsonl", records(tmp_path, (paper,), {"otter": {"tasks": ["x"]}}))
    write_bundle(tmp_path)
    window = opened(browser, tmp_path)
    window.introduce()
    window.page.keyboard.press("e")
    window.page.select_option("#edit [name=into]", "training_data")
    window.page.fill("#edit [name=amount]", "17")
    window.page.fill("#edit [name=quote]", "17 of them")
    window.page.click("#edit button.main")
    window.take_in()
    kept = json.loads((tmp_path / "run.decisions.jsonl").read_text())
    assert ("training_data", 17, "17 of them") == (kept["into"], kept["to"]["amount"], kept["to"]["evidence"]["quote"])
    assert [] == window.faults


def test_a_value_of_ones_own_schema_is_edited_in_one_box(browser: Any, tmp_path: Path) -> None:
    shutil.copy(replayed_runs(tmp_path) / "trials.run.jsonl", tmp_path / "run.jsonl")
    write_bundle(tmp_path)
    window = opened(browser, tmp_path)
    window.introduce()
    rows = Review.open(tmp_path / "run.jsonl", "ada").queue()
    window.press("j" * next(i for i, row in enumerate(rows) if row.field == "arms[].participants"))
    window.page.keyboard.press("e")
    window.page.fill("#edit [name=value]", "64")
    window.page.keyboard.press("Enter")
    window.take_in()
    kept = json.loads((tmp_path / "run.decisions.jsonl").read_text())
    assert ("arms[0].participants", 64) == (kept["verdict"], kept["to"]["value"])


def test_a_saved_file_is_opened_elsewhere_and_what_is_not_of_the_bundle_is_left_out(browser: Any, folder: Path) -> None:
    window = opened(browser, folder)
    window.introduce()
    window.press("1n")
    saved = window.saved()
    elsewhere = opened(browser, folder)
    (folder / "mixed.jsonl").write_bytes(saved + b'{"id": "x"}\nno json\n' + saved.replace(b"results", b"nothing"))
    elsewhere.page.set_input_files("#file", folder / "mixed.jsonl")
    elsewhere.page.wait_for_function("document.getElementById('said').textContent.includes('taken over')")
    assert "2 lines taken over" in elsewhere.said()
    assert "Left out: 3 lines not of this page" in elsewhere.said()
    assert "2 of 57 settled" == elsewhere.page.inner_text("#progress")
    assert saved == elsewhere.saved()


def test_two_tabs_of_one_bundle_lose_nothing(browser: Any, folder: Path) -> None:
    context = browser.new_context()
    one, two = opened(browser, folder, context), opened(browser, folder, context)
    one.introduce("Grace")
    two.introduce("Grace")
    one.press("1")
    two.page.wait_for_function("document.getElementById('progress').textContent.startsWith('1 of')")
    two.press("]n")
    one.page.wait_for_function("document.getElementById('progress').textContent.startsWith('2 of')")
    assert one.saved() == two.saved()


def test_without_a_store_it_says_that_nothing_is_kept(browser: Any, folder: Path) -> None:
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('off'); }})")
    window = opened(browser, folder, context)
    assert "keeps nothing" in window.said()
    window.introduce()
    window.press("1n")
    window.take_in()
    assert 2 == len(state_of(folder / "run.jsonl", "Grace"))


def test_hostile_text_is_shown_and_never_run(browser: Any, folder: Path) -> None:
    hostile_run(folder)
    write_bundle(folder)
    window = opened(browser, folder)
    window.introduce("<img src=x onerror=alert(1)>")
    window.press("1u")
    assert "<script>alert(1)</script>" in window.page.inner_text("#texts")
    assert 0 == window.page.locator("main script, main img, main a[href^=javascript]").count()
    assert [] == window.faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_it_fits_the_window_in_light_and_dark(browser: Any, folder: Path, width: int, scheme: str) -> None:
    window = opened(browser, folder, viewport={"width": width, "height": 900}, color_scheme=scheme)
    window.introduce()
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    window.press("1")
    window.page.screenshot(path=str(SCREENSHOTS / f"bundle-{width}-{scheme}.png"), full_page=width < 1000)
    window.page.keyboard.press("e")
    window.page.screenshot(path=str(SCREENSHOTS / f"bundle-edit-{width}-{scheme}.png"), full_page=width < 1000)
    window.page.keyboard.press("Escape")
    window.page.keyboard.press("?")
    window.page.screenshot(path=str(SCREENSHOTS / f"bundle-help-{width}-{scheme}.png"))
    window.page.keyboard.press("Escape")
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ratios = window.page.evaluate(_CONTRASTS)
    assert [] == [one for one in ratios if one[1] < 4.5]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Any, folder: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python").Axe()
    window, found = opened(browser, folder, color_scheme=scheme), {}
    window.introduce()
    window.press("1")
    for view, key in (("value", "j"), ("edit", "e"), ("help", "?")):
        window.page.keyboard.press("Escape")
        window.page.keyboard.press(key)
        results = axe.run(window.page)
        if results.violations_count:
            found[view] = results.generate_report()
    assert {} == found


def test_what_was_pressed_is_said_and_the_focus_stays_near(browser: Any, folder: Path) -> None:
    window = opened(browser, folder)
    window.introduce()
    window.page.focus('#candidates [data-key="1"]')
    window.page.keyboard.press("Enter")
    assert "chosen 1" in window.said()
    assert "field" == window.page.evaluate("document.activeElement.id")
    assert ("status", "polite") == tuple(window.page.get_attribute("#said", name) for name in ("role", "aria-live"))
    unnamed = window.page.evaluate(
        "[...document.querySelectorAll('button, input, select')].filter(e => !e.textContent.trim() && "
        "!e.labels?.length && !e.getAttribute('aria-label')).map(e => e.outerHTML)"
    )
    assert [] == unnamed


# Of each element with words of its own: what it says, and the contrast of its colour with the ground behind it (WCAG).
_CONTRASTS = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.body.querySelectorAll('*')]
    .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .map((e) => {
      const [a, b] = [light(channels(getComputedStyle(e).color)), light(ground(e))];
      return [e.textContent.trim().slice(0, 40), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
    });
}"""
