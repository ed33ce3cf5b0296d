"""Papers, their requests and response files in one process: what `summarise batch` does, without the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from batch_runner import row

from summarise import Paper, Settings
from summarise.batching import Requests, Responses, Taking
from summarise.batching.lines import custom_id
from summarise.batching.taking import Taken
from summarise.cache import ReplyCache
from summarise.completing import EndpointIdentity
from summarise.completing.connecting import Endpoint
from summarise.records import Mode

ADDRESS = "http://localhost:8000/v1"
IDENTITY = EndpointIdentity.of_url(ADDRESS, "m")
PAPERS = [
    Paper(id=f"p{n}", abstract=f"We present Falconet{n}, a language model for birds and trees.") for n in range(4)
]
REPLY = json.dumps({"tasks": ["language modeling"], "results": [], "tldr": "A model."})


def settings(folder: Path, **more: Any) -> Settings:
    return Settings(**{"base_url": ADDRESS, "model": "m", "cache_dir": folder, "prompt": "extract.v1"} | more)


def keys(folder: Path, papers: Iterable[Paper] = PAPERS, **more: Any) -> list[str]:
    """The reply keys of what is asked of the papers now, in their order."""
    cache = ReplyCache(folder)
    requests = Requests(settings(folder, **more), IDENTITY, cache)
    found = [request.key for paper in papers for request in requests.about(paper)]
    cache.close()
    return found


def body(content: Any = REPLY, finish_reason: str = "stop", tokens: int = 10) -> dict[str, Any]:
    """A chat completion."""
    choice = {"index": 0, "finish_reason": finish_reason, "message": {"role": "assistant", "content": content}}
    usage = {"prompt_tokens": 100, "completion_tokens": tokens, "prompt_tokens_details": {"cached_tokens": 60}}
    return {"id": "c1", "object": "chat.completion", "model": "served-model", "choices": [choice], "usage": usage}


def response(key: str, said: Any = None, mode: Mode = "json_schema", **more: Any) -> dict[str, Any]:
    """A response's line; `more` replaces fields of it."""
    return row(custom_id(key, mode), body() if said is None else said) | more


def file_of(path: Path, lines: Iterable[Any]) -> Path:
    """A file of lines: bytes as they are, all else as JSON."""
    path.write_bytes(b"".join(one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n" for one in lines))
    return path


def taken(folder: Path, *files: Path, papers: Iterable[Paper] = PAPERS, replace: bool = False, **more: Any) -> Taken:
    """What the files come to; the line faults and responses that nobody asked for are in `refused`."""
    cache = ReplyCache(folder)
    with Responses(files) as found:
        taking = Taking(
            Requests(settings(folder, **more), IDENTITY, cache), found, cache, Endpoint(ADDRESS, "m", "sk-secret-12345")
        )
        assert len(list(papers)) == len(list(taking.passing(papers, replace=replace)))
        refused[:] = [*found.faults, *found.untaken()]
    cache.close()
    return taking.taken


refused: list[Any] = []
"""What the latest `taken` refused."""
