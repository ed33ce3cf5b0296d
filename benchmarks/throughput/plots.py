"""The figure: CPU a paper beside peers; drawn in the peers' environment, where matplotlib lives."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from benchmarks.throughput.running import ENVIRONMENT, Took
from benchmarks.throughput.serving import ROOT


def draw(folder: Path, results: Mapping[str, Mapping[str, Took | str]]) -> None:
    """Writes throughput_cpu.svg: the same input, the same bytes."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    rows = [(name, took.cpu_ms) for name, took in results["at once"].items() if isinstance(took, Took)]
    told = json.dumps({"rows": rows, "folder": str(folder.resolve())})
    drawing = Path(__file__).parent / "peers" / "drawing.py"
    subprocess.run([str(python), "-I", str(drawing)], input=told, encoding="utf-8", check=True, cwd=ROOT)
