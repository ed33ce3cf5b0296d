"""The bundle: one page in a file for a co-author who is offline, which records choices; and their way back."""

from __future__ import annotations

from summarise.review_bundle.importing import Imported, Refusal, import_decisions
from summarise.review_bundle.writing import Bundle, bundle_of

__all__ = ["Bundle", "Imported", "Refusal", "bundle_of", "import_decisions"]
