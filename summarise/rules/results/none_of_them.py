"""Results that no number states: 'solves 12 of 90 tasks, while Foo failed to solve any' is a count of none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from summarise.records import Finding
from summarise.rules.results.ownership import Role
from summarise.rules.scene import Mention, Scene
from summarise.rules.standing import is_own
from summarise.schemas.paper import Result

_NONE = re.compile(
    r"(?P<who>(?<![\w-])[A-Z][\w.+-]{1,40}(?: [A-Z0-9][\w.+-]{0,40}){0,3}|\b[Ww]e|\b(?:the|our) [a-z]+)? ?"
    r"(?:\bfail(?:s|ed)? to|\b(?:is|was|were|are) unable to|\b(?:could|can|did|does|do)(?: not|n't)(?: manage to)?) "
    r"(?:prov|solv|answer|pass|complet|find|fix|resolv|win)\w* (?P<any>any)\b(?! (?:more|better|further|longer))"
)


def find_none(scene: Scene, found: list[Finding], introduced: tuple[Mention, ...]) -> Iterator[Finding]:
    """A count of 0 for each 'failed to prove any' in a sentence that counts what another solved of the same things."""
    if " any" not in scene.text:
        return
    for counted in found:
        prior = counted.element
        if not isinstance(prior, Result) or prior.kind != "count" or prior.evidence is None:
            continue
        sentence = next(
            (s for s in scene.sentences if scene.source.to_source(s.start, s.end)[1] > counted.anchor[0]), None
        )
        m = _NONE.search(sentence.text) if sentence else None
        if sentence is None or m is None:
            continue
        who = m["who"]
        ours = who is None or who.lower().startswith(("we", "our ")) or is_own(who, introduced)
        role: Role = "own" if ours else "baseline"
        model = who if who and who[0].isupper() and who != "We" else None
        start, end = sentence.start + m.start(), sentence.start + m.end()
        element = Result(
            model=model, benchmark=prior.benchmark, metric=prior.metric, value=Decimal(0), unit=prior.unit,
            kind="count", role=role, evidence=scene.evidence(start, end),
        )  # fmt: skip
        yield scene.finding("results", element, "result_none", (sentence.start + m.start("any"), end))
        return
