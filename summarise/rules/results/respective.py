"""What lists of numbers share with lists of names before them: 'A-1B and 7B achieve 40% and 52%', 'F1 and AUC of …'."""

from __future__ import annotations

import re
from dataclasses import replace

from summarise.rules.metrics import METRIC
from summarise.rules.names import MODEL_FAMILY, looks_like_name
from summarise.rules.results.kinds import Claim
from summarise.rules.scene import Scene
from summarise.rules.sets.gazetteer import find_known

_METRIC_LIST = re.compile(
    rf"(?P<list>(?<![\w-])(?:{METRIC})(?:, (?:and )?(?:{METRIC})| and (?:{METRIC}))+)(?: scores?| values?| rates?)?"
    r"(?: (?:of|reach(?:es|ed)?|is|are|were|was|at|=|by)| \()(?: up to| about| over)? ?$"
)
_ONE_METRIC = re.compile(METRIC)
_MODEL = r"(?:[A-Z][\w+./-]*|[a-z]{1,5}[A-Z0-9][\w+.-]*)(?: (?:[A-Z][\w+./-]*|\d[\d.]*[BM]?))*|\d[\d.]*[BM]\b"
_MODEL_LIST = re.compile(
    rf"(?P<list>(?:{_MODEL})(?:, (?:and )?(?:{_MODEL})| and (?:{_MODEL}))+)(?: models| variants)?,?(?: \w+)? "
    r"(?:achiev\w+|reach\w*|obtain\w*|attain\w*|scor\w+|get|yield\w*|deliver\w*)\b[^;.]{0,60}$"
)
_SEPARATOR = re.compile(r", and |, | and ")
_SIZE = re.compile(r"\d[\d.]*[BM]$")


def runs_of(claims: list[Claim]) -> list[tuple[int, int]]:
    """The [first, stop) of claims that go on one list of numbers."""
    out: list[tuple[int, int]] = []
    for k, claim in enumerate(claims):
        if claim.coordinated and out and out[-1][1] == k:
            out[-1] = (out[-1][0], k + 1)
        else:
            out.append((k, k + 1))
    return [run for run in out if run[1] - run[0] > 1]


def share_kinds(scene: Scene, claims: list[Claim]) -> list[Claim]:
    """The claims, those of one list as changes where its last one is: '7% (Foo), 5% (Bar) and 4% WER reductions'."""
    out = list(claims)
    for first, stop in runs_of(claims):
        run = claims[first:stop]
        begins, ends = scene.readings[run[0].index].end, scene.readings[run[-1].index].start
        if scene.text.count(")", begins, ends) != scene.text.count("(", begins, ends):
            continue  # its first number stands in a bracket of its own
        if run[-1].kind == "delta" and all(c.kind == "absolute" and c.unit and not c.metric for c in run[:-1]):
            out[first : stop - 1] = [replace(c, kind="delta") for c in run[:-1]]
    return out


def share_metrics(scene: Scene, claims: list[Claim]) -> list[Claim]:
    """The claims, those of one list with the metrics that as long a list in front of it names, in order."""
    out = list(claims)
    for first, stop in runs_of(claims):
        for start in range(first, stop - 1):  # 'an F1 of A, with precision and recall of B and C'
            m = _METRIC_LIST.search(scene.before(scene.readings[claims[start].index].start, 140))
            names = _ONE_METRIC.findall(m["list"]) if m else []
            if len(names) == stop - start:
                for k, name in zip(range(start, stop), names, strict=True):
                    out[k] = replace(out[k], metric=name)
                break
    return out


def listed_models(scene: Scene, claims: list[Claim]) -> dict[int, str]:
    """The model of each claim of a list that as long a list of models leads to; a bare size keeps the first's name."""
    out: dict[int, str] = {}
    for first, stop in runs_of(claims):
        m = _MODEL_LIST.search(scene.before(scene.readings[claims[first].index].start, 200))
        names = _SEPARATOR.split(m["list"]) if m else []
        if len(names) != stop - first or any(any(find_known(n)) for n in names):
            continue
        names = _with_stem(names)
        if all(looks_like_name(n.split(" ")[0]) or MODEL_FAMILY.match(n) for n in names):
            out.update(zip(range(first, stop), names, strict=True))
    return out


def _with_stem(names: list[str]) -> list[str]:
    """'Foo-1B', '7B' as 'Foo-1B', 'Foo-7B'."""
    size = re.search(r"\d[\d.]*[BM]$", names[0])
    stem = names[0][: size.start()] if size else ""
    return [stem + n if stem and _SIZE.match(n) else n for n in names]
