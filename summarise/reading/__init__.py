"""Documents to papers: every layout is told apart by its content, copies of one paper are joined.

`read_papers` is the only entrance. Layouts, tried in this order for each document:

1. JSON: one object a line, one array of objects, or pretty-printed objects (`json_records`).
2. Text with labels: each record begins with `Abstract:`, `Title:` and `Authors:` may stand before it (`labelled`).
3. An author's page: optional name, then title / authors / abstract, a line each (`author_page`).
4. Any other text: paragraphs between blank lines (`paragraphs`).
"""

from __future__ import annotations

from summarise.reading.papers import Reading, read_papers

__all__ = ["Reading", "read_papers"]
