"""Further witnesses on the seeds: what their votes settle rightly and wrongly, and what they cost.

    python -m benchmarks.witnesses [--ask] [--errors]

The first replies (to `extract.v1`) and the witnesses' answers are stored (tests/replies/), so the table needs no model.
`--ask` asks the embedded model what is not stored, or stored of another wording of the prompt, and stores it with its
seconds. The rules are nearly always right on the seeds, so that siding with them says little; "planted errors" says how
often a witness confirms the rules where they are wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.asked import EXTRACT, examples, form
from benchmarks.tag_seeds import SEEDS
from benchmarks.witness_answers import REPLIES, Answers, ask
from summarise import Paper, Record, read_papers
from summarise.endpoints import DEFAULT_LOCAL_MODEL
from summarise.evaluating import GoldPaper, evaluate, join, read_gold
from summarise.evaluating.rightness import tell
from summarise.evaluating.witnesses import Given
from summarise.reconciling import reconcile
from summarise.records import Provenance, Usage, Verdict, Vote
from summarise.rules import find
from summarise.schemas.paper import LIST_FIELDS, Element, PaperSummary
from summarise.settings import WITNESSES
from summarise.validating import read_reply
from summarise.witnessing import Hearing, Witness, called

FIRST = REPLIES / f"{DEFAULT_LOCAL_MODEL}.extract.v1.jsonl"
GOLD = Path(__file__).parent.parent / "seeds" / "gold" / "seeds.jsonl"
ROWS = ("size+role", "value", "tuple", "data+unit")
OTHER = {
    "own": "baseline", "baseline": "own", "background": "own", "subject": "baseline", "base": "subject",
    "absolute": "delta", "delta": "absolute", "ratio": "delta", "cost": "absolute", "count": "absolute",
}  # fmt: skip
"""What a planted error makes of a role or a kind."""

Judged = Sequence[tuple[Verdict, ...]]
"""The verdicts of every paper."""


@dataclass(frozen=True, slots=True)
class Case:
    """One paper before any further witness, with its gold."""

    gold: GoldPaper
    hearing: Hearing


@dataclass
class Account:
    """What the votes of some witnesses came to."""

    sides: Counter[str] = field(default_factory=Counter)
    settled: Counter[tuple[str, bool]] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


@dataclass
class Cost:
    """What the stored answers cost."""

    asked: int = 0
    answered: int = 0
    stale: int = 0
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ask", action="store_true", help="ask the embedded model what is not stored")
    parser.add_argument("--errors", action="store_true", help="list every vote")
    parser.add_argument("--witness", nargs="+", default=list(WITNESSES), choices=WITNESSES)
    chosen = parser.parse_args()
    cases = read_cases()
    if chosen.ask:
        asyncio.run(ask(called(chosen.witness), [case.hearing for case in cases]))
    print(f"{len(cases)} seeds, {DEFAULT_LOCAL_MODEL}: {flags(case.hearing.verdicts for case in cases)} values flagged")
    print_f1("as they are", cases, [tuple(case.hearing.verdicts) for case in cases])
    for names in dict.fromkeys([*((name,) for name in chosen.witness), tuple(chosen.witness)]):
        report(called(names), cases, errors=chosen.errors)
    print("\nalways the rules, nobody asked")
    print_settled("", cases, [rules_of(case) for case in cases])


def report(witnesses: Sequence[Witness], cases: Sequence[Case], *, errors: bool) -> None:
    """Prints what these witnesses, heard together, come to."""
    print("\n" + " + ".join(witness.name for witness in witnesses))
    cost = Cost()
    votes = [votes_on(case, witnesses, cost) for case in cases]
    each = max(1, cost.answered)
    print(f"  answers                   {cost.answered} of {cost.asked} questions stored")
    if cost.stale:
        print(f"  NOTE                      {cost.stale} of them to another wording of the prompt: ask again")
    print(
        f"  tokens                    {cost.usage.prompt_tokens:,} in ({cost.usage.cached_tokens:,} cached), ", end=""
    )
    print(f"{cost.usage.completion_tokens:,} out; {cost.usage.completion_tokens / each:.0f} out an answer")
    print(f"  seconds                   {cost.seconds:.0f}, {cost.seconds / each:.0f} an answer")
    account = print_settled("all votes decide", cases, votes)
    print_settled("votes for the rules do", cases, [{i: v for i, v in its.items() if v[0] == "rules"} for its in votes])
    if [witness.name for witness in witnesses] == ["numbers"]:
        print_planted(cases, witnesses[0])
    for line in account.lines if errors else ():
        print("     ", line)


def read_cases() -> list[Case]:
    """The seeds that have gold, reconciled from the stored first replies."""
    stored = {row["id"]: row["completion"]["text"] for row in map(json.loads, FIRST.read_text("utf-8").splitlines())}
    with GOLD.open(encoding="utf-8") as lines:
        gold = read_gold(lines, GOLD.name)
    shown = examples(EXTRACT)
    hearings = {}
    for paper in read_papers(SEEDS):
        assert isinstance(paper, Paper)
        findings = find(paper)
        outcome = reconcile(paper, form(stored[paper.id], EXTRACT), findings, shown)
        hearings[paper.id] = Hearing(paper, findings, outcome.verdicts, shown)
    records = [as_record(hearing.paper, hearing.verdicts) for hearing in hearings.values()]
    return [Case(labelled, hearings[record.id]) for labelled, record in join(records, gold).pairs]


# ── votes ────────────────────────────────────────────────────────────────────────────────────────
Heard = Mapping[str, tuple[str, str]]
"""By verdict's id, the side that all votes name ('split' where they differ), and what they say."""


def votes_on(case: Case, witnesses: Sequence[Witness], cost: Cost) -> Heard:
    """The votes of the stored answers about one paper."""
    found: dict[str, list[Vote]] = {}
    for witness in witnesses:
        for verdict, vote in answered(case.hearing, witness, cost).items():
            found.setdefault(verdict, []).append(vote)
    return {
        verdict: (
            votes[0].sides if len({vote.sides for vote in votes}) == 1 else "split",
            "; ".join(f"{vote.witness}: {vote.sides} ({vote.says})" for vote in votes),
        )
        for verdict, votes in found.items()
    }


def answered(hearing: Hearing, witness: Witness, cost: Cost) -> Mapping[str, Vote]:
    """One witness's votes; none where it has no question, or none that is stored."""
    prompt = witness.question(hearing)
    if prompt is None:
        return {}
    cost.asked += 1
    answers = Answers.of(witness)
    completion = answers.completion(prompt)
    if completion is None:
        return {}
    cost.answered += 1
    cost.stale += answers.is_stale(prompt)
    cost.usage += completion.usage
    cost.seconds += answers.seconds(prompt)
    return witness.votes(hearing, read_reply(completion.text, prompt.reply))


def rules_of(case: Case) -> Heard:
    """Every flagged element given to the rules."""
    return {v.id: ("rules", "") for v in case.hearing.verdicts if v.flagged and v.field in LIST_FIELDS}


# ── what they settle ─────────────────────────────────────────────────────────────────────────────
def print_settled(policy: str, cases: Sequence[Case], votes: Sequence[Heard]) -> Account:
    """Prints what becomes of flags and F1 where the votes decide."""
    account = Account()
    after = [settle(case, heard, account) for case, heard in zip(cases, votes, strict=True)]
    settled = account.settled
    print(f"  {policy:24}  votes {', '.join(f'{n} {side}' for side, n in account.sides.most_common())}")
    for side in ("rules", "model"):
        if settled[side, True] + settled[side, False]:
            print(f"    for the {side:5}           {settled[side, True]} rightly, {settled[side, False]} wrongly")
    print(f"    flags left              {flags(after)}")
    print_f1("F1", cases, after)
    return account


def settle(case: Case, votes: Heard, account: Account) -> tuple[Verdict, ...]:
    """The verdicts as the votes alone would have them, each counted against gold."""
    settled = []
    for verdict in case.hearing.verdicts:
        side, says = votes.get(verdict.id, (None, ""))
        after = decided(verdict, side) if side in ("model", "rules") else verdict
        settled.append(after)
        if side is None:
            continue
        account.sides[side] += 1
        mark = "open "
        if side in ("model", "rules"):
            right = is_right(case, verdict, after)
            account.settled[side, right] += 1
            mark = "right" if right else "WRONG"
        account.lines.append(f"{mark} {case.gold.id[:20]:20} {verdict.id} {verdict.state}  {says}")
    return tuple(settled)


def decided(verdict: Verdict, side: str) -> Verdict:
    """The verdict given to one side, silence included, and its flag taken down."""
    chosen = verdict.model if side == "model" else verdict.rules
    if "bound_elsewhere" in verdict.reasons and side == "rules":
        chosen = None  # the rules' element has a verdict of its own
    return verdict.model_copy(update={"chosen": chosen, "flagged": False})


def is_right(case: Case, before: Verdict, after: Verdict) -> bool:
    """Whether what was decided is right: the element as a whole, or that there is none."""
    element = after.chosen or before.chosen or before.model or before.rules
    if not isinstance(element, Element):
        return False
    same_field = [v for v in case.hearing.verdicts if v.field == before.field and v.id != before.id]
    others = [Given(v.chosen) for v in same_field if isinstance(v.chosen, Element)]
    this = Given(element, before)
    told = tell(before.field, case.gold.fields.get(before.field, ()), [*others, this])
    stands = any(given is this for _, given in told.right)
    return stands == (after.chosen is not None)


# ── planted errors ───────────────────────────────────────────────────────────────────────────────
def print_planted(cases: Sequence[Case], witness: Witness) -> None:
    """Prints how often a blind witness confirms the rules where they are right, and where an error is planted.

    It never saw the rules' element, so its answer is the same whatever that element says.
    """
    right, planted = Counter[bool](), Counter[bool]()
    for case in cases:
        votes = answered(case.hearing, witness, Cost())
        for verdict in case.hearing.verdicts:
            if verdict.id in votes and isinstance(verdict.rules, Element):
                right[votes[verdict.id].sides == "rules"] += 1
                for wrong in wrong_versions(verdict):
                    others = [wrong if v.id == verdict.id else v for v in case.hearing.verdicts]
                    vote = answered(replace(case.hearing, verdicts=others), witness, Cost()).get(verdict.id)
                    planted[vote is not None and vote.sides == "rules"] += 1
    print(f"  confirms the rules        {right[True]} of {right.total()} times as they are", end="")
    print(f", {planted[True]} of {planted.total()} with a planted error of role or kind")


def wrong_versions(verdict: Verdict) -> Iterator[Verdict]:
    """The verdict with one error of the rules planted, unless that is just what the model says."""
    for name in ("role", "kind"):
        wrong = OTHER.get(str(getattr(verdict.rules, name, None)))
        if wrong is not None and wrong != getattr(verdict.model, name, None):
            assert verdict.rules is not None
            yield verdict.model_copy(update={"rules": verdict.rules.model_copy(update={name: wrong})})


# ── figures ──────────────────────────────────────────────────────────────────────────────────────
def flags(verdicts: Iterable[Sequence[Verdict]]) -> int:
    """How many values a person should look at."""
    return sum(v.flagged for its in verdicts for v in its)


def print_f1(name: str, cases: Sequence[Case], verdicts: Judged) -> None:
    """Prints the F1 of the rows of numbers."""
    records = [as_record(case.hearing.paper, its) for case, its in zip(cases, verdicts, strict=True)]
    scores = evaluate(join(records, [case.gold for case in cases])).witnesses[-1]
    print(f"    {name:22}  {'  '.join(f'{row} {scores.f1(row) or 0:.3f}' for row in ROWS)}")


def as_record(paper: Paper, verdicts: Sequence[Verdict]) -> Record:
    """A record with these verdicts and the summary that they choose."""
    chosen = {f: tuple(v.chosen for v in verdicts if v.field == f and v.chosen is not None) for f in LIST_FIELDS}
    return Record(
        id=paper.id,
        paper=paper,
        status="accepted",
        summary=PaperSummary.model_validate(chosen),
        verdicts=tuple(verdicts),
        provenance=Provenance(model=DEFAULT_LOCAL_MODEL, schema_="paper.v1", rules="", summarise=""),
    )


if __name__ == "__main__":
    main()
