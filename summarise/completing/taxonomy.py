"""What can go wrong with one paper and the answer to each: the table that the code asks and docs/endpoints.md shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of failure; `name` is the record's `error.kind` where the answer does not help."""

    name: str
    means: str
    answer: str
    more: int = 0
    """Further requests at most, for one paper."""
    passing: bool = False
    """Whether it may pass by itself: as many further requests as --retries says, for all such failures of a paper."""
    stops: bool = False
    """Whether no further paper is asked."""


KINDS: tuple[Kind, ...] = (
    Kind("invalid", "the reply is not what was asked", "shown to the model again with a sentence a problem", 1),
    Kind("truncated", "the reply is cut off at the token limit", "asked again with twice the limit", 1),
    Kind("blank", "the reply is nothing but white space", "asked again", 2),
    Kind("refused", "the model declines to answer", "none: it would again"),
    Kind("filtered", "a content filter withholds question or answer", "none: it would again"),
    Kind("too_large", "the response has more than 8 MB", "none: no reply is that long"),
    Kind("mode_rejected", "the endpoint does not take this way to ask for JSON", "asked in the next mode", 2),
    Kind(
        "field_refused", "a 4xx names a field such as temperature", "asked without it, and so in the rest of the run", 4
    ),
    Kind("context_too_long", "the abstract does not fit into the model's context", "none"),
    Kind("rejected", "any other 4xx, in every mode", "none"),
    Kind("rate_limited", "429", "waits as told, else with jitter, and asks again", passing=True),
    Kind("overloaded", "5xx, 408, 409, 425, or no answer in a response with status 200", "the same", passing=True),
    Kind("timeout", "no whole answer within --timeout, however many bytes came", "the same", passing=True),
    Kind("connection_lost", "the connection breaks, or the response can't be decoded", "the same", passing=True),
    Kind("unreachable", "nothing takes the connection", "the same, then the run stops", passing=True, stops=True),
    Kind("auth", "the key is refused (401, 403)", "the run stops", stops=True),
    Kind("no_credit", "the account has no credit left (402, or any 4xx that says so)", "the run stops", stops=True),
    Kind("model_missing", "the endpoint does not have the model", "the run stops", stops=True),
    Kind(
        "wrong_address",
        "there is no chat/completions at the address (404), or it leads from https to http",
        "the run stops",
        stops=True,
    ),
)

_BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(name: str) -> Kind:
    """The kind of that name."""
    return _BY_NAME[name]


class Budget:
    """How many further requests one paper may still cost, by what goes wrong; passing failures share theirs."""

    def __init__(self, retries: int) -> None:
        self._left = {kind.name: kind.more for kind in KINDS}
        self._retries = retries

    def spend(self, name: str) -> bool:
        """Takes one further request for this kind of failure; False where none is left."""
        if kind_of(name).passing:
            self._retries -= 1
            return self._retries >= 0
        self._left[name] -= 1
        return self._left[name] >= 0
