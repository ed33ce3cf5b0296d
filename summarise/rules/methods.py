"""The `methods` field: what the paper introduces by name."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.records import Finding
from summarise.rules.described import find_described
from summarise.rules.scene import Mention, Scene
from summarise.schemas.paper import Evidence, Method


def find_methods(scene: Scene, introduced: tuple[Mention, ...]) -> Iterator[Finding]:
    """One introduced method for each name that the paper gives to its work."""
    for mention in introduced:
        if mention.in_title:
            evidence = Evidence(quote=(scene.paper.title or "")[mention.start : mention.end],
                                start=mention.start, end=mention.end, where="title")  # fmt: skip
            element = Method(name=mention.name, role="introduced", evidence=evidence)
            yield scene.title_finding("methods", element, "introduced_in_title")
        else:
            span = (mention.start, mention.end)
            element = Method(name=mention.name, role="introduced", evidence=scene.evidence(*span))
            yield scene.finding("methods", element, "introduced_by_verb", span)
    for mention in find_described(scene, introduced):
        span = (mention.start, mention.end)
        element = Method(name=mention.name, role="introduced", evidence=scene.evidence(*span))
        yield scene.finding("methods", element, "introduced_by_description", span)
