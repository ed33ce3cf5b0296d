"""`summarise batch`: requests into files for a batch service, and its responses into the reply cache."""

from __future__ import annotations

import sys
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from summarise.cli import options
from summarise.cli.batch_reports import Told, Written, say_taken, say_written
from summarise.cli.printing import say
from summarise.errors import ConfigurationError, UsageError
from summarise.files import STDIN
from summarise.telling import counted

if TYPE_CHECKING:
    from summarise.batching import RequestFiles
    from summarise.batching.taking import Taken
    from summarise.cache import ReplyCache
    from summarise.completing import EndpointIdentity
    from summarise.records import Paper, Unreadable
    from summarise.settings import Settings

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Ask through files: OpenAI's Batch API, `vllm run-batch` and others that take the same form.",
)
_LINE_EVERY_S = 10.0
Item = TypeVar("Item")
_MODES = ("json_schema", "json_object", "plain")

Of = Annotated[
    list[str],
    typer.Option("--of", metavar="DOCUMENT", help="What 'batch write' was given; may be given several times."),
]


@app.command("write")
def write(  # noqa: PLR0913, PLR0917  one parameter an option
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT…", help="Text or JSONL files; - is stdin.")],
    output: Annotated[str, typer.Option("-o", "--output", help="The request file; - is stdout.")] = "-",
    base_url: options.BaseUrl = None,
    model: options.ModelName = None,
    mode: Annotated[
        str | None,
        typer.Option("--mode", help="json_schema, json_object or plain; by default as 'endpoint check' found."),
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option("--max-tokens", min=1, help="Tokens that a reply may have, for those cut off before.")
    ] = None,
    max_requests: Annotated[
        int | None,
        typer.Option("--max-requests", min=1, help="Requests in one file; more go to numbered ones. [50000]"),
    ] = None,
    max_bytes: Annotated[
        int | None, typer.Option("--max-bytes", min=1, help="Bytes in one file, likewise. [200000000]")
    ] = None,
    bare: Annotated[
        bool, typer.Option("--bare", help="Lines of custom_id and body alone, as Mistral and Together show them.")
    ] = False,
    url: Annotated[str, typer.Option("--url", help="What a line says as its url.")] = "/v1/chat/completions",
    limit: Annotated[int | None, typer.Option("--limit", min=0, help="Stop after N papers.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask again even where a reply is cached.")] = False,
    cache_dir: options.CacheDir = None,
    vocabulary: options.VocabularyFile = None,
    prompt: options.PromptName = None,
    witness: options.Witnesses = None,
    schema: options.OwnSchema = None,
    as_json: options.AsJson = False,
) -> None:
    """Write the requests of all papers whose replies are not cached; nothing is sent anywhere.

    Examples:

    summarise batch write papers.jsonl --base-url https://api.openai.com/v1 --model gpt-5-mini -o requests.jsonl

    summarise batch write papers.jsonl --base-url http://localhost:8000/v1 --model Qwen/Qwen3-8B -o requests.jsonl
    && vllm run-batch -i requests.jsonl -o responses.jsonl --model Qwen/Qwen3-8B

    Exit codes: 0 done; 3 configuration; 4 unreadable input; 7 some of the input is no paper.
    """
    from summarise.batching import Asking, Bodies, Requests, request_line
    from summarise.batching.files import MAX_BYTES, MAX_REQUESTS, is_numbered
    from summarise.cli.output import refuse_own_input, refuse_own_settings
    from summarise.reading import read_papers

    flags = {
        "base_url": base_url, "model": model, "refresh": refresh or None, "cache_dir": cache_dir,
        "vocabulary": vocabulary, "prompt": prompt, "witness": witness or None, "own_schema": schema,
    }  # fmt: skip
    if mode not in (None, *_MODES):
        raise UsageError(f"there is no mode {mode!r}; there are {', '.join(_MODES)}")
    if output == STDIN and (as_json or max_requests or max_bytes):
        raise UsageError("--json, --max-requests and --max-bytes need files: name one with -o")
    settings, identity = _settings(flags)
    reading = read_papers(documents, limit=limit)
    refuse_own_input(documents, output)
    refuse_own_settings(settings, output)
    if taken := [document for document in documents if output != STDIN and is_numbered(document, output)]:
        raise UsageError(f"{taken[0]} could be replaced by a numbered file of {output}; choose another name")
    with _interruptible(), _cache(settings) as cache, closing(reading):
        asking = Asking(Requests(settings, identity, cache), again=settings.refresh)
        bodies = Bodies(settings, identity, mode, max_tokens)  # type: ignore[arg-type]  # checked above
        lines = (
            request_line(asked.key, bodies.manner.mode, bodies.of(asked.prompt), url=url, bare=bare)
            for asked in asking.about(_counted(reading))
        )
        files = _put(lines, output, max_requests or MAX_REQUESTS, max_bytes or MAX_BYTES)
    if files and asking.papers:
        files.remove_earlier()
    written = Written(asking, files, f"{bodies.manner.mode} ({bodies.mode_is_from})")
    say_written(written, documents, as_json=as_json)
    raise typer.Exit(written.code)


@app.command("read")
def read(  # noqa: PLR0913, PLR0917  one parameter an option
    responses: Annotated[
        list[Path],
        typer.Argument(metavar="RESPONSES…", help="Files that the service gave, those of errors too; - is stdin."),
    ],
    documents: Of,
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="Write the run as well, without a request; - is stdout.")
    ] = None,
    base_url: options.BaseUrl = None,
    model: options.ModelName = None,
    limit: Annotated[int | None, typer.Option("--limit", min=0, help="Stop after N papers.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Replace replies that are cached already.")] = False,
    cache_dir: options.CacheDir = None,
    vocabulary: options.VocabularyFile = None,
    policy: options.PolicyFile = None,
    calibration: options.CalibrationFile = None,
    min_confidence: options.MinConfidence = None,
    prompt: options.PromptName = None,
    witness: options.Witnesses = None,
    schema: options.OwnSchema = None,
    as_json: options.AsJson = False,
) -> None:
    """Put the valid replies of response files into the reply cache; name the same documents and settings.

    Then `summarise tag` with these finds them there, and asks only what is missing. What failed is listed with its
    reason, is not cached, and stands in the next `batch write`.

    Examples:

    summarise batch read output.jsonl errors.jsonl --of papers.jsonl --base-url https://api.openai.com/v1
    --model gpt-5-mini

    summarise batch read responses.jsonl --of papers.jsonl --base-url http://localhost:8000/v1 --model Qwen/Qwen3-8B
    -o run.jsonl

    Exit codes: 0 all was used; 3 configuration; 4 unreadable input; 6 no paper (no response) came to anything;
    7 some did not.
    """
    from summarise.batching import Requests, Responses, Taking
    from summarise.cli.output import refuse_own_input, refuse_own_settings
    from summarise.completing.connecting import Endpoint
    from summarise.reading import read_papers

    flags = {
        "base_url": base_url, "model": model, "cache_dir": cache_dir, "vocabulary": vocabulary, "policy": policy,
        "calibration": calibration, "min_confidence": min_confidence, "prompt": prompt, "witness": witness or None,
        "own_schema": schema,
    }  # fmt: skip
    if output == STDIN and as_json:
        raise UsageError("--json and -o - both want stdout: name a file with -o")
    if [*documents, *map(str, responses)].count(STDIN) > 1:
        raise UsageError("'-' is given twice, but standard input can be read only once")
    settings, identity = _settings(flags)
    reading = read_papers(documents, limit=limit)
    if output:
        refuse_own_input([*documents, *(str(path) for path in responses if path.exists())], output)
        refuse_own_settings(settings, output)
    with _interruptible(), _cache(settings) as cache, Responses(responses) as found, closing(reading):
        key = settings.api_key.get_secret_value() if settings.api_key else ""
        endpoint = Endpoint(settings.base_url or "", identity.model, key)
        taking = Taking(Requests(settings, identity, cache), found, cache, endpoint)
        papers = taking.passing(_counted(reading), replace=refresh)
        statuses: dict[str, int] | None = None
        if output:
            statuses = _run(papers, settings, identity, taking.taken, output)
        else:
            deque(papers, maxlen=0)
        foreign = [*found.faults, *found.untaken()]
    told = Told(taking.taken, found.lines, [(fault.place, fault.message) for fault in foreign], statuses)
    say_taken(told, output, as_json=as_json)
    raise typer.Exit(told.code)


# ── what both need ───────────────────────────────────────────────────────────────────────────────
def _settings(flags: dict[str, Any]) -> tuple[Settings, EndpointIdentity]:
    """The settings and whom they ask; raises ConfigurationError where no file can ask that."""
    from summarise.endpoints import choose_endpoint
    from summarise.settings import load_settings

    settings = load_settings(flags).settings
    if settings.local or settings.rules_only or not settings.base_url:
        raise ConfigurationError(
            "a batch is for a model behind an address: give --base-url URL and --model NAME. Nothing is sent there; "
            "the address says how to ask, and replies are kept under it. Give 'summarise tag' the same"
        )
    endpoint = choose_endpoint(settings)
    assert endpoint is not None
    return settings, endpoint.identity


@contextmanager
def _cache(settings: Settings) -> Iterator[ReplyCache]:
    from summarise.cache import ReplyCache

    with closing(ReplyCache(settings.cache_dir)) as cache:
        yield cache


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ends with 130 on Ctrl-C."""
    try:
        yield
    except KeyboardInterrupt:
        say("interrupted. Run the same command again.")
        raise typer.Exit(130) from None


def _counted(items: Iterator[Item]) -> Iterator[Item]:
    """The items as they come; a line now and then says how many there were."""
    told = time.monotonic()
    for n, item in enumerate(items):
        if time.monotonic() - told >= _LINE_EVERY_S:
            told = time.monotonic()
            say(counted(n, "paper"))
        yield item


def _put(lines: Iterator[bytes], output: str, max_requests: int, max_bytes: int) -> RequestFiles | None:
    """Writes the lines; the files, or None where they went to stdout."""
    from summarise.batching import RequestFiles

    if output == STDIN:
        sys.stdout.buffer.writelines(lines)
        return None
    with RequestFiles(Path(output), max_requests, max_bytes) as files:
        for line in lines:
            files.write(line)
    return files


def _run(
    papers: Iterator[Paper | Unreadable],
    settings: Settings,
    identity: EndpointIdentity,
    taken: Taken,
    output: str,
) -> dict[str, int]:
    """Writes the records of the papers, asking nobody; how many there are of each status."""
    from summarise.batching import Unasked
    from summarise.endpoints import ChosenEndpoint
    from summarise.runs import RunFile
    from summarise.tagging import tag

    statuses: Counter[str] = Counter()
    settings = settings.model_copy(update={"refresh": False})  # what is cached by now is what the files answer
    endpoint = ChosenEndpoint(identity, lambda: Unasked(identity, taken.failed))
    with ExitStack() as stack:
        if output == STDIN:
            put: Any = lambda record: sys.stdout.write(record.to_line() + "\n")  # noqa: E731
        else:
            put = stack.enter_context(RunFile(Path(output))).write
        for record in stack.enter_context(closing(tag(papers, settings, endpoint=endpoint))):
            statuses[record.status] += 1
            put(record)
    return dict(statuses)
