"""The `methods` field: what the paper introduces, what that is made of, what it starts from and what it uses."""

from __future__ import annotations

from collections.abc import Iterator

from summarise.records import Finding
from summarise.rules.methods.described import find_described
from summarise.rules.methods.parts import find_parts
from summarise.rules.scene import Mention, Scene
from summarise.schemas.paper import Evidence, Method


def find_methods(scene: Scene, introduced: tuple[Mention, ...]) -> Iterator[Finding]:
    """The methods of the paper: introduced ones first, by name and by description, then the parts of its work."""
    for mention in introduced:
        if mention.in_title:
            yield _in_title(scene, mention, "introduced_in_title")
        else:
            span = (mention.start, mention.end)
            element = Method(name=mention.name, role="introduced", evidence=scene.evidence(*span))
            yield scene.finding("methods", element, "introduced_by_verb", span)
    described = tuple(find_described(scene, introduced))
    for mention in described:
        if mention.in_title:
            yield _in_title(scene, mention, "introduced_by_title_phrase")
            continue
        span = (mention.start, mention.end)
        element = Method(name=mention.name, role="introduced", evidence=scene.evidence(*span))
        yield scene.finding("methods", element, "introduced_by_description", span)
    for part in find_parts(scene, (*introduced, *described)):
        span = (part.start, part.end)
        element = Method(name=part.name, role=part.role, evidence=scene.evidence(*span))
        yield scene.finding("methods", element, part.rule, span)


def _in_title(scene: Scene, mention: Mention, rule: str) -> Finding:
    """A method that only the title names."""
    quote = (scene.paper.title or "")[mention.start : mention.end]
    evidence = Evidence(quote=quote, start=mention.start, end=mention.end, where="title")
    return scene.title_finding("methods", Method(name=mention.name, role="introduced", evidence=evidence), rule)
