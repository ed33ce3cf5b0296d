"""Connections: addresses where nobody answers, proxies, bodies that are too large or not what they say."""

from __future__ import annotations

import socket
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from asking_support import GOOD, complete, endpoint_of, failure_of
from fault_server import Behaviour, FaultServer, answer, html, no_model, no_quota, status

from summarise.completing import connecting
from summarise.completing.chat import ChatCompleter
from summarise.errors import ConfigurationError, EndpointRefused, EndpointUnreachable

pytestmark = pytest.mark.usefixtures("stopped_time")


@pytest.fixture
def dead_address() -> Iterator[str]:
    """An address on loopback where nothing listens, held so that nobody else takes it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        pytest.param(status(401, "no such key"), "refuses the key (401): no such key", id="401"),
        pytest.param(status(403, "not for you"), "refuses the key (403): not for you", id="403"),
        pytest.param(status(402, "Insufficient Balance"), "no credit left", id="402"),
        pytest.param(no_quota(), "no credit left", id="quota"),
        pytest.param(no_model(), "does not know the model", id="model"),
        pytest.param(html(404), "there is no chat/completions at", id="wrong-address"),
    ],
)
def test_an_endpoint_that_refuses_is_asked_once(failure: Behaviour, words: str) -> None:
    with FaultServer(failure) as server:
        error = failure_of(server)
    assert isinstance(error, EndpointRefused)
    assert words in str(error)
    assert len(server.asked) == 1


def test_an_address_where_nothing_listens_is_unreachable(dead_address: str) -> None:
    error = failure_of(dead_address)
    assert isinstance(error, EndpointUnreachable)
    assert dead_address in str(error)


def test_an_address_that_takes_no_connection_is_unreachable_long_before_the_timeout(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "CONNECT_S", 0.3)
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for client in waiting:  # fill the queue: the kernel now drops whatever else wants to connect
            client.setblocking(False)
            client.connect_ex(full.getsockname())
        began = time.monotonic()
        error = failure_of(f"http://127.0.0.1:{full.getsockname()[1]}/v1", timeout_s=30, retries=1)
        took = time.monotonic() - began
        for client in waiting:
            client.close()
    assert isinstance(error, EndpointUnreachable)
    assert took < 3


def test_control_characters_of_a_server_do_not_reach_the_terminal() -> None:
    with FaultServer(status(401, "\x1b[2J\x07bad\nkey\u202e")) as server:
        error = failure_of(server)
    assert "[2J bad key;" in str(error)
    assert str(error).isprintable()


def test_no_proxy_of_the_environment_stands_before_loopback(monkeypatch: pytest.MonkeyPatch, dead_address: str) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, dead_address)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with FaultServer(answer(GOOD)) as server:
        assert complete(server).text == GOOD
        assert isinstance(failure_of("http://models.invalid/v1", retries=0), EndpointUnreachable)


def refuse_once(proxy: socket.socket) -> str:
    """What somebody asks a proxy that wants another password."""
    proxy.settimeout(5)  # rather an error than a test that waits for ever
    connection, _ = proxy.accept()
    with connection, connection.makefile("rb") as lines:
        asked = b"".join(iter(lines.readline, b"\r\n"))
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    return asked.decode()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxys_password_is_given_to_the_proxy_and_shown_to_nobody(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://otter:quokka-9@127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        with ThreadPoolExecutor(1) as other:
            asked = other.submit(refuse_once, proxy)
            error = failure_of(f"{scheme}://models.invalid/v1", retries=0)
    assert "proxy-authorization: basic b3r0zxi6cxvva2thltk=" in asked.result().lower()
    assert "quokka-9" not in "".join(traceback.format_exception(error))


def test_a_proxy_that_can_not_be_used_is_a_matter_of_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://127.0.0.1:1")
    with pytest.raises(ConfigurationError, match="ALL_PROXY"):
        ChatCompleter(endpoint_of("http://models.invalid/v1"))


def test_an_overload_is_not_tried_again_by_the_http_client() -> None:
    with FaultServer(status(500)) as server:
        failure_of(server, retries=0)
    assert len(server.asked) == 1
