"""The parent's side of the embedded endpoint: start the child, learn its address, and leave no process behind."""

from __future__ import annotations

import asyncio
import atexit
import http.client
import json
import os
import queue
import secrets
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple, Self
from urllib.parse import urlsplit

from summarise.errors import CacheError, ModelError
from summarise.local_model.serve import CONTEXT_TOKENS, KEY_VARIABLE, LOOPBACK, SLOTS
from summarise.local_model.sources import OTHER_WAYS

START_DEADLINE_S = 300.0
"""Loading takes 3 to 6 s, and 25 s from a cold slow disk; a model of the user's own may be ten times as large."""
STOP_DEADLINE_S = 3.0
HEALTH_POLL_S = 0.1
LOG_LINES = 3


class Address(NamedTuple):
    """Where a client finds the endpoint, and the key that it asks for."""

    base_url: str
    """With /v1 at its end, as OPENAI_BASE_URL wants it."""
    api_key: str


@dataclass(frozen=True, slots=True)
class Binding:
    """How the endpoint is reached: a loopback host, a port (0: a free one) and a key (None: a random one)."""

    host: str = LOOPBACK[0]
    port: int = 0
    api_key: str | None = None


class LocalServer:
    """One run of the embedded endpoint, from start to stop; a sync and an async context manager.

    `log_path` is appended to, and holds llama.cpp's warnings and errors, never a paper's text. The child ends with
    this process, however this process ends.
    """

    def __init__(
        self,
        model_path: Path,
        log_path: Path,
        slots: int = SLOTS,
        context_tokens: int = CONTEXT_TOKENS,
        binding: Binding | None = None,
        states: Path | None = None,
    ) -> None:
        """`states` is a folder of this program's in which the states of slots may be kept; without one, none is."""
        self._model_path, self._log_path = model_path, log_path
        self._slots, self._context_tokens = slots, context_tokens
        self._binding, self._states = binding or Binding(), states
        self.api_key = self._binding.api_key or secrets.token_urlsafe(24)
        self.base_url = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0
        self._owner_pid = os.getpid()
        self._ended = False
        self._starting = threading.Lock()

    def start(self) -> Address:
        """The address, once the model is loaded and /health says so.

        Raises ModelError with the log's errors when the child dies or is not ready in START_DEADLINE_S.
        """
        deadline = time.monotonic() + START_DEADLINE_S
        try:
            process = self._spawn()
            self.base_url = self._ready_line(process, deadline)
            while not _healthy(self.base_url):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise ModelError(self._describe_end("does not answer"))
                time.sleep(HEALTH_POLL_S)
        except BaseException:
            self.stop()
            raise
        return Address(self.base_url, self.api_key)

    def stop(self) -> None:
        """End the child if it runs; asked to first, then killed. Does nothing a second time, or in a fork."""
        with self._starting:
            self._ended = True
        process = self._process
        if process is None or os.getpid() != self._owner_pid:
            return
        atexit.unregister(self.stop)
        process.terminate()
        try:
            process.wait(STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdin is not None:
            process.stdin.close()

    def problem(self) -> str | None:
        """Why the child ended by itself, with its log's errors; None while it runs or after `stop`."""
        if self._ended or self._process is None or self._process.poll() is None:
            return None
        return self._describe_end("ended by itself")

    def wait(self) -> None:
        """Wait until the child ends; raises ModelError if that was by itself."""
        if self._process is not None:
            self._process.wait()
        if problem := self.problem():
            raise ModelError(problem)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        try:
            await asyncio.to_thread(self.start)
        except asyncio.CancelledError:
            self.stop()  # the thread is still in start; this ends what it waits for
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.stop)

    def _spawn(self) -> subprocess.Popen[bytes]:
        # By path and with -P: the child needs nothing of summarise, and no file of the working folder shadows a module.
        # A session of its own: Ctrl-C reaches the parent alone, which may finish the papers that are being read.
        command = [
            *(sys.executable, "-P", str(Path(__file__).with_name("serve.py")), "--parent-pid", str(os.getpid())),
            *("--model-path", str(self._model_path), "--alias", self._model_path.stem),
            *("--host", self._binding.host, "--port", str(self._binding.port)),
            *("--slots", str(self._slots), "--context-tokens", str(self._context_tokens)),
            *(("--states-folder", f"{self._states}{os.sep}") if self._states else ()),
        ]
        environment = {**os.environ, KEY_VARIABLE: self.api_key}  # not by argv, which every user of the machine sees
        with self._starting, _opened_log(self._log_path) as log:
            if self._ended or self._process is not None:
                raise ModelError("this LocalServer was started or stopped before; make another")
            self._log_start = log.tell()
            self._process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        atexit.register(self.stop)
        return self._process

    def _ready_line(self, process: subprocess.Popen[bytes], deadline: float) -> str:
        """The base URL that the child prints when the model is loaded."""
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=_read_line, args=(process, lines), daemon=True).start()
        try:
            line = lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise ModelError(self._describe_end(f"was not ready after {START_DEADLINE_S:.0f} s")) from None
        answer: dict[str, str] = json.loads(line or b"{}")
        if "base_url" not in answer:
            raise ModelError(_explain_import(answer) or self._describe_end("does not start"))
        return answer["base_url"]

    def _describe_end(self, what: str) -> str:
        """What happened, the log's first errors (the cause comes first there) and what to do."""
        try:
            status = self._process.wait(1) if self._process is not None else None
        except subprocess.TimeoutExpired:
            status = None
        if status in (-9, 137):
            what += " (it was killed, most often for lack of memory: take a smaller model or fewer slots)"
        with self._log_path.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()
        causes = [line for line in lines if " E " in line][:LOG_LINES] or lines[-LOG_LINES:]
        said = "\n  ".join(causes) or "(the log says nothing)"
        return f"the embedded endpoint for {self._model_path} {what}:\n  {said}\nLog: {self._log_path}. {OTHER_WAYS}"


def _opened_log(path: Path) -> IO[bytes]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")
    except OSError as error:
        raise CacheError(f"can't write the endpoint's log {path}: {error.strerror or error}") from error


def _read_line(process: subprocess.Popen[bytes], lines: queue.SimpleQueue[bytes]) -> None:
    """Hand on the child's one line, or b"" when it dies; only this thread may close the pipe that it reads."""
    assert process.stdout is not None  # asked for with PIPE
    with process.stdout as stdout:
        lines.put(stdout.readline())


def _healthy(base_url: str) -> bool:
    """Whether /health says 200; llama.cpp answers 503 while it loads. No proxy is asked, unlike urllib's opener."""
    parts = urlsplit(base_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _explain_import(answer: dict[str, str]) -> str | None:
    """What to install, if the child failed for lack of it."""
    error = answer.get("error", "")
    if answer.get("kind") == "ModuleNotFoundError":
        return f"the embedded endpoint needs xllamacpp ({error}): pip install xllamacpp. {OTHER_WAYS}"
    if answer.get("kind") == "ImportError":
        hint = " Debian and Ubuntu have it in the package libgomp1." if "libgomp" in error else ""
        return f"xllamacpp is installed and does not load: {error}.{hint} {OTHER_WAYS}"
    return None
