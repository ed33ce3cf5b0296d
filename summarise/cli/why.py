"""`summarise why`: how the values of one paper came to be."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from summarise.cli import options
from summarise.errors import UsageError

if TYPE_CHECKING:
    from summarise.reconciling.trust import Trust
    from summarise.records import Record, Verdict
    from summarise.reviewing import Decided


_MARK = re.compile(r"(.*?)(?:\+([0-9a-f]{8})?(?:>([\d.e-]{1,20}))?)?", re.S)
"""`provenance.trust`: the calibration, then a policy of the user's, then the confidence asked for."""


def why(
    run: Annotated[Path, typer.Argument(help="A run of 'summarise tag'.")],
    paper: Annotated[str, typer.Argument(help="A paper's id, or the beginning of it.")],
    value: Annotated[
        str | None, typer.Argument(help="A field, such as results, or the id of one value, such as results:57-62.")
    ] = None,
    policy: options.PolicyFile = None,
    calibration: options.CalibrationFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Say how each value came to be: what the model said, what the rules read and where, the verdict, the reasons in
    words, on how many checked values its confidence rests, and what people decided in RUN.decisions.jsonl.

    Examples:

    summarise why run.jsonl deepseek-v2 results

    summarise why run.jsonl deepseek-v2 results:57-62 --json
    """
    from summarise.cli.finding import find_decided_paper
    from summarise.cli.printing import say
    from summarise.own_schemas import own_trust
    from summarise.reconciling.trust import read_trust
    from summarise.settings import load_settings

    record, decided = find_decided_paper(run, paper)
    verdicts = _wanted(record, value)
    then = _MARK.fullmatch(record.provenance.trust or "")
    least = float(then[3]) if then and then[3] else None
    named = load_settings({"policy": policy, "calibration": calibration}).settings
    if record.is_own:
        trust = own_trust(named.policy, least)
    else:
        trust = read_trust(named.policy, named.calibration, model=record.provenance.model, min_confidence=least)
    if not verdicts:
        say(f"{record.id} has no values: neither the model nor a rule found any")
    if record.provenance.trust is None:
        say("the run was made by an earlier version, whose confidences rest on other grounds than the counts here")
    elif then and then[1]:
        _say_if_other(then[1], then[2] or "", trust)
    signs = trust.signs(record.paper, record.verdicts)
    for verdict in verdicts:
        its = signs.get(verdict.id, ())
        if as_json:
            told = {"decision": decided.told.get(verdict.id)} if decided else {}
            typer.echo(json.dumps({**_as_json(verdict, trust, its), **told}, ensure_ascii=False))
        else:
            _print(verdict, trust, its, decided)


def _say_if_other(calibration: str, policy: str, trust: Trust) -> None:
    """Tells that the run's confidences and flags rest on counts or a policy that are not at hand here."""
    from summarise.cli.printing import oneline, say

    if calibration != trust.calibration.mark:
        say(
            f"the run was made with the calibration {oneline(calibration)}, the counts here are of "
            f"{oneline(trust.calibration.mark)}; name its file with --calibration"
        )
    here = (trust.policy.mark or "").partition(">")[0]
    if policy != here:
        say(
            f"the run was made with the policy {policy or 'that is built in'}, this is "
            f"{here or 'the built-in one'}; {'name its file with' if policy else 'leave out'} --policy"
        )


def _wanted(record: Record, value: str | None) -> list[Verdict]:
    """The verdicts of a field or id, all without one. Raises UsageError where none is."""
    if record.error is not None:
        raise UsageError(f"{record.id} has no values: {record.error.kind}: {record.error.message}")
    found = [v for v in record.verdicts if value is None or v.concerns(value)]
    if not found and value is not None:
        known = ", ".join(dict.fromkeys(v.field for v in record.verdicts)) or "none"
        raise UsageError(f"{record.id} has no value {value!r}; its fields with values are {known}")
    return found


def _as_json(verdict: Verdict, trust: Trust, signs: tuple[str, ...]) -> dict[str, Any]:
    from summarise.reconciling.reasons import REASONS

    chance, tallies = trust.chance(verdict), trust.calibration.signs
    return {
        **verdict.model_dump(mode="json"),
        "explained": {reason: REASONS.get(reason, "") for reason in verdict.reasons},
        "checked": {"calibration": trust.calibration.mark, "seen": chance.of.seen, "right": chance.of.right},
        "signs": {sign: tallies[sign]._asdict() if sign in tallies else None for sign in signs},
    }


def _print(verdict: Verdict, trust: Trust, signs: tuple[str, ...], decided: Decided | None) -> None:
    from rich.text import Text

    from summarise.cli.printing import brief, console, oneline, printable
    from summarise.reconciling.reasons import REASONS, STATES

    out = console()
    head = Text.assemble(
        (oneline(verdict.id), "bold cyan"), "  ", (brief(verdict.chosen) if verdict.chosen else "left out", "")
    )
    out.print(head.append("  ! look" if verdict.flagged else "", style="yellow"))
    out.print(Text(f"    {verdict.state}: {STATES[verdict.state]}"))
    for who, element in (("model", verdict.model), ("rules", verdict.rules)):
        if element is not None:
            by = f"  (rule {oneline(verdict.rule)})" if who == "rules" and verdict.rule else ""
            out.print(Text(f"    {who}: {brief(element)}{by}"))
            if element.evidence:
                at = element.evidence
                place = at.where or (f"variant {at.variant}" if at.variant is not None else "abstract")
                out.print(Text(f"        “{printable(at.quote)}”  {place} {at.start}–{at.end}", style="dim"))
    if verdict.differs:
        out.print(Text(f"    they differ in {oneline(', '.join(verdict.differs))}"))
    for reason in verdict.reasons:
        out.print(Text(f"    {oneline(reason)}: {REASONS.get(reason, 'a reason that this version does not know')}"))
    for vote in verdict.votes:
        out.print(Text(f"    {oneline(f'{vote.witness} sides with {vote.sides}: {vote.says}')}"))
    if decided is not None and (said := decided.say(verdict.id)):
        out.print(Text(f"    {oneline(said)}", style="magenta"))
    if decided is None or decided.who(verdict.id) is None:
        out.print(Text(f"    {_confidence(verdict, trust)}", style="dim"))
        for sign in signs:
            out.print(Text(f"    {_sign(sign, trust)}", style="dim"))


def _confidence(verdict: Verdict, trust: Trust) -> str:
    """The confidence, and what it rests on."""
    from summarise.cli.printing import oneline
    from summarise.reconciling.trust import is_withheld

    chance = trust.chance(verdict)
    meaning = "that the value is right" if verdict.chosen is not None else "that nothing is lost by leaving it out"
    least = trust.policy[verdict.topic].look_below(withheld=is_withheld(verdict))
    below = f"flagged below {least:.2f}" if trust.flags else "nothing is flagged"
    said = f"confidence {verdict.confidence:.2f} {meaning}; {below}; "
    if not chance.of.seen:
        return said + "a prior: no value of its kind was checked"
    were = "no loss" if verdict.chosen is None and not is_withheld(verdict) else "right"
    return said + (
        f"of {chance.of.seen:,} checked values of its kind {chance.of.right:,} were {were} "
        f"(calibration {oneline(trust.calibration.mark)})"
    )


def _sign(sign: str, trust: Trust) -> str:
    """What a sign says of a value, and what became of the checked values that have it."""
    from summarise.reconciling.trust import SIGNS

    tally, times = trust.calibration.signs.get(sign), trust.calibration.times_as_wrong(sign)
    checked = "none like it was checked"
    if tally is not None:
        checked = (
            f"of {tally.seen:,} such values {tally.wrong:,} were wrong, and {tally.expected:.1f} going by their kinds"
        )
    return f"{sign}: {SIGNS[sign]}: {times:.1f} times the odds of an error; {checked}"
