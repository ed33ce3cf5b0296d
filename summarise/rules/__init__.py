"""Independent rules: the second witness. Paper → Findings, by reading the language, without any model.

`find` reads a paper, `read_numbers` any text, `same_name` compares names.
"""

from __future__ import annotations

from summarise.records import Finding, Findings, Paper, Quantity
from summarise.rules import benchmarks, results
from summarise.rules.artifacts import find_artifacts
from summarise.rules.benchmarks import NamedSet
from summarise.rules.gazetteer import find_known
from summarise.rules.introductions import find_introduced
from summarise.rules.ledger import keep_ledger
from summarise.rules.methods import find_methods
from summarise.rules.names import is_model_family, normalise_name, same_name
from summarise.rules.roles import is_version
from summarise.rules.scene import Scene, lay_out
from summarise.rules.sizes import find_sizes, goes_on, is_size
from summarise.rules.training_data import find_training_data, is_data

VERSION = "1"
"""Changes whenever `find` may answer differently."""

__all__ = ["VERSION", "find", "find_known", "is_model_family", "normalise_name", "read_numbers", "same_name"]


def find(paper: Paper) -> Findings:
    """What the rules read in a paper: elements of the summary's fields, and every number with its role."""
    scene = lay_out(paper)
    introduced = find_introduced(scene)
    sets = benchmarks.locate(scene, introduced)
    sizes, data, explained = _explain(scene, sets)
    claims = results.read_claims(scene, frozenset(sizes) | frozenset(data) | explained)
    elements: list[Finding] = [
        *find_methods(scene, introduced),
        *find_sizes(scene, introduced, sizes),
        *find_training_data(scene, data),
        *benchmarks.find_benchmarks(scene, sets, introduced),
        *results.find_results(scene, claims, sets, introduced),
        *find_artifacts(scene),
    ]
    return Findings(
        elements=tuple(elements),
        ledger=keep_ledger(scene, frozenset(sizes), frozenset(data), claims, _within_names(scene, sets)),
    )


def _explain(scene: Scene, sets: tuple[NamedSet, ...]) -> tuple[list[int], list[int], frozenset[int]]:
    """The indices of the numbers that are sizes, amounts of data, and parts of names or versions."""
    numbers = range(len(scene.readings))
    in_names = _within_names(scene, sets)
    sizes: list[int] = []
    for i in numbers:
        if i not in in_names and (is_size(scene, i) or (sizes[-1:] == [i - 1] and goes_on(scene, i))):
            sizes.append(i)
    taken = {*sizes, *in_names}
    data = [i for i in numbers if i not in taken and is_data(scene, i)]
    return sizes, data, in_names | frozenset(i for i in numbers if is_version(scene, i))


def _within_names(scene: Scene, sets: tuple[NamedSet, ...]) -> frozenset[int]:
    """The indices of the numbers that belong to a benchmark's name ('AIME 24')."""
    first = {r.start: i for i, r in enumerate(scene.readings)}
    return frozenset(first[r.start] for s in sets for r in scene.readings_in(s.start, s.end))


def read_numbers(text: str) -> tuple[Quantity, ...]:
    """The quantities of any text, such as a quote, with offsets into it; their roles as far as the text tells."""
    return find(Paper(id="", abstract=text)).ledger
