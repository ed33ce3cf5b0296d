"""The bundle's file: one page that holds its style, its script and its data, and asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import Any

from summarise.review_bundle.packing import script_safe

_SCRIPTS = ("choices.js", "screen.js", "editing.js", "main.js")


def page_of(data: dict[str, Any]) -> str:
    """The page. Its policy lets this one script and this one style run, and nothing be loaded or sent."""
    style, script = _asset("page.css"), "\n".join(_asset(name) for name in _SCRIPTS)
    policy = (
        f"default-src 'none'; script-src 'sha256-{_hash(script)}'; style-src 'sha256-{_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = _asset("page.html")
    for slot, filling in (("policy", policy), ("style", style), ("script", script)):
        page = page.replace(f"{{{{{slot}}}}}", filling)
    before, after = page.split("{{data}}")  # last, so that a paper's words are no slot
    return f"{before}{script_safe(data)}{after}"


def _asset(name: str) -> str:
    return (files("summarise.review_bundle") / "assets" / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
