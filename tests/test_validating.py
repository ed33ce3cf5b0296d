"""Replies as models write them: wrapped, repeated, broken, hostile; and the sentences that say what is wrong."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarise.errors import InvalidReply
from summarise.schemas.reply import PaperReply
from summarise.validating import MAX_REPLY_CHARS, read_reply, repeats_itself

GOOD = '{"tasks": ["translation"], "results": [{"value": "71.3%", "kind": "absolute"}], "tldr": "It translates."}'
EXPECTED = PaperReply.model_validate_json(GOOD)
ROW = '{"value":"71.3%","model":"Quillon-Chat","benchmark":"Table","metric":null,"baseline":null,"kind":"delta"},'


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidReply) as caught:
        read_reply(text, PaperReply)
    return caught.value.problems


# ── wrapped ──────────────────────────────────────────────────────────────────────────────────────
WRAPPINGS = {
    "bare": "%s",
    "fence": "```json\n%s\n```",
    "fence-that-stays-open": "```\n%s",
    "prose": "Sure! Here is the JSON you asked for: %s\nLet me know {if} it helps.",
    "think-block": "<think>Perhaps {x: 1}? No.</think>\n%s",
    "think-block-in-capitals": "<THINKING>hm</THINKING>%s",
    "thoughts-opened-in-the-prompt": "so, the tasks are {a}, {b}.\n</think>\n\n%s",
    "think-block-that-stays-open": "<think>The answer is\n%s",
    "inside-the-think-block": "<think>%s</think>",
    "think-block-behind": "%s\n<think>Was that right?</think>",
    "list": "[%s]",
    "wrapper-object": '{"reply": %s}',
    "wrapper-in-a-wrapper": '{"role": "assistant", "output": [{"json": %s}]}',
    "latex-before": r"\frac{a}{b} \mathbf{x}" * 300 + " %s",
    "braces-before": "{" * 500 + " and then %s",
    "other-object-before": '{"name": "x", "value": 3} %s',
    "byte-order-mark": "\ufeff%s",
    "next-example-behind": '%s\n\nExample 4\nAbstract: more.\nJSON: {"tasks": ["other"], "results": [], "tldr": "No."}',
    "beginning-of-itself-before": '{"tasks": ["translation"], "res\n%s',
}


@pytest.mark.parametrize("wrapping", WRAPPINGS.values(), ids=WRAPPINGS.keys())
def test_a_reply_is_found_in_its_wrapping(wrapping: str) -> None:
    assert read_reply(wrapping.replace("%s", GOOD), PaperReply) == EXPECTED


words = st.text(st.characters(codec="utf-8"), max_size=60)
replies = st.fixed_dictionaries(
    {},
    optional={
        "tasks": st.lists(words, max_size=3),
        "sizes": st.lists(st.fixed_dictionaries({"model": words, "role": st.sampled_from(["base", None])}), max_size=3),
        "results": st.lists(st.fixed_dictionaries({"value": words | st.none()}), max_size=3),
        "tldr": words | st.none(),
    },
).filter(bool)


@given(reply=replies, wrapping=st.sampled_from(sorted(WRAPPINGS.values())), indent=st.sampled_from([None, 2]))
def test_any_valid_reply_survives_any_wrapping(reply: dict[str, object], wrapping: str, indent: int | None) -> None:
    if wrapping == WRAPPINGS["next-example-behind"]:
        reply = {"tasks": [], "sizes": [], "results": [], "tldr": None} | reply  # else the other one says more
    text = json.dumps(reply, ensure_ascii=False, indent=indent)
    assert read_reply(wrapping.replace("%s", text), PaperReply) == PaperReply.model_validate(reply)


@given(reply=replies)
def test_trailing_commas_are_forgiven(reply: dict[str, object]) -> None:
    reply = {k: [] if k != "tldr" else "text" for k in reply}
    text = json.dumps(reply)[:-1] + ", \n}"
    assert read_reply(text, PaperReply) == PaperReply.model_validate(reply)


def test_trailing_commas_in_a_text_stay_where_the_json_is_sound() -> None:
    assert read_reply('{"tldr": "sets {a, } and [b,]"}', PaperReply).tldr == "sets {a, } and [b,]"


def test_the_answer_behind_the_thoughts_is_taken_even_with_a_trailing_comma() -> None:
    text = '<think>{"tasks": ["draft"], "tldr": "draft", "results": []}</think>{"tasks": ["final"],}'
    assert read_reply(text, PaperReply).tasks == ("final",)


def test_a_closing_think_mark_inside_a_text_does_not_hide_the_reply() -> None:
    assert read_reply('{"tldr": "It ends at </think> marks."}', PaperReply).tldr == "It ends at </think> marks."


# ── several objects ──────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "task"),
    [
        pytest.param('{"tasks": ["a"]} {"tasks": ["b"], "tldr": "B."}', "b", id="the-one-that-says-more"),
        pytest.param('{"tasks": ["a"]} {"tasks": ["b"]}', "a", id="the-first-of-equals"),
        pytest.param('{"tasks": 7, "tldr": "A.", "results": []} {"tasks": ["b"]}', "b", id="the-one-that-fits"),
        pytest.param('{"benchmark": "x", "task": "y"} {"tasks": ["b"]}', "b", id="not-one-of-another-kind"),
        pytest.param('{"tasks": ["b"], "tasks": []}', "b", id="a-key-that-is-repeated-empty"),
        pytest.param('{"tasks": ["a"], "tasks": ["b"]}', "b", id="a-key-that-is-repeated"),
    ],
)
def test_of_several_objects_the_best_is_taken(text: str, task: str) -> None:
    assert read_reply(text, PaperReply).tasks == (task,)


# ── values ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("71", "71", id="integer"),
        pytest.param("71.30", "71.30", id="with-its-zero"),
        pytest.param("1e400", "1e400", id="beyond-floats"),
        pytest.param('"71.3%"', "71.3%", id="text"),
        pytest.param('" 71.3 "', "71.3", id="blanks-around"),
        pytest.param("null", None, id="null"),
        pytest.param("NaN", None, id="nan"),
        pytest.param("-Infinity", None, id="infinity"),
        pytest.param("-1", None, id="minus-one"),
        pytest.param('"N/A"', None, id="words-for-none"),
        pytest.param('"not stated"', None, id="more-words-for-none"),
        pytest.param('"—"', None, id="dash"),
        pytest.param('""', None, id="empty"),
        pytest.param('"none of 7"', "none of 7", id="no-word-for-none"),
    ],
)
def test_a_value_is_kept_as_it_is_written(written: str, read: str | None) -> None:
    reply = read_reply(f'{{"results": [{{"value": {written}}}]}}', PaperReply)
    assert reply.results is not None
    assert reply.results[0].value == read


def test_a_word_for_none_is_none_in_a_choice_too() -> None:
    reply = read_reply('{"results": [{"value": "7", "kind": "N/A", "role": "unknown"}]}', PaperReply)
    assert reply.results is not None
    assert (reply.results[0].kind, reply.results[0].role) == (None, None)


def test_half_a_character_becomes_something_that_every_file_takes() -> None:
    reply = read_reply(r'{"tldr": "rocket \ud83d and \ude80", "tasks": ["\udc00"], "\ud800": 1}', PaperReply)
    assert reply.tldr == "rocket ? and ?"
    assert reply.model_dump_json().encode("utf-8")
    whole = read_reply(r'{"tldr": "rocket \ud83d\ude80"}', PaperReply)
    assert whole.tldr == "rocket 🚀"


def test_half_a_character_in_a_bad_place_does_not_break_the_sentence_about_it() -> None:
    (problem,) = problems_of(r'{"results": [{"kind": "\ud83d!huge"}]}')
    assert problem.encode("utf-8").decode().endswith('and is "?!huge"')


# ── problems ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("", ("the reply is blank",), id="blank"),
        pytest.param("I can't.", ('there is no JSON object in the reply, which begins "I can\'t."',), id="prose"),
        pytest.param(
            '{"title": "x"}',
            (
                "no JSON object in the reply has any of the keys "
                "tasks, sizes, data, benchmarks, results, methods, artifacts, tldr",
            ),
            id="keys-of-another-object",
        ),
        pytest.param(
            '{"results": [{"value": "1"}, {"value": ["1", "2"]}]}',
            ('results[1].value: input should be a valid string, and is ["1", "2"]',),
            id="list-for-a-text",
        ),
        pytest.param(
            '{"sizes": {"model": "A"}}',
            ('sizes: input should be a valid list, and is {"model": "A"}',),
            id="object-for-a-list",
        ),
        pytest.param(
            '{"tasks": ["a"], "data": [[]], "methods": [{"role": "main"}]}',
            (
                "data[0]: input should be a valid dictionary or instance of AskedData, and is []",
                "methods[0].role: input should be 'introduced', 'component', 'base' or 'used', and is \"main\"",
            ),
            id="two-problems",
        ),
        pytest.param('{"tldr": true}', ("tldr: input should be a valid string, and is true",), id="truth-for-a-text"),
    ],
)
def test_each_problem_is_a_sentence_that_names_its_path(text: str, problems: tuple[str, ...]) -> None:
    assert problems_of(text) == problems


def test_long_values_are_shown_in_part_and_many_problems_are_counted() -> None:
    rows = [{"kind": "x" * 5000}] * 30
    problems = problems_of(json.dumps({"results": rows}))
    assert len(problems) == 21
    assert problems[-1] == "and 10 more"
    assert max(map(len, problems)) < 220


def test_a_list_beyond_four_times_its_limit_is_refused_and_one_within_is_forgiven() -> None:
    assert len(read_reply(json.dumps({"tasks": ["t"] * 12}), PaperReply).tasks or ()) == 12
    assert problems_of(json.dumps({"tasks": ["t"] * 13}))[0].startswith("tasks: ")
    assert len(read_reply(json.dumps({"tldr": "x" * 1200}), PaperReply).tldr or "") == 1200
    assert problems_of(json.dumps({"tldr": "x" * 1201}))[0].startswith("tldr: ")


def test_a_failure_keeps_the_reply_and_says_whether_it_was_blank() -> None:
    for text, kind in (("\n \t", "blank"), ("no", "invalid")):
        with pytest.raises(InvalidReply) as caught:
            read_reply(text, PaperReply)
        assert (caught.value.kind, caught.value.reply) == (kind, text)


def test_a_reply_beyond_the_limit_is_not_read() -> None:
    (problem,) = problems_of(GOOD + " " * MAX_REPLY_CHARS)
    assert problem.startswith("the reply has 1,000,1")


# ── anything at all ──────────────────────────────────────────────────────────────────────────────
pieces = [
    *'{}[]",: 0123.eE-',
    "\n",
    "\\",
    '"tasks":',
    '"sizes"',
    "null",
    "NaN",
    "<think>",
    "</think>",
    "\ud800",
    r"\ud800",
]
json_like = st.lists(st.sampled_from(pieces)).map("".join)


@settings(max_examples=300)
@given(text=json_like | st.text())
@example('{"tasks": ' + "[" * 100_000)
@example('{"tldr": ' + "1" * 5000 + "}")
@example('{"tldr": {"a":' * 500)
@example('{"tasks": [' + '{"a":[' * 400 + "]}" * 400 + "]}")
@example('{"tasks": [' + "[" * 900 + "]" * 900 + "]}")
def test_any_text_is_a_reply_or_an_invalid_reply(text: str) -> None:
    try:
        reply = read_reply(text, PaperReply)
    except InvalidReply as invalid:
        assert invalid.problems
        assert all(problem.strip() for problem in invalid.problems)
    else:
        assert type(reply) is PaperReply
        assert reply.model_dump_json().encode("utf-8")


@pytest.mark.parametrize(
    "piece",
    ["{", '{"a":', '"', "<think>", "</think>", "<think>{", '{"a"', "{}", '{"a":[', ",", ", ", "[", "\\", '{"tasks":[',
     '{"tasks":[]}', '{"a":{"a":1},', "```", '{"', "{ "],
)  # fmt: skip
def test_a_megabyte_of_one_piece_is_read_in_linear_time(piece: str) -> None:
    assert seconds_to_read((piece * MAX_REPLY_CHARS)[:MAX_REPLY_CHARS]) < 2.5


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"a":[' * 400 + '{"a":1},' * 120_000, id="deep-lists-that-stay-open"),
        pytest.param('{"tldr": "' + "-" * 999_000 + 'x"}', id="dashes-in-a-text"),
        pytest.param('{"tldr": "' + "!" * 999_000, id="text-that-stays-open"),
        pytest.param('{"tasks": ["' + '", "'.join(["n/a n/a n/a" * 5] * 15_000) + '"]}', id="many-words-for-none"),
        pytest.param("{" + " " * 999_000, id="brace-and-blanks"),
        pytest.param("," + " " * 900_000 + "x", id="comma-and-blanks"),
        pytest.param('{"results": [' + '{"kind": 1},' * 80_000 + "]}", id="rows-that-do-not-fit"),
    ],
)
def test_a_hostile_megabyte_is_read_in_linear_time(text: str) -> None:
    assert seconds_to_read(text) < 2.5


def seconds_to_read(text: str) -> float:
    """Of this process alone, since the machine may be busy."""
    began = time.process_time()
    try:
        read_reply(text, PaperReply)
    except InvalidReply:
        pass
    return time.process_time() - began


# ── loops ────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD + "ha" * 300, id="two-letters"),
        pytest.param('{"results": [' + ROW * 9, id="rows"),
        pytest.param('{"results": [' + ROW * 9 + ROW[:31], id="rows-and-a-piece"),
        pytest.param('{"tldr": "' + "and so on, " * 60, id="words"),
        pytest.param('{"tasks": ["x"' + " " * 500, id="blanks"),
        pytest.param(
            '{"a": [' + (ROW + ROW.replace("71", "72") + ROW.replace("71", "73")) * 6, id="three-rows-by-turns"
        ),
    ],
)
def test_a_text_that_ends_in_a_loop_is_known(text: str) -> None:
    assert repeats_itself(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="brace"),
        pytest.param(GOOD, id="reply"),
        pytest.param("".join(ROW.replace("71.3", f"{60 + n}.{n}") for n in range(20)), id="rows-that-are-much-alike"),
        pytest.param("".join(ROW.replace("Table", f"Table{n}") for n in range(20)) + ROW[:60], id="cut-in-such-a-row"),
        pytest.param(GOOD + ROW * 2, id="twice-only"),
        pytest.param("loop " * 300 + GOOD * 2, id="loop-that-ended"),
    ],
)
def test_a_text_that_only_looks_alike_is_no_loop(text: str) -> None:
    assert not repeats_itself(text)


@given(piece=st.text(min_size=1, max_size=200), before=st.text(max_size=50))
def test_any_piece_repeated_is_a_loop(piece: str, before: str) -> None:
    assert repeats_itself(before + piece * (5 + 250 // len(piece)))
