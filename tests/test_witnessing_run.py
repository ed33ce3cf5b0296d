"""Further witnesses in a run: when they are asked, what is kept of their answers, and what a failure costs."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from asking_support import complete
from command import run as command
from fault_server import FaultServer, answer
from test_pipeline import endpoint_of

from summarise import Settings, Tally, tag
from summarise.costing import Spending
from summarise.errors import CompletionError, EndpointUnreachable
from summarise.records import Completion, FurtherWitness, Paper, Prompt, Record, Usage, Vote
from summarise.schemas.reply import PaperReply
from summarise.witnessing.numbers import Numbers

PAPER = Paper(id="p", abstract="We present Osprey, a language model. Osprey reaches 61.4% accuracy on GSM8K.")
SETTLED = Paper(id="q", abstract="We present Heron, a language model. It is small.")
RESULT = {"value": "61.4%", "model": "Osprey", "benchmark": "GSM8K", "kind": "absolute", "role": "baseline"}
FIRST = json.dumps({"results": [RESULT]})
ROW = {"n": "1", "number": "61.4%", "model": "Osprey", "meaning": "score", "whose": "this_paper"}
NUMBERS = json.dumps({"numbers": [ROW]})
FEEDBACK = json.dumps({"results": [{**RESULT, "role": "own"}]})


class Model:
    """Answers by the prompt's name; an error is raised."""

    def __init__(self, **answers: str | Exception) -> None:
        self.answers = {"extract": FIRST, "numbers": NUMBERS, "feedback": FEEDBACK, **answers}
        self.asked: list[tuple[str, str]] = []

    async def complete(self, prompt: Prompt) -> Completion:
        kind = prompt.name.split(".")[0]
        self.asked.append((kind, "q" if "Heron" in prompt.paper else "p"))
        said = self.answers[kind]
        if isinstance(said, Exception):
            raise said
        return Completion(text=said, model="m", mode="plain", usage=Usage(completion_tokens=10, requests=1))

    async def aclose(self) -> None: ...


def records(
    model: Model,
    folder: Path,
    *witnesses: str,
    tally: Tally | None = None,
    spending: Spending | None = None,
    **more: Any,
) -> list[Record]:
    settings = Settings(**{"cache_dir": folder, "witness": witnesses, "prompt": "extract.v1", **more})
    return list(tag([PAPER, SETTLED], settings, endpoint=endpoint_of(model), tally=tally, spending=spending))


def votes(record: Record) -> list[Vote]:
    return [vote for verdict in record.verdicts for vote in verdict.votes]


def test_only_papers_with_a_dispute_are_asked_about_again(tmp_path: Path) -> None:
    model = Model()
    records(model, tmp_path, "numbers")
    assert [("extract", "p"), ("extract", "q"), ("numbers", "p")] == sorted(model.asked)


def test_without_further_witnesses_nothing_more_is_asked(tmp_path: Path) -> None:
    model = Model()
    disputed, settled = records(model, tmp_path)
    assert [("extract", "p"), ("extract", "q")] == sorted(model.asked)
    assert [] == votes(disputed) + votes(settled)
    assert () == disputed.provenance.witnesses


def test_votes_stand_beside_the_verdict_and_the_record_says_who_was_asked(tmp_path: Path) -> None:
    disputed, settled = records(Model(), tmp_path, "numbers", "feedback")
    assert [
        Vote(witness="numbers", sides="rules", says="score, this_paper, Osprey"),
        Vote(witness="feedback", sides="rules", says="absolute, own, Osprey, GSM8K"),
    ] == votes(disputed)
    assert (
        FurtherWitness(witness="numbers", prompt="numbers.v1"),
        FurtherWitness(witness="feedback", prompt="feedback.v1"),
    ) == disputed.provenance.witnesses
    assert () == settled.provenance.witnesses
    assert disputed == Record.model_validate_json(disputed.to_line())


def test_a_papers_usage_counts_all_its_stored_answers_and_the_runs_all_it_spent(tmp_path: Path) -> None:
    spending = Spending()
    disputed, settled = records(Model(), tmp_path, "numbers", "feedback", spending=spending)
    assert disputed.provenance.usage is not None
    assert settled.provenance.usage is not None
    assert (3, 1, 4) == (
        disputed.provenance.usage.requests,
        settled.provenance.usage.requests,
        spending.usage.requests,
    )


def test_a_second_run_asks_no_witness_and_writes_the_same_bytes(tmp_path: Path) -> None:
    first = records(Model(), tmp_path, "numbers", "feedback")
    silent, spending = Model(), Spending()
    second = records(silent, tmp_path, "numbers", "feedback", spending=spending)
    assert [r.to_line() for r in first] == [r.to_line() for r in second]
    assert ([], 0) == (silent.asked, spending.usage.requests)


def test_a_witness_that_is_added_later_is_asked_alone(tmp_path: Path) -> None:
    records(Model(), tmp_path, "numbers")
    model = Model()
    disputed, _ = records(model, tmp_path, "numbers", "feedback")
    assert [("feedback", "p")] == model.asked
    assert ["numbers", "feedback"] == [vote.witness for vote in votes(disputed)]


def test_refresh_asks_the_witnesses_again_too(tmp_path: Path) -> None:
    records(Model(), tmp_path, "numbers")
    model = Model()
    records(model, tmp_path, "numbers", refresh=True)
    assert [("extract", "p"), ("extract", "q"), ("numbers", "p")] == sorted(model.asked)


@pytest.mark.parametrize(
    ("failing", "kind"),
    [
        pytest.param(CompletionError("truncated", "cut off"), "truncated", id="a-failure"),
        pytest.param("no JSON", "invalid", id="no-answer-to-the-question"),
        pytest.param(EndpointUnreachable("nothing answers"), "endpoint", id="the-endpoint-is-gone"),
    ],
)
def test_a_witness_that_fails_costs_its_votes_and_not_the_paper(
    tmp_path: Path, failing: str | Exception, kind: str
) -> None:
    tally = Tally()
    disputed = records(Model(numbers=failing), tmp_path, "numbers", tally=tally)[0]
    plain = records(Model(), tmp_path / "plain")[0]
    assert (FurtherWitness(witness="numbers", prompt="numbers.v1", failure=kind),) == disputed.provenance.witnesses
    assert (plain.status, plain.verdicts, plain.summary) == (disputed.status, disputed.verdicts, disputed.summary)
    assert 1 == tally.unanswered


def test_a_witness_that_failed_is_asked_again_by_the_next_run(tmp_path: Path) -> None:
    records(Model(numbers=CompletionError("timeout", "too slow")), tmp_path, "numbers")
    again = Model()
    disputed, _ = records(again, tmp_path, "numbers")
    assert [("numbers", "p")] == again.asked
    assert 1 == len(votes(disputed))


def test_one_witness_that_fails_takes_no_vote_from_another(tmp_path: Path) -> None:
    disputed, _ = records(Model(numbers=CompletionError("timeout", "slow")), tmp_path, "numbers", "feedback")
    assert ["feedback"] == [vote.witness for vote in votes(disputed)]


def test_questions_of_witnesses_take_their_turn_among_those_under_way(tmp_path: Path) -> None:
    class Counting(Model):
        now = most = 0

        async def complete(self, prompt: Prompt) -> Completion:
            self.now += 1
            self.most = max(self.most, self.now)
            await asyncio.sleep(0.01)
            self.now -= 1
            return await super().complete(prompt)

    model = Counting()
    papers = [PAPER.model_copy(update={"id": f"p{i}", "title": f"Number {i}"}) for i in range(8)]
    settings = Settings(cache_dir=tmp_path, witness=("numbers",), concurrency=3, prompt="extract.v1")
    list(tag(papers, settings, endpoint=endpoint_of(model)))
    assert 16 == len(model.asked)
    assert 3 < model.most <= settings.under_way == 6


def test_an_invalid_answer_is_shown_to_the_model_once_more_with_the_witnesss_own_schema(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prompt = Numbers().question(_hearing())
    assert prompt is not None
    bad = json.dumps({"numbers": [{**ROW, "meaning": "huge"}]})
    with FaultServer([answer(bad), answer(NUMBERS)]) as server:
        completion = complete(server, prompt)
        assert 2 == len(server.asked)
    assert NUMBERS == completion.text


def _hearing() -> Any:
    from summarise.reconciling import reconcile
    from summarise.rules import find
    from summarise.witnessing import Hearing

    findings = find(PAPER)
    outcome = reconcile(PAPER, PaperReply.model_validate_json(FIRST), findings, frozenset())
    return Hearing(PAPER, findings, outcome.verdicts)


# ── the command ──────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers.jsonl").write_text(json.dumps({"id": "p", "abstract": PAPER.abstract}) + "\n")
    return tmp_path


def asked_of(server: FaultServer) -> dict[str, str]:
    return {
        "OPENAI_BASE_URL": server.base_url,
        "OPENAI_API_KEY": "sk-test-1234567890",
        "SUMMARISE_MODEL": "m",
        "SUMMARISE_PROMPT": "extract.v1",
    }


def test_the_command_asks_the_witness_and_counts_its_request(papers: Path) -> None:
    with FaultServer([answer(FIRST), answer(NUMBERS)]) as server:
        ended = command(
            "tag", "papers.jsonl", "-o", "run.jsonl", "--witness", "numbers", folder=papers, **asked_of(server)
        )
    assert 0 == ended.code, ended.err
    assert "2 requests" in ended.err
    record = Record.model_validate_json((papers / "run.jsonl").read_text())
    assert ["rules"] == [vote.sides for vote in votes(record)]


def test_a_vote_that_settles_nothing_is_shown_to_whoever_looks(papers: Path) -> None:
    unsure = json.dumps({"numbers": [{**ROW, "model": "Os\x1b[31mprey", "whose": "background"}]})
    with FaultServer([answer(FIRST), answer(unsure)]) as server:
        command("tag", "papers.jsonl", "-o", "run.jsonl", "--witness", "numbers", folder=papers, **asked_of(server))
    shown = command("conflicts", "run.jsonl", folder=papers).out
    assert "    numbers sides with neither: score, background, Os" in shown
    assert "\x1b" not in shown


def test_the_summary_says_how_many_witnesses_gave_no_answer(papers: Path) -> None:
    with FaultServer([answer(FIRST), answer("nothing"), answer("nothing")]) as server:
        ended = command(
            "tag", "papers.jsonl", "-o", "run.jsonl", folder=papers, SUMMARISE_WITNESS="numbers", **asked_of(server)
        )
    assert 0 == ended.code, ended.err
    assert "Failed questions of further witnesses: 1" in ended.err


def test_a_witness_without_a_model_is_wrong_use(papers: Path) -> None:
    ended = command("tag", "papers.jsonl", "--rules-only", "--witness", "numbers", folder=papers)
    assert 2 == ended.code
    assert "--witness asks a model and --rules-only asks none" in ended.err


def test_an_unknown_witness_is_refused_with_the_names_of_the_known(papers: Path) -> None:
    ended = command("tag", "papers.jsonl", "--local", "--witness", "oracle", folder=papers)
    assert 3 == ended.code
    assert "there is no witness 'oracle'; known are numbers, feedback" in ended.err
