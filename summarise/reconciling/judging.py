"""One element, one or two witnesses → its verdict: state, reasons, and what is chosen by the policy.

How likely that is right, and whether a person should look, is weighed afterwards (trust/weighing.py).
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from summarise.grounding import Span
from summarise.reconciling.comparing import NOT_FILLED, differences, grave
from summarise.reconciling.proposals import Proposal
from summarise.reconciling.trust import BY_POLICY, FieldPolicy, Side
from summarise.records import Finding, Judged, State, Verdict
from summarise.schemas.paper import Element

TWO_NEEDED = frozenset({"model_sizes", "training_data", "results"})
"""Fields of numbers: a number belongs to one element, and a witness that is silent about all of them says so."""
_VETOES = frozenset(
    {
        "not_in_text", "digits_differ", "scale_differs", "unit_differs", "active_exceeds_total", "tokens_as_size",
        "version_as_size", "not_a_size", "not_a_result", "not_an_amount", "not_an_address", "example_leak", "no_number",
        "names_nothing",
    }
)  # fmt: skip


class Case(NamedTuple):
    """What is known of one element before it is judged."""

    field: str
    anchor: Span | None
    model: Judged | None = None
    rules: Judged | None = None
    rule: str | None = None
    reasons: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()

    def verdict(self, state: State, chosen: Judged | None = None) -> Verdict:
        """The verdict on this case."""
        place = f"{self.anchor[0]}-{self.anchor[1]}" if self.anchor else _mark_of(self.model)
        return Verdict(
            id=f"{self.field}:{place}",
            field=self.field,
            state=state,
            reasons=tuple(dict.fromkeys(self.reasons)),
            model=self.model,
            rules=self.rules,
            rule=self.rule,
            chosen=chosen,
            differs=self.differs,
            confidence=0.0,
            flagged=False,
        )

    def left_out(self, state: State) -> Verdict:
        """The verdict on this case where the policy keeps its value out."""
        return self._replace(reasons=(*self.reasons, BY_POLICY)).verdict(state)


def _mark_of(element: Judged | None) -> str:
    """What tells an element without a place from others."""
    return hashlib.sha256(repr(element).encode()).hexdigest()[:8]


def judge_both(proposal: Proposal, finding: Finding, policy: FieldPolicy) -> Verdict:
    """The verdict on an element that both witnesses mean."""
    ours, theirs = proposal.element, finding.element
    reasons = (*proposal.reasons, *_role_reasons(ours, theirs))
    case = Case(proposal.field, finding.anchor, ours, theirs, finding.rule, reasons, differences(ours, theirs))
    if _vetoed(proposal):
        return case.left_out("vetoed") if policy.rules_only == "leave" else case.verdict("vetoed", theirs)
    invented_unit = "unit" in case.differs and "name_not_in_text" in reasons and proposal.field == "training_data"
    if invented_unit or grave(case.field, case.differs, ours, theirs):
        if policy.conflict == "none":
            return case.left_out("conflict")
        return case.verdict("conflict", merged(case.field, ours, theirs, policy.conflict))
    same = not case.differs and _as_written(ours) == _as_written(theirs)
    return case.verdict("agree" if same else "agree_normalised", merged(case.field, ours, theirs, policy.agree))


def judge_model_alone(
    proposal: Proposal, policy: FieldPolicy, elsewhere: Finding | None = None, doubt: str | None = None
) -> Verdict:
    """The verdict on an element that only the model gives.

    `elsewhere` is what the rules bind the same number to: one number belongs to one element, so theirs stays alone.
    `doubt` is the reason why the rules' silence speaks against it.
    """
    reasons = (*proposal.reasons, *(["bound_elsewhere"] if elsewhere is not None else []), *([doubt] if doubt else []))
    case = Case(proposal.field, proposal.anchor, model=proposal.element, reasons=reasons)
    if elsewhere is not None:
        case = case._replace(rules=elsewhere.element, rule=elsewhere.rule)
    if _vetoed(proposal):
        return case.verdict("vetoed")
    if elsewhere is not None:
        return case.verdict("conflict")
    # Tasks carry the field's usual names, which need not stand in the abstract.
    if case.field != "tasks" and proposal.element.evidence is None:
        return case.verdict("ungrounded")
    if doubt:
        return case.verdict("conflict")
    if policy.model_only == "leave":
        return case.left_out("model_only")
    return case.verdict("model_only", proposal.element)


def judge_rules_alone(finding: Finding, policy: FieldPolicy, reasons: tuple[str, ...] = ()) -> Verdict:
    """The verdict on an element that only the rules give."""
    case = Case(finding.field, finding.anchor, rules=finding.element, rule=finding.rule, reasons=reasons)
    return case.left_out("rules_only") if policy.rules_only == "leave" else case.verdict("rules_only", finding.element)


def _vetoed(proposal: Proposal) -> bool:
    if proposal.field == "benchmarks" and {"not_a_name", "model_as_benchmark"} & set(proposal.reasons):
        return True  # in a result such a benchmark is only left out of its row
    return any(reason in _VETOES for reason in proposal.reasons)


def merged(field: str, ours: Element, theirs: Element, preferred: Side) -> Element:
    """The preferred witness's element, its gaps filled from the other: from the model not those of NOT_FILLED. Of a
    name that stands nowhere as the model writes it, the rules' spelling.

    A method's role is read from the words around its name, by the rules, whoever names it.
    What was filled or overruled stands in the verdict's `differs`: nothing is merged silently.
    """
    as_model = preferred == "model" and (field == "tasks" or ours.evidence is not None)
    first, second = (ours, theirs) if as_model else (theirs, ours)
    gaps = {
        name: getattr(second, name)
        for name in type(first).model_fields
        if (name not in NOT_FILLED or second is theirs)
        and getattr(first, name) is None
        and getattr(second, name) is not None
    }
    if field == "methods":
        gaps["role"] = getattr(theirs, "role", None)
    return first.model_copy(update=gaps)


def _role_reasons(ours: Element, theirs: Element) -> tuple[str, ...]:
    """Whose number it is, where the two disagree about just that."""
    roles = getattr(ours, "role", None), getattr(theirs, "role", None)
    if roles in (("own", "baseline"), ("own", "background")):
        return ("baseline_as_own",)
    return ("own_as_baseline",) if roles in (("baseline", "own"), ("background", "own")) else ()


def _as_written(element: Element) -> dict[str, object]:
    return {
        name: getattr(element, name) for name in type(element).model_fields if name not in ("evidence", "comparator")
    }


def unconfirmed(verdict: Verdict) -> Verdict:
    """The verdict where the model was shown the rules' numbers: that it names the same number confirms nothing."""
    if verdict.state not in ("agree", "agree_normalised"):
        return verdict
    return verdict.model_copy(update={"state": "rules_only", "reasons": (*verdict.reasons, "shown_to_model")})
