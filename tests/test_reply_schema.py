"""The schema that a reply is held to: closed, bounded, nullable, and small enough for a grammar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.prompting import reply_schema
from summarise.schemas.reply import PaperReply

GRAMMAR_REPETITIONS = 2000
"""llama.cpp refuses grammars whose nested repetitions multiply to more than about this."""


def resolved(node: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema node with its path, references followed."""
    node = reply_schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]] if "$ref" in node else node
    yield path, node
    for branch in node.get("anyOf", []):
        yield from resolved(branch, path)
    for name, inner in node.get("properties", {}).items():
        yield from resolved(inner, f"{path}.{name}")
    if "items" in node:
        yield from resolved(node["items"], f"{path}[]")


NODES = list(resolved(reply_schema()))
PATHS = sorted({path for path, _ in NODES})


def types_at(path: str) -> set[str]:
    found = [node for at, node in NODES if at == path]
    return {node["type"] for node in found if "type" in node}


def test_the_walk_of_these_tests_sees_every_level() -> None:
    assert {"$", "$.tasks", "$.tasks[]", "$.results[]", "$.results[].kind", "$.artifacts[].url", "$.tldr"} <= set(PATHS)
    assert len(PATHS) > 35


@pytest.mark.parametrize("path", PATHS)
def test_every_node_is_bounded_closed_and_nullable(path: str) -> None:
    for node in (node for at, node in NODES if at == path):
        kind = node.get("type")
        if kind == "string":
            assert "enum" in node or 0 < node["maxLength"] <= 300
        if kind == "array":
            assert 0 < node["maxItems"] <= 10
        if kind == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
    if path != "$" and types_at(path) != {"object"}:  # a row of a list is no leaf: it is there or not
        assert "null" in types_at(path)


def test_repetitions_multiply_to_less_than_a_grammar_takes() -> None:
    items = {path: node["maxItems"] for path, node in NODES if node.get("type") == "array"}
    products = {}
    for path, node in NODES:
        if node.get("type") == "string" and "maxLength" in node:
            lists = [limit for at, limit in items.items() if path.startswith(f"{at}[]")]
            assert len(lists) <= 1
            products[path] = node["maxLength"] * (lists[0] if lists else 1)
    assert products["$.results[].model"] == 600
    assert max(products.values()) < GRAMMAR_REPETITIONS / 2


def test_nothing_but_structure_is_sent() -> None:
    text = json.dumps(reply_schema())
    assert [word for word in ('"title"', '"description"', '"default"', '"format"', '"pattern"') if word in text] == []
    assert len(text) < 8000


def test_sizes_stand_before_methods_and_the_sentence_last() -> None:
    names = list(reply_schema()["properties"])
    assert names == list(PaperReply.model_fields)
    assert names.index("sizes") < names.index("methods")
    assert names[-1] == "tldr"


def of_schema(node: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that a server which enforces the schema could send."""
    node = reply_schema()["$defs"][node["$ref"].rsplit("/", 1)[-1]] if "$ref" in node else node
    if "anyOf" in node:
        return st.one_of([of_schema(branch) for branch in node["anyOf"]])
    if "enum" in node:
        return st.sampled_from(node["enum"])
    if node["type"] == "object":
        return st.fixed_dictionaries({name: of_schema(inner) for name, inner in node["properties"].items()})
    if node["type"] == "array":
        return st.lists(of_schema(node["items"]), max_size=node["maxItems"])
    if node["type"] == "string":
        return st.text(st.characters(codec="utf-8"), max_size=node["maxLength"])
    assert node["type"] == "null"
    return st.none()


@given(value=of_schema(reply_schema()))
def test_whatever_the_schema_allows_the_reader_takes(value: dict[str, Any]) -> None:
    reply = PaperReply.model_validate(value)
    for name, given_value in value.items():
        read = getattr(reply, name)
        assert (read is None) == (given_value is None) or name == "tldr"
        if isinstance(given_value, list):
            assert len(read) == len(given_value)


@pytest.mark.parametrize(
    "value",
    [{}, {"tldr": None}, {"other": 1}, dict.fromkeys(PaperReply.model_fields)],
    ids=["empty", "null", "other", "nulls"],
)
def test_what_is_absent_or_null_is_none(value: dict[str, Any]) -> None:
    assert set(PaperReply.model_validate(value).model_dump().values()) == {None}


@pytest.mark.parametrize(
    "word",
    ["null", "None", "N/A", "n/a.", "unknown", "unspecified", "not given", "Not mentioned", "-1", "-", " ", "(none)"],
)
def test_a_word_for_none_is_none(word: str) -> None:
    assert PaperReply.model_validate({"tldr": word, "tasks": [word]}).model_dump(include={"tldr", "tasks"}) == {
        "tldr": None,
        "tasks": (None,),
    }


@pytest.mark.parametrize("word", ["nullable types", "-10", "1", "0", "None of the above helps", "unknown words"])
def test_a_word_that_only_begins_so_is_kept(word: str) -> None:
    assert PaperReply.model_validate({"tldr": word}).tldr == word
