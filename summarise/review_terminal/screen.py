"""What a reviewer reads in a terminal: plain lines, no cursor games; colour only adds to what brackets say already."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from summarise.telling import masked, oneline, printable

if TYPE_CHECKING:
    from summarise.reviewing import Candidate, Segment, Unit

_STYLES = {1: "cyan", 2: "yellow", 3: "green", 4: "magenta"}
_LONGEST = 6_000
"""Characters of an abstract that are shown in full."""
_FAR, _NEAR = 600, 160
"""Characters beside the evidence that are shown of a longer one, and of one that was shown in full just before."""
_REST = " … "
_QUOTE = 300
_SPACE = re.compile(r"\s+")
_NARROWEST = 20
_WIDEST = 100


def console_of_stdout() -> Console:
    """Lines as wide as the terminal, 100 columns at most; without any escape code where colour is not wanted."""
    plain = not sys.stdout.isatty() or "NO_COLOR" in os.environ or os.environ.get("TERM") in ("dumb", "unknown")
    out = Console(highlight=False, markup=False, emoji=False, color_system=None if plain else "auto")
    out.width = max(_NARROWEST, min(out.width, _WIDEST))
    return out


class Screen:
    """Prints what is to be read, wrapped to the width."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def say(self, *words: str | Text, style: str = "", indent: int = 0, before: Text | None = None) -> None:
        """A paragraph, with anything that could steer the terminal taken out; `before` stands in its indent."""
        text = Text.assemble(*((printable(w), style) if isinstance(w, str) else w for w in words))
        lead = before or Text(" " * indent)
        for line in text.wrap(self._console, self._console.width - indent) or [Text()]:
            line.rstrip()
            self._console.print(lead.append_text(line), soft_wrap=True)
            lead = Text(" " * indent)

    def rule(self, words: str) -> None:
        """A line that begins something new."""
        self._console.print()
        self.say(f"── {oneline(words)} ──", style="bold")

    def ask(self, words: str) -> None:
        """A prompt; what is typed stands behind it."""
        self._console.print(Text(oneline(words) + " "), end="", soft_wrap=True)
        self._console.file.flush()

    def unit(self, unit: Unit, *, whole: bool, marks: bool) -> None:
        """Everything of a value: title, text with the evidence in brackets, definition, reasons, candidates.

        Of the text all, or only what stands next to the evidence.
        """
        title = oneline(unit.title)
        self.say(_pieces(unit.title_segments, marks=marks) if unit.title_segments else title, style="bold")
        if title != (name := oneline(unit.record.id)):
            self.say(name, style="dim")
        self.texts(unit, whole=whole, marks=marks)
        self.say()
        meaning = unit.definition.meaning
        self.say(Text(oneline(unit.label), "bold cyan"), f": {meaning}" if meaning else "")
        self._why(unit)
        self._candidates(unit)

    def texts(self, unit: Unit, *, whole: bool, marks: bool) -> None:
        """The abstract, and its copies in which evidence stands."""
        self.say(_pieces(_shown(unit.abstract, whole=whole), marks=marks), indent=2)
        for copy in unit.copies:
            self.say("Another copy says:", style="dim")
            self.say(_pieces(_shown(copy, whole=whole), marks=marks), indent=2)

    def _why(self, unit: Unit) -> None:
        if unit.hides_sources:
            return self.say("Who says what is hidden until you decided.", style="dim")
        self.say(f"Why it is here: {unit.state}")
        for code, meaning in unit.reasons:
            self.say(oneline(f"{code}: {meaning}" if meaning else code), style="dim", indent=2)
        for vote in unit.votes:
            self.say(oneline(vote), style="dim", indent=2)
        if unit.beside:
            self.say(f"the rules take the number for: {oneline(unit.beside)}", style="dim", indent=2)

    def _candidates(self, unit: Unit) -> None:
        for candidate in unit.candidates:
            style = _STYLES.get(candidate.number, "")
            self.say(Text(candidate.words, "bold"), indent=3, before=Text(f"{candidate.number}  ", f"bold {style}"))
            if differing := _differing(candidate, unit.verdict.differs):
                self.say(differing, indent=3)
            said = "" if unit.hides_sources else " and ".join((*candidate.sources, *candidate.votes)) + " "
            for number, at in enumerate(candidate.evidence):
                lead = said if number == 0 else ""
                self.say(oneline(f"{lead}“{_cut(at.quote, _QUOTE, 0).strip()}”"), style="dim", indent=3)
            if not candidate.evidence:
                self.say(f"{said}without a quote".strip(), style="dim", indent=3)


def _differing(candidate: Candidate, names: Iterable[str]) -> str:
    """The attributes in which the candidates differ, by name: a line of values does not tell which is which."""
    value = candidate.value
    return oneline(", ".join(f"{name}: {_told(value[name])}" for name in names if name in value))


def _told(value: Any) -> str:
    return "–" if value is None else str(value)


def _pieces(segments: Sequence[Segment], *, marks: bool) -> Text:
    """A text with its evidence as '[1: words]'; '[1,2: words]' is evidence of both."""
    text = Text()
    for segment in segments:
        words = _SPACE.sub(" ", masked(segment.text))
        numbers = ",".join(str(number) for number in segment.candidates if number)
        if not marks or not segment.candidates:
            text.append(words)
            continue
        style = _STYLES.get(segment.candidates[0], "bold") if len(segment.candidates) == 1 else "bold"
        core = words.strip()
        before, after = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        text.append(before).append(f"[{numbers}: " if numbers else "[", style=style)
        text.append(core, style=f"{style} underline").append("]", style=style).append(after)
    return text


def _shown(segments: Sequence[Segment], *, whole: bool) -> list[Segment]:
    """All of a text, or what stands next to the evidence, as always of a very long one; '…' stands for the rest."""
    is_long = sum(len(s.text) for s in segments) > _LONGEST
    if not any(s.candidates for s in segments):
        return [s._replace(text=_cut(s.text, _LONGEST, 0)) for s in segments]
    if whole and not is_long:
        return list(segments)
    around, last = _FAR if whole else _NEAR, len(segments) - 1
    return [
        s._replace(
            text=_cut(s.text, _FAR, _FAR) if s.candidates else _cut(s.text, around * (i > 0), around * (i < last))
        )
        for i, s in enumerate(segments)
    ]


def _cut(text: str, head: int, tail: int) -> str:
    """At most `head` characters of the beginning and `tail` of the end, whole words, with '…' between."""
    if len(text) <= head + tail + len(_REST):
        return text
    begin, end = text[:head], text[len(text) - tail :]
    return f"{begin.rpartition(' ')[0] or begin}{_REST}{end.partition(' ')[2] or end}"
