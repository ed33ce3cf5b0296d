"""Where a command writes: never over what it reads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from summarise.errors import UsageError
from summarise.files import STDIN

if TYPE_CHECKING:
    from summarise.settings import Settings


def refuse_own_input(documents: Iterable[str], output: str) -> None:
    """Raises UsageError where the output would replace a document that is read."""
    path = Path(output)
    for document in documents:
        if STDIN not in (output, document) and path.exists() and path.samefile(document):
            raise UsageError(f"-o {output} is one of the documents that are read; choose another name")


def refuse_own_settings(settings: Settings, output: str) -> None:
    """Raises UsageError where the output would replace a file that the settings name: vocabulary, schema and the like.

    The files are read already, so they are there.
    """
    path = Path(output)
    for file in _named(settings):
        if output != STDIN and file is not None and file.is_file() and path.exists() and path.samefile(file):
            raise UsageError(f"-o {output} is a file that this run is told to use; choose another name")


def refuse_own_log(log: Path | None, others: Iterable[str], settings: Settings) -> None:
    """Raises UsageError where the log would be written into a document, the run, or a file that the settings name."""
    if log is None:
        return
    if str(log) == STDIN:
        raise UsageError("--log needs a file of its own: stdout is for records")
    for other in (*map(Path, others), *filter(None, _named(settings))):
        if log.resolve() == other.resolve() or (log.exists() and other.exists() and log.samefile(other)):
            raise UsageError(f"--log {log} is a file that this run reads or writes; choose another name")


def _named(settings: Settings) -> list[Path | None]:
    """The files that the settings name."""
    schema = settings.own_schema if isinstance(settings.own_schema, str) else ""
    files = [settings.vocabulary, settings.policy, settings.calibration, settings.prices]
    return [*files, Path(schema.rpartition(":")[0]).expanduser() if schema else None]
