"""How fast an endpoint is asked: requests at once, requests and tokens a minute, waits it asks for, outages."""

from summarise.pacing.breaking import Trouble
from summarise.pacing.limits import Limits
from summarise.pacing.pace import Pace, Turn
from summarise.pacing.quotas import Left
from summarise.pacing.state import PaceState

__all__ = ["Left", "Limits", "Pace", "PaceState", "Trouble", "Turn"]
