"""The summary's sentence: every number in it must stand in the abstract, or it is left out and a person told."""

from __future__ import annotations

from summarise.grounding import ground
from summarise.reconciling.confidence import confidence
from summarise.records import TLDR, Paper, Sentence, State, Verdict
from summarise.rules import read_numbers

MAX_WORDS = 40


def judge_sentence(paper: Paper, text: str, examples: frozenset[str]) -> Verdict:
    """The verdict on the model's sentence; `chosen` is None where it can't be kept."""
    reasons: list[str] = []
    if text.lower() in examples:
        reasons.append("example_leak")
    if not all(ground(q.text, paper) for q in read_numbers(text)):
        reasons.append("not_in_text")
    if len(text.split()) > MAX_WORDS:
        reasons.append("too_long")
    state: State = "vetoed" if reasons else "model_only"
    sentence = Sentence(text=text)
    return Verdict(
        id="tldr:0",
        field=TLDR,
        state=state,
        reasons=tuple(reasons),
        model=sentence,
        chosen=None if reasons else sentence,
        confidence=confidence(TLDR, state),
        flagged=bool(reasons),
    )
