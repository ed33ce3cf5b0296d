"""Settings → which endpoint is asked: its identity for the cache, and the Completer once a paper must be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from summarise.completing.completer import Completer, EndpointIdentity
from summarise.errors import ConfigurationError
from summarise.settings import Settings

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
    """Makes the Completer; imports openai and instructor, so it is called only when a reply is not cached."""


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
    return _remote(settings, settings.base_url)


def _remote(settings: Settings, base_url: str) -> ChosenEndpoint:
    if not base_url.startswith(("http://", "https://")):
        raise ConfigurationError(f"the base URL {base_url!r} should begin with http:// or https://")
    if not settings.model:
        raise ConfigurationError(
            f"no model is given for {base_url}: use --model NAME or SUMMARISE_MODEL; "
            "'summarise endpoint check' lists what it serves"
        )
    model = settings.model

    def connect() -> Completer:
        from summarise.completing.chat import ChatCompleter, Endpoint

        # No local variable holds the key: a traceback may be printed with them.
        return ChatCompleter(Endpoint(base_url, model, _key_of(settings), settings.patience_s, settings.retries))

    return ChosenEndpoint(EndpointIdentity.of_url(base_url, model), connect)


def _key_of(settings: Settings) -> str:
    return settings.api_key.get_secret_value() if settings.api_key else ""


def _embedded(settings: Settings, watch: Watch) -> ChosenEndpoint:
    from summarise.local_model import identity

    name = settings.model or DEFAULT_LOCAL_MODEL
    # A file of the user's own is known by its bytes; where it lies is nobody's business.
    shown = Path(name).stem if name.lower().endswith(".gguf") and not name.startswith("hf:") else name

    def connect() -> Completer:
        from summarise.completing.embedded import Embedded, EmbeddedCompleter

        return EmbeddedCompleter(
            Embedded(
                model=name,
                shown_model=shown,
                cache_dir=settings.cache_dir,
                slots=settings.in_flight,
                timeout_s=settings.patience_s,
                on_fetch=watch.on_fetch,
                on_state=watch.on_state,
            )
        )

    return ChosenEndpoint(EndpointIdentity(identity(name, settings.cache_dir), shown), connect)
