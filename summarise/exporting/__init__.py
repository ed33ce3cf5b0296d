"""A run, with what people decided about it, as files for other programs and people.

    records ─▶ exported ─▶ one of FORMATS ─▶ text

A new format is a module beside these, a function from exported papers to pieces of text, and a line in `formats.py`.
"""

from summarise.exporting.exported import Exported, Value, exported
from summarise.exporting.formats import FORMATS, format_of
from summarise.exporting.shapes import Shape, shape_of

__all__ = ["FORMATS", "Exported", "Shape", "Value", "exported", "format_of", "shape_of"]
