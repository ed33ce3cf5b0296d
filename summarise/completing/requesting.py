"""How a model is asked: the manner of a request, its body, and how the manner follows what an endpoint refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from summarise.records import Mode

LADDER: tuple[Mode, ...] = ("json_schema", "json_object", "plain")
KEYWORDS = ("maxLength", "minLength", "pattern", "format", "maxItems", "minItems", "uniqueItems", "minimum", "maximum")
"""What some servers refuse in a schema, and a schema can do without: replies are validated all the same."""
_ORDINARY_WORDS = ("pattern", "format", "minimum", "maximum", "think")
_TOKEN_FIELDS = ("max_tokens", "max_completion_tokens")
_REFUSED = re.compile(
    r"unsupported|not (?:be )?(?:support|permit|allow|accept|recogni)|unrecogni[sz]ed|unknown|unexpected|unavailable"
    r"|extra[ _](?:input|field|forbidden)|only the default|must be|invalid|instead|should be|not available",
    re.I,
)
GENERATION_FAILED = re.compile(r"json_validate_failed|failed to (?:generate|validate) json", re.I)
"""A refusal of what the model wrote for one request, not of the request (Groq)."""
_TOO_MANY_REPETITIONS = re.compile(r"repetition", re.I)


TokensField = Literal["max_tokens", "max_completion_tokens"]


class Manner(BaseModel):
    """How requests are put to one model; what is remembered of an endpoint is this."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode = "json_schema"
    max_tokens_field: TokensField = "max_tokens"
    without: tuple[str, ...] = ()
    """Fields that are not sent: 'temperature', or one of a profile or a switch."""
    drop_keywords: tuple[str, ...] = ()
    """Keywords that are left out of the JSON Schema."""
    thinking_off: str | None = None
    """Name of the switch that is sent to turn thinking off."""

    def but(self, **changes: Any) -> Manner:
        """The same manner with something changed."""
        return self.model_copy(update=changes)


@dataclass(frozen=True, slots=True)
class Form:
    """The form of the reply that is wanted."""

    name: str
    json_schema: dict[str, Any]
    against_loops: bool = False
    as_tool: bool = False
    """Whether it is asked for as a call of a tool; papers are not."""


def fields_of(manner: Manner, form: Form, extra: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a request's body that say in which form and how to answer: all but model, messages and limit.

    `extra` holds fields of the profile and of the thinking switch; they go into the body as they are.
    """
    fields: dict[str, Any] = {}
    if "temperature" not in manner.without:
        fields["temperature"] = 0
    if form.as_tool:
        fields["tools"] = [{"type": "function", "function": {"name": form.name, "parameters": form.json_schema}}]
        fields["tool_choice"] = "required"  # LM Studio takes no tool's name here, and there is but one
    elif manner.mode == "json_object":
        fields["response_format"] = {"type": "json_object"}
    elif manner.mode == "json_schema":
        schema = in_dialect(form.json_schema, manner.drop_keywords)
        fields["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": form.name, "schema": schema, "strict": True},
        }
    return fields | {key: value for key, value in extra.items() if key not in manner.without}


def in_dialect(schema: Any, drop_keywords: tuple[str, ...]) -> Any:
    """The JSON Schema without the keywords that the endpoint refuses; a property may have such a name all the same."""
    if isinstance(schema, list):
        return [in_dialect(item, drop_keywords) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: in_dialect(part, drop_keywords) for name, part in value.items()}
        if key in ("properties", "$defs") and isinstance(value, dict)
        else in_dialect(value, drop_keywords)
        for key, value in schema.items()
        if key not in drop_keywords
    }


def adapted(manner: Manner, said: str, extra: Mapping[str, Any]) -> Manner | None:
    """The manner without what an endpoint's refusal names; None where it names nothing that is sent.

    `said` is the endpoint's own message: never more than a reason to leave out a field that is not needed.
    """
    if _TOO_MANY_REPETITIONS.search(said) and manner.mode == "json_schema" and "maxLength" not in manner.drop_keywords:
        return manner.but(drop_keywords=(*manner.drop_keywords, "maxLength"))
    if not _REFUSED.search(said):
        return None
    if "temperature" not in manner.without and _names(said, "temperature"):
        return manner.but(without=(*manner.without, "temperature"))
    if other := _other_token_field(manner, said):
        return manner.but(max_tokens_field=other)
    if manner.mode == "json_schema":
        refused = tuple(word for word in KEYWORDS if word not in manner.drop_keywords and _names(said, word))
        if refused:
            return manner.but(drop_keywords=(*manner.drop_keywords, *refused))
    for field in extra:
        if field not in manner.without and _names(said, field):
            return manner.but(without=(*manner.without, field))
    return None


def _other_token_field(manner: Manner, said: str) -> str | None:
    """The other name of the limit, where a refusal names the one that is sent and not merely its number."""
    sent = manner.max_tokens_field
    other = next(field for field in _TOKEN_FIELDS if field != sent)
    if not _names(said, sent) or re.search(
        r"at least|at most|less than|greater than|too (?:large|small|high|low)", said
    ):
        return None
    return other


def _names(said: str, field: str) -> bool:
    """Whether the field stands in the message as a word of its own, in quotes where it is an ordinary word as well."""
    word = rf"['\"`]{field}['\"`]" if field in _ORDINARY_WORDS else rf"(?<!\w){re.escape(field)}(?!\w)"
    return re.search(word, said) is not None
