"""What a paper is called: identifiers compared across spellings, titles as keys, and ids made from the text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence

from summarise.reading.wording import wording_of

ID_CHARS = 48
_FIRST_WORDS = 6
_FIRST_CHARS = 500
_HASH_DIGITS = 8
# A title of fewer words ('Editorial', 'Vicuna Model Card') may be the title of several papers.
_TELLING_TITLE_WORDS = 4
_DOI = re.compile(r"(10\.\d{4,9}/\S+?)[.,;)]*$", re.IGNORECASE)
_ARXIV = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?$", re.IGNORECASE)
_ARXIV_DOI = "10.48550/arxiv."


def work_keys(identifiers: Mapping[str, str]) -> tuple[str, ...]:
    """The identifiers that name one work, in one spelling: a DOI, an arXiv id without its version."""
    keys = []
    if doi := _DOI.search(identifiers.get("doi", "").strip()):
        name = doi[1].lower()
        bare = name.removeprefix(_ARXIV_DOI)
        keys.append(f"doi:{name}" if bare == name else f"arxiv:{re.sub(r'v[0-9]+$', '', bare)}")
    if arxiv := _ARXIV.search(identifiers.get("arxiv", "").strip()):
        keys.append(f"arxiv:{arxiv[1].lower()}")
    return tuple(dict.fromkeys(keys))


def contradict(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two sets of work keys name different arXiv papers; DOIs may differ (preprint and journal)."""
    here, there = ({key for key in keys if key.startswith("arxiv:")} for keys in (some, others))
    return bool(here and there and not here & there)


def title_key(title: str | None) -> str | None:
    """The title's words in lower case, without LaTeX and punctuation; None where there is none."""
    return (" ".join(wording_of(title).words) or None) if title else None


def is_telling(key: str | None) -> bool:
    """Whether a title's key is long enough to name one paper."""
    return key is not None and key.count(" ") >= _TELLING_TITLE_WORDS - 1


def digest_of(abstract: str, words: Sequence[str]) -> str:
    """A hash of an abstract's words: the same for copies that differ by LaTeX, case, punctuation or white space."""
    return hashlib.sha256((" ".join(words) or abstract).encode()).hexdigest()


def make_id(title: str | None, abstract: str, digest: str) -> str:
    """A slug of the title, else of the abstract's first words, and the first digits of the abstract's digest."""
    slug = _slug(title_key(title) or "")
    slug = slug or _slug(" ".join(wording_of(abstract[:_FIRST_CHARS]).words[:_FIRST_WORDS])) or "paper"
    return f"{slug[: ID_CHARS - _HASH_DIGITS - 1].rstrip('-')}-{digest[:_HASH_DIGITS]}"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
