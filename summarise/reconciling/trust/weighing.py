"""Policy and calibration together: a verdict's confidence, and whether a person should look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from summarise.reconciling.trust.calibration import Calibration, Chance
from summarise.reconciling.trust.calibration_file import built_in_calibration, read_calibration
from summarise.reconciling.trust.kinds import MUST_SEE, UNLIKELY, is_withheld, kind_of
from summarise.reconciling.trust.policy import Policy, default_policy, read_policy
from summarise.reconciling.trust.signs import signs_of
from summarise.records import Paper, Verdict


@dataclass(frozen=True, slots=True)
class Trust:
    """What a run believes of verdicts, and what it does with them."""

    policy: Policy = field(default_factory=default_policy)
    calibration: Calibration = field(default_factory=Calibration)
    flags: bool = True
    """Whether anything is flagged: not where no model is asked, hence no second witness, and no confidence is named."""
    independent: bool = True
    """Whether the model read the abstract alone; not where its prompt shows the rules' numbers."""

    @property
    def mark(self) -> str:
        """What tells this trust from another, for records."""
        return "+".join(filter(None, (self.calibration.mark, self.policy.mark)))

    def signs(self, paper: Paper, verdicts: Sequence[Verdict]) -> dict[str, tuple[str, ...]]:
        """The signs of a paper's verdicts by their ids; none where the calibration knows nothing of signs."""
        return signs_of(paper, verdicts) if self.calibration.signs else {}

    def chance(self, verdict: Verdict, signs: tuple[str, ...] = ()) -> Chance:
        """How likely the summary is right at this verdict."""
        return self.calibration.chance(kind_of(verdict), signs)

    def weighed(self, verdict: Verdict, signs: tuple[str, ...] = ()) -> Verdict:
        """The verdict with its confidence and flag; a value that is too unlikely is left out."""
        policy, chance = self.policy[verdict.topic], self.chance(verdict, signs).value
        changes: dict[str, object] = {}
        # Signs say where to look; what stands in the summary does not hang on them.
        if verdict.chosen is not None and self.chance(verdict).value < policy.take_above:
            changes = {"chosen": None, "reasons": (*verdict.reasons, UNLIKELY)}
        withheld = bool(changes) or is_withheld(verdict)
        chance = 1 - chance if withheld else chance
        flagged = self.flags and chance < policy.look_below(withheld=withheld)
        if policy.flag_below and not MUST_SEE.isdisjoint(verdict.reasons):
            flagged = True
        return verdict.model_copy(update={**changes, "confidence": round(chance, 3), "flagged": flagged})


def read_trust(
    policy: Path | None = None,
    calibration: Path | None = None,
    *,
    model: str | None = None,
    min_confidence: float | None = None,
) -> Trust:
    """The trust that the settings name: files where they are given, else what is shipped for `model`.

    `model` is None where none is asked. Raises ConfigurationError for a file that can't be used.
    """
    chosen = read_policy(policy)
    if min_confidence is not None:
        chosen = chosen.with_min_confidence(min_confidence)
    return Trust(
        policy=chosen,
        calibration=read_calibration(calibration) if calibration else built_in_calibration(model),
        flags=model is not None or min_confidence is not None,
    )
