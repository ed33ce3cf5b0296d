"""When a judge takes two names for one.

The judge has a comparison of its own: were it the rules', a slip in theirs would pass unseen on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Words that describe a thing and never tell two names apart.
_DESCRIBING = frozenset(
    """a an the of on for our and benchmark benchmarks dataset datasets data set test dev validation train split
        official corpus task tasks suite high school level undergraduate competition olympiad model models framework
        approach
        method methods strategy algorithm architecture language large small series family system pipeline paradigm
        technique mechanism training objective""".split()
)
# Words that say too little for two descriptions to be one because they share them.
_SAYING_LITTLE = frozenset(
    """the a an of for in on and to with via using our benchmark dataset test set task tasks reasoning language model
        models""".split()
)
_SIZE = re.compile(r"(?<![a-z0-9.])\d+(\.\d+)?[bm](?![a-z0-9])")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_TOKEN = re.compile(r"[a-z0-9.+/]+|[^\W\d_a-z]+")
_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=8192)
def forms(name: str) -> frozenset[str]:
    """The spellings under which a name may be met: outside and inside its brackets, before its colon.

    Without case, hyphens, plurals, describing words and sizes: 'Corvid-7B (CRV)' gives 'corvid' and 'crv'.
    """
    folded = _SIZE.sub(" ", unicodedata.normalize("NFKC", name)[:300].lower())
    if ":" in folded:
        return forms(folded.split(":")[0]) | forms(folded.replace(":", " "))
    parts = [_BRACKETED.sub(" ", folded), *_BRACKETED.findall(folded)]
    return frozenset(form for form in map(_joined, parts) if form)


def _joined(part: str) -> str:
    tokens = _TOKEN.findall(part)
    own = [token for token in tokens if token not in _DESCRIBING] or tokens
    return "".join(t[:-1] if len(t) > 4 and t.endswith("s") else t for t in own).strip(".")


def same_name(a: str | None, b: str | None) -> bool:
    """Whether two names share a form: MATH is not Omni-MATH, R1 not R1-Zero."""
    return bool(forms(a or "") & forms(b or ""))


def near_name(a: str | None, b: str | None) -> bool:
    """Whether two names are the same, or share half of the telling words of the one that has fewer."""
    if same_name(a, b):
        return True
    ours, theirs = _telling_words(a or ""), _telling_words(b or "")
    shared = len(ours & theirs)
    return bool(shared) and shared * 2 >= min(len(ours), len(theirs))


@lru_cache(maxsize=8192)
def _telling_words(name: str) -> frozenset[str]:
    words = [w[:-1] if w.endswith("s") and len(w) > 3 else w for w in _WORD.findall(name[:1000].lower())]
    return frozenset(w for w in words if w not in _SAYING_LITTLE) or frozenset(words)
