"""Gold as people write it: what is wrong is named with file, line and remedy; papers are joined by id, else by text."""

from __future__ import annotations

import json

import pytest
from evaluate_support import TEXT, gold, gold_line, joined, record

from summarise.errors import InputError


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["{"], "gold.jsonl:1: not JSON"),
        (["[" * 100_000], "gold.jsonl:1: not JSON"),
        (["[1]"], "gold.jsonl:1: a list, not a JSON object"),
        (['{"id": "a", "results": [], "text": NaN}'], "gold.jsonl:1: not JSON (NaN is no number"),
        (['{"text": "x", "results": []}'], "gold.jsonl:1: 'id' is missing"),
        (['{"id": true, "results": []}'], "gold.jsonl:1: 'id' is true or false"),
        (['{"id": "a", "text": 7, "results": []}'], "gold.jsonl:1: 'text' is a number"),
        (['{"id": "a", "text": "x"}'], "none of the fields tasks, methods"),
        (['{"id": "a", "results": {}}'], "'results' is an object; write a list, empty where the abstract states none"),
        (['{"id": "a", "results": [3]}'], "results[0] is a number; write an object"),
        (["", gold_line("a"), gold_line("a")], "gold.jsonl:3: the id 'a' is also that of line 2"),
        (['{"id": "a", "results": [{"value": "many", "kind": "absolute", "role": "own"}]}'], "results[0].value is"),
        (['{"id": "a", "results": [{"value": 1, "kind": "absolute", "role": "mine"}]}'], 'results[0].role is "mine"'),
        (['{"id": "a", "results": [{"value": 1}]}'], "results[0].kind is null"),
        (['{"id": "a", "model_sizes": [{"total_params": 1e999, "role": "base"}]}'], "total_params is 1E+999"),
        (['{"id": "a", "tasks": [{"name": "\\ud800"}]}'], "half a character"),
        (
            ['{"id": "a", "benchmarks": [{"name": "", "role": "evaluated"}]}'],
            "gold.jsonl:1: benchmarks[0].name is blank",
        ),
        (["", '{"id": "a", "benchmarks": [{"name": " ", "role": "introduced"}]}'], "gold.jsonl:2: benchmarks[0].name"),
        ([record("a").to_line()], "a record of a run, not gold; RUN comes first"),
        ([], "gold.jsonl: holds no gold"),
        (["", "  "], "gold.jsonl: holds no gold"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_gold_is_refused_with_its_place_and_a_remedy(lines: list[str], said: str) -> None:
    with pytest.raises(InputError) as raised:
        gold(*lines)
    assert said in str(raised.value)


def test_keys_that_no_element_has_are_left_aside_and_absent_ones_are_null() -> None:
    row = {"value": 61.4, "kind": "absolute", "role": "own", "mood": "fine", "comparator": None, "verbatim": "61.4%"}
    (paper,) = gold(json.dumps({"id": 7, "notes": "x", "results": [row]}))
    (labelled,) = paper.fields["results"]
    assert ("7", "61.4%", None, "=") == (
        paper.id,
        labelled.words,
        labelled.element.unit,  # type: ignore[union-attr]
        labelled.element.comparator,  # type: ignore[union-attr]
    )


def test_numbers_are_read_exactly() -> None:
    (paper,) = gold('{"id": "a", "results": [{"value": 0.1, "kind": "absolute", "role": "own"}]}')
    assert "0.1" == str(paper.fields["results"][0].element.value)  # type: ignore[union-attr]


def test_papers_are_joined_by_id_before_text() -> None:
    pairs = joined([gold_line("a")], [record("b"), record("a")])
    assert [("a", "a")] == [(p.id, r.id) for p, r in pairs.pairs]
    assert (0, 0, ()) == (pairs.by_text, pairs.not_in_gold, pairs.not_in_run)


@pytest.mark.parametrize(
    "delivered",
    [
        pytest.param(TEXT.replace("%", "\\%").upper(), id="escaped, other case"),
        pytest.param(f"Abstract: {TEXT}", id="with its label"),
        pytest.param(TEXT.replace("Otter", "\\textbf{Otter}").replace(" ", "  \n"), id="LaTeX and line breaks"),
    ],
)
def test_papers_of_other_ids_are_joined_by_the_letters_of_their_text(delivered: str) -> None:
    pairs = joined([gold_line("a")], [record("otter-1f2e", text=delivered)])
    assert (1, 1) == (len(pairs.pairs), pairs.by_text)


def test_the_text_of_another_copy_joins_too() -> None:
    run = [record("x", text="A fuller text of its own.", variants=[TEXT]), record("y", text="Another one.")]
    pairs = joined([gold_line("a")], run)
    assert ["x"] == [r.id for _, r in pairs.pairs]
    assert 1 == pairs.not_in_gold


def test_what_only_one_side_has_is_counted() -> None:
    pairs = joined([gold_line("a"), gold_line("z", "Nobody tagged this.")], [record("a"), record("b", text="New.")])
    assert (("z",), 1) == (pairs.not_in_run, pairs.not_in_gold)


def test_a_record_that_stands_in_the_run_twice_is_scored_once_and_is_not_called_unknown() -> None:
    pairs = joined([gold_line("a")], [record("a"), record("a"), record("copy-of-a")])
    assert (1, 0) == (len(pairs.pairs), pairs.not_in_gold)


def test_papers_that_one_side_has_several_times_are_told() -> None:
    pairs = joined([gold_line("a"), gold_line("b"), gold_line("c", "")], [record("a"), record("a"), record("b")])
    assert (("a",), ("b",)) == (pairs.repeated, pairs.same_text)
    assert ("a",) == joined([gold_line("a")], [record("x"), record("y")]).repeated
    none = joined([gold_line("a"), gold_line("c", ""), gold_line("d", "")], [record("a")])
    assert ((), ()) == (none.repeated, none.same_text)


def test_a_run_without_records_is_blamed_itself() -> None:
    with pytest.raises(InputError, match="the run: a run without records"):
        joined([gold_line("a")], [])


def test_one_id_with_two_texts_is_told() -> None:
    assert ("a",) == joined([gold_line("a")], [record("a", text="Of something else entirely.")]).other_text


def test_one_record_is_never_two_gold_papers() -> None:
    pairs = joined([gold_line("a"), gold_line("b")], [record("a")])
    assert ([("a", "a")], ("b",)) == ([(p.id, r.id) for p, r in pairs.pairs], pairs.not_in_run)


def test_a_run_of_other_papers_is_an_error_that_says_so() -> None:
    with pytest.raises(InputError, match="of its 1 paper none is among the 1 of the run"):
        joined([gold_line("a")], [record("b", text="Of something else entirely.")])
