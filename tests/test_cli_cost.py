"""What `summarise tag` says of money and keeps to: --dry-run, --max-cost, --prices, --log; with a real HTTP server."""

from __future__ import annotations

import contextlib
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from command import Ended, interrupt, run, run_until
from fault_server import FaultServer, Scripted, answer, by_paper, dripping, in_turn, status
from typer.testing import CliRunner

from summarise.cli.main import app
from summarise.errors import SummariseError

REPLY = json.dumps({"tasks": ["language modeling"], "results": [], "tldr": "A model."})
KEY = "sk-test-1234567890"
PAPERS = [
    {
        "id": f"p{i}",
        "abstract": f"We present Falconet{i}-end, a language model for birds in 2, 3, 4, 5, 6, 7 and 8 trees.",
    }
    for i in range(12)
]
"""With as many numbers as a usual abstract has, by which the length of a reply is told."""
PRICES = (
    '[[price]]\nhost = "127.0.0.1"\nprovider = "Ours"\nprompt = 10\ncached = 1\ncompletion = 20\nchecked = 2026-11-22\n'
)
USAGE = {"prompt_tokens": 1000, "completion_tokens": 300, "prompt_tokens_details": {"cached_tokens": 800}}
A_PAPER = Decimal("0.0088")
"""200 prompt tokens at 10 dollars a million, 800 cached ones at 1, and 300 of the reply at 20."""
GOOD = answer(REPLY, usage=USAGE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "papers.jsonl").write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    (tmp_path / "prices.toml").write_text(PRICES)
    return tmp_path


def here(*arguments: str, folder: Path, **env: str) -> Ended:
    """The command in this process, in `folder`: what it prints and ends with. An interrupt needs one of its own."""
    nothing = {name: None for name in os.environ if name.startswith(("SUMMARISE_", "OPENAI_"))}
    ours = {"SUMMARISE_CACHE_DIR": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "cache" / "config"), **env}
    with contextlib.chdir(folder):
        ended = CliRunner().invoke(app, arguments, env={**nothing, **ours})
    if isinstance(ended.exception, SummariseError):
        return Ended(ended.exception.exit_code, ended.stdout, f"{ended.stderr}summarise: {ended.exception}\n")
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return Ended(ended.exit_code, ended.stdout, ended.stderr)


def tag(server: FaultServer, folder: Path, *more: str, **env: str) -> Ended:
    chosen = {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": KEY, "SUMMARISE_MODEL": "m"}
    command = ("tag", "papers.jsonl", "--prompt", "extract.v1", *more)
    return here(*command, folder=folder, **{**chosen, **env})


def ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


def log_of(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]


# ── --dry-run ────────────────────────────────────────────────────────────────────────────────────
def test_a_dry_run_sends_nothing_and_tells_on_stdout_what_it_would_take(folder: Path) -> None:
    with FaultServer([GOOD]) as server:
        told = tag(server, folder, "--dry-run", "--prices", "prices.toml", "-o", "run.jsonl")
        as_json = tag(server, folder, "--dry-run", "--prices", "prices.toml", "--json")
        assert [] == server.requests
    assert (0, "") == (told.code, told.err)
    assert "12 papers: 0 from the cache, 12 to ask" in told.out
    assert "12 to m at http://127.0.0.1" in told.out
    assert "USD (prices: Ours, 2026-11-22)" in told.out
    assert "3.9 characters a token" in told.out
    facts = json.loads(as_json.out)
    assert (12, 0, 12, "USD") == (facts["papers"], facts["cached"], facts["requests"], facts["currency"])
    longer = Decimal(facts["cost_if_replies_are_twice_as_long"])
    assert 0 < Decimal(facts["cost"]) < longer < 2 * Decimal(facts["cost"])
    assert "if the model writes twice as much" in told.out
    assert not (folder / "run.jsonl").exists()


def test_a_dry_run_after_a_first_part_tells_the_bill_of_the_rest_to_the_tenth(folder: Path) -> None:
    with FaultServer([GOOD]) as server:
        tag(server, folder, "--limit", "6", "--concurrency", "1")
        dry = ("--dry-run", "--prices", "prices.toml", "--json", "--concurrency", "1")
        facts = json.loads(tag(server, folder, *dry).out)
        tag(server, folder, "--prices", "prices.toml", "--log", "log.jsonl")
    bill = Decimal(log_of(folder)[-1]["cost"])
    assert (6, 6, A_PAPER * 6) == (facts["cached"], facts["requests"], bill)
    assert A_PAPER * 6 == Decimal(facts["saved"])
    assert facts["cost_if_replies_are_twice_as_long"] is None, "the replies told how long they are"
    cold = Decimal("0.0072")  # the first question of a run is expected to find no prefix in a cache: 800 tokens at 9
    assert abs((Decimal(facts["cost"]) - cold) / bill - 1) < Decimal("0.1")


@pytest.mark.parametrize(("price", "said"), [("", "nothing (on this machine)"), ("other.example.org", "unknown")])
def test_a_local_endpoint_costs_nothing_and_an_unknown_model_costs_unknown(folder: Path, price: str, said: str) -> None:
    address = f"https://{price}/v1" if price else "http://127.0.0.1:9/v1"
    ended = here("tag", "papers.jsonl", "--dry-run", "--base-url", address, "--model", "m", folder=folder)
    assert (0, True) == (ended.code, said in ended.out), ended.out


def test_a_user_s_folder_of_settings_may_hold_prices_and_a_setting_may_name_them(folder: Path) -> None:
    own = folder / "cache" / "config" / "summarise"
    own.mkdir(parents=True)
    (own / "prices.toml").write_text(PRICES.replace("Ours", "Folder's"))
    (folder / "summarise.toml").write_text('prices = "prices.toml"\n')
    with FaultServer([GOOD]) as server:
        assert "Ours" in tag(server, folder, "--dry-run").out
        (folder / "summarise.toml").unlink()
        assert "Folder's" in tag(server, folder, "--dry-run").out
    bad = here("tag", "papers.jsonl", "--rules-only", "--dry-run", "--prices", "none.toml", folder=folder)
    assert 0 == bad.code, "rules alone need no price"


def test_json_of_a_run_that_is_no_dry_run_is_wrong_use(folder: Path) -> None:
    ended = here("tag", "papers.jsonl", "--rules-only", "--json", folder=folder)
    assert (2, "", True) == (ended.code, ended.out, "--dry-run" in ended.err)


# ── --max-cost ───────────────────────────────────────────────────────────────────────────────────
def test_a_limit_stops_the_run_before_it_is_passed_and_the_same_command_goes_on(folder: Path) -> None:
    command = ("--prices", "prices.toml", "--max-cost", "0.070", "-o", "run.jsonl", "--concurrency", "2")
    with FaultServer([GOOD]) as server:
        first = tag(server, folder, *command)
        asked = len(server.asked)
        assert (9, True) == (first.code, 6 <= asked <= 7), first.err
        assert "limit of 0.0700 USD is reached" in first.err
        assert "run.jsonl.partial" in first.err
        assert not (folder / "run.jsonl").exists()
        assert [p["id"] for p in PAPERS][:asked] == ids(folder / "run.jsonl.partial"), "in order, and all that was paid"
        second = tag(server, folder, *command)
        assert (0, 12) == (second.code, len(server.asked)), "what was answered is not asked again"
    assert [p["id"] for p in PAPERS] == ids(folder / "run.jsonl")
    assert not (folder / "run.jsonl.partial").exists()


@pytest.mark.parametrize("at_once", [1, 8])
def test_a_limit_is_passed_by_no_more_than_what_is_in_flight(folder: Path, at_once: int) -> None:
    limit = A_PAPER * 7
    with FaultServer([GOOD.but(delay_s=0.02)]) as server:
        ended = tag(
            server, folder, "--prices", "prices.toml", "--max-cost", str(limit), "--concurrency", str(at_once),
            "--log", "log.jsonl", "-o", "run.jsonl",
        )  # fmt: skip
        asked, most = len(server.asked), server.most_at_once
    assert 9 == ended.code
    assert asked * A_PAPER == Decimal(log_of(folder)[-1]["cost"])
    assert asked * A_PAPER <= limit + most * A_PAPER
    assert asked >= 6, "what is left is spent"


def test_a_reply_that_is_dearer_than_expected_is_kept_and_is_the_last(folder: Path) -> None:
    dear = {"prompt_tokens": 10**6, "completion_tokens": 0}
    with FaultServer([answer(REPLY, usage=dear)]) as server:
        ended = tag(
            server, folder, "--prices", "prices.toml", "--max-cost", "0.5", "--concurrency", "1", "-o", "r.jsonl"
        )
        assert (9, 1) == (ended.code, len(server.asked)), ended.err
        assert "10.00 USD are spent" in ended.err
        assert ["p0"] == ids(folder / "r.jsonl.partial")


def test_an_endpoint_that_counts_no_tokens_is_limited_by_what_is_expected(folder: Path) -> None:
    with FaultServer([answer(REPLY, usage=None)]) as server:
        ended = tag(server, folder, "--prices", "prices.toml", "--max-cost", "0.1", "-o", "run.jsonl")
        assert (9, True) == (ended.code, 2 <= len(server.asked) < 12), ended.err
    assert "told from characters" in ended.err


def test_a_limit_without_a_known_price_is_refused_before_anything_is_asked(folder: Path) -> None:
    ended = here(
        "tag", "papers.jsonl", "--base-url", "https://llm.example.org/v1", "--model", "otter", "--max-cost", "1",
        folder=folder,
    )  # fmt: skip
    assert (3, True, True) == (ended.code, "prices.toml" in ended.err, "--prices" in ended.err), ended.err


def test_a_limit_at_an_address_of_this_machine_says_that_it_stops_nothing(folder: Path) -> None:
    with FaultServer([GOOD]) as server:
        ended = tag(server, folder, "--max-cost", "0.000001")
        assert (0, 12) == (ended.code, len(server.asked))
    assert "stops nothing" in ended.err


@pytest.mark.parametrize("amount", ["0", "-1", "nan", "inf", "five"])
def test_a_limit_that_is_no_amount_is_refused(folder: Path, amount: str) -> None:
    ended = here("tag", "papers.jsonl", "--rules-only", "--max-cost", amount, folder=folder)
    assert (3, True) == (ended.code, "max_cost" in ended.err), ended.err


# ── the prefix ───────────────────────────────────────────────────────────────────────────────────
def test_every_request_begins_with_the_same_messages_so_that_prefix_caches_hit(folder: Path) -> None:
    with FaultServer([GOOD]) as server:
        tag(server, folder)
        bodies = [asked.json for asked in server.asked]
        raw = [asked.body for asked in server.asked]
    assert 12 == len(bodies)
    assert 1 == len({json.dumps(body["messages"][:-1]) for body in bodies})
    assert ["system", "user"] == [message["role"] for message in bodies[0]["messages"]]
    assert 12 == len({body["messages"][-1]["content"] for body in bodies})
    begins = raw[0][: raw[0].index(b"Falconet")]
    assert all(body.startswith(begins) for body in raw), "in the bytes sent nothing differs before the paper's words"
    rest = [{key: value for key, value in body.items() if key != "messages"} for body in bodies]
    assert [rest[0]] * 12 == rest


# ── the final summary ────────────────────────────────────────────────────────────────────────────
def test_the_summary_tells_papers_tokens_money_and_what_the_cache_saved(folder: Path) -> None:
    with FaultServer([GOOD]) as server:
        tag(server, folder, "--limit", "5", "--quiet")
        ended = tag(server, folder, "--prices", "prices.toml", "-o", "run.jsonl")
        quiet = tag(server, folder, "--quiet", "-o", "run.jsonl")
    lines = ended.err[ended.err.index("12 papers: 12 accepted") :].splitlines()  # lines of progress may be before it
    assert "12 papers: 12 accepted, 0 flagged, 0 failed" == lines[0]
    assert lines[1].startswith("  answers  5 from the cache, 7 requests, ")
    assert "  tokens   7,000 prompt (5,600 of them from the endpoint's own cache) + 2,100 completion" == lines[2]
    assert "  cost     0.0616 USD (prices: Ours, 2026-11-22)" == lines[3]
    assert "  saved    0.0440 USD by the cache" == lines[4]
    assert "" == quiet.err


def test_cache_info_tells_what_the_replies_cost(folder: Path) -> None:
    with FaultServer([GOOD]) as server:
        tag(server, folder, "--limit", "5")
        (folder / "summarise.toml").write_text(f'base_url = "{server.base_url}"\nprices = "prices.toml"\n')
        shown = here("cache", "info", folder=folder).out
        facts = json.loads(here("cache", "info", "--json", folder=folder).out)
    counted = {"prompt_tokens": 5000, "completion_tokens": 1500, "cached_tokens": 4000, "requests": 5}
    assert {"served-model": counted} == facts["usage"]
    assert "served-model: 5 requests, 5,000 prompt (4,000 of them from the endpoint's own cache)" in shown
    assert "0.0440 USD" in shown


# ── --log ────────────────────────────────────────────────────────────────────────────────────────
def test_the_log_tells_start_papers_retries_and_totals_and_is_appended_to(folder: Path) -> None:
    script: Scripted = by_paper(
        {
            "Falconet1-": in_turn(status(503), GOOD),
            "Falconet2-": answer("no JSON", usage=USAGE),
            "Falconet": GOOD,
        }
    )
    command = ("--limit", "4", "--log", "log.jsonl", "--prices", "prices.toml", "-o", "run.jsonl")
    with FaultServer([script]) as server:
        first = tag(server, folder, *command)
        lines = log_of(folder)
        again = tag(server, folder, *command)
    assert (7, 7) == (first.code, again.code), first.err
    start, end = lines[0], lines[-1]
    assert ("start", "m", server.base_url) == (start["event"], start["model"], start["endpoint"])
    assert ("(set)", "log.jsonl" in json.dumps(start)) == (start["settings"]["api_key"], False)
    assert KEY not in (folder / "log.jsonl").read_text()
    assert {"summarise", "python", "openai", "pydantic"} <= start["versions"].keys()
    assert "10" == start["price"]["prompt"]
    papers = {line["id"]: line for line in lines if line["event"] == "paper"}
    assert ["p0", "p1", "p2", "p3"] == list(papers)
    assert ("accepted", False, 1, 1000, 800, 300, None) == tuple(
        papers["p0"][name]
        for name in ("status", "cached", "requests", "prompt_tokens", "cached_tokens", "completion_tokens", "error")
    )
    assert papers["p0"]["seconds"] > 0
    assert ("failed", "invalid") == (papers["p2"]["status"], papers["p2"]["error"])
    retries = [line for line in lines if line["event"] == "retry"]
    assert [("p1", "overloaded")] == [(line["id"], line["kind"]) for line in retries]
    assert retries[0]["wait_s"] >= 0
    assert ("end", 7, 4, 3, 1, 5) == tuple(
        end[name] for name in ("event", "exit_code", "papers", "accepted", "failed", "requests")
    )
    assert 5 * A_PAPER == Decimal(end["cost"])
    both = log_of(folder)
    assert lines == both[: len(lines)], "what stood there stays"
    second = [line for line in both[len(lines) :] if line["event"] == "paper"]
    assert [True, True, False, True] == [line["cached"] for line in second]
    assert all(line["at"].endswith("Z") for line in both)


def test_a_line_that_a_killed_run_left_half_written_does_not_swallow_the_next_event(folder: Path) -> None:
    (folder / "log.jsonl").write_text('{"event": "start"}\n{"ev')
    run("tag", "papers.jsonl", "--rules-only", "--log", "log.jsonl", "-o", "run.jsonl", folder=folder)
    first, torn, start, *_ = (folder / "log.jsonl").read_text().splitlines()
    assert ('{"event": "start"}', '{"ev', "start") == (first, torn, json.loads(start)["event"])


def test_no_text_of_a_paper_and_no_control_character_gets_into_the_log_or_on_the_terminal(folder: Path) -> None:
    hostile = [
        {"id": "\x1b[2J\u202eevil\x7f", "title": "Quokkas", "abstract": "We count quokkas \x1b[31mred\x1b[0m."},
        {"id": "p1", "abstract": "We count quokkas on an island."},
    ]
    (folder / "papers.jsonl").write_text("".join(json.dumps(paper) + "\n" for paper in hostile))
    echo = status(400, "your \x1b]0;owned\x07 prompt says: quokkas").but(headers={})
    with FaultServer([in_turn(answer(REPLY), echo)]) as server:
        ended = tag(server, folder, "--log", "log.jsonl", "-o", "run.jsonl")
    log = (folder / "log.jsonl").read_text(encoding="ascii")
    assert "uokka" not in log
    assert all(char == "\n" or char.isprintable() for char in log)
    assert hostile[0]["id"] in [line.get("id") for line in log_of(folder)]
    assert not {"\x1b", "\x07", "\u202e", "\x7f"} & set(ended.err)


def test_an_interrupted_run_ends_its_log(folder: Path) -> None:
    slow = by_paper({"Falconet5-": dripping(answer(REPLY), 0.5), "Falconet": answer(REPLY)})
    with FaultServer([slow]) as server:
        env = {"OPENAI_BASE_URL": server.base_url, "SUMMARISE_MODEL": "m"}
        command = ("tag", "papers.jsonl", "--prompt", "extract.v1", "-o", "run.jsonl", "--log", "log.jsonl")

        def some_are_logged() -> bool:
            path = folder / "log.jsonl"
            return path.exists() and path.read_text().count('"paper"') >= 5

        ended = run_until(some_are_logged, interrupt, *command, folder=folder, **env)
    assert 130 == ended.code, ended.err
    assert ("end", 130, 5) == tuple(log_of(folder)[-1][name] for name in ("event", "exit_code", "papers"))


@pytest.mark.parametrize("name", ["papers.jsonl", "run.jsonl", "-", "prices.toml", "cache/../papers.jsonl"])
def test_a_log_is_never_written_into_what_the_run_reads_or_writes(folder: Path, name: str) -> None:
    (folder / "cache").mkdir()
    before = (folder / "papers.jsonl").read_bytes()
    ended = here(
        "tag",
        "papers.jsonl",
        "--rules-only",
        "--prices",
        "prices.toml",
        "-o",
        "run.jsonl",
        "--log",
        name,
        folder=folder,
    )
    assert (2, True) == (ended.code, "--log" in ended.err), ended.err
    assert before == (folder / "papers.jsonl").read_bytes()


def test_a_log_that_can_not_be_opened_is_wrong_use_and_one_that_breaks_ends_nothing(folder: Path) -> None:
    (folder / "taken").mkdir()
    refused = here("tag", "papers.jsonl", "--rules-only", "--log", "taken", folder=folder)
    assert (2, "") == (refused.code, refused.out), refused.err
    full = here("tag", "papers.jsonl", "--rules-only", "-o", "run.jsonl", "--log", "/dev/full", folder=folder)
    assert (0, 1) == (full.code, full.err.count("is not written any more")), full.err
    assert 12 == len(ids(folder / "run.jsonl"))
