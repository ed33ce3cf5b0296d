"""Records what a real server sends, as tests/exchanges/NAME.json: what a check and a paper get, and its refusals.

    python tests/record_exchange.py NAME --base-url http://127.0.0.1:8000/v1 --model M --version "vLLM 0.32.0"

Every response passes through a relay on this machine and is kept byte for byte. What the file expects of the program
is what the program made of it: read it before you believe it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from exchanged import FOLDER, TERN, kind_seen
from faulty_requests import KEPT_HEADERS, faulty_requests

from summarise import Settings, tag
from summarise.endpoints import checked

_LONGEST_S = 900.0
_TOLD = ("server", "server_version", "context_tokens", "slots", "thinking", "modes", "prefix_cache", "usage_reported")
"""What a check finds that hangs on no clock."""
Row = dict[str, Any]


@dataclass
class Relay:
    """Passes requests on to the server at `host`:`port` and keeps what came back."""

    host: str
    port: int
    hidden: Mapping[str, str]
    """Words of this machine, such as paths, with what stands in the file for them."""
    rows: list[Row] = field(default_factory=list)

    def pass_on(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, Row, bytes]:
        """The status, the response as the file keeps it, and its body."""
        connection = HTTPConnection(self.host, self.port, timeout=_LONGEST_S)
        try:
            connection.request(method, path, body or None, dict(headers))
            response = connection.getresponse()
            data = response.read()
        finally:
            connection.close()
        kept = {name.lower(): value for name, value in response.getheaders() if name.lower() in KEPT_HEADERS}
        text = data.decode("utf-8")
        for word, instead in self.hidden.items():
            text = text.replace(word, instead)
        return response.status, {"status": response.status, "headers": kept, "text": text}, data

    @contextmanager
    def listening(self) -> Iterator[str]:
        """The address under which the relay answers."""
        relay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                passed = {name: self.headers[name] for name in ("Authorization", "Content-Type") if self.headers[name]}
                status, row, data = relay.pass_on(self.command, self.path, body, passed)
                relay.rows.append({"request": _told_apart(self.command, self.path, body), "response": row})
                self.send_response(status)
                for name, value in row["headers"].items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, format: str, *args: Any) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        finally:
            server.shutdown()
            server.server_close()


def _told_apart(method: str, path: str, body: bytes) -> Row:
    """What tells a request from others, see exchanged.py."""
    request: Row = {"method": method, "path": path}
    if not body:
        return request
    sent = json.loads(body)
    if "messages" not in sent:
        return request | {"body": sent}
    words = sent["messages"][-1]["content"]
    told = {key: sent.get(key) for key in ("response_format", "tools")}
    if told["response_format"]:
        told["response_format"] = {"type": told["response_format"]["type"]}
    if told["tools"]:
        told["tools"] = [{"type": "function"}]
    switches = {key: sent[key] for key in ("thinking", "chat_template_kwargs", "reasoning_effort") if key in sent}
    return request | {"asks": "Tern-7B" if "Tern-7B" in words else words, "body": told | switches}


def _refusals(relay: Relay, model: str, key: str, skipped: list[str]) -> Iterator[Row]:
    """What the server says to requests that are wrong, with the kind of failure that the program sees in it."""
    for faulty in faulty_requests(model):
        if faulty.name in skipped:
            continue
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"} | faulty.headers
        status, response, data = relay.pass_on("POST", faulty.path, faulty.body, headers)
        kind = kind_seen(status, data, faulty.constrained)
        _say(f"{faulty.name}: {status} {kind}")
        if kind != "answered":
            yield {"name": faulty.name, "constrained": faulty.constrained, "kind": kind, "response": response}


def _say(words: object) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _asked_and_answered(relay: Relay, asked: argparse.Namespace) -> Row:
    """What a check and a paper came to, with all that was sent for them."""
    with relay.listening() as base_url, tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            base_url=base_url,
            model=asked.model,
            api_key=asked.key or "none",
            cache_dir=Path(folder),
            retries=0,
            timeout_s=_LONGEST_S,
            prompt="extract.v1",
        )
        found = checked(settings, _say).as_dict()
        of_check = len(relay.rows)
        _say("a paper")
        record = next(iter(tag([TERN], settings)))
    form = relay.rows[of_check]["request"]["body"]["response_format"]
    expected = {
        "check": {key: found[key] for key in _TOLD},
        "problem": found["problem"],
        "papers_by": form["type"] if form else "plain",
        "paper": record.error.kind if record.error else "answered",
        "paper_requests": len(relay.rows) - of_check,
        "paper_sends": {},
    }
    return {"expected": expected, "exchanges": relay.rows}


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("name")
    for name in ("--base-url", "--model", "--version", "--origin"):
        options.add_argument(name, required=True)
    options.add_argument("--profile", default="OpenAI-compatible")
    options.add_argument("--key", default="")
    options.add_argument("--only-refusals", action="store_true", help="add them to a file that is there")
    options.add_argument("--skip", action="append", default=[], metavar="NAME", help="a wrong request not to send")
    options.add_argument("--hide", action="append", default=[], metavar="WORD=INSTEAD")
    return options.parse_args()


def main() -> None:
    """Writes the file."""
    asked = _options()
    address = urlsplit(asked.base_url)
    relay = Relay(address.hostname or "", address.port or 80, dict(pair.split("=") for pair in asked.hide))
    path = FOLDER / f"{asked.name}.json"
    if asked.only_refusals:
        stored = json.loads(path.read_text(encoding="utf-8"))
    else:
        about = {key: getattr(asked, key) for key in ("origin", "version", "model")}
        stored = {"profile": asked.profile, "obtained": "recorded"} | about | _asked_and_answered(relay, asked)
    stored["refusals"] = list(_refusals(relay, asked.model, asked.key, asked.skip))
    path.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    _say(path)


if __name__ == "__main__":
    main()
