"""A server that answers as a stored exchange says (tests/exchanges/NAME.json), one file for each known profile.

A file says whether its exchanges are `recorded` from a real server or `documented` (`obtained`, and `origin` in
words), which request is answered by what, and what a check and a paper must come to (`expected`). A request of a file
names only what tells it from others: keys of the body with their values, null for a key that must be absent, {"is":
"sent"} for one that must be there, `holds` for words anywhere in it, and `asks` for words of the last message. The
first exchange that fits answers. A response holds JSON (`body`), or what was sent letter by letter (`text`) with its
`headers`. `refusals` are a server's answers to the requests of faulty_requests.py, with the kind of failure that each
one is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from asking_support import endpoint_of
from fault_server import Asked, Behaviour, FaultServer, json_body, status

from summarise import Paper
from summarise.completing.answers import read_answer
from summarise.completing.bounding import text_of
from summarise.completing.failures import ModeRejected, Transient, of_body
from summarise.completing.profiles import Profile, known_profiles
from summarise.errors import CompletionError, EndpointRefused

FOLDER = Path(__file__).parent / "exchanges"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))
TERN = Paper(
    id="tern",
    title="Tern",
    abstract="We present Tern-7B, a language model with 7B parameters for machine translation. It reaches 41.2 BLEU "
    "on FLORES and is released at https://example.org/tern.",
)
"""The paper that every stored server was asked about."""


def exchange(name: str) -> dict[str, Any]:
    """The stored exchange."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def serving(stored: dict[str, Any]) -> FaultServer:
    """A server that answers as stored, and 404 to all else."""
    rows = stored["exchanges"]
    routes = {
        row["request"]["path"]: sent(row["response"])
        for row in reversed(rows)
        if row["request"]["path"] != "/v1/chat/completions"
    }

    def answer(asked: Asked) -> Behaviour:
        for row in rows:
            if row["request"]["path"] == asked.path and _fits(row["request"], asked):
                return sent(row["response"])
        return status(404, f"nothing is stored for {asked.body[:300]!r}")

    return FaultServer(answer, models=routes.pop("/v1/models"), routes=routes)


def sent(response: dict[str, Any]) -> Behaviour:
    """What a server does that sends the stored response."""
    if "body" in response:
        return json_body(response["body"], response["status"])
    return Behaviour(response["status"], response["text"].encode(), response["headers"])


def kind_seen(status: int, body: bytes, constrained: bool) -> str:
    """The kind of failure that the program sees in a response, or "answered"."""
    endpoint = endpoint_of("http://localhost/v1")
    try:
        if status != 200:
            raise of_body(status, text_of(body), {}, endpoint, constrained)
        read_answer(body, endpoint, constrained)
    except ModeRejected:
        return "mode_rejected"
    except (Transient, CompletionError, EndpointRefused) as failure:
        return str(failure.kind)
    return "answered"


def stand_for_host(name: str, config: Path) -> None:
    """Lays the built-in profile of a host over this machine's address, as a file of the user's own would."""
    profile = next((known for known in known_profiles() if known.name == name), Profile())
    if not profile.host:
        return
    fields = profile.model_dump(mode="json", exclude={"checked", "server", "extra_body"}) | {"host": "127.0.0.1"}
    default = Profile().model_dump(mode="json")
    lines = [f"{key} = {json.dumps(value)}" for key, value in fields.items() if value != default[key]]
    (config / "summarise").mkdir(parents=True)
    (config / "summarise" / "profiles.toml").write_text("[[profile]]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _fits(request: dict[str, Any], asked: Asked) -> bool:
    wanted = dict(request.get("body") or {})
    return (
        wanted.pop("holds", "") in asked.body.decode()
        and request.get("asks", "") in asked.messages[-1]["content"]
        and all(_holds(asked.json.get(key), value) for key, value in wanted.items())
    )


def _holds(sent: Any, wanted: Any) -> bool:
    if wanted == {"is": "sent"}:
        return sent is not None
    if isinstance(wanted, dict):
        return isinstance(sent, dict) and all(_holds(sent.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(sent, list) and all(_holds(one, other) for one, other in zip(sent, wanted, strict=False))
    return bool(sent == wanted)
