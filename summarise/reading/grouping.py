"""First pass: each record is stored as a copy of a paper already seen, or as the first of a new one.

A paper is looked up by the record's own id, by DOI and arXiv id, by exact wording, by title, and, among the first
50,000 records, by a sketch of its text. Whatever finds it, these rules decide:

- two own ids are two papers, for a user who gives ids expects one result for each;
- an own id that comes again with another abstract is a fault, never merged and never dropped;
- two titles are two papers, and so are two arXiv ids, unless DOI or arXiv id are the same;
- the same wording is one paper; a rewritten abstract is, where DOI, arXiv id or a telling title is the same;
- otherwise the record must be a copy, as `copies` judges, of every text that the paper has already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarise.reading.copies import LEAST_COMMON_OF_ONE_WORK, LONGEST_WORDS, are_copies, common_share
from summarise.reading.delivered import Delivered, Fault, excerpt
from summarise.reading.identity import contradict, digest_of, is_telling, title_key, work_keys
from summarise.reading.spool import Known, Spool
from summarise.reading.wording import Wording, sketch, wording_of

NEAR_COPY_RECORDS = 50_000
"""Records among which near copies are found; beyond, time and disk for the index would grow with the corpus."""
# Papers and texts that one record is compared with, at most.
_MOST_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class _Seen:
    """A record with the keys by which it is looked up."""

    record: Delivered
    wording: Wording
    digest: str
    title_key: str | None
    work_keys: tuple[str, ...]
    sketch: list[int]

    @property
    def lookups(self) -> list[str]:
        """The keys of a paper that this record may be a copy of, the surest first."""
        titles = [f"title:{self.title_key}"] if is_telling(self.title_key) else []
        return [*(f"work:{key}" for key in self.work_keys), f"text:{self.digest}", *titles]


class Grouping:
    """Puts records and faults into the spool, in the order of the documents."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self.records = 0
        self.papers = 0
        self.joined = 0
        self._all_have_ids = True
        """Whether every paper so far has an id of its own: nothing with another one can be a copy of it."""

    @property
    def beyond_near(self) -> int:
        """The number of records that came too late to be compared with near copies."""
        return max(0, self.records - NEAR_COPY_RECORDS)

    def add(self, document: str, record: Delivered, new: bool = True) -> bool:
        """Whether the record was stored; not where it is the first of a paper and no `new` paper is wanted."""
        self.records += 1
        seen = self._see(record)
        if (fault := self._id_used_before(seen)) is not None:
            self._spool.add_fault(document, fault)
            return True
        paper = next((known for known in self._candidates(seen) if self._is_copy(seen, known)), None)
        if paper is None and not new:
            self.records -= 1
            return False
        self._store(document, seen, paper)
        return True

    def _see(self, record: Delivered) -> _Seen:
        wording = wording_of(record.abstract)
        digest = digest_of(record.abstract, wording.words)
        near = not self.beyond_near and len(wording.words) <= LONGEST_WORDS
        hashes = sketch(wording.words) if near else []
        return _Seen(record, wording, digest, title_key(record.title), work_keys(record.identifiers), hashes)

    def _id_used_before(self, seen: _Seen) -> Fault | None:
        own = self._owner(seen)
        if own is None or self._says_the_same(seen, own):
            return None
        place = self._spool.place_of(own.paper)
        what = f"The id {excerpt(seen.record.own_id or '')} stands for another abstract in {place}"
        return Fault(seen.record.position, "duplicate_id", f"{what}; give one of the two another id, or remove it.")

    def _owner(self, seen: _Seen) -> Known | None:
        """The paper with this record's own id."""
        own_id = seen.record.own_id
        papers = self._spool.papers_by_key(f"id:{own_id}", 1) if own_id is not None else []
        return self._spool.known(papers[0]) if papers else None

    def _candidates(self, seen: _Seen) -> Iterator[Known]:
        if (own := self._owner(seen)) is not None:
            yield own
            return
        if seen.record.own_id is not None and self._all_have_ids:
            return  # two own ids are two papers
        tried: set[int] = set()
        for papers in self._lookups(seen):
            for paper in papers:
                if paper not in tried:
                    tried.add(paper)
                    yield self._spool.known(paper)

    def _lookups(self, seen: _Seen) -> Iterator[list[int]]:
        for key in seen.lookups:
            yield self._spool.papers_by_key(key, _MOST_CANDIDATES)
        yield self._spool.papers_by_sketch(seen.sketch, _MOST_CANDIDATES)

    def _is_copy(self, seen: _Seen, known: Known) -> bool:
        own_id = seen.record.own_id
        if own_id is not None and known.own_id is not None:
            return own_id == known.own_id
        if not set(seen.work_keys) & set(known.work_keys):
            if contradict(seen.work_keys, known.work_keys):
                return False
            if seen.title_key and known.title_key and seen.title_key != known.title_key:
                return False
        return self._says_the_same(seen, known)

    def _says_the_same(self, seen: _Seen, known: Known) -> bool:
        """Whether the record's text is one of the paper's, as far as their titles and identifiers ask for."""
        if self._spool.has_text(known.paper, seen.digest):
            return True
        texts = map(wording_of, self._spool.texts_of(known.paper, _MOST_CANDIDATES))
        if set(seen.work_keys) & set(known.work_keys) or (
            is_telling(seen.title_key) and seen.title_key == known.title_key and seen.record.own_id is None
        ):
            return any(common_share(seen.wording, text) >= LEAST_COMMON_OF_ONE_WORK for text in texts)
        return all(are_copies(seen.wording, text) for text in texts)

    def _store(self, document: str, seen: _Seen, known: Known | None) -> None:
        record, spool = seen.record, self._spool
        measure = (seen.digest, len(seen.wording.text.split()))
        n = spool.add_record(document, record, measure, known.paper if known else None)
        self.papers += known is None
        self.joined += known is not None
        self._all_have_ids &= record.own_id is not None
        known = known or Known(n, None, None, ())
        spool.put_known(_with(known, seen))
        own = [f"id:{record.own_id}"] if record.own_id is not None else []
        spool.add_keys(known.paper, own + seen.lookups)
        if spool.add_text(known.paper, seen.digest, n):
            spool.add_sketch(known.paper, seen.sketch)


def _with(known: Known, seen: _Seen) -> Known:
    """What is known of the paper when `seen` is one of its copies."""
    own_id = known.own_id if known.own_id is not None else seen.record.own_id
    work = tuple(dict.fromkeys(known.work_keys + seen.work_keys))
    return Known(known.paper, own_id, known.title_key or seen.title_key, work)
