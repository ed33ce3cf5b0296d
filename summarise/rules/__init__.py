"""Independent rules: the second witness. Paper → Findings, by reading the language, without any model.

`find` reads a paper, `read_numbers` any text, `same_name` compares names.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from summarise.records import Finding, Findings, Paper, Quantity
from summarise.rules.gist import RULE as GIST_RULE
from summarise.rules.gist import find_gist
from summarise.rules.methods.elements import find_methods
from summarise.rules.methods.introductions import find_introduced
from summarise.rules.names import is_generic_name, is_model_family, normalise_name, same_name
from summarise.rules.numbers.ledger import keep_ledger
from summarise.rules.numbers.roles import is_version
from summarise.rules.phrasing import fitted, tidied
from summarise.rules.releases.artifacts import find_artifacts
from summarise.rules.results import elements as results
from summarise.rules.results.kinds import Claim
from summarise.rules.results.none_of_them import find_none
from summarise.rules.scene import Mention, Scene, lay_out
from summarise.rules.sets import benchmarks, named_sets
from summarise.rules.sets.gazetteer import find_known
from summarise.rules.sets.named_sets import NamedSet
from summarise.rules.sizes.elements import find_sizes
from summarise.rules.sizes.parameter_counts import locate_sizes
from summarise.rules.sizes.training_data import find_training_data, is_data
from summarise.rules.topics.salience import Subject, spot_entries
from summarise.rules.topics.spotting import folded_words
from summarise.rules.topics.tags import find_tags
from summarise.rules.topics.tasks import find_tasks
from summarise.rules.topics.vocabulary import FACETS, Vocabulary
from summarise.rules.topics.vocabulary_file import built_in_vocabulary, overlaid, read_vocabulary

VERSION = "4"
"""Changes whenever `find` may answer differently."""

__all__ = [
    "FACETS",
    "GIST_RULE",
    "VERSION",
    "Vocabulary",
    "built_in_vocabulary",
    "find",
    "find_known",
    "fitted",
    "folded_words",
    "is_generic_name",
    "is_model_family",
    "normalise_name",
    "overlaid",
    "read_numbers",
    "read_vocabulary",
    "same_name",
    "tidied",
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
    numbers = _explain(scene, sets, introduced)
    found = list(results.find_results(scene, numbers.claims, sets, introduced))
    found += find_none(scene, found, introduced)
    elements: list[Finding] = [
        *find_tasks(subject, spotted, vocabulary),
        *find_methods(scene, introduced),
        *find_sizes(scene, introduced, numbers.sizes),
        *find_training_data(scene, numbers.data),
        *benchmarks.find_benchmarks(scene, sets, introduced, results.scored_sets(found)),
        *found,
        *find_artifacts(scene),
        *find_tags(subject, spotted),
    ]
    gist = find_gist(scene, introduced, found)
    return Findings(elements=tuple(elements), ledger=_ledger(scene, numbers), gist=gist)


@dataclass(frozen=True, slots=True)
class _Explained:
    """What the numbers of a text are, by their indices."""

    in_names: frozenset[int]
    sizes: list[int]
    data: list[int]
    claims: list[Claim]


def _explain(scene: Scene, sets: tuple[NamedSet, ...], introduced: tuple[Mention, ...]) -> _Explained:
    """Which numbers are parts of names, sizes, amounts of data, and results."""
    indices = range(len(scene.readings))
    in_names = _within_names(scene, sets)
    sizes = locate_sizes(scene, introduced, in_names)
    taken = {*sizes, *in_names}
    data = [i for i in indices if i not in taken and is_data(scene, i, introduced)]
    taken |= {*data, *(i for i in indices if is_version(scene, i))}
    return _Explained(in_names, sizes, data, results.read_claims(scene, frozenset(taken)))


def _ledger(scene: Scene, numbers: _Explained) -> tuple[Quantity, ...]:
    """Every number of the text with its role."""
    return keep_ledger(scene, frozenset(numbers.sizes), frozenset(numbers.data), numbers.claims, numbers.in_names)


def _within_names(scene: Scene, sets: tuple[NamedSet, ...]) -> frozenset[int]:
    """The indices of the numbers that belong to a benchmark's name ('AIME 24')."""
    first = {r.start: i for i, r in enumerate(scene.readings)}
    return frozenset(first[r.start] for s in sets for r in scene.readings_in(s.start, s.end))


@lru_cache(maxsize=4096)
def read_numbers(text: str) -> tuple[Quantity, ...]:
    """The quantities of a few words, such as a quote, with offsets into them; their roles as far as the words tell."""
    scene = lay_out(Paper(id="", abstract=text))
    return _ledger(scene, _explain(scene, (), ())) if scene.readings else ()
