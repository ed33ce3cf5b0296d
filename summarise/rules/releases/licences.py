"""Licences under which a paper releases its work, as the text writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LICENCE = re.compile(
    r"(?<![\w-])(?P<name>MIT(?=[- ](?:open[- ]source )?[Ll]icen[sc]|\))|Apache(?:[- ][Ll]icen[sc]e)?,?[- ]?(?:v|"
    r"[Vv]ersion )?2\.0|"
    r"(?:GNU )?[AL]?GPL(?:[- ]?v?\d(?:\.\d)?)?|BSD(?:[- ][23][- ][Cc]lause)?(?=[- ][Ll]icen|\))|"
    r"BSD[- ][23][- ][Cc]lause|"
    r"CC[- ]?BY(?:-(?:NC|SA|ND))*(?:[- ]\d\.\d)?|CC[- ]?0(?:[- ]1\.0)?|"
    r"Creative Commons(?: (?:Attribution|Zero|BY|CC0))?(?:[- ](?:Non-?[Cc]ommercial|Share-?[Aa]like|"
    r"No-?[Dd]erivatives))*"
    r"(?: (?:International|Public Domain))?(?: \d\.\d)?|MPL[- ]?2\.0|(?:Open|BigScience |"
    r"CreativeML )?RAIL(?:\+\+)?(?:-[MSD])?|"
    r"Llama[- ]\d(?:\.\d)? Community License)(?![\w-])"
)
# 'Institute of Technology (MIT)' is none; 'under a free licence (MIT)', 'open-source (MIT)' are.
_LICENSED = re.compile(r"(?i)(?:licen[sc]|open[- ]?sourc)[^.;]{0,40}\Z")
_HINTS = ("MIT", "Apache", "GPL", "BSD", "CC", "Creative", "MPL", "RAIL", "Community License")


def find_licences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of licences' names in text, without the word 'licence' behind them."""
    if any(hint in text for hint in _HINTS):
        yield from (m.span("name") for m in _LICENCE.finditer(text) if _is_licence(text, m))


def _is_licence(text: str, m: re.Match[str]) -> bool:
    """Whether a name is a licence's: MIT and BSD at a bracket's end are so where words before it say that."""
    if m["name"] not in ("MIT", "BSD") or not text.startswith(")", m.end()):
        return True
    return _LICENSED.search(text, max(0, m.start() - 60), m.start()) is not None
