"""`summarise batch` as a user runs it: real processes, real files, and a service that answers them over HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from batch_runner import answered
from command import Ended, environment, run
from command_here import run_here
from fault_server import FaultServer, answer, by_paper, in_turn, status, truncated

from summarise import Paper, Settings, tag
from summarise.batching import Bodies
from summarise.completing import EndpointIdentity
from summarise.completing.remembering import Memory
from summarise.completing.requesting import Manner
from summarise.inquiring import inquiry_of

REPLY = json.dumps({"tasks": ["language modeling"], "results": [], "tldr": "A model."})
IDS = [f"p{n}" for n in range(6)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"id": i, "abstract": f"We present Falconet{i}, a language model for birds and trees."} for i in IDS]
    (tmp_path / "papers.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def summarise(server: FaultServer, folder: Path, *arguments: str) -> Ended:
    env = {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "sk-test-1234567890", "SUMMARISE_MODEL": "m"}
    return run_here(*arguments, folder=folder, **env, SUMMARISE_PROMPT="extract.v1")


def statuses(path: Path) -> dict[str, str]:
    return {record["id"]: record["status"] for record in map(json.loads, path.read_text().splitlines())}


def test_a_batch_gives_byte_for_byte_the_run_of_direct_requests_and_sends_none(folder: Path) -> None:
    with FaultServer([answer(REPLY)]) as server:
        assert 0 == summarise(server, folder, "tag", "papers.jsonl", "-o", "direct.jsonl").code
        (folder / "cache" / "replies").rename(folder / "replies of direct requests")
        wrote = summarise(server, folder, "batch", "write", "papers.jsonl", "-o", "requests.jsonl")
        assert (0, 6) == (wrote.code, len(server.asked)), wrote.err
        assert "6 requests written to requests.jsonl" in wrote.err
        output, errors = answered(folder / "requests.jsonl", server.base_url)
        posted = [json.dumps(asked.json) for asked in server.asked]
        assert sorted(posted[:6]) == sorted(posted[6:])
        rest = {"stdin": output.read_bytes(), "OPENAI_BASE_URL": server.base_url}
        read = run(*READ, "-", str(errors), folder=folder, **rest, **AS_SUMMARISE)
        assert 0 == read.code, read.err
        assert "6 responses: 6 replies stored" in read.err
        assert 0 == summarise(server, folder, "tag", "papers.jsonl", "-o", "batched.jsonl").code
        assert 12 == len(server.asked)
        more = ("batch", "read", output.name, "--of", "papers.jsonl", "-o", "read.jsonl")
        assert 0 == summarise(server, folder, *more).code
        nothing = summarise(server, folder, "batch", "write", "papers.jsonl", "-o", "requests.jsonl")
    assert (0, False) == (nothing.code, (folder / "requests.jsonl").exists())
    assert "No request is needed" in nothing.err
    assert "Removed, as an earlier command had asked that: requests.jsonl" in nothing.err
    direct = (folder / "direct.jsonl").read_bytes()
    assert direct == (folder / "batched.jsonl").read_bytes()
    assert direct == (folder / "read.jsonl").read_bytes()


def test_what_failed_in_a_batch_is_told_stands_in_the_next_one_and_then_is_done(folder: Path) -> None:
    good = answer(REPLY)
    faults = {
        "Falconetp1": in_turn(answer("no JSON"), good), "Falconetp3": in_turn(status(500, "out of memory"), good),
        "Falconetp4": in_turn(truncated('{"tasks": ["a'), good), "Falconet": good,
    }  # fmt: skip
    with FaultServer([by_paper(faults)]) as server:
        summarise(server, folder, "batch", "write", "papers.jsonl", "-o", "first.jsonl")
        output, errors = answered(folder / "first.jsonl", server.base_url)
        rows = output.read_text().splitlines(keepends=True)
        last = next(
            row for row in rows if REPLY in json.loads(row)["response"]["body"]["choices"][0]["message"].values()
        )
        rows.remove(last)
        output.write_text("".join([*rows, last[:50]]))  # the download broke off
        first = summarise(server, folder, *READ, output.name, errors.name, "-o", "run.jsonl")
        assert 7 == first.code
        for words in (
            "2 replies stored", "3 failed", "1 refused", "p1: invalid", "p3: overloaded: 500: out of memory",
            "p4: truncated", f"{output.name}:5: refused: breaks off",
            "Without a response in the files: 1 request of these papers",
        ):  # fmt: skip
            assert words in first.err, first.err
        assert ["accepted", "failed"] == sorted(set(statuses(folder / "run.jsonl").values()))
        assert 2 == list(statuses(folder / "run.jsonl").values()).count("accepted")

        again = summarise(
            server, folder, "batch", "write", "papers.jsonl", "-o", "second.jsonl", "--max-tokens", "4000"
        )
        assert "2 answered from the cache, 4 requests written" in again.err
        bodies = [json.loads(line)["body"] for line in (folder / "second.jsonl").read_text().splitlines()]
        assert [4000] * 4 == [body["max_tokens"] for body in bodies]
        output, errors = answered(folder / "second.jsonl", server.base_url)
        second = summarise(server, folder, *READ, output.name, errors.name, "-o", "run.jsonl")
        assert 0 == second.code, second.err
        asked = len(server.asked)
        summarise(server, folder, "tag", "papers.jsonl", "-o", "tagged.jsonl")
        assert asked == len(server.asked)
    assert dict.fromkeys(IDS, "accepted") == statuses(folder / "run.jsonl")
    assert (folder / "run.jsonl").read_bytes() == (folder / "tagged.jsonl").read_bytes()


def test_a_failed_record_of_a_batch_keeps_the_kind_the_place_and_the_reply(folder: Path) -> None:
    with FaultServer([answer("I'd rather not.")]) as server:
        summarise(server, folder, "batch", "write", "papers.jsonl", "--limit", "1", "-o", "requests.jsonl")
        output, _ = answered(folder / "requests.jsonl", server.base_url)
        ended = summarise(server, folder, *READ, output.name, "-o", "-", "--limit", "2")
    records = [json.loads(line)["error"] for line in ended.out.splitlines()]
    assert 6 == ended.code
    assert [("invalid", "I'd rather not."), ("unanswered", None)] == [(r["kind"], r["reply"]) for r in records]
    assert records[0]["message"].startswith("requests.output.jsonl:1: ")


def test_programs_are_told_the_same_as_json(folder: Path) -> None:
    with FaultServer([by_paper({"Falconetp1": answer("no JSON"), "Falconet": answer(REPLY)})]) as server:
        limits = ("--max-requests", "4", "--json")
        wrote = json.loads(summarise(server, folder, "batch", "write", "papers.jsonl", "-o", "r.jsonl", *limits).out)
        assert (6, 0, 6, ["r-001.jsonl", "r-002.jsonl"]) == tuple(
            wrote[name] for name in ("papers", "cached", "requests", "files")
        )
        outputs = [answered(folder / name, server.base_url)[0].name for name in wrote["files"]]
        read = json.loads(summarise(server, folder, *READ, *outputs, "--json").out)
    assert (6, 6, 5, ["p1"]) == (
        read["papers"], read["responses"], read["stored"], [failed["paper"] for failed in read["failed"]],
    )  # fmt: skip
    assert 600 == read["usage"]["prompt_tokens"]


AS_SUMMARISE = {"SUMMARISE_MODEL": "m", "SUMMARISE_PROMPT": "extract.v1"}
READ = ("batch", "read", "--of", "papers.jsonl")
NO_ENDPOINT = {"SUMMARISE_MODEL": "m", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}


@pytest.mark.parametrize(
    ("arguments", "env", "code", "said"),
    [
        (["write", "papers.jsonl"], {}, 3, "give --base-url URL and --model NAME"),
        (["write", "papers.jsonl"], {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, 3, "--model"),
        (["write", "papers.jsonl", "--mode", "tools"], NO_ENDPOINT, 2, "there is no mode 'tools'"),
        (["write", "papers.jsonl", "-o", "papers.jsonl"], NO_ENDPOINT, 2, "choose another name"),
        (["write", "papers.jsonl", "r-001.jsonl", "-o", "r.jsonl"], NO_ENDPOINT, 2, "choose another name"),
        (["write", "papers.jsonl", "--json"], NO_ENDPOINT, 2, "-o"),
        (["write", "none.jsonl"], NO_ENDPOINT, 4, "none.jsonl"),
        (["read", "none.jsonl", "--of", "papers.jsonl"], NO_ENDPOINT, 4, "can't read the responses none.jsonl"),
        (["read", "empty.jsonl", "--of", "papers.jsonl"], NO_ENDPOINT, 4, "did the batch end?"),
        (["read", "r-001.jsonl"], NO_ENDPOINT, 2, "--of"),
        (["read", "-", "--of", "-"], NO_ENDPOINT, 2, "only once"),
    ],
    ids=["no endpoint", "no model", "no such mode", "own input", "numbered input", "json on stdout", "no document",
         "no responses", "empty responses", "no documents", "stdin twice"],
)  # fmt: skip
def test_a_wrong_call_ends_with_its_code_says_what_to_do_and_writes_nothing(
    folder: Path, arguments: list[str], env: dict[str, str], code: int, said: str
) -> None:
    (folder / "r-001.jsonl").write_text('{"abstract": "We present a model of the sea."}\n')
    (folder / "empty.jsonl").touch()
    before = (folder / "papers.jsonl").read_bytes()
    ended = run_here("batch", *arguments, folder=folder, **env)
    assert code == ended.code, ended.err
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert (before, False) == ((folder / "papers.jsonl").read_bytes(), (folder / "r.jsonl").exists())


def test_neither_writing_nor_reading_imports_openai_or_instructor(folder: Path) -> None:
    code = (
        "import sys; from summarise.cli.main import main\n"
        "for args in ('write papers.jsonl -o r.jsonl', 'read r.jsonl --of papers.jsonl -o x'):\n"
        "    sys.argv = ['summarise', 'batch', *args.split()]\n"
        "    try: main()\n"
        "    except SystemExit: pass\n"
        "print(sys.modules.keys() & {'openai', 'instructor'})"
    )
    env = environment(folder / "cache", **NO_ENDPOINT)
    ended = subprocess.run([sys.executable, "-c", code], cwd=folder, env=env, capture_output=True, text=True)
    assert "set()\n" == ended.stdout, ended.stderr
    assert (folder / "x").exists()


MANNERS = {
    "nothing known": None,
    "as a check found": Manner(mode="json_object", thinking_off="chat_template_kwargs", without=("temperature",)),
    "without what is refused": Manner(
        max_tokens_field="max_completion_tokens", drop_keywords=("maxLength", "maxItems")
    ),
}


@pytest.mark.parametrize("prompt", ["extract.v1", "compact.v3"])
@pytest.mark.parametrize("known", MANNERS)
def test_the_body_in_a_file_is_the_body_that_is_sent_directly(tmp_path: Path, known: str, prompt: str) -> None:
    paper = Paper(id="p", abstract="We present Falconet, a language model of 3B parameters.")
    with FaultServer([answer(REPLY)]) as server:
        settings = Settings(base_url=server.base_url, model="m", cache_dir=tmp_path, prompt=prompt)
        identity = EndpointIdentity.of_url(server.base_url, "m")
        if manner := MANNERS[known]:
            Memory(tmp_path, identity).keep(manner, "check", "vLLM", {})
        (asked,) = inquiry_of(settings, "m").prompts(paper)
        body = Bodies(settings, identity).of(asked)
        list(tag([paper], settings))
    assert server.asked[0].body == body


def test_a_mode_that_is_given_comes_before_what_is_remembered(tmp_path: Path) -> None:
    settings = Settings(base_url="https://api.openai.com/v1", model="gpt-5-mini", cache_dir=tmp_path)
    identity = EndpointIdentity.of_url("https://api.openai.com/v1", "gpt-5-mini")
    Memory(tmp_path, identity).keep(Manner(mode="plain"), "run", None, {})
    (asked,) = inquiry_of(settings, "m").prompts(Paper(id="p", abstract="We present a model of the sea."))
    assert b"response_format" not in Bodies(settings, identity).of(asked)
    body = json.loads(Bodies(settings, identity, "json_schema", 99).of(asked))
    assert ("json_schema", 99) == (body["response_format"]["type"], body["max_tokens"])


def test_an_address_with_a_profile_is_asked_as_it_wants_it(tmp_path: Path) -> None:
    settings = Settings(base_url="https://api.openai.com/v1", model="gpt-5-mini", cache_dir=tmp_path)
    identity = EndpointIdentity.of_url("https://api.openai.com/v1", "gpt-5-mini")
    (asked,) = inquiry_of(settings, "m").prompts(Paper(id="p", abstract="We present a model of the sea."))
    body = json.loads(Bodies(settings, identity).of(asked))
    assert {"model", "messages", "max_completion_tokens", "response_format"} == body.keys()
    assert "maxLength" not in json.dumps(body)


def test_requests_on_stdout_are_those_of_a_file(folder: Path) -> None:
    ended = run_here("batch", "write", "papers.jsonl", folder=folder, **NO_ENDPOINT)
    run_here("batch", "write", "papers.jsonl", "-o", "requests.jsonl", folder=folder, **NO_ENDPOINT)
    assert (folder / "requests.jsonl").read_text(encoding="utf-8") == ended.out
    assert [["custom_id", "method", "url", "body"]] * 6 == [list(json.loads(line)) for line in ended.out.splitlines()]


def test_bare_lines_have_an_id_and_a_body_alone(folder: Path) -> None:
    ended = run_here("batch", "write", "papers.jsonl", "--bare", folder=folder, **NO_ENDPOINT)
    assert [["custom_id", "body"]] * 6 == [list(json.loads(line)) for line in ended.out.splitlines()]


def test_a_schema_of_ones_own_is_asked_and_read_too(folder: Path) -> None:
    (folder / "birds.py").write_text("from pydantic import BaseModel\nclass Bird(BaseModel):\n    name: str | None\n")
    schema = ("--schema", "birds.py:Bird")
    with FaultServer([answer('{"name": "Falconetp0"}')]) as server:
        env = {"OPENAI_BASE_URL": server.base_url, "SUMMARISE_MODEL": "m"}
        run_here("batch", "write", "papers.jsonl", "--limit", "1", *schema, "-o", "r.jsonl", folder=folder, **env)
        output, _ = answered(folder / "r.jsonl", server.base_url)
        more = ("--limit", "1", *schema, "-o", "-")
        ended = run_here(*READ, output.name, *more, folder=folder, **env)
    assert 0 == ended.code, ended.err
    assert {"name": "Falconetp0"} == json.loads(ended.out)["summary"]["values"]


def test_refresh_writes_and_replaces_what_is_cached(folder: Path) -> None:
    other = json.dumps({"tasks": ["translation"], "results": []})
    with FaultServer([answer(REPLY)]) as server:
        summarise(server, folder, "tag", "papers.jsonl", "-o", "first.jsonl")
        summarise(server, folder, "batch", "write", "papers.jsonl", "--refresh", "-o", "requests.jsonl")
        output, _ = answered(folder / "requests.jsonl", server.base_url)
        output.write_text(output.read_text().replace(json.dumps(REPLY), json.dumps(other)))
        kept = summarise(server, folder, *READ, output.name, "-o", "kept.jsonl")
        new = summarise(server, folder, *READ, output.name, "--refresh", "-o", "new.jsonl")
    assert (0, 0) == (kept.code, new.code), kept.err + new.err
    assert (folder / "first.jsonl").read_bytes() == (folder / "kept.jsonl").read_bytes()
    assert [True] * 6 == ["translation" in line for line in (folder / "new.jsonl").read_text().splitlines()]
