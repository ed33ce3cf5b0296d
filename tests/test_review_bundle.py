"""`summarise review RUN --bundle FILE.html` and `--import FILE`: what goes out, and what is let in again."""

from __future__ import annotations

import base64
import gc
import hashlib
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command import Ended, run
from command_here import run_here
from replayed import frozen_run
from reviewed import state_of

from summarise.errors import UsageError
from summarise.review_bundle import bundle_of, writing
from summarise.review_bundle.packing import script_safe
from summarise.reviewing import Decision, Options, Review, Row

HOSTILE = "</script><script>alert(1)</script><!--\u2028\u2029\u202e\x1b[31m{{script}}{{data}}&amp;"
Event = dict[str, Any]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds' run, from recorded replies."""
    return frozen_run(tmp_path_factory.mktemp("seeds"))


@pytest.fixture
def folder(tmp_path: Path, seeds: Path) -> Path:
    """A folder with the seeds' run in it, nothing decided."""
    shutil.copy(seeds, tmp_path / "run.jsonl")
    return tmp_path


def review(folder: Path, who: str = "ada", **options: Any) -> Review:
    return Review.open(folder / "run.jsonl", who, Options(**options))


def data_in(page: str) -> dict[str, Any]:
    """What a browser takes for the data of the page."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def choice(unit: dict[str, Any], number: int, event_id: str, **other: Any) -> Event:
    """The line that the page writes for a candidate."""
    named = {name: unit[name] for name in ("paper", "verdict", "field", "marks")}
    at = "2026-05-04T10:00:00.000000Z"
    to = unit["candidates"][number - 1]["to"]
    return {"id": event_id, "at": at, "who": "Grace", "action": "choose", **named, "to": to, "ms": 900, **other}


def taken(folder: Path, events: list[Event] | bytes, *more: str) -> Ended:
    """The import of these lines."""
    data = events if isinstance(events, bytes) else b"".join(json.dumps(e).encode() + b"\n" for e in events)
    (folder / "decisions.jsonl").write_bytes(data)
    return run("review", "run.jsonl", "--import", "decisions.jsonl", *more, folder=folder)


def units_of(folder: Path) -> list[dict[str, Any]]:
    own = review(folder)
    return list(data_in(bundle_of(own, own.queue()).page)["units"])


# ── what goes out ────────────────────────────────────────────────────────────────────────────────
def test_a_bundle_is_one_file_that_may_run_its_own_script_and_load_nothing(folder: Path) -> None:
    ended = run("review", "run.jsonl", "--bundle", "for-grace.html", folder=folder)
    assert (0, True) == (ended.code, "57 values of 19 papers" in ended.err), ended.err
    page = (folder / "for-grace.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    script = re.search(r"<script>(.*?)</script>", page, re.S)
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert policy
    assert script
    assert style
    hashes = [base64.b64encode(hashlib.sha256(m[1].encode()).digest()).decode() for m in (script, style)]
    assert policy[1].startswith(f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}'")
    assert [] == re.findall(r"""(?:src|href)=["']|url\(|@import|https?:""", page.partition('id="data">')[0])
    assert "innerHTML" not in page


def test_an_abstract_stands_in_the_file_once_however_many_of_its_values_do(folder: Path) -> None:
    own = review(folder)
    paper = Counter(row.paper.id for row in own.queue()).most_common(1)[0][0]
    rows = [row for row in own.queue() if row.paper.id == paper]
    assert 3 < len(rows)
    pages = [bundle_of(own, rows[:count]).page for count in (1, len(rows))]
    (abstract,) = data_in(pages[0])["texts"]
    assert [1, 1] == [page.count(script_safe(abstract)) for page in pages]
    one, all_of_it = map(data_in, pages)
    added = len(script_safe(all_of_it["forms"]).encode()) - len(script_safe(one["forms"]).encode())
    added += sum(len(f",{script_safe(unit)}".encode()) for unit in all_of_it["units"][1:])
    assert added == len(pages[1].encode()) - len(pages[0].encode())


def test_pieces_are_as_long_as_javascript_counts_them(folder: Path) -> None:
    path = hostile_run(folder)
    record = json.loads(path.read_text())
    quote = "\N{OWL} 61.4%"
    record["paper"]["abstract"] = f"\N{OWL}\N{OWL} an owl. {quote} of them."
    for side in ("model", "rules", "chosen"):
        if record["verdicts"][0][side]:
            record["verdicts"][0][side]["evidence"] = {"quote": quote, "start": 11, "end": 18}
    path.write_text(json.dumps(record) + "\n")
    data = data_in(bundle_of(own := review(folder), own.queue()).page)
    number, *pieces = data["units"][0]["abstract"]
    encoded, start, words = data["texts"][number].encode("utf-16-le"), 0, {}
    for length, candidates in pieces:
        words[encoded[2 * start : 2 * (start + length)].decode("utf-16-le")] = candidates
        start += length
    assert ["\N{OWL}\N{OWL} an owl. ", quote, " of them."] == list(words)
    assert [False, True, False] == [bool(candidates) for candidates in words.values()]


def test_the_same_values_make_the_same_bundle_byte_by_byte(folder: Path) -> None:
    own = review(folder)
    assert bundle_of(own, own.queue()).page == bundle_of(review(folder), own.queue()).page


def test_a_run_that_was_opened_is_never_searched_for_garbage(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[int] = []
    monkeypatch.setattr(gc, "freeze", lambda: known.append(sum(isinstance(one, Row) for one in gc.get_objects())))
    assert 0 == run_here("review", "run.jsonl", "--bundle", "b.html", folder=folder).code
    assert [True] == [rows >= 57 for rows in known]


def test_filters_choose_what_goes_in(folder: Path) -> None:
    run("review", "run.jsonl", "--bundle", "sizes.html", "--field", "model_sizes", folder=folder)
    assert {"model_sizes"} == {unit["field"] for unit in data_in((folder / "sizes.html").read_text())["units"]}
    run("review", "run.jsonl", "--bundle", "one.html", "--paper", "deepseek-v3", folder=folder)
    assert ["deepseek-v3-technical-report-d11d8086"] * 2 == [
        unit["paper"] for unit in data_in((folder / "one.html").read_text())["units"]
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--bundle", "b.txt"), "ends in .html"),
        (("--bundle", "b.html", "--field", "tasks"), "no open value is left"),
        (("--bundle", "none/b.html"), "can't write the bundle to none/b.html"),
        (("--bundle", "b.html", "--terminal"), "choose one of them"),
    ],
)
def test_what_can_not_be_written_is_said(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = run("review", "run.jsonl", *arguments, folder=folder)
    assert (2, True) == (ended.code, said in ended.err), ended.err


def test_a_thousand_values_stay_some_megabytes_and_absurd_sizes_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = review(folder)
    rows = own.queue()
    thousand = (rows * 18)[:1000]
    assert 2_000_000 > len(bundle_of(own, thousand).page.encode())
    with pytest.raises(UsageError, match="too many for one bundle"):
        bundle_of(own, rows * 100)
    monkeypatch.setattr(writing, "MOST_BYTES", 10_000)
    with pytest.raises(UsageError, match="choose some with --field"):
        bundle_of(own, rows)


def hostile_run(folder: Path) -> Path:
    """The run with every text that a stranger writes replaced by an attempt."""
    path = folder / "run.jsonl"
    record = next(r for r in map(json.loads, path.read_text().splitlines()) if r["status"] == "flagged")
    verdict = next(v for v in record["verdicts"] if v["flagged"] and v["model"] and v["rules"])
    record["id"] = record["paper"]["id"] = f"id{HOSTILE}"
    record["paper"] |= {"title": HOSTILE, "abstract": HOSTILE * 3, "identifiers": {"url": f"javascript:{HOSTILE}"}}
    verdict |= {"differs": [HOSTILE], "votes": [{"witness": HOSTILE, "sides": "rules", "says": HOSTILE}]}
    for side in ("model", "rules", "chosen"):
        if verdict[side]:
            verdict[side]["evidence"] = {"quote": HOSTILE, "start": 0, "end": len(HOSTILE)}
            verdict[side]["model"] = HOSTILE
    record["verdicts"] = [verdict]
    path.write_text(json.dumps(record) + "\n")
    return path


def test_no_text_of_a_paper_or_a_reply_leaves_the_data(folder: Path) -> None:
    hostile_run(folder)
    own = review(folder)
    page = bundle_of(own, own.queue()).page
    assert 2 == page.count("</script>")
    assert "alert(1)</script>" not in page
    assert "\u2028" not in page.partition('id="data">')[2].partition("</script>")[0]
    assert "javascript:" not in page
    shown = data_in(page)
    assert "<script>alert(1)</script>" in shown["texts"][0]
    title = shown["units"][0]["title"]
    assert not {"\x1b", "\u202e"} & set("".join((*shown["texts"], *(piece[0] for piece in title))))


def test_a_blind_bundle_says_nowhere_who_said_what(folder: Path) -> None:
    own = review(folder, blind=True)
    for unit in data_in(bundle_of(own, own.queue()).page)["units"]:
        assert [] == unit["reasons"]
        assert {""} >= {candidate["source"] for candidate in unit["candidates"]}


# ── what comes back ──────────────────────────────────────────────────────────────────────────────
def test_what_became_of_each_line_is_there_as_json(folder: Path) -> None:
    units = units_of(folder)
    ended = taken(folder, [choice(units[0], 1, "e1"), choice(units[0], 1, "e2", paper="another")], "--json")
    told = json.loads(ended.out)
    assert (0, 1, {"foreign": 1}, ["Grace"]) == (ended.code, told["taken"], told["kinds"], told["reviewers"])


def test_decisions_come_in_once_under_the_name_of_who_made_them(folder: Path) -> None:
    units = units_of(folder)
    undo = {"id": "u1", "at": "2026-05-04T11:00:00.000000Z", "who": "Grace", "action": "undo", "undoes": "e2"}
    events = [choice(units[0], 1, "e1"), choice(units[1], 2, "e2", note="sic"), undo]
    first = taken(folder, events)
    assert (0, True) == (first.code, "3 lines of Grace taken over" in first.err), first.err
    kept = (folder / "run.decisions.jsonl").read_bytes()
    assert {("choose", 1)} == set(state_of(folder / "run.jsonl", "Grace").values())
    assert {} == state_of(folder / "run.jsonl", "ada")
    second = taken(folder, events)
    assert (0, True) == (second.code, "0 lines taken over" in second.err and "3 known already" in second.err), (
        second.err
    )
    assert kept == (folder / "run.decisions.jsonl").read_bytes()


def test_who_was_right_is_told_by_this_run_and_never_by_the_file(folder: Path) -> None:
    unit = next(u for u in units_of(folder) if len(u["candidates"]) == 2)
    taken(folder, [choice(unit, 1, "e1", right=["model", "rules", "summary"], **{"was": {"forged": 1}})])
    kept = json.loads((folder / "run.decisions.jsonl").read_text())
    assert ["model"] == kept["right"]
    assert "forged" not in str(kept["was"])


def _with(**changes: Any) -> Callable[[Event], Event]:
    return lambda event: {**event, **changes}


@pytest.mark.parametrize(
    ("forge", "kind"),
    [
        (lambda e: {"hello": 1}, "malformed"),
        (lambda e: [e], "malformed"),
        (_with(id=""), "malformed"),
        (_with(at="yesterday"), "malformed"),
        (_with(at="2027-01-01"), "malformed"),
        (_with(action="delete"), "malformed"),
        (_with(who="Grace\x1b[2J"), "malformed"),
        (_with(marks=None), "malformed"),
        (_with(paper="another paper"), "foreign"),
        (_with(verdict="results:0-1"), "foreign"),
        (_with(marks={"text": "0" * 12, "definition": "0" * 12, "rules": "0" * 12}), "stale"),
        (_with(at="2300-01-01T00:00:00.000000Z"), "forged"),
        (_with(to={"name": "what nobody said", "role": "used"}), "forged"),
        (_with(to=None), "forged"),
        (_with(action="edit", to={"role": "no such role"}), "forged"),
        (_with(action="edit", to={"name": "a", "role": "used", "quote": "words that stand nowhere"}), "forged"),
        (_with(action="undo", undoes="e9"), "forged"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason_and_the_rest_comes_in(
    folder: Path, forge: Callable[[Event], Any], kind: str
) -> None:
    units = units_of(folder)
    assert "methods" == units[0]["field"]
    lines = [json.dumps(one) for one in (forge(choice(units[0], 1, "e1")), choice(units[1], 1, "e2"))]
    told = review(folder).take_in(lines, "decisions.jsonl")
    assert (1, {kind: 1}) == (told.taken, told.kinds), told
    assert told.refused[0].startswith(f"decisions.jsonl:1: {kind}: ")
    assert 1 == len(state_of(folder / "run.jsonl", "Grace"))


@pytest.mark.parametrize("data", [b"\xff\xfe", b"{" * 100_000, b'{"id": ' + b"9" * 5000 + b"}", b"not json\n"])
def test_a_file_of_no_decisions_is_refused_as_a_whole(folder: Path, data: bytes) -> None:
    ended = taken(folder, data)
    assert 4 == ended.code, ended.err
    assert "Traceback" not in ended.err
    assert not (folder / "run.decisions.jsonl").exists() or not (folder / "run.decisions.jsonl").read_bytes()


def test_an_id_that_another_decision_has_is_refused(folder: Path) -> None:
    units = units_of(folder)
    taken(folder, [choice(units[0], 1, "e1")])
    ended = taken(folder, [choice(units[1], 1, "e1")])
    assert "another decision has its id" in ended.err
    ended = taken(folder, [choice(units[1], 1, "e2"), choice(units[1], 2, "e2")])
    assert "another line of the file has its id" in ended.err


def test_what_rests_on_a_text_that_changed_since_is_stale(folder: Path) -> None:
    units, path = units_of(folder), folder / "run.jsonl"
    records = [json.loads(line) for line in path.read_text().splitlines()]
    record = next(r for r in records if r["id"] == units[0]["paper"])
    record["paper"]["abstract"] += " Erratum."
    path.write_text("".join(json.dumps(r) + "\n" for r in records))
    ended = taken(folder, [choice(units[0], 1, "e1")])
    assert (4, True) == (ended.code, "stale: the paper's text changed since it was made" in ended.err), ended.err


def test_a_typed_edit_is_read_by_the_fields_own_class(folder: Path) -> None:
    unit = next(u for u in units_of(folder) if u["field"] == "model_sizes")
    typed = {"model": "ToRA", "total_params": "34B", "active_params": "", "role": "subject", "quote": ""}
    ended = taken(folder, [choice(unit, 1, "e1", action="edit", to=typed)])
    assert 0 == ended.code, ended.err
    kept = json.loads((folder / "run.decisions.jsonl").read_text())["to"]
    assert (34_000_000_000, None, "ToRA") == (kept["total_params"], kept["active_params"], kept["model"])


def test_the_decisions_of_a_colleagues_copy_come_in_with_their_evidence(
    folder: Path, seeds: Path, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    shutil.copy(seeds, tmp_path / "copy" / "run.jsonl")
    other = review(tmp_path / "copy", "Grace")
    rows = other.queue()
    other.act(
        rows[0].key, Decision("edit", value={"name": "load balancing", "role": "component", "quote": "load balancing"})
    )
    other.decide_class(other.preview_class(rows[2].key, Decision("not_stated"), alike="kind"))
    other.undo()
    other.act(rows[3].key, Decision("not_stated", note="no"))
    ended = taken(folder, other.decisions.read_bytes())
    assert (0, True) == (ended.code, " refused" not in ended.err), ended.err
    assert state_of(tmp_path / "copy" / "run.jsonl", "Grace") == state_of(folder / "run.jsonl", "Grace")
    lines = (file.read_text().splitlines() for file in (other.decisions, folder / "run.decisions.jsonl"))
    assert sorted(next(lines)) == sorted(next(lines))


def test_hostile_lines_steer_no_terminal(folder: Path) -> None:
    event = choice(units_of(folder)[0], 1, "e1", paper=HOSTILE, note="\x1b[2J")
    ended = taken(folder, [event, {"id": "\x1b]0;x\x07"}])
    assert not {"\x1b", "\x07", "\u202e", "\u2028"} & set(ended.out + ended.err)
    assert 4 == ended.code
