"""The Completer over HTTP: sends requests, tries again, and steps down json_schema → json_object → plain.

What is sent for one paper, the re-ask included, is decided in asking.py; how it is put, in requesting.py.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

from summarise.completing.answers import Answer, read_answer
from summarise.completing.asking import Asking
from summarise.completing.bounding import TooLarge
from summarise.completing.carrying import Carrier, NotCarried, Response
from summarise.completing.connecting import Endpoint
from summarise.completing.failures import ModeRejected, Transient, classify, of_response
from summarise.completing.patience import Patience
from summarise.completing.profiles import EMBEDDED, FurtherFields, Profile, profile_of
from summarise.completing.rate_headers import read_left
from summarise.completing.remembering import Knowledge, Memory
from summarise.completing.requesting import GENERATION_FAILED, LADDER, Form, Manner, adapted
from summarise.completing.writing import Message, Writer
from summarise.costing import before_request
from summarise.errors import CompletionError
from summarise.pacing import Limits, Pace, Trouble, Turn
from summarise.records import Completion, Mode, Prompt

__all__ = ["ChatCompleter", "Endpoint"]

_MOST_RECHECKS = 3
"""So many refusals of a run that don't name their reason are followed by a tiny question in the same mode."""
_FIRST = (0, -1)
"""The place before all papers."""
_TINY = [{"role": "user", "content": "Answer with an empty JSON object."}]


class ChatCompleter:
    """Asks an OpenAI-compatible endpoint, in the manner that `memory` knows of or that its profile says.

    `pace` is the gate for requests about papers; by default one that finds its limit by itself.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        memory: Memory | None = None,
        profile: Profile | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.endpoint = endpoint
        self.pace = pace or Pace(Limits(timeout_s=endpoint.timeout_s, retries=endpoint.retries), endpoint.base_url)
        self._memory = memory
        self._known: Knowledge | None = memory.recall() if memory else None
        server = EMBEDDED if endpoint.embedded else self._known.server if self._known else None
        self.profile = profile or profile_of(endpoint.base_url, server)
        self.manner: Manner = self._known.manner if self._known else self.profile.manner(endpoint.model)
        self.further_fields = FurtherFields(self.profile)
        self._kept = self._known is not None
        self._rechecking = asyncio.Lock()
        self._rechecks = 0
        self._refused: set[Mode] = set()
        self._writer = Writer(endpoint.model, self.further_fields)
        self._carrier = Carrier(endpoint)
        self._root = endpoint.base_url.rstrip("/")

    async def complete(self, prompt: Prompt) -> Completion:
        """See Completer.complete."""
        patience = Patience(self.endpoint.timeout_s, self.endpoint.retries)
        return await Asking(self.ask, prompt, patience).completion()

    async def aclose(self) -> None:
        """Closes the connections."""
        self.pace.close()
        await self._carrier.aclose()

    async def ask(
        self, messages: list[dict[str, Any]], prompt: Prompt, max_tokens: int, patience: Patience
    ) -> tuple[Answer, Mode]:
        """One answer, its text not read yet; with tries after transient failures and steps down the ladder."""
        form = Form(prompt.schema_name, prompt.json_schema, prompt.against_loops)
        size = (sum(len(str(message["content"])) for message in messages), max_tokens)
        began = manner = self.manner
        tried, lasting = {manner: None}, True
        while True:
            try:
                body = self.body(manner, messages, form, max_tokens)
                answer = await patience.tries(
                    partial(self._send, body, manner.mode, patience, size), self.endpoint.base_url
                )
            except (ModeRejected, CompletionError) as refusal:
                manner = await self._next_manner(list(tried), refusal, form)
                same_mode = manner.mode == list(tried)[-1].mode
                if not patience.budget.spend("field_refused" if same_mode else "mode_rejected"):
                    raise CompletionError("rejected", str(refusal), refusal.reply) from None
                tried[manner] = None
                lasting &= not GENERATION_FAILED.search(str(refusal))
                continue
            if lasting:
                self._note(began, manner)
            return answer, manner.mode

    def body(self, manner: Manner, messages: Sequence[Message], form: Form, max_tokens: int) -> bytes:
        """The body of a request in that manner."""
        return self._writer.body(manner, messages, form, max_tokens)

    async def send(self, body: bytes, mode: Mode | None, limit_s: float | None = None) -> bytes:
        """The body of one response with status 200, the key hidden in it; raises Transient, ModeRejected or our errors.

        `mode` is the JSON mode that was asked for: its refusal is told from others.
        `limit_s` is the time it may take.
        """
        return (await self._carried("chat/completions", body, mode != "plain", limit_s)).body

    async def list_models(self) -> tuple[bytes, float]:
        """The body of the endpoint's list of models, asked for once, and the seconds that took.

        Raises Transient or our errors.
        """
        began = time.perf_counter()
        response = await self._carried("models", None, constrained=False)
        return response.body, time.perf_counter() - began

    async def _carried(
        self, route: str, body: bytes | None, constrained: bool, limit_s: float | None = None
    ) -> Response:
        try:
            async with asyncio.timeout(self.endpoint.timeout_s if limit_s is None else limit_s):
                response = await self._carrier.send(f"{self._root}/{route}", body)
        except (NotCarried, TooLarge, TimeoutError) as error:
            raise classify(error) from None
        if not 200 <= response.status < 300:
            raise of_response(response, self.endpoint, constrained, route)
        return response

    async def _send(self, body: bytes, mode: Mode, patience: Patience, size: tuple[int, int], limit_s: float) -> Answer:
        """One answer to a paper's request, sent when its turn has come; `size` as in `Pace.turn`."""
        async with self.pace.turn(patience.place, *size) as turn:
            before_request()
            patience.excuse(turn.waited_s)
            try:
                response = await self._carried("chat/completions", body, mode != "plain", limit_s)
                if left := read_left(response.headers):
                    turn.told_left(left)
                answer = read_answer(response.body, self.endpoint, mode != "plain")
            except Transient as failure:
                raise _told(failure, turn) from None
            turn.answered(answer.usage.prompt_tokens, answer.usage.completion_tokens)
            return answer

    # ── after a refusal ──────────────────────────────────────────────────────────────────────────
    async def _next_manner(self, tried: list[Manner], refusal: Exception, form: Form) -> Manner:
        """How the paper is asked next: as other papers were answered meanwhile, without the field that the refusal
        names, or one rung lower; raises CompletionError where the paper itself seems to be what is refused.
        """
        manner = tried[-1]
        if isinstance(refusal, CompletionError) and refusal.kind != "rejected":
            raise refusal
        if self.manner not in tried:
            return self.manner
        other = adapted(manner, str(refusal), self.further_fields(manner, form))
        if other is not None and other not in tried:
            return other
        lower = self._lower(tried)
        if lower is None or not isinstance(refusal, ModeRejected):
            raise CompletionError("rejected", str(refusal), getattr(refusal, "reply", None)) from None
        if GENERATION_FAILED.search(str(refusal)):
            return lower  # for this paper alone
        if not refusal.named and await self._still_takes(manner, form):
            said = f"the endpoint rejects the request ({refusal})"
            raise CompletionError("rejected", said, refusal.reply) from None
        return lower

    def _lower(self, tried: list[Manner]) -> Manner | None:
        """The next rung that this paper was not asked on; from the top where the first one was a remembered one."""
        seen = [manner.mode for manner in tried]
        rungs = LADDER if self._known else LADDER[LADDER.index(seen[-1]) + 1 :]
        mode = next((mode for mode in rungs if mode not in seen), None)
        return tried[-1].but(mode=mode) if mode and seen[-1] != LADDER[-1] else None

    async def _still_takes(self, manner: Manner, form: Form) -> bool:
        """Whether the endpoint answers a tiny question in that mode, so that a refusal must have another reason."""
        waited = self._rechecking.locked()
        async with self._rechecking:
            if manner.mode in self._refused:
                return False
            if waited or self._rechecks >= _MOST_RECHECKS:
                return True  # another paper has just asked, or enough were asked
            self._rechecks += 1
            try:
                body = self.body(manner, _TINY, form, 16)
                async with self.pace.turn(_FIRST, 0, 16) as turn:
                    try:
                        await self.send(body, manner.mode)
                    except Transient as failure:
                        raise _told(failure, turn) from None
            except Transient:
                return True
            except (ModeRejected, CompletionError):
                self._refused.add(manner.mode)
                return False
            return True

    def _note(self, began: Manner, manner: Manner) -> None:
        """Keeps how a paper was answered, for the other papers and for later runs."""
        if manner is began and self._kept:
            return
        if manner != began:  # a manner that never answered is not kept
            self.manner = manner
        if self._memory is None or (self._kept and manner == began):
            return
        self._kept = True
        modes = dict(self._known.modes) if self._known else {}
        if manner.mode != began.mode:
            modes[began.mode] = "rejected"
        self._memory.keep(manner, "run", self._known.server if self._known else None, modes)


def _told(failure: Transient, turn: Turn) -> Transient:
    """The failure, after the gate was told of it and has said whose it is."""
    failure.excused = turn.failed(Trouble(failure.kind, str(failure), failure.retry_after_s))
    return failure
