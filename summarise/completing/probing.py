"""What an endpoint can do, found by asking: its models, and which JSON modes it takes and really enforces."""

from __future__ import annotations

import json
from contextlib import aclosing
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from summarise.completing.chat import ChatCompleter, Endpoint
from summarise.completing.failures import ModeRejected, Transient
from summarise.errors import SummariseError
from summarise.records import Mode

_LADDER: tuple[Mode, ...] = ("json_schema", "json_object", "plain")
# Asked for a colour in prose: only a server that enforces the schema answers {"n": <integer>}.
_QUESTION = [{"role": "user", "content": "Name a colour in one short sentence."}]
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"n": {"type": "integer"}},
    "required": ["n"],
    "additionalProperties": False,
}


@dataclass(slots=True)
class Report:
    """What a probe found out."""

    base_url: str
    reachable: bool = False
    problem: str | None = None
    models: list[str] = field(default_factory=list)
    model: str | None = None
    modes: dict[str, str] = field(default_factory=dict)
    """For each mode of the ladder: 'enforced', 'accepted', or why not."""
    usage_reported: bool = False

    @property
    def usable(self) -> bool:
        """Whether any mode works with the model."""
        return any(said in ("enforced", "accepted") for said in self.modes.values())

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        return {**asdict(self), "usable": self.usable}

    def lines(self) -> list[str]:
        """The report for people."""
        lines = [f"{self.base_url}: {'answers' if self.reachable else 'does not answer'}"]
        if self.models:
            shown = ", ".join(self.models[:12]) + (
                f" and {len(self.models) - 12} more" if len(self.models) > 12 else ""
            )
            lines.append(f"models:       {shown}")
        if self.model:
            lines.append(f"model asked:  {self.model}")
        lines += [f"{mode + ':':13} {said}" for mode, said in self.modes.items()]
        if self.usable:
            lines.append(f"usage:        {'reported' if self.usage_reported else 'not reported'}")
        return lines + ([f"problem:      {self.problem}"] if self.problem else [])


async def probe(base_url: str, model: str | None, api_key: str, timeout_s: float) -> Report:
    """Asks for the models, then one tiny question in each mode; the first model is taken where none is named."""
    report = Report(base_url)
    endpoint = Endpoint(base_url, model or "", api_key, min(timeout_s, 60), retries=0)
    async with aclosing(ChatCompleter(endpoint)) as completer:
        connected = await _list_models(completer, report)
    report.model = model or (report.models[0] if report.models else None)
    if report.model and connected:
        async with aclosing(ChatCompleter(replace(endpoint, model=report.model))) as completer:
            for mode in _LADDER:
                report.modes[mode] = await _try_mode(completer, mode, report)
    elif not report.problem:
        report.problem = "it lists no models; name one with --model"
    return report


async def _list_models(completer: ChatCompleter, report: Report) -> bool:
    """Fills in the models, which some chat servers do not list; whether a connection could be made at all."""
    try:
        report.models = await completer.model_names()
        report.reachable = True
    except Transient as failure:
        report.problem = str(failure)
        return failure.kind != "unreachable"
    except SummariseError as error:
        report.reachable = True
        report.problem = str(error)
    return True


async def _try_mode(completer: ChatCompleter, mode: Mode, report: Report) -> str:
    try:
        answer = await completer.try_once(_QUESTION, _SCHEMA, mode)
    except (ModeRejected, Transient, SummariseError) as error:
        return f"no ({' '.join(str(error).split())[:120]})"
    report.reachable = True
    report.usage_reported |= answer.usage.prompt_tokens > 0
    try:
        value = json.loads(answer.text)
    except (ValueError, RecursionError):
        return "accepted"
    if mode == "json_schema":
        return "enforced" if isinstance(value, dict) and set(value) == {"n"} else "accepted"
    return "enforced" if mode == "json_object" and isinstance(value, dict) else "accepted"
