"""Proposals + findings → verdicts and the summary.

For each field: pair what both witnesses mean, judge pairs and singles, choose, and look at the numbers left over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from summarise.reconciling.comparing import differences, grave, numbers_of, sameness
from summarise.reconciling.confidence import confidence
from summarise.reconciling.proposals import Proposal, Proposer
from summarise.reconciling.sentence import judge_sentence
from summarise.records import NUMBERS, Finding, Findings, Paper, Quantity, StatedNumber, Verdict
from summarise.schemas.paper import LIST_FIELDS, Element, Evidence, PaperSummary
from summarise.schemas.reply import PaperReply

_PROSE = frozenset({"tasks", "methods", "tags"})
"""Fields in which the model's words are preferred, and one witness alone is no reason to look."""
_TWO_NEEDED = frozenset({"model_sizes", "training_data", "results"})
"""Fields in which a value that only one witness gives is flagged."""
_VETOES = frozenset(
    {
        "not_in_text", "digits_differ", "scale_differs", "unit_differs", "active_exceeds_total", "tokens_as_size",
        "version_as_size", "not_a_size", "not_a_result", "example_leak", "no_number",
    }
)  # fmt: skip
_ACCOUNTABLE = frozenset({"result", "size", "data", "cost", "unknown"})
"""Ledger roles that some element must account for; the other roles explain a number by themselves."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What a paper's two witnesses come to."""

    summary: PaperSummary
    verdicts: tuple[Verdict, ...]

    @property
    def flagged(self) -> bool:
        """Whether a person should look at any value."""
        return any(v.flagged for v in self.verdicts)


def reconcile(paper: Paper, reply: PaperReply | None, findings: Findings, examples: frozenset[str]) -> Reconciled:
    """The summary and verdicts of one paper; `reply` is None where no model was asked, and then nothing is flagged.

    `examples` holds the strings of the prompt's worked examples, lower case.
    """
    proposals = Proposer(paper, findings.ledger, examples).propose(reply) if reply else []
    verdicts: list[Verdict] = []
    for field in LIST_FIELDS:
        ours = [p for p in proposals if p.field == field]
        theirs = [f for f in findings.elements if f.field == field]
        verdicts += _judge_field(field, ours, theirs, two_spoke=reply is not None)
    if reply is not None:
        verdicts += _unaccounted(paper, findings.ledger, proposals, findings.elements)
    sentence = judge_sentence(paper, reply.tldr, examples) if reply and reply.tldr else None
    if sentence:
        verdicts.insert(0, sentence)
    return Reconciled(_summary(verdicts), tuple(_with_unique_ids(verdicts)))


def _judge_field(field: str, ours: Sequence[Proposal], theirs: Sequence[Finding], *, two_spoke: bool) -> list[Verdict]:
    """One verdict an element, in the order of the text; elements without a place come last."""
    pairs = _pairs(ours, theirs)
    none_given = two_spoke and not ours and field in _TWO_NEEDED
    judged: list[tuple[int, Verdict]] = []
    for i, proposal in enumerate(ours):
        verdict = _both(proposal, theirs[pairs[i]]) if i in pairs else _model_alone(proposal)
        judged.append((proposal.anchor[0] if proposal.anchor else 10**9, verdict))
    for j, finding in enumerate(theirs):
        if j not in pairs.values():
            judged.append((finding.anchor[0], _rules_alone(finding, two_spoke=two_spoke, none_given=none_given)))
    return [verdict for _, verdict in sorted(judged, key=lambda pair: pair[0])]


def _pairs(ours: Sequence[Proposal], theirs: Sequence[Finding]) -> dict[int, int]:
    """Which proposal goes with which finding: the surest pairs first, each at most once."""
    scored = sorted(((sameness(p, f), -i, -j) for i, p in enumerate(ours) for j, f in enumerate(theirs)), reverse=True)
    pairs: dict[int, int] = {}
    for score, i, j in scored:
        if score > 0 and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return pairs


def _both(proposal: Proposal, finding: Finding) -> Verdict:
    """Both witnesses mean this element."""
    field, ours, theirs = proposal.field, proposal.element, finding.element
    differs = differences(ours, theirs)
    reasons = [*proposal.reasons, *_role_reasons(ours, theirs)]
    if any(reason in _VETOES for reason in proposal.reasons):
        return _verdict(
            field, "vetoed", finding.anchor, reasons=reasons, model=ours, rules=theirs, chosen=theirs, differs=differs
        )
    if grave(field, differs, ours, theirs):
        return _verdict(
            field,
            "conflict",
            finding.anchor,
            reasons=reasons,
            model=ours,
            rules=theirs,
            chosen=_merged(field, ours, theirs),
            differs=differs,
        )
    same = not differs and _as_written(ours) == _as_written(theirs)
    state = "agree" if same else "agree_normalised"
    return _verdict(
        field,
        state,
        finding.anchor,
        reasons=reasons,
        model=ours,
        rules=theirs,
        chosen=_merged(field, ours, theirs),
        differs=differs,
    )


def _model_alone(proposal: Proposal) -> Verdict:
    """Only the model gives this element."""
    field, reasons = proposal.field, proposal.reasons
    if any(reason in _VETOES for reason in reasons):
        return _verdict(field, "vetoed", proposal.anchor, reasons=reasons, model=proposal.element)
    if field not in ("tasks",) and proposal.element.evidence is None:
        return _verdict(
            field, "ungrounded", proposal.anchor, reasons=reasons or ("not_in_text",), model=proposal.element
        )
    return _verdict(
        field, "model_only", proposal.anchor, reasons=reasons, model=proposal.element, chosen=proposal.element
    )


def _rules_alone(finding: Finding, *, two_spoke: bool, none_given: bool) -> Verdict:
    """Only the rules give this element."""
    reasons = ("empty_but_numbers",) if none_given else ()
    verdict = _verdict(
        finding.field, "rules_only", finding.anchor, reasons=reasons, rules=finding.element, chosen=finding.element
    )
    return verdict if two_spoke else verdict.model_copy(update={"flagged": False})


def _merged(field: str, ours: Element, theirs: Element) -> Element:
    """The rules' element for numbers and binding, the model's for names and prose; a gap is filled from the other.

    What was filled or overruled stands in the verdict's `differs`: nothing is merged silently.
    """
    first, second = (ours, theirs) if field in _PROSE else (theirs, ours)
    gaps = {
        name: getattr(second, name)
        for name in type(first).model_fields
        if getattr(first, name) is None and getattr(second, name) is not None
    }
    return first.model_copy(update=gaps)


def _role_reasons(ours: Element, theirs: Element) -> list[str]:
    """Whose number it is, where the two disagree about just that."""
    roles = getattr(ours, "role", None), getattr(theirs, "role", None)
    if roles in (("own", "baseline"), ("own", "background")):
        return ["baseline_as_own"]
    return ["own_as_baseline"] if roles in (("baseline", "own"), ("background", "own")) else []


def _as_written(element: Element) -> dict[str, object]:
    return {
        name: getattr(element, name) for name in type(element).model_fields if name not in ("evidence", "comparator")
    }


def _unaccounted(
    paper: Paper, ledger: Iterable[Quantity], proposals: Sequence[Proposal], findings: Sequence[Finding]
) -> list[Verdict]:
    """A flagged verdict for each number that should belong to some element and belongs to none."""
    elements = [(p.anchor, p.element) for p in proposals if p.anchor] + [(f.anchor, f.element) for f in findings]
    verdicts = []
    for q in ledger:
        if q.role in _ACCOUNTABLE and not any(_accounts_for(q, anchor, element) for anchor, element in elements):
            evidence = Evidence(quote=paper.abstract[q.start : q.end], start=q.start, end=q.end)
            number = StatedNumber(text=q.text, value=q.value, unit=q.unit, role=q.role, evidence=evidence)
            verdicts.append(
                _verdict(NUMBERS, "rules_only", (q.start, q.end), reasons=("number_unaccounted",), rules=number)
            )
    return verdicts


def _accounts_for(q: Quantity, anchor: tuple[int, int], element: Element) -> bool:
    if q.start < anchor[1] and anchor[0] < q.end:
        return True
    at = element.evidence
    inside = at is not None and at.where is None and at.variant is None and at.start <= q.start and q.end <= at.end
    return inside and q.value in numbers_of(element)


def _verdict(  # noqa: PLR0913  the parts of a record, by name
    field: str,
    state: str,
    anchor: tuple[int, int] | None,
    *,
    reasons: Iterable[str] = (),
    model: Element | None = None,
    rules: Element | StatedNumber | None = None,
    chosen: Element | None = None,
    differs: tuple[str, ...] = (),
) -> Verdict:
    codes = tuple(dict.fromkeys(reasons))
    place = f"{anchor[0]}-{anchor[1]}" if anchor else hashlib.sha256(repr(model).encode()).hexdigest()[:8]
    return Verdict.model_validate(
        {
            "id": f"{field}:{place}", "field": field, "state": state, "reasons": codes, "model": model, "rules": rules,
            "chosen": chosen, "differs": differs, "confidence": confidence(field, state),
            "flagged": _flagged(field, state, codes),
        }
    )  # fmt: skip


def _flagged(field: str, state: str, reasons: tuple[str, ...]) -> bool:
    """Whether a person should look; a row in which the model gave words for a number claims nothing."""
    if state == "vetoed" and reasons == ("no_number",):
        return False
    if state in ("vetoed", "ungrounded", "conflict") or "number_unaccounted" in reasons:
        return True
    return state in ("model_only", "rules_only") and field in _TWO_NEEDED


def _summary(verdicts: Sequence[Verdict]) -> PaperSummary:
    """The chosen elements, field by field."""
    fields = {f: tuple(v.chosen for v in verdicts if v.field == f and v.chosen is not None) for f in LIST_FIELDS}
    tldr = next((v.chosen.text for v in verdicts if v.field == "tldr" and v.chosen is not None), None)  # type: ignore[union-attr]
    return PaperSummary.model_validate({"tldr": tldr, **fields})


def _with_unique_ids(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    """Two elements at one place (a rival's and one's own share of '50%') get '#2', '#3' behind their id."""
    seen: dict[str, int] = {}
    for verdict in verdicts:
        seen[verdict.id] = n = seen.get(verdict.id, 0) + 1
        yield verdict if n == 1 else verdict.model_copy(update={"id": f"{verdict.id}#{n}"})
