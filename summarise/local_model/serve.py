"""The child process that is the embedded endpoint: llama.cpp's server on one GGUF file.

`python -m summarise.local_model.serve --model-path FILE.gguf` with the API key in SUMMARISE_SERVE_KEY. Prints one line
of JSON when it is ready, {"base_url": …}, or {"error": …} and exits 1. It imports nothing of summarise, so that it can
be run by path, and it ends when the process that started it is gone.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

KEY_VARIABLE = "SUMMARISE_SERVE_KEY"
SLOTS = 2
"""Requests at a time: on two cores 2 slots give 14.6 s an abstract against 17 with one, 4 no more than 2."""
CONTEXT_TOKENS = 8192
"""For each slot: a prompt of about 1,300 tokens, a reply of up to 3,000, and room for a re-ask that repeats both."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
CLOSED_ORIGIN = "http://closed.invalid"
"""The one origin that CORS admits. RFC 2606 keeps .invalid unregistered, so no web page has it."""
PARENT_POLL_S = 1.0
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> NoReturn:
    """Serve until SIGTERM, SIGINT or the parent's end."""
    options = _parse()
    ready = _take_stdout()
    if options.parent_pid:
        _die_with_parent(True)
        if _orphaned(options.parent_pid):  # already, before the kernel was asked to tell
            raise SystemExit(1)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's handler could not run while the model loads
    try:
        server = _load(options)
    except (ImportError, RuntimeError, ValueError) as error:
        _say(ready, {"error": str(error), "kind": type(error).__name__})
        raise SystemExit(1) from error
    if options.parent_pid:
        _die_with_parent(False)
        threading.Thread(target=_watch_stdin, daemon=True).start()
    ended = _end_on_signal()  # before anyone is told, who may at once send one
    _say(ready, {"base_url": server.listening_address + "/v1"})
    while not ended.wait(PARENT_POLL_S) and not _orphaned(options.parent_pid):
        pass
    # Not through ~Server, which waits for running requests: nobody is left to read their replies.
    os._exit(0)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--model-path", required=True)
    parser.add_argument("--alias", default="local", help="the model's name in replies, instead of its path")
    parser.add_argument("--host", default=LOOPBACK[0], choices=LOOPBACK)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--slots", type=int, default=SLOTS)
    parser.add_argument("--context-tokens", type=int, default=CONTEXT_TOKENS, help="for each slot")
    parser.add_argument(
        "--states-folder", default="", help="with / at its end: where slots are saved to, and restored from"
    )
    parser.add_argument("--parent-pid", type=int, default=0, help="end when this process or stdin ends")
    return parser.parse_args()


def _load(options: argparse.Namespace) -> Any:
    """The running server, its model loaded. Holds Python's lock for all that time: no handler or thread runs."""
    key = os.environ.pop(KEY_VARIABLE, "")
    if not key:
        raise ValueError(f"no API key in {KEY_VARIABLE}")
    # Before the library is loaded: OpenMP reads it once. Threads that spin while they wait take the cores from those
    # that work, and decoding is 3 to 15 times slower as soon as anything else runs on the machine.
    os.environ["OMP_WAIT_POLICY"] = "passive"
    import xllamacpp  # type: ignore[import-not-found, import-untyped, unused-ignore]  # has no stubs

    return xllamacpp.Server(_parameters(xllamacpp.CommonParams(), options, key))


def _parameters(params: Any, options: argparse.Namespace, key: str) -> Any:
    params.model.path = options.model_path
    params.model_alias = {options.alias}
    params.hostnames, params.port, params.api_keys = [options.host], options.port, [key]
    params.n_parallel = options.slots
    params.n_ctx = options.slots * options.context_tokens
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = usable_cores()
    params.use_jinja = True
    params.cache_prompt = True  # the unchanged head of the prompt is read once for each slot
    params.cache_ram_mib = 0  # llama.cpp would keep up to 8 GiB of old conversations, none of which comes back
    params.slot_save_path = options.states_folder
    params.endpoint_slots = params.endpoint_props = params.ui = False
    params.cors_origins, params.cors_origins_explicit = CLOSED_ORIGIN, True
    params.cors_credentials = False
    params.verbosity = 2  # warnings and errors: no paper's text in the log
    return params


def usable_cores(topology: Path = Path("/sys/devices/system/cpu")) -> int:
    """Physical cores that this process may run on; two threads on one core only get in each other's way."""
    try:
        allowed = os.sched_getaffinity(0)
    except AttributeError:  # macOS, Windows
        return max(1, os.cpu_count() or 1)
    cores = set()
    for cpu in allowed:
        try:
            place = topology / f"cpu{cpu}" / "topology"
            cores.add(((place / "physical_package_id").read_text(), (place / "core_id").read_text()))
        except OSError:  # no topology in some containers: take each for a core of its own
            cores.add((str(cpu), ""))
    return max(1, min(len(cores), _quota_cores()))


def _quota_cores(limit: Path = Path("/sys/fs/cgroup/cpu.max")) -> int:
    """Cores that a container's CPU quota amounts to; more threads than these are put to sleep in mid-step."""
    try:
        quota, period = limit.read_text().split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):  # no such file, or "max"
        return sys.maxsize


def _take_stdout() -> int:
    """A private copy of stdout; whatever the library prints there goes to the log on stderr."""
    ready = os.dup(1)
    os.dup2(2, 1)
    return ready


def _say(ready: int, message: dict[str, str]) -> None:
    os.write(ready, json.dumps(message).encode() + b"\n")
    os.close(ready)


def _die_with_parent(on: bool) -> None:
    """On Linux, let the kernel end this process with the thread that started it, while no watcher can run.

    Only while the model loads, for which that thread waits; later it may end without its process ending.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL if on else 0)


def _watch_stdin() -> None:
    """End the process when the parent's end of the pipe closes, however the parent ended."""
    while os.read(0, 4096):
        pass
    os._exit(0)


def _end_on_signal() -> threading.Event:
    """An event that SIGTERM and SIGINT set."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    return ended


def _orphaned(parent_pid: int) -> bool:
    """Whether the parent is gone: a fork of it may still hold the pipe open."""
    return bool(parent_pid) and sys.platform != "win32" and os.getppid() != parent_pid


if __name__ == "__main__":
    main()
