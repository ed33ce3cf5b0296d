"""The log of `tag --log FILE`: one JSON object a line, appended and flushed as things happen. docs/cost.md lists them.

No text of a paper and no words of an endpoint go in: ids, kinds and numbers only, as ASCII.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import logging
import os
import platform
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from summarise.cli.printing import say
from summarise.errors import UsageError
from summarise.events import LOGGER

if TYPE_CHECKING:
    from summarise.costing import Spending
    from summarise.pipeline import Tally
    from summarise.records import Record
    from summarise.settings import Settings

_PACKAGES = ("openai", "instructor", "pydantic")


class RunLog(logging.Handler):
    """Writes what happens in a run to a file, for as long as the context lasts. Raises UsageError where it can't."""

    def __init__(self, path: Path) -> None:
        super().__init__(logging.INFO)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            torn = _breaks_off(path)
            self._file = path.open("a", encoding="ascii", newline="\n")
            if torn:
                self._file.write("\n")
        except OSError as error:
            raise UsageError(f"can't write the log to {path}: {error.strerror or error}") from None
        self._path = path
        self._broken = False

    def __enter__(self) -> Self:
        self._before = LOGGER.level, LOGGER.propagate
        LOGGER.setLevel(logging.INFO)
        LOGGER.propagate = False
        LOGGER.addHandler(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        LOGGER.removeHandler(self)
        LOGGER.setLevel(self._before[0])
        LOGGER.propagate = self._before[1]
        self.close()
        with contextlib.suppress(OSError):  # what could not be written was told
            self._file.close()

    def emit(self, record: logging.LogRecord) -> None:
        """Writes what the rest of the program tells."""
        self._write(getattr(record, "facts", {"event": record.getMessage()}))

    def tell(self, event: str, **fields: object) -> None:
        """Writes an event of the command itself."""
        self.acquire()
        try:
            self._write({"event": event, **fields})
        finally:
            self.release()

    def start(self, settings: Settings, spending: Spending | None, asked: tuple[str, str] | None) -> None:
        """What is run: settings with secrets masked, versions, whom it asks and at which price."""
        shown = settings.model_dump(mode="json", exclude={"api_key"}, fallback=str)
        price = spending.price if spending else None
        self.tell(
            "start",
            settings={**shown, "api_key": "(set)" if settings.api_key else None},
            versions=_versions(),
            endpoint=asked[0] if asked else None,
            model=asked[1] if asked else None,
            price=price.model_dump(mode="json") if price else None,
        )

    def paper(self, record: Record, seconds: float | None) -> None:
        """A finished paper; `seconds` for which its questions were in flight, None where none was asked."""
        from summarise.records import Usage

        usage = record.provenance.usage or Usage()
        self.tell(
            "paper",
            id=record.id,
            status=record.status,
            cached=seconds is None and usage.requests > 0,
            seconds=None if seconds is None else round(seconds, 3),
            requests=usage.requests,
            prompt_tokens=usage.prompt_tokens,
            cached_tokens=usage.cached_tokens,
            completion_tokens=usage.completion_tokens,
            flagged=sum(verdict.flagged for verdict in record.verdicts),
            error=record.error.kind if record.error else None,
        )

    def end(self, tally: Tally, spending: Spending, seconds: float, exit_code: int) -> None:
        """The totals."""
        usage = spending.usage
        spent, saved = spending.spent, spending.saved
        self.tell(
            "end",
            exit_code=exit_code,
            seconds=round(seconds, 3),
            papers=tally.papers,
            accepted=tally.accepted,
            flagged=tally.flagged,
            failed=tally.failed,
            cached=tally.cached,
            requests=usage.requests,
            prompt_tokens=usage.prompt_tokens,
            cached_tokens=usage.cached_tokens,
            completion_tokens=usage.completion_tokens,
            cost=spent.exact,
            saved=saved.exact,
            currency=spent.currency or None,
        )

    def _write(self, facts: dict[str, Any]) -> None:
        """Writes a line; a log that can't be written any more is no reason to end a run."""
        if self._broken:
            return
        at = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        try:
            self._file.write(json.dumps({"at": at, **facts}, ensure_ascii=True, default=str) + "\n")
            self._file.flush()
        except (OSError, ValueError) as error:
            self._broken = True
            say(f"{self._path} is not written any more: {getattr(error, 'strerror', None) or error}")


def _breaks_off(path: Path) -> bool:
    """Whether the last line has no end, as a killed run leaves it: the next event must not be glued to it."""
    if not path.is_file() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    from summarise.version import __version__

    found = {"summarise": __version__, "python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
