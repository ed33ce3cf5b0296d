"""Where people take the model's side, or leave one witness's values out, again and again: a policy that does so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from summarise.evaluating.rows import RIGHT
from summarise.reconciling import merged
from summarise.records import Record, Verdict
from summarise.reviewing import Decided
from summarise.schemas.paper import LIST_FIELDS, Element
from summarise.teaching.replays import Replay

_Found = tuple[str, str, str, Replay]
_CHANGES = (
    ("conflict", "conflict", "model", "in conflicts of {field} take the model's value"),
    ("conflict", "conflict", "none", "leave conflicts of {field} out"),
    ("model_only", "model_only", "leave", "leave out what only the model says of {field}"),
    ("rules_only", "rules_only", "leave", "leave out what only the rules say of {field}"),
)
"""State, key of the policy, its value, and what that does."""


def suggest_policy(papers: Sequence[tuple[Record, Decided]]) -> Iterator[_Found]:
    """Table, line, reason and replay of each change of the policy, whether it is worth it or not."""
    by_field: dict[tuple[str, str], list[tuple[Verdict, Element | None]]] = defaultdict(list)
    for verdict, element in decided_values(papers):
        by_field[verdict.field, verdict.state].append((verdict, element))
    for (field, state), values in sorted(by_field.items()):
        for wanted, key, choice, does in _CHANGES:
            if wanted == state:
                replay = _replayed(values, key, choice)
                yield field, f'{key} = "{choice}"', does.format(field=field), replay


def decided_values(papers: Iterable[tuple[Record, Decided]]) -> Iterator[tuple[Verdict, Element | None]]:
    """Each verdict of a list field that people decided, as the run has it, with what they decided."""
    for record, decided in papers:
        now = {verdict.id: verdict for verdict in decided.record.verdicts}
        for verdict in record.verdicts:
            if verdict.field in LIST_FIELDS and decided.who(verdict.id) is not None:
                chosen = now[verdict.id].chosen
                yield verdict, chosen if isinstance(chosen, Element) else None


def _replayed(values: Sequence[tuple[Verdict, Element | None]], key: str, choice: str) -> Replay:
    changes = right = 0
    for verdict, element in values:
        then = _chosen(verdict, key, choice)
        now = verdict.chosen if isinstance(verdict.chosen, Element) else None
        if not _same(verdict.field, then, now):
            changes += 1
            right += _same(verdict.field, then, element)
    return Replay(changes, right)


def _chosen(verdict: Verdict, key: str, choice: str) -> Element | None:
    """What the summary would have under the changed policy."""
    ours, theirs = verdict.model, verdict.rules
    if key == "conflict" and choice == "model" and isinstance(ours, Element) and isinstance(theirs, Element):
        both = "bound_elsewhere" not in verdict.reasons
        return merged(verdict.field, ours, theirs, "model") if both and verdict.chosen is not None else None
    return None


def _same(field: str, one: Element | None, other: Element | None) -> bool:
    """Whether two elements are one by the row by which `evaluate` says that a value is right."""
    if one is None or other is None:
        return one is other
    return RIGHT[field].exact(one, other)
