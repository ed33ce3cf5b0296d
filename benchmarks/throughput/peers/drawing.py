"""CPU milliseconds a paper as bars, from JSON on stdin: SVG without dates or random ids."""

import json
import sys
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams.update({
    "svg.hashsalt": "summarise", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10,
    "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.alpha": 0.25,
})  # fmt: skip
import matplotlib.pyplot as plt  # noqa: E402

told = json.load(sys.stdin)
rows = sorted(told["rows"], key=lambda row: -row[1])
figure, axes = plt.subplots(figsize=(7.2, 0.5 + 0.42 * len(rows)))
colours = ["#0b5394" if name.startswith("summarise") else "#b0b0b0" for name, _ in rows]
bars = axes.barh([name for name, _ in rows], [ms for _, ms in rows], color=colours, height=0.62)
axes.bar_label(bars, [f"{ms:.2f}" for _, ms in rows], padding=4)
axes.set(xscale="log", xlabel="CPU milliseconds a paper, 64 requests at once, a server that answers at once")
axes.set_axisbelow(True)
axes.grid(axis="y", visible=False)
axes.margins(x=0.15)
figure.savefig(
    Path(told["folder"]) / "throughput_cpu.svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight"
)
