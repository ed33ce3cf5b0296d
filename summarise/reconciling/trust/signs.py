"""Signs: what the words around a result, and its benchmark, tell of how likely it is right, beyond its kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarise.grounding import sentence_around
from summarise.reconciling.anchors import anchor_of
from summarise.reconciling.naming import same_named
from summarise.reconciling.trust.kinds import is_withheld
from summarise.records import Paper, Verdict
from summarise.schemas.paper import Benchmark, Result
from summarise.text import head

PLAIN = "plain"
SIGNS: dict[str, str] = {
    "number_twice": "the same number stands at two places of the abstract",
    "small_number": "a whole number below ten",
    "not_exact": "a bound or an estimate ('up to', 'over', 'about')",
    "late_in_list": "three commas or more stand before it in its sentence",
    "behind_rival": "read as a level that the paper reaches, behind words of comparison",
    "set_unbound": "it has no benchmark, but its sentence speaks of one",
    "set_by_rules_alone": "the model does not name its benchmark at all",
    "set_by_model": "the model gives it a benchmark",
    PLAIN: "nothing about it is unusual",
}
"""The signs of a result, and what each tells a person. A code is API: it is never renamed."""

_COMPARING = re.compile(
    r"(?i)\b(?:outperform\w*|surpass\w*|exceed\w*|beat\w*|than|compared (?:to|with)|baselines?|versus|vs|against|"
    r"previous|prior|existing|humans?|while|whereas|but)\b"
)
_OF_SETS = re.compile(r"(?i)\b(?:datasets?|benchmarks?|test set|corpus)\b")
_WRITTEN = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER = re.compile(rf"(?<![\w.,])(?<![A-Za-z]-){_WRITTEN.pattern}")
_MANY_COMMAS = 3
_SMALL = 10


def signs_of(paper: Paper, verdicts: Sequence[Verdict]) -> dict[str, tuple[str, ...]]:
    """The signs of each result of the verdicts, by the verdict's id; also of one that only its chance or the policy
    keeps out.

    They follow from the paper's words and from what both witnesses say, never from what was made of it.
    """
    about = [v for v in verdicts if v.field == "results" and (v.chosen is not None or is_withheld(v))]
    if not about:
        return {}
    around = _Around.of(head(paper.abstract), verdicts)
    return {v.id: tuple(around.signs(v)) or (PLAIN,) for v in about if _place(v) is not None}


def _place(verdict: Verdict) -> tuple[int, int] | None:
    """Where its number stands in the abstract."""
    element = verdict.rules or verdict.model
    at = element.evidence if isinstance(element, Result) else None
    return anchor_of(verdict) if at is not None and at.in_abstract else None


@dataclass(frozen=True, slots=True)
class _Around:
    """What a paper's results are seen against."""

    text: str
    times: Counter[str]
    """How often each number stands there."""
    sets: tuple[Benchmark, ...]
    """The benchmarks that the rules find."""
    unshared: tuple[str, ...]
    """Those of them that the model does not name, where there is a model."""

    @classmethod
    def of(cls, text: str, verdicts: Sequence[Verdict]) -> _Around:
        found = [(v, v.rules) for v in verdicts if isinstance(v.rules, Benchmark)]
        asked = any(v.model is not None for v in verdicts)
        alone = tuple(rules.name for v, rules in found if asked and v.model is None)
        return cls(text, Counter(_NUMBER.findall(text)), tuple(rules for _, rules in found), alone)

    def signs(self, verdict: Verdict) -> Iterator[str]:
        """The signs of one result, in the order of SIGNS."""
        result, place = verdict.rules or verdict.model, _place(verdict)
        if not isinstance(result, Result) or place is None:
            return
        start, end = sentence_around(self.text, place)
        sentence, before = self.text[start:end], self.text[start : place[0]]
        written = _WRITTEN.search(self.text[place[0] : place[1]])
        if written and self.times[written[0]] > 1:
            yield "number_twice"
        if result.value is not None and _is_small(result.value):
            yield "small_number"
        if result.comparator != "=":
            yield "not_exact"
        if before.count(",") >= _MANY_COMMAS:
            yield "late_in_list"
        if result.kind == "absolute" and result.role == "own" and _COMPARING.search(before):
            yield "behind_rival"
        if result.benchmark is None and (_OF_SETS.search(sentence) or any(s.name in sentence for s in self.sets)):
            yield "set_unbound"
        if result.benchmark is not None and any(same_named(name, result.benchmark) for name in self.unshared):
            yield "set_by_rules_alone"
        if isinstance(verdict.model, Result) and verdict.model.benchmark is not None:
            yield "set_by_model"


def _is_small(value: Decimal) -> bool:
    return abs(value) < _SMALL and value == value.to_integral_value()
