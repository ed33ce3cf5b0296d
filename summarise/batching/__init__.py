"""Requests as files and responses out of files: OpenAI's Batch API, `vllm run-batch` and what speaks their form.

documents ─▶ requests ─▶ files      (a service answers them, in its time and order)      response files ─▶ reply cache

Nothing is remembered in between: reading asks anew what would be asked of each paper, and a response counts only where
its id is that of such a request. Nothing here imports openai or instructor.
"""

from summarise.batching.asking import Asking
from summarise.batching.bodies import Bodies
from summarise.batching.files import RequestFiles
from summarise.batching.lines import request_line
from summarise.batching.requests import Request, Requests
from summarise.batching.responses import Responses
from summarise.batching.taking import Taking
from summarise.batching.unasked import Unasked

__all__ = ["Asking", "Bodies", "Request", "RequestFiles", "Requests", "Responses", "Taking", "Unasked", "request_line"]
