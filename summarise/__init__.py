"""Paper abstracts to evidence-linked JSON: read by a language model, checked by rules, disagreements listed.

    import summarise
    for record in summarise.tag(summarise.read_papers(["papers.jsonl"]), summarise.Settings(local=True)):
        print(record.id, record.status, record.summary)

Importing this package is cheap: each name below is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from summarise.version import __version__ as __version__

if TYPE_CHECKING:
    from summarise.errors import SummariseError
    from summarise.pipeline import atag
    from summarise.reading import read_papers
    from summarise.records import Paper, Record, Verdict
    from summarise.runs import read_run
    from summarise.schemas.own import OwnSummary
    from summarise.schemas.paper import PaperSummary
    from summarise.settings import Settings, load_settings
    from summarise.tagging import tag
    from summarise.tally import Tally

_HOMES = {
    "OwnSummary": "schemas.own",
    "Paper": "records",
    "PaperSummary": "schemas.paper",
    "Record": "records",
    "Settings": "settings",
    "SummariseError": "errors",
    "Tally": "tally",
    "Verdict": "records",
    "atag": "pipeline",
    "load_settings": "settings",
    "read_papers": "reading",
    "read_run": "runs",
    "tag": "tagging",
}

__all__ = [
    "OwnSummary",
    "Paper",
    "PaperSummary",
    "Record",
    "Settings",
    "SummariseError",
    "Tally",
    "Verdict",
    "atag",
    "load_settings",
    "read_papers",
    "read_run",
    "tag",
]


def __getattr__(name: str) -> Any:
    """The public object `name`, from the module where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
