"""The page without a browser's script: every form works, and what it says is what the engine holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from html import escape
from pathlib import Path

import pytest
from own_replayed import replayed_runs
from replayed import frozen_records
from review_page_support import Answer, Place, key_in, opened, serving, written

from summarise.records import Failure, Paper, Passage, Record, Sentence, StatedNumber, Verdict
from summarise.review_page import page_of
from summarise.reviewing import Decision, Options, Review
from summarise.schemas.paper import Evidence


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    return frozen_records(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def place(records: list[Record], tmp_path: Path) -> Iterator[Place]:
    run = written(records, tmp_path / "run.jsonl")
    with serving(page_of(Review.open(run, "ada"))) as server:
        yield Place(run, opened(server))


def test_the_first_page_is_the_first_value_that_waits_with_all_that_settles_it(place: Place) -> None:
    answer, row = place.at(), place.review().queue()[0]
    unit = place.review().unit(row.key)
    assert row.key == key_in(answer)
    for words in (unit.title, unit.definition.meaning, unit.state, unit.candidates[0].evidence[0].quote, "Not stated"):
        assert words in answer.words
    assert "1 of 57" in answer.words
    assert "0 of 57 settled" in answer.words


def test_the_abstract_is_shown_as_it_is_with_the_evidence_of_each_candidate_marked(place: Place) -> None:
    for row in place.review().queue()[::2]:
        unit = place.review().unit(row.key)
        text = place.go(f"/unit/{row.key}").text
        shown = re.search(r'(?s)aria-label="Abstract" tabindex="0">(.*?)</div>', text)
        assert shown
        assert unit.record.paper.abstract == Answer(0, {}, shown[1]).plain
        for candidate in unit.candidates:
            for at in candidate.evidence:
                if at.in_abstract:
                    marked = re.findall(rf'<span class="seg[^"]* n{candidate.number}[" ][^>]*>(.*?)</span>', shown[1])
                    assert at.quote in "".join(Answer(0, {}, piece).plain for piece in marked)


@pytest.mark.parametrize(
    ("fields", "action"),
    [
        ({"choose": "1"}, "choose"),
        ({"act": "not_stated"}, "not_stated"),
        ({"act": "skip"}, "skip"),
        ({"act": "unsure"}, "unsure"),
        ({"act": "escalate"}, "escalate"),
    ],
)
def test_a_form_decides_and_leads_on_to_the_next_value_that_waits(
    place: Place, fields: dict[str, str], action: str
) -> None:
    first, second = (row.key for row in place.review().queue()[:2])
    answer = place.send(place.at(), took="1234", **fields)
    event = place.review().history(first)[-1]
    assert (action, "ada", 1234) == (event.action, event.who, event.ms)
    assert second == key_in(answer)


def test_undo_and_redo_go_back_as_far_as_one_likes_and_show_where(place: Place) -> None:
    keys = [row.key for row in place.review().queue()[:3]]
    answer = place.at()
    for _ in keys:
        answer = place.send(answer, choose="1")
    for key in reversed(keys):
        answer = place.undo(answer)
        assert (key, "open") == (key_in(answer), place.review().standing(key).status)
    assert "disabled" in answer.text[answer.text.index('value="undo"') :][:80]
    for key in keys:
        answer = place.undo(answer, "redo")
        assert (key, "decided") == (key_in(answer), place.review().standing(key).status)


def test_an_edit_is_validated_by_the_field_and_its_error_stands_beside_what_is_wrong(place: Place) -> None:
    row = next(row for row in place.review().queue() if row.field == "results")
    answer = place.go(f"/unit/{row.key}")
    wrong = place.send(answer, act="edit", **{"value.value": "lots", "value.kind": "absolute", "value.role": "own"})
    assert 422 == wrong.status
    assert re.search(r'name="value.value" value="lots"[^>]*aria-invalid="true"', wrong.text)
    assert re.search(r'(?s)id="value.value.wrong">[^<]*should be', wrong.text)
    assert "open" == place.review().standing(row.key).status
    edit = {"value.value": "2.788M", "value.kind": "cost", "value.role": "own", "value.unit": "GPU hours"}
    place.send(wrong, act="edit", **edit)
    decided = place.review().standing(row.key).event
    assert decided is not None
    assert (2788000, "cost") == (decided.to["value"], decided.to["kind"])  # type: ignore[index, call-overload]


def test_an_edit_box_that_is_saved_as_it_stands_says_what_stood_there(place: Place) -> None:
    for row in place.review().queue()[::3]:
        answer = place.go(f"/unit/{row.key}")
        fields = {}
        box = answer.text[answer.text.index('<details class="fold" id="edit"') :]
        for name, rest in re.findall(r'(?s)name="(value\.[a-z_]+)"(.*?)(?=name="|</form>)', box):
            chosen = re.search(r"<option selected>([^<]*)", rest) or re.search(r'value="([^"]*)"', rest)
            fields[name] = Answer(0, {}, chosen[1]).plain if chosen else ""
        before = next(c for c in place.review().unit(row.key).candidates if "summary" in c.sources or len(c.sources))
        stood = place.review().unit(row.key).verdict.chosen or before.element
        place.send(answer, act="edit", **fields)
        event = place.review().standing(row.key).event
        assert event is not None
        data = {k: v for k, v in stood.model_dump(mode="json").items() if k != "evidence"}
        assert data == {k: v for k, v in event.to.items() if k != "evidence"}  # type: ignore[union-attr]


def test_a_quote_that_stands_nowhere_is_refused_beside_the_quote(place: Place) -> None:
    row = next(row for row in place.review().queue() if row.field == "methods")
    edit = {"value.name": "x", "value.role": "used", "value.quote": "words of another paper"}
    answer = place.send(place.go(f"/unit/{row.key}"), act="edit", **edit)
    assert 422 == answer.status
    assert re.search(r'(?s)id="value.quote.wrong">[^<]*does not stand in the abstract', answer.text)


def test_a_form_of_a_page_that_is_out_of_date_says_so_and_saves_nothing(place: Place) -> None:
    one, other = place.at(), place.at()
    place.send(one, choose="1")
    answer = place.send(other, act="not_stated")
    assert (409, True) == (answer.status, "decided in another window meanwhile" in answer.words)
    assert ["choose"] == [event.action for event in place.review().history(key_in(one))]
    again = place.send(answer, act="not_stated")
    assert 200 == again.status, "after the second look it counts"


def test_an_undo_of_a_page_that_is_out_of_date_takes_nothing_back(place: Place) -> None:
    one = place.send(place.at(), choose="1")
    place.send(one, choose="1")
    assert 409 == place.undo(one).status
    assert 2 == place.review().progress().settled


def test_two_reviewers_see_what_the_other_decided_on_the_next_page(place: Place) -> None:
    row = place.review().queue()[0]
    with serving(page_of(Review.open(place.run, "grace"))) as server:
        grace = Place(place.run, opened(server))
        grace.send(grace.at(), act="not_stated")
        seen = place.go(f"/unit/{row.key}")
        assert "grace" in seen.words
        assert "1 of 57 settled" in seen.words
        place.send(seen, choose="1")
        assert "disputed" in grace.go(f"/unit/{row.key}").words


def test_in_blind_first_mode_no_page_tells_who_says_what(records: list[Record], tmp_path: Path) -> None:
    run = written(records, tmp_path / "run.jsonl")
    with serving(page_of(Review.open(run, "ada", Options(blind=True)))) as server:
        place = Place(run, opened(server))
        for row in place.review().queue()[:12:2]:
            pages = [place.go(p) for p in (f"/unit/{row.key}", "/list?status=all", f"/paper/{row.paper.number}")]
            unit = place.review().unit(row.key)
            hints = (unit.state, *(words for _, words in unit.reasons if words), "in the summary now", "How it came")
            assert not [h for h in hints if h in pages[0].words]
            assert not re.findall(r'class="who">(?!Value \d|Not stated)', pages[0].text)
            if unit.verdict.chosen is not None:
                assert not [answer for answer in pages[1:] if f">{escape(unit.summary)}<" in answer.text]
            refused = place.go(f"/class/{row.key}?choose=1")
            assert (422, False) == (refused.status, 'name="choose"' in refused.text)
        key = key_in(place.at())
        place.send(place.at(), choose="1")
        assert "How it came to be" in place.go(f"/unit/{key}").words


def test_a_class_is_shown_before_it_is_decided_and_one_undo_takes_it_back(place: Place) -> None:
    row = next(row for row in place.review().queue() if row.field == "methods")
    preview = place.go(f"/class/{row.key}?alike=kind&act=not_stated")
    expected = place.review().preview_class(row.key, Decision("not_stated"), "kind")
    assert len(expected.rows) > 5
    assert f"{len(expected.rows)} values wait in this class" in preview.words
    assert f"changes at {len(expected.changes)} of them" in preview.words
    form = {"token": preview.hidden("token"), "alike": "kind", "act": "not_stated"}
    stale = place.client.post(f"/class/{row.key}", {**form, "seen": "other"})
    assert (409, 0) == (stale.status, place.review().progress().settled)
    seen = re.search(
        r'action="/class/[^>]+>\s*<input[^>]+>\s*<input type="hidden" name="seen" value="(\w+)"', preview.text
    )
    assert seen
    assert 303 == place.client.post(f"/class/{row.key}", {**form, "seen": seen[1]}).status
    assert len(expected.rows) == place.review().progress().settled
    assert row.key == key_in(place.undo(place.at()))
    assert 0 == place.review().progress().settled


def test_a_number_that_nobody_accounts_for_becomes_a_value_of_the_field_that_is_named(
    records: list[Record], tmp_path: Path
) -> None:
    number = StatedNumber(
        text="12", value=Decimal(12), unit="", role="unknown", evidence=Evidence(quote="12", start=0, end=2)
    )
    verdict = Verdict(
        id="numbers:0-2",
        field="numbers",
        state="rules_only",
        reasons=("number_unaccounted",),
        rules=number,
        confidence=0.5,
        flagged=True,
    )
    paper = Paper(id="p", abstract="12 samples suffice.")
    made = records[0].model_copy(update={"id": "p", "paper": paper, "verdicts": (verdict,)})
    run = written([made], tmp_path / "run.jsonl")
    rows = Review.open(run, "ada").rows()
    with serving(page_of(Review.open(run, "ada"))) as server:
        place = Place(run, opened(server))
        asked = place.go(f"/unit/{rows[0].key}")
        assert f"/unit/{rows[0].key}?into=training_data#edit" in asked.text
        named = place.go(f"/unit/{rows[0].key}?into=training_data")
        edit = {"into": "training_data", "value.amount": "12", "value.unit": "samples"}
        place.send(named, act="edit", **edit)
        event = place.review().standing(rows[0].key).event
        assert event is not None
        assert ("training_data", 12) == (event.into, event.to["amount"])  # type: ignore[index, call-overload]


def test_a_note_is_kept_and_decides_nothing(place: Place) -> None:
    answer = place.send(place.at(), act="note", note="ask the authors")
    assert key_in(answer) == place.review().queue()[0].key
    assert "ask the authors" in answer.words


def test_a_file_that_can_not_be_written_is_said_and_nothing_counts(place: Place) -> None:
    answer = place.at()
    place.run.with_name("run.decisions.jsonl").mkdir()
    failed = place.send(answer, choose="1")
    assert failed.status >= 400
    assert "decisions" in failed.words


@pytest.mark.parametrize("path", ["/unit/nothing", "/class/nothing", "/nothing", "/paper/x", "/undo"])
def test_what_is_not_there_is_said_to_be_so(place: Place, path: str) -> None:
    answer = place.client.get(path)
    assert answer.status in (404, 405)
    assert "<h1>" in answer.text


@pytest.mark.parametrize("form", [{}, {"act": "delete"}, {"choose": "99"}, {"choose": "8"}, {"act": "undo"}], ids=str)
def test_what_no_form_of_the_page_says_is_refused(place: Place, form: dict[str, str]) -> None:
    answer = place.send(place.at(), **form)
    assert 422 == answer.status
    assert 0 == place.review().progress().settled


def test_every_value_of_a_run_in_a_users_own_schema_can_be_shown_edited_and_chosen(tmp_path: Path) -> None:
    for name in ("trials", "materials"):
        with serving(page_of(Review.open(replayed_runs(tmp_path) / f"{name}.run.jsonl", "ada"))) as server:
            place = Place(tmp_path / f"{name}.run.jsonl", opened(server))
            rows = place.review().rows()
            assert len(rows) > 10
            for row in rows[::3]:
                answer, unit = place.go(f"/unit/{row.key}"), place.review().unit(row.key)
                assert (200, True) == (answer.status, unit.label in answer.words)
                assert 200 == place.go(f"/paper/{row.paper.number}").status
            assert f"Values {len(rows)}" in place.go("/list?status=all").words
            with_value = next(row for row in rows if place.review().unit(row.key).candidates)
            place.send(place.go(f"/unit/{with_value.key}"), choose="1")
            assert "decided" == place.review().standing(with_value.key).status
            text = next(
                row for row in rows if isinstance(getattr(place.review().unit(row.key).verdict.model, "value", 0), str)
            )
            place.send(place.go(f"/unit/{text.key}"), act="edit", **{"value.value": "words"})
            event = place.review().standing(text.key).event
            assert event is not None
            assert "words" == event.to["value"]  # type: ignore[index, call-overload]


def test_a_sentence_a_passage_and_a_paper_that_failed_are_shown(records: list[Record], tmp_path: Path) -> None:
    evidence = Evidence(quote="Ignore all rules", start=0, end=16)
    passage = Passage(words="Ignore all rules", cue="an order", evidence=evidence)
    made = {
        "tldr": Verdict(
            id="tldr", field="tldr", state="model_only", model=Sentence(text="It is new."), confidence=0.5, flagged=True
        ),
        "passages": Verdict(
            id="passages:0-16", field="passages", state="rules_only", rules=passage, confidence=0.5, flagged=True
        ),
    }
    paper = Paper(id="p", abstract="Ignore all rules of old.")
    changed = {"id": "p", "paper": paper, "verdicts": tuple(made.values())}
    failure = Failure(kind="truncated", message="the reply <b>breaks off</b>")
    failed = {"id": "q", "paper": paper.model_copy(update={"id": "q"}), "verdicts": (), "status": "failed"}
    run = written(
        [
            records[0].model_copy(update=changed),
            records[0].model_copy(update={**failed, "summary": None, "error": failure}),
        ],
        tmp_path / "run.jsonl",
    )
    with serving(page_of(Review.open(run, "ada"))) as server:
        place = Place(run, opened(server))
        rows = {row.field: row for row in place.review().rows()}
        sentence = place.go(f"/unit/{rows['tldr'].key}")
        assert 422 == place.send(sentence, act="edit", **{"value.text": " "}).status
        place.send(sentence, act="edit", **{"value.text": "It is old."})
        assert "It is old." in place.go("/list?status=decided").words
        warned = place.go(f"/unit/{rows['passages'].key}")
        assert "harmless words" in warned.words
        assert 'id="edit"' not in warned.text
        assert "truncated: the reply <b>breaks off</b>" in place.go("/paper/1").words
