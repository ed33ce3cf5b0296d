"""Which modes a check calls enforced, against servers that take them, ignore them and refuse them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from fault_server import Asked, Scripted, answer, calling, in_turn, status, truncated
from probe_support import ENFORCED, NATURAL, answering, found, quick


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quick(monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("answers", "modes", "papers_by"),
    [
        pytest.param(ENFORCED, ("enforced", "enforced"), "json_schema", id="enforces-all"),
        pytest.param(NATURAL, ("accepted", "accepted"), "json_schema", id="takes-and-ignores-all"),
        pytest.param(
            NATURAL | {q: ENFORCED[q] for q in ("prose", "greet")},
            ("accepted", "enforced"),
            "json_object",
            id="ignores-the-schema-and-enforces-an-object",
        ),
        pytest.param(
            ENFORCED | {q: NATURAL[q] for q in ("tempt", "prose")},
            ("accepted", "accepted"),
            "json_schema",
            id="right-once-by-chance",
        ),
        pytest.param(
            ENFORCED | {"prose": truncated('{"colour": "bl')},
            ("enforced", "enforced"),
            "json_schema",
            id="cut-off-object",
        ),
        pytest.param(
            ENFORCED | {"colour": answer('{"n": true, "kind": "zeta"}')},
            ("accepted", "enforced"),
            "json_object",
            id="wrong-type",
        ),
        pytest.param(
            ENFORCED | {"colour": answer('{"n": 1, "kind": "theta"}')},
            ("accepted", "enforced"),
            "json_object",
            id="word-outside-the-enum",
        ),
        pytest.param(
            ENFORCED | {"colour": answer("[" * 100_000)}, ("accepted", "enforced"), "json_object", id="deep-brackets"
        ),
    ],
)
def test_a_mode_is_called_enforced_only_where_both_answers_have_its_form(
    answers: Mapping[str, Scripted], modes: tuple[str, str], papers_by: str
) -> None:
    report = found(answering(answers))
    assert modes == (report.modes["json_schema"], report.modes["json_object"])
    assert report.manner is not None
    assert papers_by == report.manner.mode


def test_limits_in_a_schema_are_told_from_its_form() -> None:
    long = answer('{"word": "extraordinary", "list": [1, 2], "kind": "eta"}')
    report = found(answering(ENFORCED | {"tempt": long}))
    assert ("enforced", {"maxLength": "ignored", "maxItems": "enforced"}) == (
        report.modes["json_schema"],
        report.keywords,
    )


def test_a_schema_of_papers_that_is_taken_and_not_enforced_is_no_enforced_mode() -> None:
    report = found(answering(ENFORCED | {"own": NATURAL["own"]}))
    assert ("accepted", "json_object") == (report.modes["json_schema"], report.manner and report.manner.mode)
    assert "the one of papers is not" in str(report.note)


def test_a_schema_of_papers_that_is_enforced_without_its_limits_goes_without_them() -> None:
    def own(asked: Asked) -> Scripted:
        return (NATURAL if b"maxLength" in asked.body else ENFORCED)["own"]

    report = found(answering(ENFORCED | {"own": own}))
    assert report.manner is not None
    assert ("json_schema", ("maxLength",)) == (report.manner.mode, report.manner.drop_keywords)


@pytest.mark.parametrize("words", ["'maxLength' is not permitted", "Bad Request"])
def test_a_keyword_that_is_refused_by_name_or_without_is_left_out_and_the_mode_stays(words: str) -> None:
    def tempt(asked: Asked) -> Scripted:
        return status(400, words) if b"maxLength" in asked.body else ENFORCED["tempt"]

    def own(asked: Asked) -> Scripted:
        return status(400, words) if b"maxLength" in asked.body else ENFORCED["own"]

    report = found(answering(ENFORCED | {"tempt": tempt, "own": own}))
    assert report.manner is not None
    assert ("enforced", "json_schema") == (report.modes["json_schema"], report.manner.mode)
    assert "maxLength" in report.manner.drop_keywords
    assert "refused" == report.keywords["maxLength"]


def test_a_refused_mode_is_reported_in_the_servers_words() -> None:
    def behave(asked: Asked) -> Scripted:
        refused = status(400, "response_format is unheard of here")
        return refused if asked.mode != "plain" else answering(ENFORCED)(asked)  # type: ignore[operator]

    report = found(behave)
    assert ("rejected", "rejected", "plain") == (
        report.modes["json_schema"], report.modes["json_object"], report.manner and report.manner.mode,
    )  # fmt: skip
    assert "response_format is unheard of here" in report.refusals["json_schema"]
    assert any("unheard of" in line for line in report.lines())


@pytest.mark.parametrize(
    ("tools", "said"),
    [
        pytest.param(status(400, "no tools"), "rejected", id="refused"),
        pytest.param(status(404, "No endpoints found that support tool use"), "rejected", id="openrouter"),
        pytest.param(status(500, "tools param requires --jinja flag"), "rejected", id="llama.cpp"),
        pytest.param(answer("Blue."), "accepted", id="no-call"),
        pytest.param(answer(None, tool_calls=calling('{"n": 1, "kind": "eta"}')), "accepted", id="by-chance"),
        pytest.param(
            in_turn(
                answer(None, tool_calls=calling('{"n": 1, "kind": "eta"}')),
                answer(None, tool_calls=calling('{"word": "e", "list": [], "kind": "eta"}')),
            ),
            "enforced",
            id="enforced",
        ),
        pytest.param(answer(None, tool_calls=["x", 5]), "accepted", id="strange-calls"),
    ],
)
def test_tools_are_told_as_refused_taken_or_enforced(tools: Scripted, said: str) -> None:
    report = found(answering(ENFORCED, tools))
    assert (said, None) == (report.modes["tools"], report.problem)
    assert report.manner is not None
