"""The summary's sentence against what people wrote of the same abstracts: the model's, the record's, the rules'.

    python -m benchmarks.tldr --data FOLDER [--replies FILE …] [--show]

FOLDER holds aclsum_val.jsonl: 50 abstracts, each with a title and three sentences by an expert (challenge, approach,
outcome). A system's sentence is compared with the three together and with each alone, by ROUGE with stemming; a paper
without a sentence counts as 0. Each FILE holds recorded replies as benchmarks/replies describes, `id` naming the
abstract; without the option, benchmarks/replies/aclsum.jsonl.gz, and where that is missing the model's rows are left
out. An abstract that lacks a reply in any of the files is left out of every row. `--show` prints the sentences.
ROUGE needs `pip install -r benchmarks/tldr_requirements.txt`; without it those columns are left out.
"""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.asked import examples, form
from benchmarks.public_sets import NAME_THE_FOLDER, add_data_option, read
from benchmarks.trust.real import read_replies
from summarise import Paper
from summarise.errors import InvalidReply
from summarise.evaluating.scores import resample
from summarise.reconciling import reconcile
from summarise.reconciling.sentence_faults import find_faults
from summarise.records import TLDR, TLDR_WORDS, Verdict
from summarise.rules import find
from summarise.rules.sentences import split
from summarise.schemas.reply import PaperReply
from summarise.text import clean

SET = "aclsum_val"
REPLIES = Path(__file__).parent / "replies" / "aclsum.jsonl.gz"
ASPECTS = ("challenge", "approach", "outcome")
ROUGE = ("rouge1", "rouge2", "rougeL")
NO_ROUGE = "rouge-score is not installed, its columns are left out: pip install -r benchmarks/tldr_requirements.txt"
NO_REPLIES = "no replies: the rows of the model and of its records are left out"
Score = Callable[[str, str], dict[str, float]]
"""Reference and sentence → F1 by kind of ROUGE."""


@dataclass(frozen=True, slots=True)
class Summarised:
    """An abstract with what an expert wrote of it, aspect by aspect."""

    paper: Paper
    aspects: dict[str, str]

    @property
    def reference(self) -> str:
        """The three aspects, joined."""
        return " ".join(self.aspects[name] for name in ASPECTS)

    @property
    def sentences(self) -> list[str]:
        """The abstract's sentences."""
        return [s.text for s in split(clean(self.paper.abstract).text)]


def read_set(folder: Path | None) -> list[Summarised]:
    """The papers of the set; none where the folder does not hold it."""
    found = []
    for row in read(folder, SET):
        paper = Paper(id=row["id"], title=row["gold"].get("title"), abstract=row["text"])
        found.append(Summarised(paper, {name: row["gold"]["summary"][name] for name in ASPECTS}))
    return found


def load_rouge() -> Score | None:
    """What scores a sentence; None where the library is missing."""
    try:
        from rouge_score.rouge_scorer import RougeScorer  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    scorer: Any = RougeScorer(list(ROUGE), use_stemmer=True)
    return lambda reference, text: {kind: s.fmeasure for kind, s in scorer.score(reference, text).items()}


def baselines(papers: Sequence[Summarised], score: Score | None) -> dict[str, list[str]]:
    """The sentences of systems that need no model, by system."""
    rows = {
        "lead sentence": [p.sentences[0] for p in papers],
        "last sentence": [p.sentences[-1] for p in papers],
        f"lead, {TLDR_WORDS} words": [" ".join(p.sentences[0].split()[:TLDR_WORDS]) for p in papers],
        "title": [p.paper.title or "" for p in papers],
    }
    if score is not None:
        rows["best sentence (oracle)"] = [
            max(p.sentences, key=lambda text: score(p.reference, text)["rouge1"]) for p in papers
        ]
    rows["record, rules only"] = [_tldr(_verdict(p.paper, None)) for p in papers]
    return rows


def _verdict(paper: Paper, reply: PaperReply | None) -> Verdict | None:
    """The verdict on the sentence in the record that a run would write."""
    outcome = reconcile(paper, reply, find(paper), examples())
    return next((v for v in outcome.verdicts if v.field == TLDR), None)


def _tldr(verdict: Verdict | None) -> str:
    return getattr(verdict.chosen, "text", "") if verdict else ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a model says of the papers, and what the records make of it."""

    name: str
    said: list[str]
    kept: list[str]
    fates: Counter[str]
    """How many sentences were kept, shortened, replaced or dropped, and why."""


def told_by_model(papers: Sequence[Summarised], name: str, replies: dict[str, str]) -> Told:
    """The model's own sentences, and those of the records; `replies` has one to every paper."""
    told = Told(name, [], [], Counter())
    for p in papers:
        try:
            reply = form(replies[p.paper.id])
        except InvalidReply:
            told.said.append("")
            told.kept.append("")
            told.fates["an unreadable reply: no record"] += 1
            continue
        verdict = _verdict(p.paper, reply)
        told.said.append(reply.tldr or "")
        told.kept.append(_tldr(verdict))
        told.fates[_fate(verdict)] += 1
    return told


def _fate(verdict: Verdict | None) -> str:
    """What became of the model's sentence, in words."""
    if verdict is None:
        return "none from either witness"
    why = f" ({', '.join(r for r in verdict.reasons if r != 'sentence_repaired')})" if verdict.reasons else ""
    if verdict.chosen is None:
        return f"dropped{why}"
    if verdict.rules is not None:
        return f"the rules' sentence instead{why}" if verdict.model else "the model gave none: the rules' sentence"
    return f"shortened{why}" if verdict.reasons else "kept"


def report(papers: Sequence[Summarised], name: str, texts: Sequence[str], score: Score | None) -> None:
    """Prints a system's row."""
    given = [(p, t) for p, t in zip(papers, texts, strict=True) if t]
    words = statistics.mean(len(t.split()) for _, t in given) if given else 0.0
    short = sum(len(t.split()) <= TLDR_WORDS for _, t in given)
    foreign = sum(any(find_faults(p.paper, t)) for p, t in given)
    cells = _rouge_cells(papers, texts, score) if score is not None else ""
    none = len(texts) - len(given)
    print(f"  {name:26}{cells} {words:6.1f} {_share(short, given)} {none:5} {_share(foreign, given)}")


def _share(hits: int, given: Sequence[object]) -> str:
    return f"{hits / len(given):8.0%}" if given else f"{'–':>8}"


def _rouge_cells(papers: Sequence[Summarised], texts: Sequence[str], score: Score) -> str:
    whole = [score(p.reference, t) for p, t in zip(papers, texts, strict=True)]
    cells = "".join(_mean([s[kind] for s in whole]) for kind in ROUGE)
    by_aspect = {
        name: statistics.mean(score(p.aspects[name], t)["rouge1"] for p, t in zip(papers, texts, strict=True))
        for name in ASPECTS
    }
    misses = min(ASPECTS, key=lambda name: by_aspect[name])
    return cells + "".join(f"{100 * by_aspect[name]:10.1f}" for name in ASPECTS) + f"  {misses:9}"


def _mean(values: Sequence[float]) -> str:
    """The mean in per cent with its 95 % interval over papers."""
    means = sorted(statistics.mean(values[i] for i in sample) for sample in resample(len(values)))
    low, high = means[int(0.025 * len(means))], means[int(0.975 * len(means))]
    return f"{100 * statistics.mean(values):6.1f} ({100 * low:4.1f}–{100 * high:4.1f})"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--replies", type=Path, nargs="*", default=[REPLIES] if REPLIES.exists() else [])
    parser.add_argument("--show", action="store_true", help="print every sentence")
    chosen = parser.parse_args()
    papers, score = read_set(chosen.data), load_rouge()
    if not papers:
        print(f"{SET}.jsonl is not there: {NAME_THE_FOLDER}")
        return
    replies = {path.name.partition(".")[0]: read_replies([path]) for path in chosen.replies}
    papers = [p for p in papers if all(p.paper.id in its for its in replies.values())]
    if not papers:
        print("no abstract of the set has a reply in every file")
        return
    told = [told_by_model(papers, name, its) for name, its in replies.items()]
    rows = baselines(papers, score)
    for model in told:
        rows |= {f"model, {model.name}": model.said, f"record, {model.name}": model.kept}
    for missing in (*([NO_ROUGE] if score is None else []), *([] if told else [NO_REPLIES])):
        print(missing)
    _print_table(papers, rows, score)
    for model in told:
        print(f"\nsentences of {model.name}")
        for fate, count in model.fates.most_common():
            print(f"  {count:4} {fate}")
    for i, p in enumerate(papers) if chosen.show else ():
        print(f"\n{p.paper.id}")
        print(*(f"  {name:26} {texts[i]}" for name, texts in rows.items()), sep="\n")


def _print_table(papers: Sequence[Summarised], rows: dict[str, list[str]], score: Score | None) -> None:
    rouge = "".join(f"{kind:>18}" for kind in ("ROUGE-1 F1 (95 %)", "ROUGE-2", "ROUGE-L"))
    scored = rouge + "".join(f"{name:>10}" for name in ASPECTS) + "  misses   " if score is not None else ""
    print(f"{len(papers)} abstracts; `misses` is the aspect with the lowest ROUGE-1; of the sentences that there are,")
    print(f"so many have at most {TLDR_WORDS} words, and so many a number or name that the paper does not have")
    print(f"  {'':26}{scored} {'words':>6} {f'≤ {TLDR_WORDS}':>8} {'none':>5} {'foreign':>8}")
    for name, texts in rows.items():
        report(papers, name, texts, score)


if __name__ == "__main__":
    main()
