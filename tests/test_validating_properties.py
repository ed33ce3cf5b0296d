"""Any reply in any wrapping comes back as it is; any bytes at all are a reply or an invalid one, in bounded work."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from asking_support import endpoint_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarise.completing.answers import read_answer
from summarise.completing.bounding import text_of
from summarise.completing.failures import ModeRejected, Transient
from summarise.errors import CompletionError, EndpointRefused, InvalidReply
from summarise.schemas.reply import PaperReply
from summarise.validating import read
from summarise.validating.decoding import Object, decode, is_sound
from summarise.validating.scanning import Scan

KEYS = frozenset(PaperReply.model_fields)
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

DRAFT = '{"tasks": ["a draft"], "sizes": [], "data": [], "results": [{"value": "1"}], "methods": [], "tldr": "Draft."}'
OBJECTS: dict[str, Callable[[Any], Any]] = {
    "list": lambda value: [value],
    "wrapper": lambda value: {"result": value},
    "named": lambda value: {"PaperReply": value, "note": "done"},
    "deep": lambda value: {"role": "assistant", "output": [{"json": value}]},
    "call": lambda value: {"name": "reply", "arguments": json.dumps(value)},
}
TEXTS: dict[str, str] = {
    "fence": "```json\n%s\n```",
    "fence-of-json5": "```json5\n%s",
    "prose": "Sure! Here it is:\n\n%s\n\nLet me know {if} it helps.",
    "latex": r"We have \frac{a}{b} and {x: y}. %s",
    "thoughts": f"<think>Perhaps {DRAFT}?</think>%s",
    "thoughts-of-the-prompt": f"Perhaps {DRAFT}, no.\n</think>\n%s",
    "thoughts-with-half-a-draft": f"<think>Perhaps {DRAFT[:60]}</think>%s",
    "thoughts-behind": f"%s\n<think>Or rather {DRAFT}?",
    "harmony": f"<|channel|>analysis<|message|>{DRAFT}<|end|><|start|>assistant<|channel|>final<|message|>%s<|return|>",
    "tool-call": "<tool_call>\n%s\n</tool_call>",
    "mark": "\ufeff%s",
    "other-object": '{"name": "x", "value": 3} %s {"title": "y"}',
}


def strict(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def loose(value: Any, level: int = 0) -> str:
    """JSON with trailing commas, comments, single quotes, bare keys and Python's words."""
    if isinstance(value, dict):
        rows = "".join(f" {key}: {loose(inner, level + 1)}, // {key}\n" for key, inner in value.items())
        return f"{{{rows}}}" if value else "{}"
    if isinstance(value, list):
        return f"[{''.join(loose(inner, level + 1) + ',' for inner in value)}]"
    if isinstance(value, str):
        inner = json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
        return f"'{inner}'"
    return repr(value)


@settings(max_examples=200, deadline=None)
@given(
    reply=replies,
    spelling=st.sampled_from([strict, lambda value: json.dumps(value, indent=2), loose]),
    objects=st.lists(st.sampled_from(sorted(OBJECTS)), max_size=3),
    texts=st.lists(st.sampled_from(sorted(TEXTS)), max_size=4),
)
def test_any_reply_in_any_wrapping_comes_back_as_it_is(
    reply: dict[str, Any], spelling: Callable[[Any], str], objects: list[str], texts: list[str]
) -> None:
    wrapped: Any = reply
    for name in objects:
        wrapped = OBJECTS[name](wrapped)
    text = spelling(wrapped)
    for name in texts:
        text = TEXTS[name].replace("%s", text)
    reading = read(text, PaperReply)
    assert PaperReply.model_validate(reply) == reading.reply
    assert () == reading.ambiguous


@settings(max_examples=200, deadline=None)
@given(reply=replies, name=st.sampled_from(sorted(TEXTS)), data=st.data())
def test_no_reply_that_breaks_off_passes_as_one(reply: dict[str, Any], name: str, data: st.DataObject) -> None:
    text = strict(reply)
    begin = TEXTS[name].partition("%s")[0] + text[: data.draw(st.integers(0, len(text) - 1))]
    with pytest.raises(InvalidReply):
        read(begin, PaperReply, cut=True)


@settings(deadline=None)
@given(reply=replies, encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"]))
def test_a_completion_is_read_in_any_encoding(reply: dict[str, Any], encoding: str) -> None:
    text = strict(reply)
    body = json.dumps({"choices": [{"message": {"content": text}}]}, ensure_ascii=False)
    assert text == read_answer(body.encode(encoding), endpoint_of("http://localhost/v1"), constrained=True).text


def test_latin_1_is_known_by_its_bytes_and_one_bad_byte_does_not_spoil_utf_8() -> None:
    assert "Größe – “naïve”" == text_of("Größe – “naïve”".encode("cp1252"))
    assert "Größe \ufffd naïve" == text_of("Größe ".encode() + b"\xff naive".replace(b"i", "ï".encode()))
    assert "plain" == text_of(b"plain")


# ── anything at all ──────────────────────────────────────────────────────────────────────────────
pieces = [
    *"{}[]\",: 0123.eE-'/*#",
    *("\n", "\\", '"tasks":', '"sizes"', "tldr:", "null", "None", "NaN", "True", "```", "<think>", "</think>"),
    *("<|channel|>analysis<|message|>", "<|channel|>final<|message|>", "assistantfinal", "\ud800", r"\ud800", "\0"),
    *('{"tasks": ["a"]}', '{"tldr": "b",}', '"{\\"tasks\\": []}"', "1e400", "//", "/*"),
]
json_like = st.lists(st.sampled_from(pieces)).map("".join)


def steps_of(text: str) -> Scan:
    """The scan of a text, whose work must grow with its length alone."""
    scan = Scan(text, KEYS).run()
    assert scan.spent <= 12 * len(text) + 2000  # eight lengths, and the last read may go over
    assert scan.misreads <= 200
    assert scan.reads <= 20_000
    assert len(scan.answers) + len(scan.thoughts) <= 1000
    return scan


@settings(max_examples=400, deadline=None)
@given(text=json_like | st.text())
@example('{"tasks": ' + "[" * 100_000)
@example('{"tldr": ' + "1" * 5000 + "}")
@example('{"tldr": {"a":' * 500)
@example('{"tasks": [' + '{"a":[' * 400 + "]}" * 400 + "]}")
@example('{"tasks": [' + "[" * 900 + "]" * 900 + "]}")
@example("{'a': " * 2000)
@example('{"arguments": "' + '{\\"arguments\\": ' * 300)
def test_any_text_is_a_reply_or_an_invalid_reply(text: str) -> None:
    steps_of(text)
    for cut in (False, True):
        try:
            reading = read(text, PaperReply, cut=cut)
        except InvalidReply as invalid:
            assert invalid.problems
            assert all(problem.strip() for problem in invalid.problems)
        else:
            assert type(reading.reply) is PaperReply
            assert reading.reply.model_dump_json().encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(body=st.binary() | json_like.map(lambda text: text.encode("utf-8", "surrogatepass")))
@example(b"\xff\xfe{")
@example(b'{"choices": [{"message": {"content": "\xff"}}]}')
@example(b'{"choices": [{"message": {"content": ' + b"[" * 50_000)
@example(b'{"choices": [{"message": {"tool_calls": [1, null, {"function": 3}]}, "finish_reason": {}}], "usage": []}')
@example(b'{"choices": [{"message": {"content": [1, {"refusal": []}]}, "error": 1}], "model": 7}')
@example(b'{"error": [[[[[[[[{"message": 1}]]]]]]]]}')
@example(b'{"error": {"code": 1e400}}')
def test_any_bytes_are_an_answer_or_a_failure_of_ours(body: bytes) -> None:
    try:
        answer = read_answer(body, endpoint_of("http://localhost/v1"), constrained=True)
    except (Transient, CompletionError, EndpointRefused, ModeRejected) as failure:
        assert str(failure).encode("utf-8")
    else:
        assert isinstance(answer.text.encode("utf-8"), bytes)


LENGTH = 200_000


@pytest.mark.parametrize(
    "piece",
    ["{", '{"a":', '"', "<think>", "</think>", "<think>{", '{"a"', "{}", '{"a":[', ",", ", ", "[", "\\", '{"tasks":[',
     '{"tasks":[]}', '{"a":{"a":1},', "```", '{"', "{ ", "{'", "{a:", '{"a":"', "{/*", "{//", '{"a":1 ', "{a:1,", "'",
     '"{\\"', '{"a":"{\\"a\\":1}"}', "<|channel|> ", "[{", "{a: {'b': ", '{"a", '],
)  # fmt: skip
def test_a_text_of_one_piece_is_read_in_bounded_steps(piece: str) -> None:
    steps_of((piece * LENGTH)[:LENGTH])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{"a":[' * 400 + '{"a":1},' * 25_000, id="deep-lists-that-stay-open"),
        pytest.param('{"a":[' * 400 + "{a:1}," * 25_000 + "@", id="deep-lists-that-break"),
        pytest.param('{"tldr": "' + "-" * LENGTH + 'x"}', id="dashes-in-a-text"),
        pytest.param('{"tldr": "' + "!" * LENGTH, id="text-that-stays-open"),
        pytest.param('{"a": "' * 300 + "!" * LENGTH, id="texts-that-stay-open"),
        pytest.param('{"tasks": ["' + '", "'.join(["n/a n/a n/a" * 5] * 3_000) + '"]}', id="many-words-for-none"),
        pytest.param("{" + " " * LENGTH, id="brace-and-blanks"),
        pytest.param("," + " " * LENGTH + "x", id="comma-and-blanks"),
        pytest.param('{"results": [' + '{"kind": 1},' * 16_000 + "]}", id="rows-that-do-not-fit"),
        pytest.param("{a: /*" * 300 + " " * LENGTH, id="comments-that-stay-open"),
        pytest.param('{"arguments": ' + json.dumps('{"x": 1} ' * 20_000) + "}", id="json-in-a-text"),
    ],
)
def test_a_hostile_text_is_read_in_bounded_steps(text: str) -> None:
    steps_of(text)
    with pytest.raises(InvalidReply):
        read(text, PaperReply)


# ── the quick way ────────────────────────────────────────────────────────────────────────────────
STRINGS = st.sampled_from(['"a"', '"é"', '"\\ud83d"', '"\\uD83D\\uDE00"', '"\ud800"', '"a\nb"', '""', "null"])
VALUES = st.recursive(
    STRINGS | st.sampled_from(["71.30", "-0", "1e400", "NaN", "7", "true"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda some: f"[{', '.join(some)}]")
        | st.lists(st.tuples(st.sampled_from(['"a"', '"b" ', '"c"']), inner), max_size=3).map(
            lambda pairs: "{" + ",".join(f"{key}:{value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=12,
)


def told(value: Any) -> Any:
    """A value with all that is kept of it: how numbers are written, and which keys are doubled."""
    if isinstance(value, Object):
        return value.doubled, [(key, told(inner)) for key, inner in value.items()]
    return [told(inner) for inner in value] if isinstance(value, list) else (type(value), str(value))


@given(VALUES.map(lambda value: f'{{"x": {value}}}'))
def test_what_is_read_quickly_is_what_a_look_at_each_value_gives(text: str) -> None:
    quickly, carefully = (decode(text, 0, sound=sound) for sound in (is_sound(text), False))
    assert told(carefully[0]) == told(quickly[0])
    assert carefully[1:] == quickly[1:]


def test_half_a_character_is_no_sound_text_however_it_is_written() -> None:
    assert [True, True, False, False] == [is_sound(text) for text in ('"é"', '"\\u00e9"', '"\\uD83d"', '"\ud83d"')]
