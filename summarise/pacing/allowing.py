"""How many requests a second a strict endpoint allows: learned from what it took until it refused and asked to wait.

Think of a bucket that fills with r a second and was empty at two refusals; between them lay a wait of W seconds and a
spell of T seconds in which A requests were taken. What was taken had flowed in: A ≤ r (T + W). More was asked for than
flowed in meanwhile: A ≥ r T. So r lies between A / (T + W) and A / T, and two spells of different length, both begun
with the same full bucket, tell r itself: (A' - A) / (T' - T). Where a wait costs nothing, as with so many in each
minute of the clock, the lower bound is r, and any rate above it comes to the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

_BELOW = 0.97
"""A little less than what is thought to be allowed, for clocks and for requests that overtake each other."""
_LEAST_LEFT = 0.25
"""What one refusal leaves of a rate at least."""
_STEP, _LARGEST_STEP = 1.05, 1.3
_JITTER_S = 0.04
"""A spell's length is known no better; what two spells tell is as wrong as this is beside their difference."""
_WORTH = 1.5
"""A step that may cost a wait is taken when it could have brought as much in so many times the wait."""
_SOON = 2.5
"""After a first guess more is tried after so many times the wait: the refusal to it, if one comes, tells the rate."""
_CATCH_UP_S = 0.05
"""Timers come late by milliseconds; so much lateness is made up for."""
_IDLE_S = 0.5
"""Where a request comes so much later than it might, the bucket fills: the spell begins anew."""


@dataclass(frozen=True, slots=True)
class Spell:
    """What was taken before a refusal."""

    seconds: float
    taken: int
    waited_s: float
    """The wait before it; 0 where it began without one."""

    @property
    def most(self) -> float:
        """Requests a second: no more are allowed."""
        return self.taken / self.seconds

    @property
    def least(self) -> float:
        """Requests a second: so many are allowed; 0 where nobody knows what was in the bucket."""
        return self.taken / (self.seconds + self.waited_s) if self.waited_s else 0.0


@dataclass(frozen=True, slots=True)
class Tried:
    """What a number of requests at once came to while no rate was known, in requests a second; 0 where not measured."""

    held: float = 0.0
    """So many were answered before the step that was refused …"""
    refused: float = 0.0
    """… and so many were asked for by that step."""


class Allowed:
    """A rate that requests are kept to once an endpoint refused some and asked to wait; before, there is none."""

    def __init__(self) -> None:
        self.per_s = math.inf
        self._even = -math.inf
        """When the next request may be sent."""
        self._began: float | None = None
        self._taken = 0
        self._waited_s = 0.0
        self._held = math.inf
        """The rate before the step with which this spell began."""
        self._earlier: Spell | None = None
        self._refused_at = math.inf
        self._asked_s = 0.0
        """The wait that the latest refusal asked for."""
        self._doubt = math.inf
        """By how many times what two spells tell may be too little."""
        self._step = 1.0
        self._next_step = math.inf

    @property
    def why(self) -> str:
        """'rate limited: 39.2 a second'."""
        return f"rate limited: {self.per_s:.3g} a second"

    def wait_s(self, now: float) -> float:
        """Seconds until the next request may be sent; not above 0 where it may be now."""
        return self._even - now

    def sent(self, now: float) -> bool:
        """Notes a request; whether the rate was raised with it, to try whether more are allowed."""
        if self._began is None:
            self._began = now
        elif now - self._even > _IDLE_S and self.per_s < math.inf:
            self.begin(now)
        raised = now >= self._next_step
        if raised:
            self.begin(now)
            self.per_s *= self._step
            self._plan(now)
        self._taken += 1
        if self.per_s < math.inf:
            self._even = max(self._even, now - _CATCH_UP_S) + 1 / self.per_s
        return raised

    def begin(self, now: float) -> None:
        """Begins a spell: how full the bucket is depends on what was asked for before."""
        self._began, self._taken, self._waited_s, self._held = now, 0, 0.0, self.per_s

    def refused(self, now: float, wait_s: float, tried: Tried) -> None:
        """Learns from the refusal of a request that was sent, which asks to wait."""
        spell = Spell(now - (now if self._began is None else self._began), self._taken - 1, self._waited_s)
        if spell.seconds > 0 < spell.taken:
            if self.per_s == math.inf:
                self._guess(spell, wait_s, tried)
            else:
                self._learn(spell)
        self._began, self._taken = None, 0
        self._asked_s = self._waited_s = wait_s
        if self.per_s < math.inf:
            self._even = now + wait_s
            self._plan(now)

    def _guess(self, spell: Spell, wait_s: float, tried: Tried) -> None:
        """Sets the first rate: between what was answered before and what was refused."""
        self._refused_at = spell.most
        between = math.sqrt(tried.held * (tried.refused or spell.most))
        self.per_s = max(min(between, spell.most), spell.taken / (spell.seconds + wait_s))
        self._earlier = spell

    def _learn(self, spell: Spell) -> None:
        """Sets the rate to what the spell, and the one before, leave possible."""
        most = self._refused_at = min(self.per_s, spell.most)
        if spell.waited_s:
            least = max(spell.least, most * _LEAST_LEFT)
            self.per_s, self._doubt = math.sqrt(least * most), math.inf
        else:  # it began with a step, which was too much
            least = _BELOW * self._held
            self.per_s, self._doubt = least, _STEP
        other = self._earlier
        apart = spell.seconds - other.seconds if other else 0.0
        if other and apart and least < (told := (spell.taken - other.taken) / apart) < most:
            self.per_s, self._doubt = _BELOW * told, 1 + _JITTER_S / abs(apart)
        if spell.waited_s:
            self._earlier = spell

    def _plan(self, now: float) -> None:
        """Sets when more is tried, and how much more: half-way to what was refused, or as much as is in doubt."""
        self._step = min(max(min(self._doubt, math.sqrt(self._refused_at / self.per_s)), _STEP), _LARGEST_STEP)
        waits = _SOON if self._doubt == math.inf else 1 + _WORTH / (self._step - 1)
        self._next_step = now + self._asked_s * waits
