"""Order, back-pressure, a bounded window, and the same question asked once."""

from __future__ import annotations

import asyncio
import json
import random
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fault_server import FaultServer, answer
from flow_support import REPLY, endpoint_of, lines, model, paper, papers

from summarise import Settings, Tally, tag
from summarise.cache import ReplyCache
from summarise.completing import ReplayCompleter, chat
from summarise.errors import CompletionError
from summarise.pipeline import afinished
from summarise.reading.ahead import ReadAhead
from summarise.record_cache import LOOKED_UP_AT_ONCE
from summarise.records import Completion, Paper, Prompt, Record
from summarise.tagging import finished
from summarise.window import Window

# The window, what is read ahead of it, the item under way in the reader's hand, and the list in the caller's.
MOST_AHEAD = 3 * LOOKED_UP_AT_ONCE + 1


class Slow:
    """Answers when it is told to, and knows how many ask at once."""

    def __init__(self, error: CompletionError | None = None) -> None:
        self.asked: list[str] = []
        self.error = error
        self.go_on = asyncio.Event()

    async def complete(self, prompt: Prompt) -> Completion:
        self.asked.append(prompt.paper)
        await self.go_on.wait()
        if self.error:
            raise self.error
        return Completion(text=REPLY, model="m", mode="plain")

    async def aclose(self) -> None: ...


def ids(some: list[str]) -> list[str]:
    return [json.loads(line)["id"] for line in some]


def test_records_come_in_input_order_whether_they_were_kept_or_are_made_now(tmp_path: Path) -> None:
    every = papers(40)
    chosen = random.Random(4).sample(every, 15)
    lines(chosen, tmp_path, model())
    asked = model()
    assert [p.id for p in every] == ids(lines(every, tmp_path, asked))
    assert 25 == len(asked.asked)


def test_papers_are_read_no_further_ahead_than_the_window_is_wide(tmp_path: Path) -> None:
    read = 0

    def source() -> Iterator[Paper]:
        nonlocal read
        for one in papers(2000):
            read += 1
            yield one

    settings = Settings(cache_dir=tmp_path, prompt="extract.v1")
    taken = 0
    for _ in finished(source(), settings, endpoint=endpoint_of(model())):
        taken += 1
        assert read - taken <= MOST_AHEAD
    assert (2000, 2000) == (taken, read)


def test_who_takes_no_records_is_asked_about_no_more_papers_than_the_window_holds(tmp_path: Path) -> None:
    async def run() -> tuple[int, int]:
        completer = model()
        run_of = afinished(papers(1500), Settings(cache_dir=tmp_path, concurrency=8), endpoint=endpoint_of(completer))
        first = await anext(run_of)
        while len(completer.asked) < LOOKED_UP_AT_ONCE:  # the window fills while nobody takes
            await asyncio.sleep(0)
        for _ in range(2000):  # enough turns of the loop to ask about every paper there is
            await asyncio.sleep(0)
        asked = len(completer.asked)
        await run_of.aclose()
        return asked, len(first)

    asked, taken = asyncio.run(run())
    assert asked <= LOOKED_UP_AT_ONCE + taken


def test_a_paper_that_is_slow_holds_up_the_order_and_not_the_others(tmp_path: Path) -> None:
    class FirstIsSlow(ReplayCompleter):
        async def complete(self, prompt: Prompt) -> Completion:
            if "Falconet-0," in prompt.paper:
                while len(self.asked) < 29:
                    await asyncio.sleep(0)
            return await super().complete(prompt)

    slow = FirstIsSlow({"Falconet": REPLY})
    assert [f"p{n}" for n in range(30)] == ids(lines(papers(30), tmp_path, slow))
    assert "Falconet-0," in slow.asked[-1].paper


def run_of_twins(slow: Slow, folder: Path) -> tuple[list[Record], Tally]:
    """A run in which all questions have come before the first is answered."""

    async def run() -> tuple[list[Record], Tally]:
        tally = Tally()
        twins = [paper(1), paper(1, id="twin"), paper(2), paper(1, id="triplet")]
        settings = Settings(cache_dir=folder, prompt="extract.v1")
        run_of = afinished(twins, settings, endpoint=endpoint_of(slow), tally=tally)
        first = asyncio.create_task(anext(run_of))
        while len(slow.asked) < 2:
            await asyncio.sleep(0)
        for _ in range(20):  # all four papers are under way
            await asyncio.sleep(0)
        slow.go_on.set()
        got = [one.record for one in await first]
        got += [one.record async for some in run_of for one in some]
        return got, tally

    return asyncio.run(run())


def test_papers_with_the_same_question_are_asked_about_once(tmp_path: Path) -> None:
    slow = Slow()
    got, tally = run_of_twins(slow, tmp_path)
    assert ["p1", "twin", "p2", "triplet"] == [record.id for record in got]
    assert (2, 4) == (len(slow.asked), tally.accepted + tally.flagged)


def test_a_question_that_fails_fails_for_all_who_asked_it(tmp_path: Path) -> None:
    slow = Slow(CompletionError("truncated", "the reply was cut off"))
    got, _ = run_of_twins(slow, tmp_path)
    assert ["truncated"] * 4 == [record.error.kind for record in got if record.error]
    assert 2 == len(slow.asked)


def test_answers_that_come_together_are_kept_in_one_transaction(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[int] = []
    put_all = ReplyCache.put_all

    def counted(self: ReplyCache, some: Iterable[tuple[str, Completion]]) -> list[str]:
        marks = put_all(self, some)
        stored.append(len(marks))
        return marks

    monkeypatch.setattr(ReplyCache, "put_all", counted)
    run_of_twins(Slow(), tmp_path)
    assert [2] == stored


def test_nothing_more_is_asked_before_what_was_answered_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a kill would cost more than what was in flight."""
    answered, kept, unkept_at_requests = 0, 0, []
    put_all, read_answer = ReplyCache.put_all, chat.read_answer

    def counted(self: ReplyCache, some: Iterable[tuple[str, Completion]]) -> list[str]:
        nonlocal kept
        marks = put_all(self, some)
        kept += len(marks)
        return marks

    def noted(*given: Any) -> Any:
        nonlocal answered
        answered += 1
        return read_answer(*given)

    monkeypatch.setattr(ReplyCache, "put_all", counted)
    monkeypatch.setattr(chat, "read_answer", noted)
    monkeypatch.setattr(chat, "before_request", lambda: unkept_at_requests.append(answered - kept))
    with FaultServer([answer(REPLY)]) as server:
        settings = Settings(base_url=server.base_url, model="m", concurrency=4, cache_dir=tmp_path, prompt="extract.v1")
        assert 40 == len(list(finished(papers(40), settings)))
    assert (40, 40, [0] * 40) == (answered, kept, unkept_at_requests)


def test_what_a_source_raises_comes_after_the_papers_before_it(tmp_path: Path) -> None:
    def source() -> Iterator[Paper]:
        yield from papers(3)
        raise RuntimeError("the source broke")

    got = []
    with pytest.raises(RuntimeError, match="the source broke"):
        for record in tag(source(), Settings(cache_dir=tmp_path, rules_only=True)):
            got.append(record.id)
    assert ["p0", "p1", "p2"] == got


def test_a_source_that_never_gives_another_paper_holds_up_no_end(tmp_path: Path) -> None:
    never = threading.Event()

    def source() -> Iterator[Paper]:
        yield paper(0)
        never.wait()

    records = tag(source(), Settings(cache_dir=tmp_path, rules_only=True))
    assert "p0" == next(records).id
    records.close()
    never.set()


def test_nothing_is_read_of_a_source_after_the_end_of_the_run(tmp_path: Path) -> None:
    async def read() -> tuple[int, list[int]]:
        source = iter(range(10_000))
        ahead = ReadAhead(source, 10)
        taken = await ahead.take(3)
        ahead.close()
        for thread in threading.enumerate():
            if thread.name == "summarise reads":
                thread.join()
        return next(source), taken

    left, taken = asyncio.run(read())
    assert taken == list(range(len(taken)))
    assert left <= 3 + 10 + 1


def test_a_record_before_one_that_can_not_be_made_is_given_all_the_same() -> None:
    async def run() -> tuple[list[object], str]:
        async def breaks() -> object:
            raise RuntimeError("a fault of ours")

        from summarise.concluding import Finished

        window = Window(10)
        window.add(Finished("{}", "accepted", 0))
        window.add(asyncio.create_task(breaks()))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        first = await window.take()
        with pytest.raises(RuntimeError) as raised:
            await window.take()
        return list(first), str(raised.value)

    first, said = asyncio.run(run())
    assert (1, "a fault of ours") == (len(first), said)
