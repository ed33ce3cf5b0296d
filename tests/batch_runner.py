"""A small batch service: posts each line of a request file to a server and writes the files that OpenAI would give.

    output, errors = answered(Path("requests.jsonl"), server.base_url, seed=3)

Responses come in another order than requests. A status of 400 and more goes to the errors file, as at OpenAI.
"""

from __future__ import annotations

import json
import random
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any


def answered(requests: Path, base_url: str, seed: int = 1) -> tuple[Path, Path]:
    """The output and the errors file, beside the requests; the server's address ends in /v1."""
    rows = [_answered(json.loads(line), base_url) for line in requests.read_text(encoding="utf-8").splitlines()]
    random.Random(seed).shuffle(rows)
    output, errors = (requests.with_name(f"{requests.stem}.{name}.jsonl") for name in ("output", "errors"))
    _write(output, [row for row in rows if row["response"]["status_code"] == 200])
    _write(errors, [row for row in rows if row["response"]["status_code"] != 200])
    return output, errors


def row(custom_id: str, body: Any, status: int = 200, error: Any = None) -> dict[str, Any]:
    """One line of an output file."""
    response = {"status_code": status, "request_id": f"req-{custom_id[-6:]}", "body": body}
    return {"id": f"batch_req_{custom_id[-6:]}", "custom_id": custom_id, "response": response, "error": error}


def _answered(request: dict[str, Any], base_url: str) -> dict[str, Any]:
    assert ("POST", True) == (request["method"], request["url"].startswith("/v1/"))
    data = json.dumps(request["body"]).encode()
    address = base_url.removesuffix("/v1") + request["url"]
    post = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method="POST")
    try:
        with urllib.request.urlopen(post, timeout=30) as response:
            return row(request["custom_id"], json.loads(response.read()), response.status)
    except urllib.error.HTTPError as error:
        with error:
            return row(request["custom_id"], json.loads(error.read()), error.code)


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
