"""Independent rules: the second witness. Paper → Findings, by reading the language, without any model.

`find` reads a paper, `read_numbers` any text, `same_name` compares names.
"""

from __future__ import annotations

from summarise.records import Finding, Findings, Paper, Quantity
from summarise.rules import benchmarks, named_sets, results
from summarise.rules.artifacts import find_artifacts
from summarise.rules.gazetteer import find_known
from summarise.rules.introductions import find_introduced
from summarise.rules.ledger import keep_ledger
from summarise.rules.methods import find_methods
from summarise.rules.named_sets import NamedSet
from summarise.rules.names import is_generic_name, is_model_family, normalise_name, same_name
from summarise.rules.parameter_counts import locate_sizes
from summarise.rules.roles import is_version
from summarise.rules.salience import Subject, spot_entries
from summarise.rules.scene import Mention, Scene, lay_out
from summarise.rules.sizes import find_sizes
from summarise.rules.spotting import folded_words
from summarise.rules.tags import find_tags
from summarise.rules.tasks import find_tasks
from summarise.rules.training_data import find_training_data, is_data
from summarise.rules.vocabulary import FACETS, Vocabulary
from summarise.rules.vocabulary_file import built_in_vocabulary, read_vocabulary

VERSION = "2"
"""Changes whenever `find` may answer differently."""

__all__ = [
    "FACETS",
    "VERSION",
    "Vocabulary",
    "built_in_vocabulary",
    "find",
    "find_known",
    "folded_words",
    "is_generic_name",
    "is_model_family",
    "normalise_name",
    "read_numbers",
    "read_vocabulary",
    "same_name",
]


def find(paper: Paper, vocabulary: Vocabulary | None = None) -> Findings:
    """What the rules read in a paper: elements of the summary's fields, and every number with its role.

    Tasks and tags come from `vocabulary`, the built-in one where none is given.
    """
    scene = lay_out(paper)
    vocabulary = vocabulary or built_in_vocabulary()
    subject = Subject(scene)
    spotted = spot_entries(subject, vocabulary)
    introduced = find_introduced(scene)
    sets = named_sets.locate(scene, introduced)
    sizes, data, explained = _explain(scene, sets, introduced)
    claims = results.read_claims(scene, frozenset(sizes) | frozenset(data) | explained)
    found = list(results.find_results(scene, claims, sets, introduced))
    elements: list[Finding] = [
        *find_tasks(subject, spotted, vocabulary),
        *find_methods(scene, introduced),
        *find_sizes(scene, introduced, sizes),
        *find_training_data(scene, data),
        *benchmarks.find_benchmarks(scene, sets, introduced, results.scored_sets(found)),
        *found,
        *find_artifacts(scene),
        *find_tags(subject, spotted),
    ]
    return Findings(
        elements=tuple(elements),
        ledger=keep_ledger(scene, frozenset(sizes), frozenset(data), claims, _within_names(scene, sets)),
    )


def _explain(
    scene: Scene, sets: tuple[NamedSet, ...], introduced: tuple[Mention, ...]
) -> tuple[list[int], list[int], frozenset[int]]:
    """The indices of the numbers that are sizes, amounts of data, and parts of names or versions."""
    numbers = range(len(scene.readings))
    in_names = _within_names(scene, sets)
    sizes = locate_sizes(scene, introduced, in_names)
    taken = {*sizes, *in_names}
    data = [i for i in numbers if i not in taken and is_data(scene, i, introduced)]
    return sizes, data, in_names | frozenset(i for i in numbers if is_version(scene, i))


def _within_names(scene: Scene, sets: tuple[NamedSet, ...]) -> frozenset[int]:
    """The indices of the numbers that belong to a benchmark's name ('AIME 24')."""
    first = {r.start: i for i, r in enumerate(scene.readings)}
    return frozenset(first[r.start] for s in sets for r in scene.readings_in(s.start, s.end))


def read_numbers(text: str) -> tuple[Quantity, ...]:
    """The quantities of any text, such as a quote, with offsets into it; their roles as far as the text tells."""
    return find(Paper(id="", abstract=text)).ledger
