"""The question in a user's own words: fill the form of their class; the abstract itself is the second witness."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from pydantic import BaseModel

from summarise.errors import ConfigurationError
from summarise.inquiring.inquiry import Judgement
from summarise.own_schemas import judge_reply, own_trust, read_schema
from summarise.prompting import load_template
from summarise.reconciling.trust import Trust
from summarise.records import Paper, Prompt, Provenance
from summarise.rules import VERSION as RULES_VERSION
from summarise.settings import Settings
from summarise.version import __version__

_TEMPLATE = "own.v1"
_MEANS_NOTHING = {
    "witness": "--witness settles disputes with the rules, and they know only the built-in summary",
    "prompt": "--prompt chooses how the built-in summary is asked for, and a schema is asked for in one way",
    "vocabulary": "--vocabulary names tags and tasks, and only the built-in summary has these",
    "calibration": "--calibration counts how often values of the built-in summary were right, and no schema's",
}
"""Settings that would silently do nothing beside a schema, and why."""


class OwnInquiry:
    """One model on one paper, each value looked up in the abstract."""

    def __init__(self, settings: Settings, model: str | None) -> None:
        """Raises ConfigurationError for a class that can't be asked, or where nobody is there to be asked."""
        refuse_what_needs_rules(settings)
        assert settings.own_schema is not None
        self._schema = read_schema(settings.own_schema)
        if model is None:
            raise ConfigurationError("--schema asks a model and --rules-only asks none: keep one")
        self._template = load_template(_TEMPLATE)
        self.trust: Trust = own_trust(settings.policy, settings.min_confidence)

    @cached_property
    def provenance(self) -> Provenance:
        """See Inquiry.provenance."""
        return Provenance(
            prompt=self._template.name,
            schema_=self._schema.mark,
            rules=RULES_VERSION,
            trust=self.trust.mark,
            summarise=__version__,
        )

    @property
    def forms(self) -> tuple[type[BaseModel], ...]:
        """See Inquiry.forms."""
        return (self._schema.twin,)

    def prompts(self, paper: Paper) -> tuple[Prompt, ...]:
        """See Inquiry.prompts."""
        return (self._schema.prompt(paper, self._template),)

    def judged(self, paper: Paper, replies: Sequence[BaseModel]) -> Judgement:
        """See Inquiry.judged."""
        return Judgement(judge_reply(paper, self._schema.form, replies[0].model_dump(), self.trust))


def refuse_what_needs_rules(settings: Settings) -> None:
    """Raises ConfigurationError for settings that have a meaning only for the built-in summary."""
    if settings.rules_only:
        raise ConfigurationError(
            "--schema asks a model and --rules-only asks none: keep one; the rules know only the built-in summary"
        )
    for name, why in _MEANS_NOTHING.items():
        if name in settings.model_fields_set and getattr(settings, name):
            raise ConfigurationError(f"{why}; leave it out beside --schema")
