"""The seam to the endpoint: Prompt in, Completion out. Nothing here is imported until a paper must be asked."""

from summarise.completing.completer import Completer, EndpointIdentity
from summarise.completing.replay import ReplayCompleter

__all__ = ["Completer", "EndpointIdentity", "ReplayCompleter"]
