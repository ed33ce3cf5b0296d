"""Settings → which endpoint is asked: its identity for the cache, the Completer for papers, and its check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.completing.completer import Completer, EndpointIdentity
from summarise.errors import ConfigurationError
from summarise.pacing import Limits, Pace
from summarise.settings import Settings

if TYPE_CHECKING:
    from summarise.completing.reporting import Report
    from summarise.local_model import LocalServer

DEFAULT_LOCAL_MODEL = "qwen2.5-coder-1.5b"


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told of the slow steps before the first answer."""

    on_fetch: Callable[[int, int], None] | None = None
    on_state: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class ChosenEndpoint:
    """An endpoint that has not been contacted yet."""

    identity: EndpointIdentity
    connect: Callable[[], Completer]
    """Makes the Completer; called only when a reply is not cached, as it loads what asks an endpoint."""
    pace: Pace | None = None
    """The gate of its requests, whose state can be shown; None where a Completer has none."""


def choose_endpoint(settings: Settings, watch: Watch | None = None) -> ChosenEndpoint | None:
    """The endpoint that the settings name; None for rules only.

    Raises ConfigurationError where they name none, or several.
    """
    if settings.rules_only:
        return None
    if settings.local:
        return _embedded(settings, watch or Watch())
    if not settings.base_url:
        raise ConfigurationError(
            "no endpoint is given. Use one of:\n"
            "  --local                       run the embedded model (pip install xllamacpp)\n"
            "  --base-url URL --model NAME   any OpenAI-compatible endpoint; its key in OPENAI_API_KEY\n"
            "  --rules-only                  ask no model"
        )
    return _remote(settings, settings.base_url, watch or Watch())


def _remote(settings: Settings, base_url: str, watch: Watch) -> ChosenEndpoint:
    if not settings.model:
        raise ConfigurationError(
            f"no model is given for {base_url}: use --model NAME or SUMMARISE_MODEL; "
            "'summarise endpoint check' lists what it serves"
        )
    model = settings.model

    def connect() -> Completer:
        from summarise.completing.chat import ChatCompleter, Endpoint
        from summarise.completing.remembering import Memory

        # No local variable holds the key: a traceback may be printed with them.
        return ChatCompleter(
            Endpoint(base_url, model, _key_of(settings), settings.patience_s, settings.retries),
            Memory(settings.cache_dir, identity),
            pace=pace,
        )

    identity = EndpointIdentity.of_url(base_url, model)
    auto = settings.concurrency == "auto"
    pace = Pace(
        Limits(
            None if auto else settings.in_flight, settings.in_flight, settings.rpm, settings.tpm,
            settings.patience_s, settings.retries,
        ),
        base_url,
        watch.on_state,
    )  # fmt: skip
    return ChosenEndpoint(identity, connect, pace)


def _key_of(settings: Settings) -> str:
    return settings.api_key.get_secret_value() if settings.api_key else ""


def _embedded(settings: Settings, watch: Watch) -> ChosenEndpoint:
    name = settings.model or DEFAULT_LOCAL_MODEL
    identity = identity_of_embedded(settings)
    pace = Pace(Limits(settings.in_flight, timeout_s=settings.patience_s, retries=1), name, watch.on_state)

    def connect() -> Completer:
        from summarise.completing.embedded import Embedded, EmbeddedCompleter
        from summarise.completing.remembering import Memory

        return EmbeddedCompleter(
            Embedded(
                model=name,
                shown_model=identity.model,
                cache_dir=settings.cache_dir,
                slots=settings.in_flight,
                timeout_s=settings.patience_s,
                pace=pace,
                memory=Memory(settings.cache_dir, identity),
                on_fetch=watch.on_fetch,
                on_state=watch.on_state,
            )
        )

    return ChosenEndpoint(identity, connect, pace)


def identity_of_embedded(settings: Settings) -> EndpointIdentity:
    """What the embedded endpoint with the settings' model is known by."""
    from summarise.local_model import identity

    name = settings.model or DEFAULT_LOCAL_MODEL
    # A file of the user's own is known by its bytes; where it lies is nobody's business.
    shown = Path(name).stem if name.lower().endswith(".gguf") and not name.startswith("hf:") else name
    return EndpointIdentity(identity(name, settings.cache_dir), shown)


def checked(settings: Settings, tell: Callable[[str], None]) -> Report:
    """What the endpoint that the settings name can do, remembered for later runs; `tell` hears of each step.

    Raises ConfigurationError where they name none, ModelError where the embedded one does not start.
    """
    import asyncio

    from summarise.completing.probing import probe

    if settings.local:
        with _started(settings, tell) as server:
            asked = probe(server.base_url, None, server.api_key, settings.patience_s, embedded=True, tell=tell)
            report = asyncio.run(asked)
        return _remembered(report, settings, identity_of_embedded(settings))
    base_url = _named_address(settings)
    report = asyncio.run(probe(base_url, settings.model, _key_of(settings), settings.patience_s, tell=tell))
    return _remembered(report, settings, EndpointIdentity.of_url(base_url, report.model or ""))


def forgotten(settings: Settings) -> int:
    """Drops what is remembered of the endpoint that the settings name, of one model where they name one; how many."""
    from summarise.completing.remembering import forget

    if settings.local:
        identity = identity_of_embedded(settings)
        return forget(settings.cache_dir, identity.endpoint, identity.model)
    identity = EndpointIdentity.of_url(_named_address(settings), settings.model or "")
    return forget(settings.cache_dir, identity.endpoint, settings.model)


def _named_address(settings: Settings) -> str:
    if not settings.base_url:
        raise ConfigurationError("no endpoint is given: use --base-url URL, OPENAI_BASE_URL or --local")
    return settings.base_url


def _remembered(report: Report, settings: Settings, identity: EndpointIdentity) -> Report:
    """The report, after what it says of the model was kept; a check that failed half-way replaces nothing."""
    from summarise.completing.profiles import EMBEDDED
    from summarise.completing.remembering import Memory

    if report.manner is None:
        return report
    memory = Memory(settings.cache_dir, identity)
    server = EMBEDDED if settings.local else report.server
    kept = memory.keep(report.manner, "check", server, report.modes)
    report.remembered = str(memory.path) if kept else f"no: {memory.path.parent} can't be written"
    return report


@contextmanager
def _started(settings: Settings, tell: Callable[[str], None]) -> Iterator[LocalServer]:
    """The embedded endpoint, for as long as the context lasts."""
    from summarise.local_model import LocalServer, fetch

    name = settings.model or DEFAULT_LOCAL_MODEL
    path = fetch(
        name, settings.cache_dir, lambda done, size: tell(f"{done / 1e6:,.0f} of {size / 1e6:,.0f} MB of weights")
    )
    tell(f"loading {name}")
    with LocalServer(path, settings.cache_dir / "endpoint.log", settings.in_flight) as server:
        yield server
