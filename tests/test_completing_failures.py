"""Every kind of failure against a real server: what becomes of the paper, how many requests it costs, what is kept of
the reply, and that the papers beside it do not notice."""

from __future__ import annotations

import asyncio
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from asking_support import CUT, GOOD, INVALID, LOOP, PROSE, complete, failure_of
from fault_server import (
    Behaviour,
    FaultServer,
    Scripted,
    answer,
    blank,
    by_paper,
    context_too_long,
    cut_off,
    dripping,
    dripping_for_ever,
    error_200,
    html,
    huge,
    in_turn,
    json_body,
    no_model,
    no_quota,
    packed,
    reset,
    silent,
    status,
    truncated,
)

from summarise import Paper, Settings
from summarise.completing.failures import KEPT_CHARS, kept
from summarise.completing.taxonomy import KINDS, kind_of
from summarise.errors import CompletionError, EndpointError, InvalidReply
from summarise.pipeline import Tally, atag
from summarise.records import Record

pytestmark = pytest.mark.usefixtures("stopped_time")

RETRIES = 2
TINY = "empty JSON object"
"""Asked where a refusal names no reason, to tell whether the mode is refused or the paper."""
PAGE = html().body.decode()
REFUSAL = "I can't help with that."


@dataclass(frozen=True)
class Case:
    """What a server does to one paper, the kind of failure, the requests, and the reply that is kept."""

    script: Scripted
    kind: str
    requests: int
    reply: str | None = None
    timeout_s: float = 5


CASES = {
    "prose": Case(answer(PROSE), "invalid", 2, PROSE),
    "wrong-schema": Case(answer(INVALID), "invalid", 2, INVALID),
    "prose-then-wrong-schema": Case(in_turn(answer(PROSE), answer(INVALID)), "invalid", 2, INVALID),
    "loop": Case(truncated(LOOP), "invalid", 2, LOOP),
    "cut": Case(truncated(CUT), "truncated", 2, CUT),
    "cut-then-loop": Case(in_turn(truncated(CUT), truncated(LOOP)), "invalid", 3, LOOP),
    "cut-in-the-thoughts": Case(truncated(f"<think>{GOOD} or"), "truncated", 2, f"<think>{GOOD} or"),
    "cut-then-no-room": Case(in_turn(truncated(CUT), context_too_long()), "truncated", 2, CUT),
    "invalid-then-cut": Case(in_turn(answer(PROSE), truncated(CUT)), "truncated", 3, CUT),
    "cut-then-invalid-then-cut": Case(in_turn(truncated(CUT), answer(PROSE), truncated(CUT)), "truncated", 3, CUT),
    "blank": Case(blank(), "blank", 3),
    "null": Case(answer(None), "blank", 3),
    "invalid-between-blanks": Case(in_turn(blank(), answer(PROSE), blank()), "blank", 4, PROSE),
    "refusal": Case(answer(None, refusal=REFUSAL), "refused", 1, REFUSAL),
    "refusal-in-a-part": Case(answer([{"type": "refusal", "refusal": REFUSAL}]), "refused", 1, REFUSAL),
    "refusal-as-finish-reason": Case(answer(REFUSAL, finish_reason="refusal"), "refused", 1, REFUSAL),
    "refused-on-the-re-ask": Case(in_turn(answer(PROSE), answer(None, refusal=REFUSAL)), "refused", 2, REFUSAL),
    "withheld": Case(answer("Half an", finish_reason="content_filter"), "filtered", 1, "Half an"),
    "withheld-by-gemini": Case(answer("", finish_reason="SAFETY"), "filtered", 1),
    "withheld-on-the-re-ask": Case(in_turn(answer(PROSE), answer("", finish_reason="safety")), "filtered", 2, PROSE),
    "filter": Case(status(400, "flagged", error={"code": "content_filter"}), "filtered", 1, "flagged"),
    "fifty-megabytes": Case(huge(50), "too_large", 1, "xxxxxxxx"),
    "packed-megabytes": Case(packed(answer("y" * 50_000_000)), "too_large", 1, "yyyyyyyy"),
    "fifty-megabytes-of-error": Case(Behaviour(500, b"z" * 1_000_000, times=50), "too_large", 1, "zzzzzzzz"),
    "context": Case(context_too_long(), "context_too_long", 1, "maximum context length"),
    "too-large-a-request": Case(status(413, "request entity too large"), "context_too_long", 1, "entity too large"),
    "rejected": Case(status(400, "no such thing"), "rejected", 1, "no such thing"),
    "rejected-without-its-temperature-too": Case(status(400, "temperature must be 1"), "rejected", 2, "must be 1"),
    "gateway-page": Case(html(403), "rejected", 1, PAGE),
    "teapot": Case(status(418, "teapot"), "rejected", 1, "teapot"),
    "429": Case(status(429, "slow down"), "rate_limited", 1 + RETRIES, "slow down"),
    "429-about-tokens": Case(status(429, "Too many tokens, please wait"), "rate_limited", 1 + RETRIES, "Too many"),
    "503": Case(status(503, "loading model"), "overloaded", 1 + RETRIES, "loading model"),
    "408": Case(status(408), "overloaded", 1 + RETRIES, "planted"),
    "page-502": Case(html(502), "overloaded", 1 + RETRIES, PAGE),
    "page-200": Case(html(200), "overloaded", 1 + RETRIES, PAGE),
    "error-200": Case(error_200(), "overloaded", 1 + RETRIES, "upstream is overloaded"),
    "list-200": Case(json_body([1, 2]), "overloaded", 1 + RETRIES, "[1, 2]"),
    "no-choices": Case(json_body({"choices": []}), "overloaded", 1 + RETRIES, '{"choices": []}'),
    "deep-200": Case(Behaviour(body=b'{"choices": [' * 3000), "overloaded", 1 + RETRIES, '{"choices": [{"choices"'),
    "text-in-utf-16": Case(Behaviour(body="größe".encode("utf-16")), "overloaded", 1 + RETRIES, "größe"),
    "broken-off-by-the-endpoint": Case(answer(CUT, finish_reason="error"), "overloaded", 1 + RETRIES, CUT),
    "silent": Case(silent(), "timeout", 1 + RETRIES, None, 0.5),
    "slow-drip": Case(dripping(answer(GOOD), 0.01), "timeout", 1 + RETRIES, None, 0.5),
    "endless-drip": Case(dripping_for_ever(0.01), "timeout", 1 + RETRIES, None, 0.5),
    "drip-of-headers": Case(dripping(answer(GOOD), 0.01).but(drip_head=True), "timeout", 1 + RETRIES, None, 0.5),
    "reset": Case(reset(), "connection_lost", 1 + RETRIES),
    "reset-in-the-headers": Case(reset(answer(GOOD)).but(cut_head_at=30), "connection_lost", 1 + RETRIES),
    "reset-in-the-reply": Case(reset(answer(GOOD), at=30), "connection_lost", 1 + RETRIES),
    "hung-up-in-the-headers": Case(answer(GOOD).but(cut_head_at=30), "connection_lost", 1 + RETRIES),
    "hung-up-in-the-reply": Case(cut_off(answer(GOOD)), "connection_lost", 1 + RETRIES),
    "chunks-without-end": Case(answer(GOOD).but(chunk_bytes=16, cut_at=64), "connection_lost", 1 + RETRIES),
    "too-long-a-length": Case(answer(GOOD).but(length=9000, hang_up_after=True), "connection_lost", 1 + RETRIES),
    "no-gzip": Case(answer(GOOD).but(headers={"Content-Encoding": "gzip"}), "connection_lost", 1 + RETRIES),
    "half-a-gzip": Case(
        Behaviour(body=packed(answer(GOOD)).body[:60], headers={"Content-Encoding": "gzip"}),
        "connection_lost",
        1 + RETRIES,
    ),
    "key": Case(status(401, "no such key"), "auth", 1),
    "forbidden": Case(status(403, "not for you"), "auth", 1),
    "balance": Case(status(402, "Insufficient Balance"), "no_credit", 1),
    "quota": Case(no_quota(), "no_credit", 1),
    "model": Case(no_model(), "model_missing", 1),
    "wrong-address": Case(html(404), "wrong_address", 1),
}


def ask_three(server: FaultServer, folder: Path, timeout_s: float) -> tuple[list[Record], Tally]:
    """The records of Alpha, whose requests fail, and of Beta and Gamma beside it."""
    settings = Settings(
        base_url=server.base_url,
        model="m",
        retries=RETRIES,
        timeout_s=timeout_s,
        cache_dir=folder,
        concurrency=3,
        prompt="extract.v1",
    )
    tally = Tally(papers=0)
    papers = [Paper(id=name, abstract=f"We present {name}.") for name in ("Beta", "Alpha", "Gamma")]

    async def run() -> list[Record]:
        return [record async for record in atag(papers, settings, tally=tally)]

    return asyncio.run(run()), tally


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_a_failure_has_its_kind_its_requests_and_its_reply_and_harms_no_other_paper(case: Case, tmp_path: Path) -> None:
    good = answer(GOOD).but(delay_s=0.05)  # so that these are under way before the run may be stopped
    with FaultServer(by_paper({"Alpha": case.script, "Beta": good, "Gamma": good, TINY: answer("{}")})) as server:
        records, tally = ask_three(server, tmp_path, case.timeout_s)
    assert ["Beta", "Alpha", "Gamma"] == [record.id for record in records]
    error = records[1].error
    assert error is not None
    assert (case.kind, "failed") == (error.kind, records[1].status)
    assert case.requests == sum("Alpha" in asked.paper for asked in server.asked)
    assert (case.reply is None) == (error.reply is None)
    assert (case.reply or "") in (error.reply or "")
    assert len(error.reply or "") <= KEPT_CHARS + 60
    assert kind_of(case.kind).stops == (tally.endpoint_error is not None)
    assert "failed" not in (records[0].status, records[0 if kind_of(case.kind).stops else 2].status)


def test_each_kind_of_the_table_is_planted_here() -> None:
    elsewhere = {"mode_rejected", "field_refused", "unreachable"}  # the ladder's tests, and those of connections
    assert {kind.name for kind in KINDS} == {case.kind for case in CASES.values()} | elsewhere


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_no_case_asks_for_more_than_the_table_allows(case: Case) -> None:
    kind = kind_of(case.kind)
    other = sum(
        one.more for one in KINDS if one.name in ("invalid", "blank", "truncated", "mode_rejected", "field_refused")
    )
    assert case.requests - 1 <= other + (RETRIES if kind.passing else kind.more)


def test_all_budgets_of_one_paper_together_are_spent_once() -> None:
    worst = in_turn(
        status(400, "no response_format"), status(400, "no response_format"),
        status(500), blank(), reset(), truncated(CUT), blank(), answer(PROSE), status(500),
    )  # fmt: skip
    with FaultServer(worst) as server:
        error = failure_of(server, retries=RETRIES)
    assert isinstance(error, CompletionError)
    assert ("overloaded", 9) == (error.kind, len(server.asked))
    assert 1 + sum(kind_of(name).more for name in ("mode_rejected", "blank", "truncated", "invalid")) + RETRIES == 9


# ── the right answer helps ───────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("script", "tokens"),
    [
        pytest.param([truncated(CUT), answer(GOOD)], [1500, 3000], id="cut"),
        pytest.param([truncated(""), answer(GOOD)], [1500, 3000], id="cut-before-the-first-word"),
        pytest.param([truncated(f"<think>{GOOD}"), answer(GOOD)], [1500, 3000], id="cut-in-the-thoughts"),
        pytest.param([truncated(CUT), answer(INVALID), answer(GOOD)], [1500, 3000, 3000], id="cut-then-invalid"),
        pytest.param([truncated(LOOP), answer(GOOD)], [1500, 1500], id="loop-gets-no-more-room"),
        pytest.param([blank(), blank(), answer(GOOD)], [1500] * 3, id="blank"),
        pytest.param([html(200), status(529), answer(GOOD)], [1500] * 3, id="overloaded"),
        pytest.param([reset(answer(GOOD), at=30), cut_off(answer(GOOD)), answer(GOOD)], [1500] * 3, id="lost"),
        pytest.param([truncated(GOOD)], [1500], id="whole-though-cut"),
        pytest.param([truncated(f"{GOOD} and then")], [1500], id="cut-behind-the-reply"),
    ],
)
def test_a_failure_that_passes_costs_as_many_requests_as_it_took(script: list[Scripted], tokens: list[int]) -> None:
    with FaultServer(script) as server:
        completion = complete(server, retries=RETRIES)
    assert GOOD in completion.text
    assert tokens == [asked.json["max_tokens"] for asked in server.asked]
    assert completion.usage.requests == sum(sent.status == 200 for sent in server.sent if sent.ended == "whole") - (
        sum(b"<html>" in one.body for one in script if isinstance(one, Behaviour))
    )


def test_an_invalid_reply_is_asked_again_once_with_its_problems_and_then_used() -> None:
    with FaultServer([answer(INVALID), answer(GOOD)]) as server:
        assert complete(server).text == GOOD
    first, second = (asked.messages for asked in server.asked)
    assert second[:2] == first
    assert second[2] == {"role": "assistant", "content": INVALID}
    assert second[3]["role"] == "user"
    assert "results[0].kind: input should be 'absolute', 'delta'" in second[3]["content"]
    assert 'and is "huge"' in second[3]["content"]
    assert len(second) == 4


def test_a_model_in_a_loop_is_told_so() -> None:
    with FaultServer([truncated(LOOP), answer(GOOD)]) as server:
        assert complete(server).text == GOOD
    assert "- the reply repeats itself until it is cut off" in server.asked[1].messages[3]["content"]


def test_a_reply_that_stays_invalid_is_a_failure_with_its_problems() -> None:
    with FaultServer([answer(PROSE), answer(INVALID)]) as server:
        error = failure_of(server)
    assert isinstance(error, InvalidReply)
    assert ["results[0].kind"] == [problem.split(":")[0] for problem in error.problems]


def test_a_long_reply_is_shown_to_the_model_and_kept_in_part_only() -> None:
    with FaultServer(answer("x" * 5_000_000)) as server:
        error = failure_of(server)
    assert [True, True] == [len(asked.body) < 40_000 for asked in server.asked]
    assert isinstance(error, CompletionError)
    assert "invalid" == error.kind


def test_what_is_not_kept_of_a_reply_is_said() -> None:
    assert "short" == kept("short")
    assert kept("x" * (KEPT_CHARS + 1234)) == "x" * KEPT_CHARS + "\n[… 1,234 more characters are not kept]"


def test_a_drip_is_hung_up_on_at_the_limit_of_its_request() -> None:
    with FaultServer(dripping_for_ever(0.01)) as server:
        failure_of(server, timeout_s=0.5, retries=0)
        while not server.sent:  # the server notices at its next byte
            time.sleep(0.002)
    assert ["client gone"] == [sent.ended for sent in server.sent]


def test_a_huge_response_is_hung_up_on_before_it_is_read() -> None:
    with FaultServer(huge(50)) as server:
        failure_of(server)
    assert ["client gone"] == [sent.ended for sent in server.sent]
    assert server.sent[0].body_bytes < 20_000_000


def test_a_connection_that_was_kept_and_is_gone_costs_a_try_and_no_paper() -> None:
    with FaultServer([answer(PROSE).but(hang_up_after=True), answer(GOOD)]) as server:
        assert complete(server, retries=1).text == GOOD
    assert [1, 2] == [asked.connection for asked in server.asked]


def test_an_endpoint_error_names_its_kind() -> None:
    with FaultServer(no_model()) as server:
        error = failure_of(server)
    assert isinstance(error, EndpointError)
    assert "model_missing" == error.kind


# ── the document ─────────────────────────────────────────────────────────────────────────────────
def test_the_document_shows_the_table_of_the_code() -> None:
    page = (Path(__file__).parents[1] / "docs" / "endpoints.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", page, re.M)
    table = [(kind.name, kind.means, kind.answer, "`--retries`" if kind.passing else str(kind.more)) for kind in KINDS]
    assert table == shown
    assert json.dumps([kind.name for kind in KINDS if kind.stops]) == json.dumps(
        re.findall(r"`(\w+)`", re.search(r"^The run stops at (.*?)\.$", page, re.M | re.S)[1])  # type: ignore[index]
    )
