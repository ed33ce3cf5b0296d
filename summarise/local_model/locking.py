"""One process at a time: a lock on a file, which the operating system frees when its holder dies, however it dies."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from summarise.errors import CacheError

POLL_S = 0.2
HELD_BY_ANOTHER = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock `path` inside the block, after waiting for as long as another process holds it.

    The file stays behind: removing it would let two waiting processes lock two different files.
    Raises CacheError where the folder can't be written or its file system knows no locks.
    """
    with _opened(path) as file:
        _wait_for(file, path)
        yield


def _opened(path: Path) -> IO[bytes]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")
    except OSError as error:
        raise _unusable(path, error) from error


def _wait_for(file: IO[bytes], path: Path) -> None:
    while True:
        try:
            return _try_lock(file)
        except OSError as error:
            if error.errno not in HELD_BY_ANOTHER:
                raise _unusable(path, error) from error
            time.sleep(POLL_S)


def _unusable(path: Path, error: OSError) -> CacheError:
    return CacheError(f"can't lock {path}: {error.strerror or error}. Point SUMMARISE_CACHE_DIR to another folder")
