"""The review page in a real browser: by keyboard alone, by mouse, without a script, small and large, light and dark."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from command import environment
from replayed import frozen_records
from review_page_browser import Desk, at_desk, desk_at, launched

from summarise.records import Paper, Provenance, Record, Verdict
from summarise.reviewing import Decision, Options, Review
from summarise.schemas.paper import Evidence, Method, Result

KEYS = {"1", "n", "s", "i", "f", "e", "u", "U", "j", "k", "[", "]", "o", "?"}
VIEWS = {
    "unit": "/unit/{key}",
    "list": "/list",
    "papers": "/papers",
    "paper": "/paper/0",
    "class": "/class/{key}?alike=kind&act=not_stated",
    "overview": "/overview",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    return frozen_records(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def run(records: list[Record], tmp_path: Path) -> Path:
    return written(records, tmp_path / "run.jsonl")


def written(records: list[Record], path: Path) -> Path:
    path.write_text("".join(f"{record.to_line()}\n" for record in records), encoding="utf-8")
    return path


def standings(review: Review) -> dict[str, tuple[str, Any]]:
    """How every value stands, and what was decided."""
    found = {row.key: review.standing(row.key) for row in review.rows()}
    return {key: (one.status, one.event.to if one.event else None) for key, one in found.items()}


@contextmanager
def served(run: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`summarise review` in a process of its own, and the address that it prints."""
    command = [sys.executable, "-m", "summarise", "review", str(run), "--no-browser", "--who", "ada"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(run.parent / "cache")
    )
    assert process.stdout
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_newcomer_settles_twenty_by_keyboard_undoes_three_restarts_and_finds_all_as_left(
    browser: Any, run: Path
) -> None:
    with served(run) as (process, start):
        desk = desk_at(browser, start)
        for number in range(20):
            desk.press("n" if number % 4 == 3 else "1")
        for _ in range(3):
            desk.press("u")
        left = (desk.key(), standings(Review.open(run, "ada")), desk.page.inner_text(".figures b >> nth=0"))
        assert "17" == left[2]
        desk.page.context.close()
        process.send_signal(signal.SIGKILL)
    with served(run) as (process, start):
        desk = desk_at(browser, start)
        now = (desk.key(), standings(Review.open(run, "ada")), desk.page.inner_text(".figures b >> nth=0"))
        assert left == now
        for _ in range(5):
            desk.press("u")
        assert "12" == desk.page.inner_text(".figures b >> nth=0")
        assert [] == desk.faults
        process.send_signal(signal.SIGINT)
        assert 0 == process.wait(20), "Ctrl-C ends it as asked"
        desk.page.context.close()


ACTS = {"n": "not_stated", "s": "skip", "i": "unsure", "f": "escalate"}


def test_random_keys_give_what_the_engine_gives_for_the_same_acts(
    browser: Any, records: list[Record], tmp_path: Path
) -> None:
    run = written(records[:6], tmp_path / "run.jsonl")
    engine = Review.open(run, "ada", Options(decisions=tmp_path / "other.jsonl"))
    with at_desk(browser, run) as desk:
        for seed in range(25):
            lot = random.Random(seed)
            for _ in range(4):
                press_both(desk, engine, lot)
            assert standings(engine) == standings(Review.open(run, "ada")), seed
            if not desk.key():
                desk.go(f"/unit/{engine.rows()[seed].key}")
        assert [] == desk.faults


def press_both(desk: Desk, engine: Review, lot: random.Random) -> None:
    """One random key, in the page and at the engine."""
    enabled = "[data-key]:not([disabled]):not([aria-disabled]):not(summary):not(input):not([popovertarget])"
    keys = desk.page.eval_on_selector_all(enabled, "all => all.map(one => one.dataset.key)")
    key, at = lot.choice(sorted(keys)), desk.key()
    if key in ("u", "U"):
        engine.undo() if key == "u" else engine.redo()
    elif key.isdecimal():
        engine.act(at, Decision("choose", candidate=int(key)))
    elif key in ACTS:
        engine.act(at, Decision(ACTS[key]))  # type: ignore[arg-type]
    desk.press(key)


def test_every_key_presses_a_button_that_is_there(browser: Any, run: Path) -> None:
    with at_desk(browser, run) as desk:
        desk.press("j")
        marked = desk.page.eval_on_selector_all("[data-key]", "all => all.map(one => [one.dataset.key, one.tagName])")
        keys = {key for key, _ in marked}
        assert KEYS == {key for key in keys if key not in "23456789"}
        assert len(keys) == len(marked), "no key has two meanings"
        assert {"BUTTON", "A", "SUMMARY", "INPUT"} >= {tag for _, tag in marked}
        assert {*"123456789"} | KEYS >= set(
            desk.page.eval_on_selector_all("#help kbd", "all => all.map(k => k.innerText)")
        ) - {"Esc"}


def test_no_key_acts_while_somebody_types(browser: Any, run: Path) -> None:
    with at_desk(browser, run) as desk:
        before = desk.page.url
        desk.page.keyboard.press("e")
        desk.page.wait_for_selector("details#edit[open]")
        desk.page.keyboard.type("1nsiufjk[]o?")
        assert "1nsiufjk[]o?" == desk.page.input_value("[name='value.name']"), "who opens the box types into it"
        assert before == desk.page.url
        desk.go("/list")
        desk.page.click("input[name=q]")
        desk.page.keyboard.type("u1n")
        assert "u1n" == desk.page.input_value("input[name=q]")
        desk.go(before.removeprefix(desk.address))
        for chord in ("Control+1", "Alt+n", "Meta+s"):
            desk.page.keyboard.press(chord)
        desk.page.keyboard.press("?")
        desk.page.keyboard.press("1")
        assert before == desk.page.url, "nor while the help lies over the page"
        assert 0 == Review.open(run, "ada").progress().settled


def test_what_was_decided_is_announced_and_the_next_value_named(browser: Any, run: Path) -> None:
    with at_desk(browser, run) as desk:
        region = desk.page.query_selector("#said")
        desk.press("n")
        assert region.is_visible() is not None, "the region itself stays, or it would not be read out"
        assert "methods: not stated. results, 2 of 57" == region.inner_text()
        desk.press("u")
        assert "Undone: methods: not stated. methods, 1 of 57" == region.inner_text()
        desk.press("j")
        assert "results, 2 of 57" == region.inner_text()


def test_an_error_of_an_edit_stands_beside_its_input_which_has_the_focus(browser: Any, run: Path) -> None:
    with at_desk(browser, run) as desk:
        desk.press("j")
        desk.page.keyboard.press("e")
        desk.page.fill("[name='value.value']", "lots")
        desk.press("Enter")
        assert "value.value" == desk.page.evaluate("document.activeElement.name")
        assert "should be" in desk.page.inner_text("[id='value.value.wrong']")
        desk.page.fill("[name='value.value']", "3M")
        desk.press("Enter")
        assert 1 == Review.open(run, "ada").progress().settled


def test_marks_can_be_put_out_and_stay_so(browser: Any, run: Path) -> None:
    shows = "getComputedStyle(document.querySelector('.seg')).backgroundImage != 'none'"
    with at_desk(browser, run) as desk:
        assert desk.page.evaluate(shows)
        desk.page.keyboard.press("o")
        assert not desk.page.evaluate(shows)
        desk.press("1")
        assert not desk.page.evaluate(shows)
        desk.page.click("label[for=spans]")
        assert desk.page.evaluate(shows)
        desk.press("n")
        assert 2 == Review.open(run, "ada").progress().settled, "a key works after the mouse was used"


def test_without_a_script_every_form_works(browser: Any, run: Path) -> None:
    with at_desk(browser, run, java_script_enabled=False) as desk:
        desk.page.click("button[name=choose]")
        desk.page.click("button[value=not_stated]")
        desk.page.click("button[value=undo]")
        assert ["decided"] == [
            s for s, _ in standings(Review.open(run, "ada")).values() if s not in ("open", "unflagged")
        ]
        desk.page.click("summary >> nth=0")
        desk.page.click("button[value=edit]")
        desk.page.click("nav a:has-text('List')")
        desk.page.select_option("select[name=status]", "decided")
        desk.page.click("button:has-text('Show')")
        assert 2 == desk.page.locator("tbody tr").count()
        desk.page.click("nav a:has-text('Conflicts')")
        assert "3 of 57" == desk.page.inner_text(".where")
        assert [] == desk.faults


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_any_view(browser: Any, run: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python").Axe()
    found: dict[str, str] = {}
    with at_desk(browser, run, color_scheme=scheme) as desk:
        key = desk.key()
        for name in VIEWS if scheme == "light" else ("unit", "list"):
            desk.go(VIEWS[name].format(key=key))
            results = axe.run(desk.page)
            if results.violations_count:
                found[name] = results.generate_report()
        desk.go(f"/unit/{key}")
        desk.page.keyboard.press("e")
        desk.page.fill("[name='value.name']", "")
        desk.press("Enter")
        desk.page.keyboard.press("?") if desk.page.evaluate("document.activeElement.blur() || true") else None
        results = axe.run(desk.page)
        if results.violations_count:
            found["edit"] = results.generate_report()
        desk.page.context.clear_cookies()
        desk.go("/")
        results = axe.run(desk.page)
        if results.violations_count:
            found["refused"] = results.generate_report()
    assert {} == found


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_or_moves_and_pictures_are_taken(browser: Any, run: Path, width: int, scheme: str) -> None:
    size = {"width": width, "height": 812 if width < 500 else 900}
    with at_desk(browser, run, viewport=size, color_scheme=scheme) as desk:
        desk.press("j")
        key = desk.key()
        for name, path in VIEWS.items():
            desk.go(path.format(key=key))
            assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
            desk.shot(f"{name}-{width}-{scheme}")
        desk.go(f"/unit/{key}")
        places = "['.top', '.foot', '.paper', '.side'].map(s => document.querySelector(s).getBoundingClientRect().x)"
        before = desk.page.evaluate(places)
        desk.press("1")
        assert before == desk.page.evaluate(places)
        desk.page.keyboard.press("?")
        desk.shot(f"help-{width}-{scheme}")
        desk.page.keyboard.press("Escape")
        desk.page.keyboard.press("e")
        desk.shot(f"edit-{width}-{scheme}")
        assert [] == desk.faults


def test_the_focus_is_visible(browser: Any, run: Path) -> None:
    with at_desk(browser, run) as desk:
        for _ in range(12):
            desk.page.keyboard.press("Tab")
            seen = "(e => getComputedStyle(e.labels?.[0] ?? e).outlineStyle)(document.activeElement)"
            assert "none" != desk.page.evaluate(seen)


def test_a_server_that_is_gone_is_said_to_be_so(browser: Any, run: Path) -> None:
    with served(run) as (process, start):
        desk = desk_at(browser, start)
        process.kill()
        process.wait()
        desk.page.keyboard.press("1")
        desk.page.wait_for_selector(".note.gone")
        assert "this was not saved" in desk.page.inner_text(".note.gone")
        assert "this was not saved" in desk.page.inner_text("#said")
        desk.page.context.close()


EVIL = (
    "<script>window.pwned=1</script><img src=x onerror=window.pwned=1>\"'><svg onload=window.pwned=1>{{7*7}}</textarea>"
)


def hostile(number: int, title: str, abstract: str, url: str = "") -> Record:
    """A paper of a stranger's, with a value for each of its fields that says so too."""
    quote = abstract[:40]
    evidence = Evidence(quote=quote, start=0, end=len(quote))
    one = Method(name=title, role="used", evidence=evidence)
    two = Result(
        model=title,
        benchmark=title,
        metric=title,
        value=Decimal(1),
        unit=title,
        kind="count",
        role="own",
        baseline=title,
        evidence=Evidence(quote=abstract[5:60], start=5, end=60),
    )
    verdicts = (
        Verdict(
            id=f"methods:{title}",
            field="methods",
            state="conflict",
            model=one,
            rules=one.model_copy(update={"name": "x", "evidence": Evidence(quote=abstract[20:60], start=20, end=60)}),
            rule=title,
            confidence=0.5,
            flagged=True,
        ),
        Verdict(
            id="results:1-2", field="results", state="model_only", model=two, chosen=two, confidence=0.5, flagged=True
        ),
    )
    paper = Paper(
        id=f"{title}{number}",
        title=title,
        authors=(title,),
        abstract=abstract,
        identifiers={"url": url, "doi": "10.1234/<b>" + title},
    )
    provenance = Provenance(schema_="paper", rules="1", summarise="1")
    return Record(id=paper.id, paper=paper, status="flagged", summary=None, verdicts=verdicts, provenance=provenance)


def test_words_of_a_paper_stay_words_whatever_they_say(browser: Any, tmp_path: Path) -> None:
    made = [
        hostile(1, EVIL, EVIL + " words " * 20, "javascript:window.pwned=1"),
        hostile(
            2,
            "../../../etc/passwd",
            "\x00\x1b[31m\u202eabc\u2066 " * 20,
            "data:text/html,<script>window.pwned=1</script>",
        ),
        hostile(3, "x" * 3000, "word " * 1700, "http://user:pass@evil.example/"),
        hostile(4, "כותרת ארוכה מאוד", "זה תקציר בעברית עם 12 מספרים. " * 10, "https://example.org/\u202e"),
        hostile(5, "$\\frac{1}{2}$ \\emph{x}", "$x_{1}^{2}$ \\textbf{63.5\\%} & more \\\\ lines\n\n of text " * 5),
    ]
    run = written(made, tmp_path / "<img src=x onerror=window.pwned=1>.jsonl")
    with at_desk(browser, run, viewport={"width": 375, "height": 812}) as desk:
        rows = Review.open(run, "ada").rows()
        for row in rows:
            for path in (f"/unit/{row.key}", f"/paper/{row.paper.number}", f"/class/{row.key}?choose=1"):
                desk.go(path)
                assert desk.page.evaluate("window.pwned") is None
                assert 2 == desk.page.locator("script").count()
                assert 0 == desk.page.locator("#page :is(script, img, svg, iframe, style, [onerror], [onload])").count()
                assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
                for address in desk.page.eval_on_selector_all("#page a", "all => all.map(a => a.getAttribute('href'))"):
                    assert address is None or address.startswith(("/", "https://doi.org/10.1234/")), address
                away = desk.page.eval_on_selector_all("a[target]", "all => all.map(a => a.rel)")
                assert {"noopener noreferrer"} >= set(away)
            desk.go(f"/unit/{row.key}")
            shown = desk.page.evaluate("document.querySelector('.text').textContent")
            abstract = made[row.paper.number].paper.abstract
            assert len(abstract) == len(shown), "no letter is lost or added"
            if row.paper.number == 3:
                assert "rtl" == desk.page.evaluate("getComputedStyle(document.querySelector('.text')).direction")
                desk.shot("right-to-left-375")
            if row.paper.number == 1:
                assert not set("\x00\x1b\u202e\u2066") & set(shown)
        desk.go("/list")
        assert desk.page.evaluate("window.pwned") is None
        desk.go(f"/unit/{rows[0].key}")
        desk.press("1")
        desk.shot("hostile-375")
        assert [] == desk.faults
