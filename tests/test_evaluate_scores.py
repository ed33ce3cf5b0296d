"""Planted gold against planted runs: every figure computed by hand."""

from __future__ import annotations

import pytest
from evaluate_support import TEXT, element, evaluated, gold_line, record, row, verdict

OWN = {"value": 61.4, "unit": "%", "benchmark": "GSM8K", "model": "Otter", "metric": "accuracy"}
RIVAL = {"value": 56.8, "unit": "%", "benchmark": "GSM8K", "model": "Heron", "role": "baseline"}
RESULTS = [gold_line("a", results=[OWN, RIVAL])]


def result(**changes: object) -> object:
    return element("results", **(OWN | changes))


def test_precision_recall_and_f1_are_those_counted_by_hand() -> None:
    lines = [gold_line("a", results=[OWN, RIVAL]), gold_line("b", "Another text.", results=[OWN])]
    said = [result(), result(value=99), result(value=98), result(value=97)]
    run = [record("a", [verdict("results", rules=one) for one in said]), record("b", text="Another text.")]
    (rules,) = (w for w in evaluated(lines, run).witnesses if w.witness == "rules")
    value = next(r.exact for r in rules.rows if r.row == "value")
    assert (1, 4, 3) == (value.right, value.given, value.gold)
    assert (0.25, 1 / 3, 2 / 7) == (value.precision, value.recall, value.f1)


@pytest.mark.parametrize(
    ("changes", "wrong_rows"),
    [
        pytest.param({}, set(), id="nothing"),
        pytest.param({"role": "baseline"}, {"value+role", "value+role+kind", "tuple"}, id="role"),
        pytest.param({"kind": "delta"}, {"value+kind", "value+role+kind", "tuple"}, id="kind"),
        pytest.param({"benchmark": "MATH"}, {"value+benchmark", "tuple"}, id="benchmark"),
        pytest.param({"benchmark": None}, {"value+benchmark", "tuple"}, id="no benchmark"),
        pytest.param({"model": "Heron", "metric": None}, set(), id="what no row looks at"),
        pytest.param(
            {"unit": "x"},
            {"value", "value+role", "value+kind", "value+role+kind", "value+benchmark", "tuple"},
            id="unit",
        ),
    ],
)
def test_a_wrong_attribute_costs_the_rows_that_look_at_it_and_no_other(
    changes: dict[str, object], wrong_rows: set[str]
) -> None:
    found = evaluated([gold_line("a", results=[OWN])], [record("a", [verdict("results", model=result(**changes))])])
    (model,) = (w for w in found.witnesses if w.witness == "model")
    scored = {r.row: r.exact.right for r in model.rows if r.exact.gold}
    assert wrong_rows == {name for name, right in scored.items() if not right}


def test_each_witness_is_scored_by_what_it_said() -> None:
    verdicts = [
        verdict("results", model=result(value=99), rules=result(), chosen=result()),
        verdict("results", model=element("results", **RIVAL), state="model_only"),
        verdict("results", rules=result(value=7), chosen=None),
    ]
    found = evaluated(RESULTS, [record("a", verdicts)])
    assert (1, 2, 2) == row(found, "model", "value")
    assert (1, 2, 2) == row(found, "rules", "value")
    assert (2, 2, 2) == row(found, "reconciled", "value")


def test_the_rules_element_that_a_verdict_shows_beside_the_models_is_counted_once() -> None:
    beside = verdict(
        "results", model=result(benchmark="MATH"), rules=result(), reasons=("bound_elsewhere",), chosen=None
    )
    found = evaluated(RESULTS, [record("a", [beside, verdict("results", rules=result(), state="rules_only")])])
    assert (1, 1, 2) == row(found, "rules", "value")


def test_a_run_that_asked_no_model_has_the_rules_column_alone() -> None:
    found = evaluated(RESULTS, [record("a", [verdict("results", rules=result())], model=None)])
    assert ["rules"] == [w.witness for w in found.witnesses]
    assert () == found.flags


def test_a_failed_paper_counts_as_one_where_the_model_found_nothing_and_the_rules_were_not_heard() -> None:
    found = evaluated(RESULTS, [record("a", failed=True)])
    assert ("a",) == found.failed
    assert (0, 0, 2) == row(found, "model", "value") == row(found, "reconciled", "value")
    assert [1, 0, 1] == [w.papers for w in found.witnesses]


def test_a_field_that_no_line_labels_has_no_row() -> None:
    line = '{"id": "a", "text": "x", "results": []}'
    found = evaluated([line], [record("a", [verdict("tasks", rules=element("tasks", name="parsing"))])])
    assert {"value"} == {r.row for r in found.witnesses[0].rows} & {"value", "task", "size", "tag"}


def test_a_number_given_where_gold_states_none_is_told_with_its_paper() -> None:
    lines = [gold_line("a"), gold_line("b", "Another text.")]
    run = [record("a", [verdict("results", model=result())]), record("b", text="Another text.")]
    none = {n.field: n for n in evaluated(lines, run).witnesses[0].none_stated}
    assert (2, ("a",)) == (none["results"].papers, none["results"].given_anyway)
    assert (2, ()) == (none["model_sizes"].papers, none["model_sizes"].given_anyway)


def test_a_value_that_is_missed_errs_in_no_attribute() -> None:
    found = evaluated(RESULTS, [record("a", [verdict("results", rules=result(role="baseline"))])])
    (rules,) = (w for w in found.witnesses if w.witness == "rules")
    scored = {a.attribute: (a.right, a.found) for a in rules.attributes}
    assert (0, 1) == scored["role"]
    assert (1, 1) == scored["kind"] == scored["benchmark"] == scored["metric"]
    assert "baseline" not in scored


def test_each_rule_is_scored_by_what_it_gave() -> None:
    verdicts = [
        verdict("results", rules=result(), rule="score"),
        verdict("results", rules=result(value=99), rule="score"),
        verdict("results", rules=element("results", **RIVAL), rule="rival"),
    ]
    rules = {r.rule: r for r in evaluated(RESULTS, [record("a", verdicts)]).rules}
    assert (2, 1, 0.5, 0.5) == tuple(getattr(rules["score"], n) for n in ("given", "right", "precision", "covered"))
    assert (1, 1, 1.0, 0.5) == tuple(getattr(rules["rival"], n) for n in ("given", "right", "precision", "covered"))


def test_flags_are_judged_by_the_errors_they_catch() -> None:
    values = [(result(), True), (result(value=1), True), (result(value=2), False), (element("results", **RIVAL), False)]
    run = [record("a", [verdict("results", model=value, flagged=flagged) for value, flagged in values])]
    flags = {f.field: f for f in evaluated(RESULTS, run).flags}
    assert flags["results"].model_copy(update={"field": "all"}) == flags["all"]
    scored = flags["results"]
    assert (4, 2, 2, 1) == (scored.values, scored.wrong, scored.flagged, scored.wrong_flagged)
    assert (0.5, 0.5, 0.5) == (scored.precision, scored.recall, scored.wrong_among_unflagged)


@pytest.mark.parametrize(
    ("given", "kind", "differs"),
    [
        ({"value": 99.9}, "invented", ()),
        ({"value": 61.5}, "wrong value", ("value",)),
        ({"unit": "x", "role": "baseline"}, "wrong unit", ("unit", "role")),
        ({"role": "baseline", "kind": "delta"}, "wrong role", ("role", "kind")),
        ({"kind": "delta"}, "wrong kind", ("kind",)),
        ({"benchmark": "MATH"}, "wrong benchmark", ("benchmark",)),
    ],
)
def test_an_error_is_of_the_worst_kind_in_which_it_errs(
    given: dict[str, object], kind: str, differs: tuple[str, ...]
) -> None:
    lines = [gold_line("a", results=[OWN])]
    mistakes = evaluated(lines, [record("a", [verdict("results", rules=result(**given))])]).mistakes
    assert (kind, differs) == (mistakes[0].kind, mistakes[0].differs)


def test_errors_come_with_both_sides_the_words_and_the_rule_the_heaviest_field_first() -> None:
    line = gold_line("a", model_sizes=[{"total_params": 7e9, "verbatim": "7B parameters"}], tasks=[{"name": "parsing"}])
    evidence = {"quote": "61.4%", "start": 57, "end": 62}
    said = verdict("results", rules=result(evidence=evidence), rule="score")
    invented, size, task = evaluated([line], [record("a", [said])], "rules").mistakes
    assert ("invented", 61.4, None) == (invented.kind, (invented.given or {})["value"], invented.gold)
    assert (TEXT[57:62], "score") == (invented.words, invented.rule)
    assert TEXT == invented.context == size.context
    assert [("model_sizes", "7B parameters"), ("tasks", None)] == [(size.field, size.words), (task.field, task.words)]


def test_an_invented_result_that_gold_explains_says_so() -> None:
    line = (
        '{"id": "a", "text": "x", "results": [], "non_result_numbers": [{"verbatim": "64 samples", "why": "budget"}]}'
    )
    evidence = {"quote": "64 samples", "start": 0, "end": 10}
    (mistake,) = evaluated(
        [line], [record("a", [verdict("results", rules=result(value=64, evidence=evidence))])]
    ).mistakes
    assert "budget" == mistake.note


def test_only_the_worst_of_each_kind_are_kept_and_all_are_counted() -> None:
    run = [record("a", [verdict("results", rules=result(value=n)) for n in range(1, 6)])]
    found = evaluated(RESULTS, run).worst(2)
    assert {"invented": 5, "missed": 2} == found.mistake_counts
    assert ["invented", "invented", "missed", "missed"] == [m.kind for m in found.mistakes]


def test_further_mentions_of_a_name_that_is_right_are_no_errors() -> None:
    lines = [gold_line("a", methods=[{"name": "Otter 7B"}])]
    said = [element("methods", name=name) for name in ("Otter", "Otter-7B")]
    found = evaluated(lines, [record("a", [verdict("methods", rules=one, rule="verb") for one in said])])
    assert (1, 1, 1) == row(found, "rules", "introduced-method")
    assert ((), [(1, 1)]) == (found.mistakes, [(r.given, r.right) for r in found.rules])


def test_the_words_are_shown_with_a_line_of_those_around_them() -> None:
    text = f"{'far ' * 40}before 61.4% behind {'far ' * 40}"
    evidence = {"quote": "61.4%", "start": text.index("61"), "end": text.index(" behind")}
    run = [record("a", [verdict("results", rules=result(value=5, evidence=evidence))], text=text)]
    context = evaluated([gold_line("a", text)], run).mistakes[0].context or ""
    assert (True, True) == ("far before 61.4% behind far" in context, context[0] == context[-1] == "…")
    assert 150 < len(context) < 190
