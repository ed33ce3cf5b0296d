"""Counts of what the paper's work brought about: bugs found, discoveries made, tracks won, tasks solved of so many."""

from __future__ import annotations

import re

from summarise.rules.numbers.reading import Reading
from summarise.rules.results import cues
from summarise.rules.results.kinds import Claim
from summarise.rules.scene import Scene

_OF_ALL = re.compile(r"of (?:the |a total of |all |our |total )*[\w,]+ ((?:[a-z-]+ ){0,3}?[a-z-]+s)\b")
_BROUGHT_ABOUT = re.compile(
    r"(?i)\b(?=[acdefgilprsuwy])(?:discover|find|found|uncover|identif|detect|return|report|expos|reveal|solv|"
    r"prov|fix|resolv|w[io]n|yield|"
    r"produc|lead|led|disclos|confirm|repair|generat|achiev|secur|earn|rediscover)(?:s|es|ed|ing|y|ies|ied|n?ing)?\b"
    r"(?: (?:to|in|a total of|over|more than|up to|about|at least|all|as many as))*(?: the)? $"
)
_OUTCOME = re.compile(
    r" (?:(?!of\b|in\b|and\b|for\b|from\b)[\w-]+ ){0,4}?(?P<what>discoveries|vulnerabilities|bugs|CVEs|zero-days|flaws|"
    r"defects|crashes|theorems|conjectures|counterexamples|medals|tracks|competitions|championships|victories|exploits|"
    r"violations|inconsistencies|hits|binders|first places)\b"
)
# '6 of the 28 models passed'.
_OF_ALL_DID = re.compile(
    r" (?:out )?of (?:the |all |our )*\w+ (?:[\w-]+ ){0,3}?(?P<what>[a-zA-Z-]+s) (?:were |are |have |had |"
    r"was )?(?:\w+ly )?"
    r"(?:achiev|pass|solv|surpass|outperform|succeed|fail|complet|exceed|correct|beat|reach|resolv|improv)\w*\b"
)
_OF_WHICH = re.compile(
    r" of (?:which|them|these) (?:[a-z]+ )?(?:were|was|are|is|have been|has been|had been|had|have) (?:[a-z]+ly )?"
    r"(?:judged|confirmed|fixed|assigned|verified|validated|accepted|acknowledged|found|considered|deemed|"
    r"proved|proven|"
    r"novel|new|correct|unknown|previously|reported|patched|solved)\b"
)


def read_outcome(scene: Scene, r: Reading, index: int, last: Claim | None) -> Claim | None:
    """A whole number of things solved or found, or None; also '6 of which were confirmed' behind such a count."""
    if r.unit or r.grouped or r.scale or r.shape == "fraction":
        return None
    before, after = scene.before(r.start, 140), scene.after(r.end, 140)
    if last and last.kind == "count" and last.index >= index - 3 and _OF_WHICH.match(after):
        return Claim(index, "count", last.unit)
    if cues.OUT_OF_AFTER.match(after) and cues.COUNTING.search(before):
        m = _OF_ALL.search(after)
        return Claim(index, "count", m[1].split(" ")[-1] if m else None)
    if (m := _OF_ALL_DID.match(after)) and cues.OUT_OF_AFTER.match(after):
        return Claim(index, "count", m["what"])
    m = _OUTCOME.match(after)
    return Claim(index, "count", m["what"]) if m and _BROUGHT_ABOUT.search(before[-60:]) else None
