"""Numbers that the model sorted, read into the form."""

from __future__ import annotations

from typing import Any

from summarise.inquiring.sorting import read_sorted
from summarise.inquiring.variants import examples_of, variant_of
from summarise.prompting import build_prompt
from summarise.records import Paper
from summarise.schemas.compact_reply import SortedReply
from summarise.schemas.reply import PaperReply


def row(number: str | None, what: str | None, of: str | None = None, on: str | None = None) -> dict[str, Any]:
    return {"number": number, "is": what, "of": of, "on": on}


def read(*numbers: dict[str, Any], **names: list[str]) -> PaperReply:
    return read_sorted(SortedReply.model_validate({"numbers": list(numbers), **names}))


def sizes(form: PaperReply) -> list[tuple[str | None, str | None, str | None, str | None]]:
    return [(size.model, size.total, size.active, size.role) for size in form.sizes or ()]


def test_a_size_is_of_the_model_that_is_named_with_it_or_without() -> None:
    form = read(row("7B", "size", "Otter-7B"), row("70B", "size", "Heron"), introduced=["Otter"], rivals=["Heron"])

    assert [("Otter", "7B", None, "subject"), ("Heron", "70B", None, "baseline")] == sizes(form)


def test_active_parameters_join_the_total_of_their_model() -> None:
    assert [("Otter", "52B", "6B", "subject")] == sizes(
        read(row("52B", "size", "Otter"), row("6B", "active size", "Otter"), introduced=["Otter"])
    )


def test_data_have_the_unit_that_is_said_of_them() -> None:
    (data,) = read(row("1.2M", "data", "annotated steps")).data or ()

    assert ("1.2M", "annotated steps") == (data.amount, data.unit)


def test_an_outcome_has_its_kind_and_the_role_of_the_list_that_names_its_model() -> None:
    form = read(
        row("61.4%", "score", "Otter", "GSM8K"), row("58%", "score", "Heron", "GSM8K"), row("2.4x", "ratio", "Otter"),
        introduced=["Otter"], rivals=["Heron"],
    )  # fmt: skip

    assert [
        ("61.4%", "absolute", "own", "GSM8K"),
        ("58%", "absolute", "baseline", "GSM8K"),
        ("2.4x", "ratio", "own", None),
    ] == [(result.value, result.kind, result.role, result.benchmark) for result in form.results or ()]
    assert ["GSM8K"] == [benchmark.name for benchmark in form.benchmarks or ()]


def test_what_is_something_else_or_has_no_number_is_left_out() -> None:
    form = read(row("16", "other"), row(None, "score", "Otter"), row("12", None, "Otter"))

    assert ((), (), ()) == (form.sizes, form.data or (), form.results)


def test_all_three_worked_examples_are_known_so_that_their_values_are_told_when_they_leak() -> None:
    assert 3 == len(examples_of(variant_of("assisted.v4")))


def test_a_paper_without_numbers_is_shown_as_the_example_without_them() -> None:
    prompt = build_prompt(Paper(id="otter", title=None, abstract="Otter is better."), numbers=())

    assert "Abstract: Otter is better.\nNumbers:\nJSON:" == prompt.paper
