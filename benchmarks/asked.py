"""How recorded replies are read: by the prompt that they answer."""

from __future__ import annotations

from summarise import Settings
from summarise.inquiring.variants import Variant, examples_of, variant_of
from summarise.prompting import example_strings
from summarise.schemas.reply import PaperReply
from summarise.validating import read_reply

DEFAULT = variant_of(Settings().prompt)
"""What the stored replies of benchmarks/replies and tests/replies answer, where their name says nothing else."""
EXTRACT = variant_of("extract.v1")
"""What the first replies of the witnesses' benchmarks answer."""


def form(text: str, variant: Variant = DEFAULT) -> PaperReply:
    """The form of a reply to a prompt of one question; raises InvalidReply."""
    (question,) = variant.questions
    return variant.read([read_reply(text, question.reply)])


def examples(variant: Variant = DEFAULT) -> frozenset[str]:
    """Every string of the prompt's worked examples, lower case."""
    return example_strings(examples_of(variant))
