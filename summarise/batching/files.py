"""Request files of a size that services take: one, or numbered ones; all of them appear together at the end."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from summarise.batching.lines import begins_a_request
from summarise.errors import UsageError

MAX_REQUESTS = 50_000
MAX_BYTES = 200_000_000
"""What OpenAI takes in a file, as its guide to the Batch API says (2026-11-22)."""


class RequestFiles:
    """Writes NAME.jsonl, or NAME-001.jsonl, NAME-002.jsonl, … where one would be too large."""

    def __init__(self, path: Path, max_requests: int = MAX_REQUESTS, max_bytes: int = MAX_BYTES) -> None:
        self.path = path
        self.paths: list[Path] = []
        """The files, once all are written; none where there was no request."""
        self.removed: list[Path] = []
        """What an earlier command had asked under these names, once `remove_earlier` has taken it away."""
        self.requests = 0
        self.bytes = 0
        self._most = (max_requests, max_bytes)
        self._in_part = (0, 0)
        self._parts: list[Path] = []
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        if self.path.exists() and not self.path.is_file():
            raise UsageError(f"can't write requests to {self.path}: it is no file; name one, or give - for stdout")
        return self

    def write(self, line: bytes) -> None:
        """Appends a request; raises UsageError where it can't be written, or no file may be as large as this line."""
        if len(line) > self._most[1]:
            raise UsageError(f"one request has {len(line):,} bytes, and --max-bytes allows {self._most[1]:,} a file")
        requests, size = self._in_part
        try:
            if self._file is None or requests >= self._most[0] or size + len(line) > self._most[1]:
                self._file = self._next_part()
                requests = size = 0
            self._file.write(line)
        except OSError as error:
            raise self._unwritable(error) from error
        self._in_part = (requests + 1, size + len(line))
        self.requests += 1
        self.bytes += len(line)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if self._file is not None:
                self._file.close()
            if kind is None:
                names = [self.path] if len(self._parts) == 1 else [self._numbered(n) for n in range(len(self._parts))]
                for part, name in zip(self._parts, names, strict=True):
                    part.replace(name)
                self.paths = names
        except OSError as full:
            raise self._unwritable(full) from full
        finally:
            for part in self._parts:
                part.unlink(missing_ok=True)

    def stale(self) -> list[Path]:
        """Files of this name that an earlier command left and that hold none of these requests."""
        found = sorted(self.path.parent.iterdir()) if self.path.parent.is_dir() else []
        named = [path for path in found if path == self.path or is_numbered(path, self.path)]
        return [path for path in named if path.is_file() and path not in self.paths]

    def remove_earlier(self) -> None:
        """Deletes what is `stale` and holds requests, which somebody might send once more; other files stay."""
        for path in self.stale():
            try:
                with path.open("rb") as file:
                    is_ours = begins_a_request(file.read(100))
                if is_ours:
                    path.unlink()
                    self.removed.append(path)
            except OSError as error:
                raise UsageError(f"can't remove the earlier requests {path}: {error.strerror or error}") from error

    def _next_part(self) -> BinaryIO:
        if self._file is not None:
            self._file.close()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_name(f"{self.path.name}.{len(self._parts) + 1:03}.partial")
        self._parts.append(part)
        return part.open("wb")

    def _numbered(self, n: int) -> Path:
        return self.path.with_name(f"{self.path.stem}-{n + 1:03}{self.path.suffix}")

    def _unwritable(self, error: OSError) -> UsageError:
        return UsageError(f"can't write requests to {self.path}: {error.strerror or error}")


def is_numbered(path: str | Path, name: str | Path) -> bool:
    """Whether a path is that of a numbered file of this name: requests-007.jsonl of requests.jsonl."""
    one, other = Path(path), Path(name)
    number = re.fullmatch(re.escape(other.stem) + r"-\d{3,}", one.stem)
    return number is not None and one.suffix == other.suffix and one.parent.resolve() == other.parent.resolve()
