"""Redirects: what goes along to another place, and what goes nowhere."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from asking_support import GOOD, complete, failure_of
from fault_server import Behaviour, FaultServer, answer

from summarise.completing import carrying
from summarise.errors import EndpointRefused


def test_a_redirect_to_another_host_does_not_take_the_key_along() -> None:
    with FaultServer(answer(GOOD)) as other:
        moved = Behaviour(
            307, headers={"Location": f"{other.base_url.replace('127.0.0.1', 'localhost')}/chat/completions"}
        )
        with FaultServer(moved) as server:
            assert complete(server).text == GOOD
    assert "authorization" in server.asked[0].headers
    assert [asked.headers.get("authorization") for asked in other.asked] == [None]


@pytest.fixture
def encrypted(monkeypatch: pytest.MonkeyPatch) -> Callable[[FaultServer], str]:
    """Makes a server that has not begun yet one over TLS, whose certificate is trusted; gives its address."""
    pem = Path(__file__).parent / "data" / "loopback.pem"
    trusted = ssl.create_default_context(cafile=pem)
    monkeypatch.setattr(carrying, "_trusted", lambda: trusted)

    def over_tls(server: FaultServer) -> str:
        serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        serving.load_cert_chain(pem)
        server._http.socket = serving.wrap_socket(server._http.socket, server_side=True)
        return server.base_url.replace("http:", "https:")

    return over_tls


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "location", ["http://{there}/v1?to=me#now", "HTTP://otter:quokka@{there}/v1"], ids=["", "user"]
)
def test_a_redirect_from_https_to_http_is_refused_before_anything_is_sent(
    code: int, location: str, encrypted: Callable[[FaultServer], str]
) -> None:
    with FaultServer(answer(GOOD)) as other:
        there = other.base_url.removeprefix("http://").removesuffix("/v1")
        server = FaultServer(Behaviour(code, headers={"Location": location.format(there=there)}))
        address = encrypted(server)
        with server:
            error = failure_of(address)
    assert isinstance(error, EndpointRefused)
    assert (1, []) == (len(server.asked), other.requests)
    assert f"{address.removesuffix('/v1')} sends requests on to http://{there}/v1, where they are not encrypted" in str(
        error
    )
    assert ("wrong_address", False) == (error.kind, "quokka" in str(error))


def test_a_redirect_that_stays_encrypted_is_followed(encrypted: Callable[[FaultServer], str]) -> None:
    server = FaultServer(
        answer(GOOD), routes={"/moved/chat/completions": Behaviour(307, headers={"Location": "/v1/chat/completions"})}
    )
    address = encrypted(server)
    with server:
        assert GOOD == complete(address.replace("/v1", "/moved")).text
    assert ["/moved/chat/completions", "/v1/chat/completions"] == [asked.path for asked in server.requests]
