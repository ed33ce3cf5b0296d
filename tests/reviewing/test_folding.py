"""Events fold to the same state in any order of their lines, and to what a simple model of reviewers says."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from review_support import planted_run

from summarise.reconciling.trust import default_policy
from summarise.reviewing import Decision, Event, Review
from summarise.reviewing.events import Marks
from summarise.reviewing.folding import Folded, fold
from summarise.reviewing.journal import Journal
from summarise.reviewing.opened_run import OpenedRun

START = datetime(2031, 5, 4, tzinfo=UTC)
WHO = ("ada", "bob")
SIZE = {"model": None, "total_params": 7, "active_params": None, "role": "subject"}


def decided(n: int, who: str, verdict: str, action: str = "not_stated", **more: object) -> Event:
    made = {"id": f"e{n}", "at": START + timedelta(seconds=n), "who": who, "action": action}
    return Event.model_validate({**made, "paper": "p", "verdict": verdict, "field": "model_sizes", **more})


def taken_back(n: int, who: str, handle: str, action: str = "undo") -> Event:
    return Event.model_validate(
        {"id": f"e{n}", "at": START + timedelta(seconds=n), "who": who, "action": action, "undoes": handle}
    )


def state(folded: Folded) -> object:
    """All that a review is made of."""
    places = {place: sorted((w, e.id) for w, e in folded.by_reviewer(place).items()) for place in folded.at_place}
    stacks = {who: (list(folded.done.get(who, ())), list(folded.undone.get(who, ()))) for who in WHO}
    return places, stacks, folded.problems


@st.composite
def events(draw: st.DrawFn) -> list[Event]:
    """Any events, sensible or not: undos of anything, groups that lack a member, several at one time."""
    made: list[Event] = []
    for n in range(draw(st.integers(0, 14))):
        at = START + timedelta(seconds=draw(st.integers(0, 6)))
        who = draw(st.sampled_from(WHO))
        if made and draw(st.booleans()):
            handle = draw(st.sampled_from([*(e.handle for e in made), "nothing"]))
            event = taken_back(n, who, handle, draw(st.sampled_from(["undo", "redo"])))
        else:
            size = draw(st.sampled_from([None, None, 1, 2]))
            group = {"group": f"g{draw(st.integers(0, 1))}", "group_size": size} if size else {}
            action = draw(st.sampled_from(["not_stated", "skip", "unsure", "note"]))
            event = decided(n, who, f"v{draw(st.integers(0, 2))}", action, **group)
        made.append(event.model_copy(update={"at": at}))
    return made


@given(events(), st.randoms(use_true_random=False))
@settings(max_examples=400)
def test_any_order_and_any_repetition_of_the_lines_gives_the_same(made: list[Event], chance: random.Random) -> None:
    lines = [*made, *chance.choices(made, k=3)] if made else []
    chance.shuffle(lines)
    assert state(fold(made)) == state(fold(lines))


@given(events())
def test_what_is_applied_one_by_one_is_what_is_folded_at_once(made: list[Event]) -> None:
    whole = [event for event in made if event.group is None]
    one_by_one = Folded()
    for event in sorted(whole, key=lambda e: e.order):
        assert one_by_one.is_next(event)
        one_by_one.apply(event)
    assert state(fold(whole)) == state(one_by_one)


def test_nobody_takes_back_what_somebody_else_did() -> None:
    folded = fold([decided(1, "ada", "v"), taken_back(2, "bob", "e1")])
    assert ["ada"] == list(folded.by_reviewer(("p", "v")))
    folded = fold([decided(1, "ada", "v"), taken_back(2, "ada", "e1"), taken_back(3, "bob", "e1", "redo")])
    assert [] == list(folded.by_reviewer(("p", "v")))


def test_of_two_different_events_with_one_id_the_same_one_counts_whatever_the_order_and_it_is_said() -> None:
    one, other = decided(1, "ada", "v"), decided(1, "ada", "v", "unsure")
    there, back = fold([one, other]), fold([other, one])
    assert state(there) == state(back)
    assert ("different events have the id e1: only one of them counts",) == there.problems


def test_a_class_decision_of_which_a_part_is_missing_does_not_count_and_it_is_said() -> None:
    group = {"group": "g", "group_size": 2}
    half = [decided(1, "ada", "v", **group)]
    assert {} == fold(half).by_reviewer(("p", "v"))
    assert ("the class decision g was never completed: it does not count",) == fold(half).problems
    whole = fold([*half, decided(2, "ada", "w", **group)])
    assert ["g"] == list(whole.done["ada"])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"action": "choose"}, "'to' should be an element"),
        ({"to": SIZE}, "'to' should be null"),
        ({"action": "choose", "to": {**SIZE, "role": "boss"}}, "role"),
        ({"action": "choose", "to": SIZE, "into": "cats"}, "into: should be one of"),
        ({"action": "choose", "to": SIZE, "field": "cats"}, "'cats' has no elements"),
        ({"action": "undo"}, "'undoes' should name"),
        ({"paper": ""}, "'paper', 'verdict' and 'field' should name"),
        ({"at": "9999-12-31T00:00:00Z"}, "has not come"),
        ({"at": "2031-05-04T00:00:00"}, "timezone"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_event_that_is_not_what_it_says_is_none(wrong: dict[str, object], said: str) -> None:
    right = decided(1, "ada", "v").model_dump()
    with pytest.raises(ValueError, match=said):
        Event.model_validate({**right, **wrong})


def test_an_event_is_the_same_after_its_line() -> None:
    event = decided(1, "ada", "v", "choose", to=SIZE, note='"\n\u2028', marks=Marks(text="t"), right=("model",))
    assert event == Event.model_validate_json(event.to_line())
    assert "\n" not in event.to_line()


# ── against a simple model of what reviewers expect ─────────────────────────────────────────────
class Reference:
    """Each reviewer has a page of what they decided, and a pile of earlier pages; undo lays the page aside."""

    def __init__(self) -> None:
        self.pages: dict[str, list[dict[str, str]]] = {who: [{}] for who in WHO}
        self.aside: dict[str, list[dict[str, str]]] = {who: [] for who in WHO}

    def act(self, who: str, key: str, what: str) -> None:
        self.pages[who].append({**self.pages[who][-1], key: what})
        self.aside[who].clear()

    def undo(self, who: str) -> None:
        if len(self.pages[who]) > 1:
            self.aside[who].append(self.pages[who].pop())

    def redo(self, who: str) -> None:
        if self.aside[who]:
            self.pages[who].append(self.aside[who].pop())

    def page(self, who: str) -> dict[str, str]:
        return self.pages[who][-1]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenedRun:
    return OpenedRun(planted_run(tmp_path_factory.mktemp("run")), default_policy())


@pytest.fixture
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of decisions that no crash threatens."""
    monkeypatch.setattr("os.fsync", lambda number: None)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(WHO),
        st.sampled_from(["choose", "not_stated", "skip", "unsure", "escalate", "undo", "undo", "redo", "restart"]),
        st.integers(0, 3),
    ),
    max_size=12,
)


@pytest.mark.usefixtures("_quick_disk")
@given(steps=STEPS)
@settings(max_examples=1000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_thousand_sequences_of_two_reviewers_end_as_the_simple_model_says(
    steps: list[tuple[str, str, int]], opened: OpenedRun, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / "steps.decisions.jsonl"
    path.unlink(missing_ok=True)
    reviews = {who: Review(opened, Journal(path), who) for who in WHO}
    keys = [row.key for row in reviews["ada"].queue()][:4]
    reference = Reference()
    for who, action, n in steps:
        if action == "restart":
            reviews[who] = Review(opened, Journal(path), who)
            reviews[who].refresh()
        elif action == "undo":
            reviews[who].undo()
            reference.undo(who)
        elif action == "redo":
            reviews[who].redo()
            reference.redo(who)
        else:
            reviews[who].act(keys[n], Decision(action, candidate=1 if action == "choose" else None))  # type: ignore[arg-type]
            reference.act(who, keys[n], action)
        assert reference.page(who).get(keys[n]) == getattr(reviews[who].standing(keys[n]).mine, "action", None)
    for who, review in reviews.items():
        review.refresh()
        mine = {key: event.action for key in keys if (event := review.standing(key).mine)}
        assert reference.page(who) == mine
