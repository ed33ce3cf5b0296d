"""The built-in question: fill the form of a paper; the rules are the second witness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from pydantic import BaseModel

from summarise.inquiring.inquiry import Judgement
from summarise.inquiring.variants import examples_of, numbers_shown, variant_of
from summarise.prompting import build_prompt, example_strings, load_template
from summarise.reconciling import reconcile
from summarise.reconciling.distrusting import Distrust
from summarise.reconciling.trust import Trust, read_trust
from summarise.records import Paper, Prompt, Provenance
from summarise.rules import VERSION as RULES_VERSION
from summarise.rules import find, read_vocabulary
from summarise.settings import Settings
from summarise.version import __version__
from summarise.witnessing import Hearing

SCHEMA_VERSION = "paper.v1"


class PaperInquiry:
    """Model and rules on one paper, reconciled."""

    def __init__(self, settings: Settings, model: str | None) -> None:
        """`model` is the one that is asked, for the calibration; None where rules alone are run.

        Raises ConfigurationError for a template, vocabulary, policy or calibration that can't be read.
        """
        self._variant = variant_of(settings.prompt)
        self._templates = [load_template(question.template) for question in self._variant.questions]
        self._examples = example_strings(examples_of(self._variant))
        self._vocabulary = read_vocabulary(settings.vocabulary)
        self._asks = model is not None
        self._witnesses = settings.witness
        trust = read_trust(settings.policy, settings.calibration, model=model, min_confidence=settings.min_confidence)
        self.trust: Trust = replace(trust, independent=not self._variant.shows_numbers)

    @cached_property
    def provenance(self) -> Provenance:
        """See Inquiry.provenance."""
        return Provenance(
            prompt=self._variant.name if self._asks else None,
            schema_=SCHEMA_VERSION,
            rules="+".join(filter(None, (RULES_VERSION, self._vocabulary.mark))),
            trust=self.trust.mark,
            summarise=__version__,
        )

    @property
    def forms(self) -> tuple[type[BaseModel], ...]:
        """See Inquiry.forms."""
        return tuple(question.reply for question in self._variant.questions)

    def prompts(self, paper: Paper) -> tuple[Prompt, ...]:
        """See Inquiry.prompts."""
        numbers = None
        if self._variant.shows_numbers:  # those of words that are written for readers: hidden ones are never sent
            numbers = numbers_shown(find(Distrust.of(paper).trusted_part, self._vocabulary))
        return tuple(
            build_prompt(paper, template, question.reply, numbers, against_loops=question.against_loops)
            for template, question in zip(self._templates, self._variant.questions, strict=True)
        )

    def judged(self, paper: Paper, replies: Sequence[BaseModel]) -> Judgement:
        """See Inquiry.judged."""
        reply = self._variant.read(replies) if replies else None
        findings = find(paper, self._vocabulary)
        outcome = reconcile(paper, reply, findings, self._examples, self._vocabulary, self.trust)
        # No witness is shown or asked about words that are hidden or address it.
        trusted = Distrust.of(paper).trusted_part if self._witnesses else paper
        return Judgement(outcome, Hearing(trusted, findings, outcome.verdicts, self._examples))
