"""The body of a request: the same bytes that are sent where the endpoint is asked directly."""

from __future__ import annotations

from summarise.completing.completer import EndpointIdentity
from summarise.completing.profiles import FurtherFields, profile_of
from summarise.completing.remembering import Memory
from summarise.completing.requesting import Form
from summarise.completing.writing import Writer
from summarise.records import Mode, Prompt
from summarise.settings import Settings


class Bodies:
    """How the endpoint's model is asked: as a check or a run remembers, else as the profile of its address says."""

    def __init__(
        self, settings: Settings, identity: EndpointIdentity, mode: Mode | None = None, max_tokens: int | None = None
    ) -> None:
        """`mode` and `max_tokens` are used instead of what is remembered and what the prompt allows."""
        known = Memory(settings.cache_dir, identity).recall()
        profile = profile_of(settings.base_url or "", known.server if known else None)
        manner = known.manner if known else profile.manner(identity.model)
        self.manner = manner.but(mode=mode) if mode else manner
        self.mode_is_from = "given" if mode else f"remembered from a {known.by}" if known else profile.name
        self._max_tokens = max_tokens
        self._writer = Writer(identity.model, FurtherFields(profile))

    def of(self, prompt: Prompt) -> bytes:
        """The JSON object that is posted for a prompt."""
        form = Form(prompt.schema_name, prompt.json_schema, prompt.against_loops)
        return self._writer.body(self.manner, prompt.messages, form, self._max_tokens or prompt.max_tokens)
