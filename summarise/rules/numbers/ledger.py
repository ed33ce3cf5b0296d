"""The ledger: every number of an abstract with its role."""

from __future__ import annotations

from summarise.records import NumberRole, Quantity
from summarise.rules.numbers.nouns import noun_of
from summarise.rules.numbers.roles import role_of_number
from summarise.rules.results.kinds import Claim
from summarise.rules.scene import Scene


def keep_ledger(
    scene: Scene, sizes: frozenset[int], data: frozenset[int], claims: list[Claim], names: frozenset[int]
) -> tuple[Quantity, ...]:
    """Every number of the abstract as a Quantity with its role, in text order; the sets are indices by role."""
    found: dict[int, NumberRole] = {
        **dict.fromkeys(names, "name"),
        **dict.fromkeys(data, "data"),
        **dict.fromkeys(sizes, "size"),
    }
    found |= {c.index: "cost" if c.kind == "cost" else "result" for c in claims}
    units = {c.index: c.unit for c in claims}
    out: list[Quantity] = []
    for i in range(len(scene.readings)):
        role = found.get(i) or role_of_number(scene, i, out[-1].role if out else "unknown")
        out.append(_quantity(scene, i, role, units.get(i)))
    return tuple(out)


def _quantity(scene: Scene, i: int, role: NumberRole, claimed_unit: str | None) -> Quantity:
    """The i-th number with its role and unit, its span in the source."""
    r = scene.readings[i]
    unit = claimed_unit or r.unit
    if role == "size":
        unit = "params"
    elif not unit and r.shape in ("plain", "word") and role in ("data", "count", "context", "cost"):
        unit = noun_of(scene, i).words.split(" ")[-1]
    start, end = scene.source.to_source(r.start, r.end)
    return Quantity(start=start, end=end, text=scene.source.source[start:end], value=r.value, value_max=r.value_max,
                    unit=unit, comparator=r.comparator, role=role)  # fmt: skip
