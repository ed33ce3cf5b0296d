"""One decision for a whole class of values, previewed before it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarise.reviewing import Alike, ClassDecision, Decision
from summarise.telling import counted, oneline

if TYPE_CHECKING:
    from summarise.review_terminal.asking import Asking
    from summarise.reviewing import Review

_SHOWN = 10
_ALIKE: dict[str, tuple[Alike, str]] = {
    "v": ("values", "of which model and rules say the same as here"),
    "k": ("kind", "of this field that are in dispute for the same reasons"),
}


def class_decision(review: Review, key: str, asking: Asking) -> ClassDecision | None:
    """What is to be decided for all values like one, after a preview; None where somebody broke off.

    Raises DecisionRefused for what can't be decided for a class.
    """
    say = asking.screen.say
    answer = asking.key("The same for all values like this: a candidate's number, or n for not stated >")
    if answer == "n":
        decision = Decision("not_stated")
    elif answer.isdecimal() and answer.isascii():
        decision = Decision("choose", candidate=int(answer[:3]))
    else:
        return say("Broken off: nothing was recorded.")
    previews = {answer: review.preview_class(key, decision, alike=alike) for answer, (alike, _) in _ALIKE.items()}
    for letter, preview in previews.items():
        say(f"{letter}  {counted(len(preview.rows), 'open value')} {_ALIKE[letter][1]}")
    wanted = previews.get(asking.key("v, k, or anything else to break off >"))
    if wanted is None or not wanted.rows:
        return say("Broken off: nothing was recorded.")
    say(f"{counted(len(wanted.rows), 'value')} would be decided; in {len(wanted.changes):,} the summary changes:")
    for change in wanted.changes[:_SHOWN]:
        say(
            oneline(f"{change.row.paper.title or change.row.paper.id}: {change.before} becomes {change.after}"),
            indent=2,
        )
    if len(wanted.changes) > _SHOWN:
        say(f"and {len(wanted.changes) - _SHOWN:,} more", indent=2)
    if wanted.left_out:
        say(f"{wanted.left_out:,} stay open: the same source says nothing of them.")
    if asking.key(f"y decides all {len(wanted.rows):,}, anything else breaks off >") != "y":
        return say("Broken off: nothing was recorded.")
    return wanted
