"""What a check of an endpoint found, as data and as lines for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from summarise.completing.recognising import Capacity, Server
from summarise.completing.requesting import Manner
from summarise.completing.trying import Refused, Seen, Trials
from summarise.telling import counted

_SHOWN_MODELS = 12


@dataclass(slots=True)
class Report:
    """What is known after a check; "not told" stands for what the endpoint does not say."""

    base_url: str
    connected: bool = True
    """False where nothing listens."""
    reachable: bool = False
    latency_ms: int | None = None
    """Of the list of models, connection included."""
    problem: str | None = None
    server: str | None = None
    server_version: str | None = None
    models: list[str] = field(default_factory=list)
    model: str | None = None
    context_tokens: int | None = None
    slots: int | None = None
    room_note: str | None = None
    note: str | None = None
    modes: dict[str, str] = field(default_factory=dict)
    """For plain, json_schema, json_object and tools: 'enforced', 'accepted' or 'rejected'."""
    refusals: dict[str, str] = field(default_factory=dict)
    """The endpoint's words for each mode that it rejects."""
    keywords: dict[str, str] = field(default_factory=dict)
    """For limits in a schema: 'enforced', 'ignored' or 'refused'."""
    thinking: str = "not seen"
    """'not seen', 'on', 'sometimes', or 'off by SWITCH'."""
    length_limit: str = "not reached"
    """Whether the limit of tokens was 'kept', 'ignored' or 'not reached'."""
    prefix_cache: str = "not told"
    usage_reported: bool = False
    requests: int = 0
    side_requests: int = 0
    """Requests to routes beside the protocol, which cost no tokens."""
    prompt_tokens: int = 0
    completion_tokens: int = 0
    manner: Manner | None = None
    """How papers will be asked; None where the check could not be finished."""
    remembered: str | None = None
    """Where this is remembered, or why it is not."""

    @property
    def usable(self) -> bool:
        """Whether the model answers in any mode that papers may be asked in."""
        return any(self.modes.get(mode) in ("enforced", "accepted") for mode in ("plain", "json_schema", "json_object"))

    def mode(self, mode: str, said: str, answer: Seen | Refused) -> None:
        """Notes what is known of a mode, with the endpoint's words where it was rejected."""
        self.modes[mode] = said
        if isinstance(answer, Refused) and said == "rejected":
            self.refusals[mode] = answer.said

    def recognised(self, server: Server | None) -> None:
        """Notes which server answers."""
        self.server, self.server_version = (server.kind, server.version) if server else (None, None)

    def told(self, capacity: Capacity) -> None:
        """Notes what the server tells of its room."""
        self.context_tokens, self.slots, self.room_note = capacity.context_tokens, capacity.slots, capacity.note

    def counted(self, trials: Trials) -> None:
        """Notes what the questions cost and what their usage says."""
        self.requests, self.prompt_tokens = trials.requests, trials.prompt_tokens
        self.completion_tokens = trials.completion_tokens
        self.usage_reported = any(seen.prompt_tokens for seen in trials.answers)
        cached = [seen.cached_tokens for seen in trials.answers if seen.cached_tokens is not None]
        if cached:
            self.prefix_cache = (
                f"up to {max(cached)} tokens" if any(cached) else "told, nothing kept of so short a prefix"
            )

    def as_dict(self) -> dict[str, Any]:
        """The report as plain data."""
        manner = self.manner.model_dump(mode="json") if self.manner else None
        return {**asdict(self), "manner": manner, "usable": self.usable}

    def lines(self) -> list[str]:
        """The report for people."""
        took = f" in {self.latency_ms} ms" if self.latency_ms is not None else ""
        lines = [f"{self.base_url}: {f'answers{took}' if self.reachable else 'does not answer'}"]
        lines += [f"{name + ':':14} {said}" for name, said in self._facts() if said]
        if self.requests:
            requests = counted(self.requests, "request")
            lines.append(f"{'cost:':14} {requests}, {self.prompt_tokens:,} + {self.completion_tokens:,} tokens")
        lines += [f"{'remembered:':14} {self.remembered}"] if self.remembered else []
        return lines + ([f"{'problem:':14} {self.problem}"] if self.problem else [])

    def _facts(self) -> list[tuple[str, str]]:
        more = f" and {len(self.models) - _SHOWN_MODELS} more" if len(self.models) > _SHOWN_MODELS else ""
        facts = [
            ("server", " ".join(filter(None, (self.server, self.server_version)))),
            ("models", ", ".join(self.models[:_SHOWN_MODELS]) + more),
            ("model asked", self.model or ""),
        ]
        if self.manner is None:
            return [*facts, *((mode, self._mode(mode)) for mode in self.modes)]
        room = f"{self.context_tokens:,} tokens" if self.context_tokens else "not told"
        return [
            *facts,
            ("context", room + (f" ({self.room_note})" if self.room_note else "")),
            ("in parallel", counted(self.slots, "request") if self.slots else "not told"),
            *((mode, self._mode(mode)) for mode in self.modes),
            ("thinking", "on, and no known switch turns it off" if self.thinking == "on" else self.thinking),
            ("temperature 0", "refused" if "temperature" in self.manner.without else "taken"),
            ("token limit", f"{self.manner.max_tokens_field}, {self.length_limit}"),
            ("prefix cache", self.prefix_cache),
            ("usage", "told" if self.usage_reported else "not told"),
            ("papers by", self.manner.mode),
            ("note", self.note or ""),
        ]

    def _mode(self, mode: str) -> str:
        said = self.modes[mode]
        limits = ", ".join(f"{keyword} {kept}" for keyword, kept in self.keywords.items())
        if mode == "json_schema" and limits:
            return f"{said} ({limits})"
        return f"{said} ({self.refusals[mode]})" if mode in self.refusals else said
