"""What real servers answer to requests that are wrong (the refusals of tests/exchanges) → the kind of failure."""

from __future__ import annotations

from typing import Any

import pytest
from asking_support import failure_of
from exchanged import NAMES, exchange, kind_seen, sent
from fault_server import FaultServer
from faulty_requests import faulty_requests

from summarise.completing.failures import kept
from summarise.completing.taxonomy import kind_of
from summarise.errors import CompletionError

ROWS = [pytest.param(row, id=f"{name}: {row['name']}") for name in NAMES for row in exchange(name).get("refusals", ())]
_MOST_REQUESTS = 1 + kind_of("mode_rejected").more + kind_of("field_refused").more + 3
"""Refused in every mode, with each field left out, and the tiny questions whether it is the paper's fault."""


@pytest.mark.parametrize("row", ROWS)
def test_a_recorded_refusal_is_known_for_what_it_is(row: dict[str, Any]) -> None:
    response = row["response"]
    assert row["kind"] == kind_seen(response["status"], response["text"].encode(), row["constrained"])


@pytest.mark.parametrize("row", ROWS)
def test_a_paper_that_is_refused_so_fails_with_that_kind_keeps_the_reply_and_costs_what_is_allowed(
    row: dict[str, Any],
) -> None:
    with FaultServer(sent(row["response"])) as server:
        error = failure_of(server, retries=0)
    kind = "rejected" if row["kind"] == "mode_rejected" else row["kind"]
    assert kind == getattr(error, "kind", None)
    assert 1 <= len(server.asked) <= (_MOST_REQUESTS if kind == "rejected" else 1)
    assert kind_of(kind).stops != isinstance(error, CompletionError)
    if isinstance(error, CompletionError):
        assert kept(row["response"]["text"]) == error.reply


def test_every_recorded_refusal_answers_a_request_that_is_written_down() -> None:
    names = {faulty.name for faulty in faulty_requests("m")}
    stored = {row["name"] for name in NAMES for row in exchange(name).get("refusals", ())}
    assert stored <= names
    assert {"unknown model", "wrong key", "prompt too long", "body cut off", "wrong path", "a stream"} <= stored
