"""The head of the prompt is read once, and kept; where a server keeps nothing, papers are asked as ever."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from fault_server import Behaviour, FaultServer, answer, json_body, reset, status

from summarise.completing.connecting import Endpoint
from summarise.completing.reading_ahead import HeadReader
from summarise.prompting import build_prompt
from summarise.records import Paper, Prompt

DONE = json_body({"id_slot": 0})
WEIGHTS = "otter-1b-0123456789ab.gguf"


def prompt(abstract: str = "Otter reaches 71.3% on TableNest.") -> Prompt:
    return build_prompt(Paper(id="otter", title=None, abstract=abstract))


def routes(**changed: Behaviour) -> dict[str, Behaviour]:
    """A server with two slots that keeps and restores states, but for what is changed."""
    found = {"save_0": DONE, "restore_0": DONE, "restore_1": DONE} | changed
    return {f"/slots/{name[-1]}?action={name[:-2]}": behaviour for name, behaviour in found.items()}


def read(server: FaultServer, folder: Path, its: Prompt, model_file: str = WEIGHTS) -> tuple[bool, list[str]]:
    """Whether the head was read, and what was said meanwhile."""
    said: list[str] = []
    reader = HeadReader(Endpoint(server.base_url, "otter", "key", timeout_s=10), folder, model_file, slots=2)
    return asyncio.run(reader.read(its, said.append)), said


def paths(server: FaultServer) -> list[str]:
    return [asked.path for asked in server.requests]


def kept(server: FaultServer) -> str:
    """The name of the file that the server was last asked to write or read."""
    name = server.requests[-1].json["filename"]
    assert isinstance(name, str)
    return name


def test_one_slot_reads_the_head_and_the_other_takes_its_state(tmp_path: Path) -> None:
    with FaultServer(answer("{}"), routes=routes()) as server:
        was_read, said = read(server, tmp_path, prompt())

    assert was_read
    assert ["/v1/chat/completions", "/slots/0?action=save", "/slots/1?action=restore"] == paths(server)
    assert 1 == len(said)


def test_the_file_is_of_the_head_alone_and_no_words_of_a_paper_are_sent(tmp_path: Path) -> None:
    with FaultServer(answer("{}"), routes=routes()) as server:
        read(server, tmp_path, prompt("Seals sing in B flat."))

    (asked,) = server.asked
    assert [prompt().prefix, ""] == [message["content"] for message in asked.json["messages"]]
    assert 1 == asked.json["max_tokens"]
    assert b"Seals" not in b"".join(request.body for request in server.requests)


def test_the_next_run_finds_the_head_read_whatever_its_papers_are(tmp_path: Path) -> None:
    with FaultServer(answer("{}"), routes=routes()) as first:
        read(first, tmp_path, prompt())
    (tmp_path / kept(first)).touch()
    with FaultServer(answer("{}"), routes=routes()) as second:
        was_read, said = read(second, tmp_path, prompt("Another paper."))

    assert was_read
    assert ["/slots/0?action=restore", "/slots/1?action=restore"] == paths(second)
    assert [] == said


def test_another_head_or_other_weights_find_nothing_and_an_older_head_of_the_same_weights_goes(tmp_path: Path) -> None:
    others = tmp_path / f"seal-7b.{'0' * 16}.slot"
    older = tmp_path / f"{Path(WEIGHTS).stem}.{'0' * 16}.slot"
    others.touch()
    older.touch()
    with FaultServer(answer("{}"), routes=routes()) as server:
        read(server, tmp_path, prompt())

    assert "/v1/chat/completions" == paths(server)[0]
    assert [others] == list(tmp_path.iterdir())


def test_a_state_that_cannot_be_restored_is_made_anew(tmp_path: Path) -> None:
    with FaultServer(answer("{}"), routes=routes()) as server:
        read(server, tmp_path, prompt())
    damaged = tmp_path / kept(server)
    damaged.write_bytes(b"not a state")
    with FaultServer(answer("{}"), routes=routes(restore_0=status(400, "Unable to restore slot"))) as server:
        was_read, _ = read(server, tmp_path, prompt())

    assert was_read
    assert not damaged.exists()
    assert ["/v1/chat/completions", "/slots/0?action=save", "/slots/1?action=restore"] == paths(server)[2:]


@pytest.mark.parametrize(
    "changed",
    [
        {"save_0": status(501, "This server does not support slots action.")},
        {"save_0": reset()},
        {"restore_1": status(404)},
    ],
)
def test_where_nothing_can_be_kept_each_slot_reads_for_itself_and_nothing_is_raised(
    changed: dict[str, Behaviour], tmp_path: Path
) -> None:
    with FaultServer(answer("{}"), routes=routes(**changed)) as server:
        was_read, _ = read(server, tmp_path, prompt())

    assert not was_read


def test_a_server_that_is_gone_is_the_papers_matter(tmp_path: Path) -> None:
    with FaultServer(answer("{}")) as server:
        pass
    was_read, _ = read(server, tmp_path, prompt())

    assert not was_read
