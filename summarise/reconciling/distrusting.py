"""What follows from passages that are not written for readers: they are told, and no value rests on them alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from summarise.reconciling.anchors import anchor_of
from summarise.reconciling.judging import TWO_NEEDED, Case
from summarise.records import NUMBERS, PASSAGES, Paper, Passage, Verdict
from summarise.schemas.paper import Evidence
from summarise.suspecting import Suspicion, spelt_out, suspicious
from summarise.text import LONGEST_READ, head
from summarise.unseen import Span, blanked

ADDRESSED, HIDDEN, CUT = "addresses_the_model", "hidden_text", "abstract_cut"
_SHOWN = 300
"""So many characters of a passage are told in a verdict; its evidence says where all of it stands."""
_ASKED = ("abstract", "title")
"""What a model is shown of a paper."""


@dataclass(frozen=True, slots=True)
class Distrust:
    """The suspicious passages of one paper, and the paper without them."""

    paper: Paper
    passages: tuple[Suspicion, ...]
    read_part: Paper
    """The paper with as much of its abstract, and of each copy's, as is read: no quote is looked for behind it."""
    trusted_part: Paper
    """That with blanks in the place of its passages."""

    @classmethod
    def of(cls, paper: Paper, keys: Iterable[str] = ()) -> Distrust:
        """The distrust of a paper; of nearly every one, none. `keys` are those of a user's form."""
        passages = suspicious(paper, keys)
        read = _read_part(paper)
        return cls(paper, passages, read, _without(read, passages) if passages else read)

    def verdicts(self) -> list[Verdict]:
        """A verdict for each passage, and one for an abstract that is read in part."""
        found = [self._verdict(passage) for passage in self.passages]
        if len(self.paper.abstract) > LONGEST_READ:
            read = len(head(self.paper.abstract))
            cut = Passage(words=f"{read:,} of {len(self.paper.abstract):,} characters are read", cue="cut")
            found.append(
                Case(PASSAGES, (read, len(self.paper.abstract)), rules=cut, reasons=(CUT,)).verdict("rules_only")
            )
        return found

    def marked(self, verdicts: Iterable[Verdict]) -> list[Verdict]:
        """The verdicts; one whose value only a passage bears out is a veto with that reason, and chooses nothing."""
        return [self._marked(verdict) for verdict in verdicts] if self.passages else list(verdicts)

    def doubted(self, verdict: Verdict) -> Verdict:
        """The verdict on what the model says in its own words, which a passage that it was shown may have put there."""
        shown = [passage for passage in self.passages if passage.where in _ASKED and not passage.hidden]
        return _with_reason(verdict, ADDRESSED) if shown else verdict

    def untouched(self, verdicts: Iterable[Verdict]) -> list[Verdict]:
        """The verdicts that a sentence may be made of: a quote of theirs reaches into no passage."""
        return [v for v in verdicts if not (v.chosen and v.chosen.evidence and self._passage_with(v.chosen.evidence))]

    def _marked(self, verdict: Verdict) -> Verdict:
        sides = [side for side in (verdict.rules, verdict.model) if side is not None]
        quotes = [side.evidence for side in sides if side.evidence is not None]
        if not quotes:
            return self.doubted(verdict) if verdict.model is not None and verdict.chosen is not None else verdict
        within = self._passage_with(quotes[0], anchor_of(verdict))
        if within is None or verdict.field not in (*TWO_NEEDED, NUMBERS) and self._stands_elsewhere(quotes):
            return verdict
        left_out = verdict.model_copy(update={"state": "vetoed", "chosen": None})
        return _with_reason(left_out, HIDDEN if within.hidden else ADDRESSED)

    def _passage_with(self, quote: Evidence, place: Span | None = None) -> Suspicion | None:
        """The passage that a quote reaches into, or of it only the `place` of its number or name."""
        where = quote.where or ("abstract" if quote.variant is None else f"variant {quote.variant}")
        start, end = place or (quote.start, quote.end)
        touching = (p for p in self.passages if p.where == where and p.start < end and start < p.end)
        return next(touching, None)

    def _stands_elsewhere(self, places: Iterable[Evidence]) -> bool:
        """Whether a name is also borne out by words that are written for readers."""
        paper = self.trusted_part
        texts = [paper.abstract, paper.title or "", *(variant.abstract for variant in paper.variants)]
        readable = " ".join(" ".join(texts).casefold().split())
        return any(" ".join(place.quote.casefold().split()) in readable for place in places)

    @staticmethod
    def _verdict(passage: Suspicion) -> Verdict:
        told = Passage(
            words=spelt_out(passage.words)[:_SHOWN], cue=passage.cue, where=passage.where, evidence=_evidence(passage)
        )
        case = Case(
            PASSAGES, (passage.start, passage.end), rules=told, reasons=(HIDDEN if passage.hidden else ADDRESSED,)
        )
        return case.verdict("rules_only")


def _with_reason(verdict: Verdict, reason: str) -> Verdict:
    return verdict.model_copy(update={"reasons": tuple(dict.fromkeys((*verdict.reasons, reason)))})


def _evidence(passage: Suspicion) -> Evidence | None:
    """The passage as evidence; None in an author's name or an id, where no value is read."""
    kind, _, number = passage.where.partition(" ")
    if kind not in ("abstract", "title", "variant"):
        return None
    return Evidence(
        quote=passage.words,
        start=passage.start,
        end=passage.end,
        where="title" if kind == "title" else None,
        variant=int(number) if kind == "variant" else None,
    )


def _read_part(paper: Paper) -> Paper:
    """The paper with the heads of its texts; a place in a head is the same place in the whole."""
    if all(len(text) <= LONGEST_READ for text in (paper.abstract, *(one.abstract for one in paper.variants))):
        return paper
    variants = tuple(one.model_copy(update={"abstract": head(one.abstract)}) for one in paper.variants)
    return paper.model_copy(update={"abstract": head(paper.abstract), "variants": variants})


def _without(paper: Paper, passages: Iterable[Suspicion]) -> Paper:
    """The paper with blanks for the passages' words."""

    def bare(text: str, where: str) -> str:
        spans: list[Span] = [(p.start, p.end) for p in passages if p.where == where]
        return blanked(text, spans)

    variants = tuple(
        variant.model_copy(update={"abstract": bare(variant.abstract, f"variant {i}")})
        for i, variant in enumerate(paper.variants)
    )
    title = bare(paper.title, "title") if paper.title else paper.title
    return paper.model_copy(update={"abstract": bare(paper.abstract, "abstract"), "title": title, "variants": variants})
