"""What is asked of a paper by each prompt, and how the compact replies are read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarise import Record, Settings, tag
from summarise.completing import EndpointIdentity, ReplayCompleter
from summarise.endpoints import ChosenEndpoint
from summarise.errors import CompletionError, ConfigurationError
from summarise.inquiring import PaperInquiry
from summarise.inquiring.compact import read_compact
from summarise.inquiring.quotes import read_quotes
from summarise.inquiring.variants import VARIANTS, examples_of, variant_of
from summarise.prompting import load_template, reply_schema
from summarise.records import Paper
from summarise.schemas.compact_reply import CompactReply, QuotesReply
from summarise.schemas.reply import AskedSize, PaperReply

PAPER = Paper(id="otter", abstract="We present Otter-7B. It reaches 61.4% on GSM8K and beats Heron-70B by 2.5 points.")
SAID = {
    "tasks": ["reasoning"],
    "introduced": ["Otter"],
    "parts": [],
    "base": [],
    "rivals": ["Heron"],
    "sizes": ["Otter-7B", "Heron-70B"],
    "data": [],
    "benchmarks": ["GSM8K", "Heron", "maths"],
    "results": [
        {"value": "61.4%", "model": "Otter-7B", "benchmark": "GSM8K", "metric": None, "is": "score"},
        {"value": "2.5 points", "model": "Otter-7B", "benchmark": None, "metric": None, "is": "gain"},
    ],
    "tldr": "Otter reaches 61.4% on GSM8K.",
}
SORTED = {
    **{name: SAID[name] for name in ("tasks", "introduced", "parts", "base", "rivals", "benchmarks", "tldr")},
    "numbers": [
        {"number": "7B", "is": "size", "of": "Otter-7B", "on": None},
        {"number": "61.4%", "is": "score", "of": "Otter-7B", "on": "GSM8K"},
        {"number": "70B", "is": "size", "of": "Heron-70B", "on": None},
        {"number": "2.5 points", "is": "gain", "of": "Otter-7B", "on": None},
    ],
}


def compact(**said: object) -> PaperReply:
    return read_compact(CompactReply.model_validate(said))


def tagged(replies: dict[str, str | Exception], prompt: str, folder: Path) -> tuple[Record, ReplayCompleter]:
    """The record of PAPER where `replies` answers by words of the request, and who was asked."""
    asked = ReplayCompleter(replies)
    endpoint = ChosenEndpoint(EndpointIdentity("replayed", "m"), lambda: asked)
    (record,) = tag([PAPER], Settings(cache_dir=folder, prompt=prompt), endpoint=endpoint)
    return record, asked


WORDS = st.lists(
    st.sampled_from(
        ["Otter", "1.5B", "70B", "7B,", "(", ")", "and", "tokens", "active", "Bench", "GSM8K", "61%", "9" * 90, "…"]
    ),
    max_size=30,
).map(lambda words: " ".join(words)[:230])
ROWS = st.fixed_dictionaries(
    {"value": WORDS.map(lambda text: text[:90]), "model": WORDS, "benchmark": WORDS, "is": st.none()}
)


def lists(most: int, *, of: st.SearchStrategy[Any] = WORDS) -> st.SearchStrategy[Any]:
    """Lists as long as the reader takes, with repeats."""
    return st.lists(of, max_size=4 * most) | of.map(lambda one: [one] * 4 * most)


@settings(max_examples=60)
@given(
    data=st.fixed_dictionaries(
        {
            "introduced": lists(4), "parts": lists(3), "base": lists(2), "rivals": lists(4), "sizes": lists(8),
            "benchmarks": lists(8), "tldr": WORDS,
        }
    ),
    rows=lists(9, of=ROWS),
    clauses=lists(9),
)  # fmt: skip
def test_whatever_a_valid_reply_says_has_room_in_the_form(data: dict[str, Any], rows: Any, clauses: Any) -> None:
    form = read_compact(CompactReply.model_validate({**data, "results": rows}))
    quoted = read_quotes(QuotesReply.model_validate({**data, "results": clauses}))
    for read_form in (form, quoted):
        assert PaperReply.model_validate_json(read_form.model_dump_json()) == read_form
        assert [size for i, size in enumerate(read_form.sizes or ()) if size in (read_form.sizes or ())[:i]] == []


def test_a_row_that_is_repeated_until_the_list_is_full_is_read_once() -> None:
    looping = compact(introduced=["Otter"], sizes=["Otter (1B, 7B, 8B, 14B, 32B, 70B"] * 8)
    assert ["1B", "7B", "8B", "14B", "32B", "70B"] == [size.total for size in looping.sizes or ()]


# ── sizes ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["Otter 13B"], [("Otter", "13B", None)]),
        (["Otter-1B and 7B"], [("Otter", "1B", None), ("Otter", "7B", None)]),
        (["Otter-1B and Heron 7B"], [("Otter", "1B", None), ("Heron", "7B", None)]),
        (["Otter 52B total parameters", "6.5B of them active"], [("Otter", "52B", "6.5B")]),
        (
            ["Otter 236B", "Heron 67B", "21B activated for each token"],
            [("Otter", "236B", "21B"), ("Heron", "67B", None)],
        ),
        (["Otter with 671B parameters, 37B activated"], [("Otter with", "671B", "37B")]),
        (["7B base model"], [(None, "7B", None)]),
        (["350 million parameters"], [(None, "350 million", None)]),
        (
            ["Otter 350 million", "1.3 billion-parameter Heron"],
            [("Otter", "350 million", None), (None, "1.3 billion", None)],
        ),
        (
            ["8 million formal statements", "2 million and 3 billion parameters"],
            [(None, "2 million", None), (None, "3 billion", None)],
        ),
        (["940 billion tokens"], []),
        (["Otter 15B web corpus", "80B general tokens"], []),
        (["Otter-7B trained on 2B tokens"], [("Otter", "7B", None)]),
        (["Otter-V2", "GPT-4", "none", ""], []),
    ],
)
def test_a_size_is_read_from_the_words_around_it(
    words: list[str], expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    read = compact(sizes=words).sizes or ()
    assert expected == [(size.model, size.total, size.active) for size in read]


def test_whose_a_size_is_follows_from_the_list_that_names_its_model() -> None:
    said = compact(
        introduced=["Otter"], base=["Vole-3"], rivals=["Heron 70B"],
        sizes=["Otter-7B", "Vole-3 13B", "Heron 70B", "Lynx 1B"],
    )  # fmt: skip
    roles = [(size.model, size.role) for size in said.sizes or ()]
    assert [("Otter", "subject"), ("Vole-3", "base"), ("Heron", "baseline"), ("Lynx", "subject")] == roles


@given(st.lists(st.text(max_size=80), max_size=8))
def test_any_words_at_all_are_read_as_sizes_or_as_none(words: list[str]) -> None:
    read = read_compact(CompactReply.model_validate({"sizes": words})).sizes or ()
    assert all(isinstance(size, AskedSize) and (size.total or size.active) for size in read)


# ── results and names ────────────────────────────────────────────────────────────────────────────
def test_a_number_of_a_rival_is_a_baselines() -> None:
    said = compact(
        rivals=["Heron"], results=[{"value": "50%", "model": "Heron-70B"}, {"value": "60%", "model": "Otter"}]
    )
    assert ["baseline", "own"] == [result.role for result in said.results or ()]


def test_the_kind_of_a_result_is_told_in_the_words_of_the_form() -> None:
    said = compact(results=[{"value": "2x", "is": "ratio"}, {"value": "3 points", "is": "gain"}, {"value": "7"}])
    assert ["ratio", "delta", None] == [result.kind for result in said.results or ()]


def test_a_rival_and_a_general_word_are_no_benchmarks_and_what_is_introduced_is_one_of_its_own() -> None:
    said = compact(introduced=["OwlBench"], rivals=["Heron"], benchmarks=["OwlBench", "Heron", "mathematics", "GSM8K"])
    assert [("OwlBench", "introduced"), ("GSM8K", "evaluated")] == [(b.name, b.role) for b in said.benchmarks or ()]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("high school level miniF2F benchmark (63.5%)", "miniF2F"),
        ("the AIME 2024 test set", "AIME 2024"),
        ("ImageNet 256x256", "ImageNet 256x256"),
        ("MATH 5 shots", "MATH"),
        ("GSM8K and MATH", "GSM8K and MATH"),
        ("three held-out suites", "three held-out suites"),
        (None, None),
    ],
)
def test_the_benchmark_of_a_number_is_the_bare_name_where_the_words_hold_one(
    words: str | None, name: str | None
) -> None:
    (result,) = compact(results=[{"value": "63.5%", "benchmark": words}]).results or ()
    assert name == result.benchmark


def test_an_address_is_in_the_summary_though_no_model_is_asked_for_one(tmp_path: Path) -> None:
    text = "We present Otter, which reaches 61.4% on GSM8K. Code is at https://otter.example/code."
    asked = ReplayCompleter({"Otter": json.dumps(SAID)})
    endpoint = ChosenEndpoint(EndpointIdentity("replayed", "m"), lambda: asked)
    paper = Paper(id="otter", title="Otter", abstract=text)
    (record,) = tag([paper], Settings(cache_dir=tmp_path), endpoint=endpoint)
    assert record.summary is not None
    assert ["https://otter.example/code"] == [artifact.url for artifact in record.summary.artifacts]
    assert "urls" not in asked.asked[0].json_schema["properties"]


def test_a_clause_gives_its_numbers_with_the_names_that_stand_in_it() -> None:
    said = read_quotes(
        QuotesReply.model_validate(
            {
                "introduced": ["Otter"], "rivals": ["Heron"], "benchmarks": ["GSM8K"],
                "results": ["Otter reaches 61.4% on GSM8K", "Heron is at 50.2%", "clearly better"],
            }
        )
    )  # fmt: skip
    rows = [(r.value, r.model, r.benchmark, r.role) for r in said.results or ()]
    assert [("61.4%", "Otter", "GSM8K", "own"), ("50.2%", "Heron", None, "baseline")] == rows


# ── variants ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", VARIANTS)
def test_every_prompt_has_its_templates_and_its_examples_fill_the_form(name: str) -> None:
    variant = VARIANTS[name]
    for form in examples_of(variant):
        read = PaperReply.model_validate(form)
        assert read.tldr or read.sizes is not None
    for question in variant.questions:
        keys = reply_schema(question.reply)["properties"]
        for _, reply in load_template(question.template).examples:
            assert list(keys) == list(reply), "an example shows the keys in the order that the schema asks for"


@pytest.mark.parametrize("name", VARIANTS)
def test_what_is_the_same_for_every_paper_comes_first(name: str) -> None:
    inquiry = PaperInquiry(Settings(prompt=name), "m")
    other = PAPER.model_copy(update={"abstract": "Nothing is new."})
    for ours, theirs in zip(inquiry.prompts(PAPER), inquiry.prompts(other), strict=True):
        assert ours.prefix == theirs.prefix
        assert ours.paper != theirs.paper


def test_an_unknown_prompt_is_refused_with_the_names_that_there_are() -> None:
    with pytest.raises(ConfigurationError, match=r"no prompt 'nope'.*extract\.v1, compact\.v3"):
        variant_of("nope")


def test_a_compact_reply_comes_to_the_same_summary_as_rows(tmp_path: Path) -> None:
    record, _ = tagged({"Otter": json.dumps(SAID)}, "compact.v3", tmp_path)
    assert record.summary is not None
    assert "compact.v3" == record.provenance.prompt
    agreed = {(v.field, v.state) for v in record.verdicts if v.field in ("results", "model_sizes")}
    assert {("results", "agree"), ("results", "agree_normalised"), ("model_sizes", "agree_normalised")} >= agreed
    assert [7_000_000_000, 70_000_000_000] == [size.total_params for size in record.summary.model_sizes]


# ── two requests ─────────────────────────────────────────────────────────────────────────────────
FACTS = {key: SAID[key] for key in ("sizes", "data", "results")}
NAMES = {key: SAID[key] for key in ("tasks", "introduced", "parts", "base", "rivals", "benchmarks", "tldr")}


class InTurn(ReplayCompleter):
    """Answers the requests in their order."""

    def __init__(self, *replies: str | Exception) -> None:
        super().__init__({})
        self._replies = list(replies)

    async def complete(self, prompt):  # type: ignore[no-untyped-def]
        self.replies = {"": self._replies.pop(0)}
        return await super().complete(prompt)


def twice(asked: ReplayCompleter, folder: Path) -> Record:
    endpoint = ChosenEndpoint(EndpointIdentity("replayed", "m"), lambda: asked)
    (record,) = tag([PAPER], Settings(cache_dir=folder, prompt="twice.v3"), endpoint=endpoint)
    return record


def test_numbers_and_names_of_two_requests_come_to_one_record(tmp_path: Path) -> None:
    record = twice(InTurn(json.dumps(FACTS), json.dumps(NAMES)), tmp_path)
    assert record.summary is not None
    assert record.provenance.usage is not None
    assert 2 == record.provenance.usage.requests
    assert ["Otter"] == [m.name for m in record.summary.methods]
    assert [("Otter", "subject"), ("Heron", "baseline")] == [
        (v.model.model, v.model.role) for v in record.verdicts if v.field == "model_sizes"
    ]


def test_where_the_second_request_fails_the_first_is_not_asked_again(tmp_path: Path) -> None:
    failed = twice(InTurn(json.dumps(FACTS), CompletionError("refused", "no")), tmp_path)
    assert ("failed", "refused") == (failed.status, failed.error.kind if failed.error else None)
    again = InTurn(json.dumps(NAMES))
    assert "failed" != twice(again, tmp_path).status
    assert ["names.v3"] == [prompt.name for prompt in again.asked]


# ── independence ─────────────────────────────────────────────────────────────────────────────────
def test_a_model_that_is_shown_the_rules_numbers_confirms_none_of_them(tmp_path: Path) -> None:
    alone, _ = tagged({"Otter": json.dumps(SAID)}, "compact.v3", tmp_path)
    shown, asked = tagged({"Otter": json.dumps(SORTED)}, "assisted.v4", tmp_path)
    assert "Numbers: 7B; 61.4%; 70B; 2.5 points\n" in asked.asked[0].paper
    numbers = [v for v in shown.verdicts if v.field in ("results", "model_sizes")]
    assert 4 == len(numbers)
    assert {("rules_only", True)} == {(v.state, "shown_to_model" in v.reasons) for v in numbers}
    sure = {v.id: v.confidence for v in alone.verdicts}
    assert all(v.confidence < sure[v.id] for v in numbers)
    assert {"agree", "agree_normalised"} & {v.state for v in shown.verdicts if v.field == "methods"}


def test_no_other_prompt_shows_what_the_rules_found() -> None:
    for name in set(VARIANTS) - {"assisted.v4"}:
        for prompt in PaperInquiry(Settings(prompt=name), "m").prompts(PAPER):
            assert f"Abstract: {PAPER.abstract}\nJSON:" == prompt.paper
