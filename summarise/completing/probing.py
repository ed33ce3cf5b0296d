"""What an endpoint can do with a model, found by asking: reachable, models, modes, thinking, limits, cache, capacity.

A mode is called enforced only where two questions whose natural answers break the form were both answered in it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from summarise.completing.chat import ChatCompleter, Endpoint
from summarise.completing.failures import Transient
from summarise.completing.profiles import EMBEDDED, Profile, known_switches, profile_of
from summarise.completing.questions import (
    COLOUR,
    COUNTING,
    GREETING,
    OWN_FORM,
    OWN_FORM_KEYWORDS,
    OWN_WORDS,
    TEMPTATION,
    begins_own_form,
    follows_colour,
    follows_temptation,
    is_object,
    kept_keywords,
)
from summarise.completing.recognising import Capacity, ListedModel, Recogniser, Server, read_models
from summarise.completing.reporting import Report
from summarise.completing.requesting import GENERATION_FAILED
from summarise.completing.trying import Question, Refused, Seen, Trials
from summarise.errors import SummariseError

LONGEST_S = 120.0
"""A server may load the model first; whoever takes longer than this is not ready for papers either."""
Tell = Callable[[str], None]
_STRONGEST = (
    ("json_schema", "enforced"),
    ("json_object", "enforced"),
    ("json_schema", "accepted"),
    ("json_object", "accepted"),
)


async def probe(
    base_url: str,
    model: str | None,
    api_key: str,
    timeout_s: float,
    *,
    embedded: bool = False,
    tell: Tell | None = None,
) -> Report:
    """Asks a handful of tiny questions; the first model is taken where none is named. `tell` hears of each step.

    Raises ConfigurationError where the proxies of the environment or a file of profiles can't be used.
    """
    tell = tell or (lambda step: None)
    report = Report(base_url)
    endpoint = Endpoint(base_url, model or "", api_key, min(timeout_s, LONGEST_S), retries=0, embedded=embedded)
    async with aclosing(Recogniser(endpoint)) as recogniser:
        tell("models")
        listed = await _list_models(endpoint, report)
        report.model = model or (report.models[0] if report.models else None)
        if report.model and report.connected:
            tell("server")
            server = Server("llama.cpp") if embedded else await recogniser.recognise(listed)
            report.recognised(server)
            endpoint = replace(endpoint, model=report.model)
            await _ask(endpoint, report, _profile(endpoint, server), tell)
            tell("capacity")
            chosen = next((row for row in listed if row.name == report.model), ListedModel(report.model))
            report.told(await recogniser.capacity(server, chosen) if report.usable else Capacity())
        elif not report.problem:
            report.problem = "it lists no models; name one with --model"
        report.side_requests = recogniser.requests
    return report


def _profile(endpoint: Endpoint, server: Server | None) -> Profile:
    return profile_of(endpoint.base_url, EMBEDDED if endpoint.embedded else server.kind if server else None)


async def _list_models(endpoint: Endpoint, report: Report) -> list[ListedModel]:
    """Fills in the models, which some chat servers do not list, and whether a connection could be made at all."""
    async with aclosing(ChatCompleter(endpoint)) as completer:
        try:
            body, seconds = await completer.list_models()
        except Transient as failure:
            report.connected = failure.kind != "unreachable"
            report.problem = f"no list of models: {failure}" if report.connected else str(failure)
            return []
        except SummariseError as error:
            report.reachable, report.problem = True, str(error)
            return []
    listed = read_models(body)
    report.reachable, report.latency_ms = True, round(1000 * seconds)
    report.models = [model.name for model in listed]
    if not listed:
        report.problem = f"its list of models is none: {body[:60]!r}"
    return listed


async def _ask(endpoint: Endpoint, report: Report, profile: Profile, tell: Tell) -> None:
    """Puts all questions to the model; what was found out before a failure stays in the report."""
    # What the profile says of refused fields is tried anew: it may have changed.
    start = profile.manner(endpoint.model).but(mode="plain", without=(), drop_keywords=(), thinking_off=None)
    async with aclosing(ChatCompleter(endpoint, profile=profile)) as completer:
        trials = Trials(completer, start)
        try:
            await _all_questions(trials, report, profile, tell)
            if report.usable:
                report.manner = trials.manner.but(mode=_strongest(report.modes))
        except (Transient, SummariseError) as failure:
            report.problem = str(failure)
        report.counted(trials)
    report.reachable |= report.usable


async def _all_questions(trials: Trials, report: Report, profile: Profile, tell: Tell) -> None:
    tell("plain text")
    plain = await trials.ask(COUNTING)
    report.mode("plain", "accepted" if isinstance(plain, Seen) else "rejected", plain)
    if isinstance(plain, Refused):
        report.problem = f"it rejects a plain question: {plain.said}"
        return
    await _length_limit(trials, report, plain)
    if plain.thoughts:
        tell("how thinking is turned off")
        await _thinking(trials, report, profile)
    tell("json_schema")
    await _json_schema(trials, report)
    tell("json_object")
    await _json_object(trials, report)
    tell("tools")
    await _tools(trials, report)
    if report.thinking == "not seen" and any(seen.thoughts for seen in trials.answers):
        report.thinking = "sometimes"


async def _length_limit(trials: Trials, report: Report, plain: Seen) -> None:
    """Whether the limit was kept; if not, whether it is under its other name."""
    report.length_limit = _kept_limit(plain)
    if report.length_limit != "ignored":
        return
    field = "max_completion_tokens" if trials.manner.max_tokens_field == "max_tokens" else "max_tokens"
    other = trials.manner.but(max_tokens_field=field)
    seen = await trials.ask(COUNTING, other)
    if isinstance(seen, Seen) and _kept_limit(seen) == "kept":
        trials.manner, report.length_limit = other, "kept"


def _kept_limit(seen: Seen) -> str:
    if seen.completion_tokens > COUNTING.max_tokens:
        return "ignored"
    return "kept" if seen.cut else "not reached"


async def _thinking(trials: Trials, report: Report, profile: Profile) -> None:
    """Tries the switches, those that the profile knows of first; without one that works thoughts get more room."""
    report.thinking = "on"
    for name in dict.fromkeys((*profile.thinking_off, *known_switches())):
        manner = trials.manner.but(thinking_off=name)
        seen = await trials.ask(COUNTING, manner)
        if isinstance(seen, Seen) and seen.text and not seen.thoughts:
            trials.manner, report.thinking = manner, f"off by {name}"
            return
    trials.thinks = True


async def _json_schema(trials: Trials, report: Report) -> None:
    trials.manner = trials.manner.but(mode="json_schema")
    first = await trials.ask(COLOUR)
    if isinstance(first, Refused):
        report.mode("json_schema", "rejected", first)
        return
    second = await _without_refused_keywords(trials, TEMPTATION)
    own = await _without_refused_keywords(trials, OWN_FORM)
    if isinstance(own, Refused):
        report.mode(
            "json_schema", "rejected", Refused(f"small schemas are taken, the one of papers is not: {own.said}")
        )
        return
    enforced = follows_colour(first.text) and isinstance(second, Seen) and follows_temptation(second.text)
    if enforced and not begins_own_form(own.text) and not await _enforced_without_limits(trials):
        report.note, enforced = "small schemas are enforced, the one of papers is not", False
    report.mode("json_schema", "enforced" if enforced else "accepted", second)
    if enforced and isinstance(second, Seen):
        report.keywords.update(kept_keywords(second.text))
    report.keywords.update(dict.fromkeys(trials.manner.drop_keywords, "refused"))


async def _enforced_without_limits(trials: Trials) -> bool:
    """Whether the schema of papers is enforced once it has no limits on lengths; if so, it goes without them."""
    without = trials.manner.but(drop_keywords=tuple(dict.fromkeys((*trials.manner.drop_keywords, "maxLength"))))
    own = await trials.ask(OWN_FORM, without) if without != trials.manner else None
    if isinstance(own, Seen) and begins_own_form(own.text):
        trials.manner = without
        return True
    return False


async def _without_refused_keywords(trials: Trials, question: Question) -> Seen | Refused:
    """The answer; where the request is refused without a reason, once more with a schema without limits."""
    answer = await trials.ask(question)
    if isinstance(answer, Seen) or set(OWN_FORM_KEYWORDS) <= set(trials.manner.drop_keywords):
        return answer
    before = trials.manner
    trials.manner = before.but(drop_keywords=tuple(dict.fromkeys((*before.drop_keywords, *OWN_FORM_KEYWORDS))))
    again = await trials.ask(question)
    if isinstance(again, Refused):
        trials.manner = before
    return again


async def _json_object(trials: Trials, report: Report) -> None:
    trials.manner = trials.manner.but(mode="json_object")
    first = await trials.ask(OWN_WORDS)
    if isinstance(first, Refused):
        # Some servers answer 400 where the model wrote something else: then the mode itself is taken.
        report.mode("json_object", "accepted" if GENERATION_FAILED.search(first.said) else "rejected", first)
        return
    second = await trials.ask(GREETING)
    enforced = isinstance(second, Seen) and is_object(first) and is_object(second)
    report.mode("json_object", "enforced" if enforced else "accepted", second)


async def _tools(trials: Trials, report: Report) -> None:
    """Whether a tool is called because it must be, with arguments in its form; for information, papers use none."""
    trials.manner = trials.manner.but(mode="plain")
    first = await trials.ask(replace(COLOUR, tools=True))
    if isinstance(first, Refused) or first.arguments is None or not follows_colour(first.arguments):
        report.mode("tools", "rejected" if isinstance(first, Refused) else "accepted", first)
        return
    second = await trials.ask(replace(TEMPTATION, tools=True))
    enforced = isinstance(second, Seen) and follows_temptation(second.arguments or "")
    report.mode("tools", "enforced" if enforced else "accepted", second)


def _strongest(modes: dict[str, str]) -> Any:
    return next((mode for mode, said in _STRONGEST if modes.get(mode) == said), "plain")


__all__ = ["Report", "probe"]
