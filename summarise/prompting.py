"""Paper + template + schema → Prompt: the stable prefix first, the paper last.

A template is plain text and so is a paper: nothing is substituted, formatted or rendered, whatever the text holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from pydantic import BaseModel

from summarise.errors import ConfigurationError
from summarise.markers import without_marks
from summarise.records import Paper, Prompt
from summarise.schemas.reply import PaperReply
from summarise.text import LONGEST_READ, clean, head
from summarise.unseen import blanked, unseen_spans

FORM_TEMPLATE = "extract.v1"
"""Asks for a PaperReply as it is; what a run asks by default is `Settings.prompt`."""
MAX_REPLY_TOKENS = 1500
"""A reply has 270 to 330 tokens in the median; one at all caps of PaperReply 2,300, for which there is a second try."""
_PLAIN = re.compile(r"[!-#%-;=?-Z^-z|]+(?: [!-#%-;=?-Z^-z|]+)*")
"""A text in which there is nothing to clean, to hide or to break: ASCII on one line, without blanks side by side,
brackets of marks or LaTeX. Most titles are."""
_NAME = re.compile(r"\w[\w.-]*")
_EXAMPLE = re.compile(r"^Abstract: (?P<abstract>.+)\n(?:Numbers:.*\n)?JSON: (?P<reply>\{.+\})$", re.M)


@dataclass(frozen=True, slots=True)
class Template:
    """A prompt template: its name with version, its text, and the worked examples in it."""

    name: str
    text: str
    examples: tuple[tuple[str, dict[str, Any]], ...]
    """Each worked example as (abstract, reply)."""


@cache
def load_template(name: str = FORM_TEMPLATE) -> Template:
    """The template `prompts/NAME.md`.

    Raises ConfigurationError where there is no such template.
    """
    try:
        if not _NAME.fullmatch(name):  # a path would send any text file of the user's to the endpoint
            raise FileNotFoundError(name)
        text = (resources.files("summarise.prompts") / f"{name}.md").read_text(encoding="utf-8")
    except (FileNotFoundError, OSError) as error:
        raise ConfigurationError(f"there is no prompt template {name!r} in prompts/") from error
    return Template(name, text, tuple((m["abstract"], json.loads(m["reply"])) for m in _EXAMPLE.finditer(text)))


def example_strings(forms: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Every string of the worked examples' forms, lower case: what must not pass as an answer unnoticed."""
    found: set[str] = set()

    def collect(value: object) -> None:
        if isinstance(value, dict):
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)
        elif isinstance(value, str):
            found.add(value.lower())

    for form in forms:
        for key, value in form.items():
            if key != "tasks":  # tasks are the field's usual words, which a paper may share
                collect(
                    [
                        {k: v for k, v in row.items() if k in _TELLING} if isinstance(row, dict) else row
                        for row in _rows(value)
                    ]
                )
    return frozenset(found)


_TELLING = frozenset({"model", "total", "active", "amount", "name", "value", "benchmark", "baseline", "url"})


def _rows(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


@cache
def reply_schema(schema: type[BaseModel] = PaperReply) -> dict[str, Any]:
    """The JSON Schema that constrains a reply: closed objects, every key required, no titles, prose or defaults."""
    tidied = _tidy(schema.model_json_schema())
    assert isinstance(tidied, dict)
    return tidied


def _tidy(node: object) -> object:
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    out = {k: _tidy(v) for k, v in node.items() if k not in ("title", "default", "description")}
    if isinstance(node.get("properties"), dict):
        # A property may be called 'title'; only schema keywords are dropped.
        out["properties"] = {k: _tidy(v) for k, v in node["properties"].items()}
        out |= {"type": "object", "required": list(node["properties"]), "additionalProperties": False}
    return out


def build_prompt(
    paper: Paper,
    template: Template | None = None,
    reply: type[BaseModel] = PaperReply,
    numbers: Iterable[str] | None = None,
    *,
    against_loops: bool = False,
) -> Prompt:
    """The prompt for one paper; the prefix is byte-identical for all papers, so that prefix caches hit.

    `numbers` are shown to the model below the abstract, where its template says so.
    """
    template = template or load_template()
    listed = "" if numbers is None else f"Numbers: {'; '.join(numbers)}".rstrip() + "\n"
    return Prompt(
        name=template.name,
        prefix=template.text,
        paper=f"{paper_lines(paper)}{listed}JSON:",
        schema_name=reply.__name__,
        json_schema=reply_schema(reply),
        max_tokens=MAX_REPLY_TOKENS,
        reply=reply,
        against_loops=against_loops,
    )


def paper_lines(paper: Paper) -> str:
    """Title and cleaned abstract, each on one line: cleaning leaves no line break with which to fake a new section."""
    title = f"Title: {as_asked(paper.title)}\n" if paper.title else ""
    return f"{title}Abstract: {as_asked(paper.abstract)}\n"


def as_asked(source: str) -> str:
    """What a model is shown of a paper's text: its head, cleaned, without what readers don't see and without marks that
    a server would read as the border of a role.
    """
    if _PLAIN.fullmatch(source) and len(source) <= LONGEST_READ:
        return source
    shown = head(source)
    return without_marks(clean(blanked(shown, list(unseen_spans(shown)))).text)
