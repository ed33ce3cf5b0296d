"""What stands before every page of the review: who asks, from where, and how much they send."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from review_page_support import Answer, Client, answered_raw, opened, serving
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from summarise.errors import UsageError
from summarise.review_page.guard import HEADERS, LARGEST_FORM, Guard
from summarise.review_page.serving import PageServer
from summarise.review_page.session import Session


class Pages:
    """Says what reached it."""

    def __init__(self) -> None:
        self.reached: list[str] = []
        self.token = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.reached.append(f"{request.method} {request.url.path}")
        await PlainTextResponse(f"pages {scope.get('form', {}).get('choose', '')}")(scope, receive, send)

    def guarded(self, session: Session) -> Guard:
        self.token = session.form_token
        return Guard(self, session, lambda status, wrong, todo: f"{status}: {wrong}. {todo}")


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages()


@pytest.fixture(scope="module")
def server(pages: Pages) -> Iterator[PageServer]:
    with serving(pages.guarded) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: PageServer) -> Client:
    return opened(server)


def test_the_server_is_bound_to_the_loopback_alone(server: PageServer) -> None:
    assert "127.0.0.1" == urlsplit(server.address).hostname
    for family, address in {(i[0], i[4][0]) for i in socket.getaddrinfo(socket.gethostname(), None)}:
        if not str(address).startswith("127.") and family == socket.AF_INET:
            with socket.socket(family) as other, pytest.raises(OSError):
                other.connect((address, urlsplit(server.address).port))


def test_a_port_that_is_taken_is_an_error_that_says_so(server: PageServer) -> None:
    port = urlsplit(server.address).port
    with pytest.raises(UsageError, match=rf"port {port} can't be used.*leave --port out"):
        PageServer(port or 0, Pages().guarded)


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost", "localhost:65535"])
def test_loopback_names_are_answered_on_any_port_for_tunnels(client: Client, host: str) -> None:
    assert "pages " == client.get("/", Host=host).text


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.1", "localhost@evil", "x"]
)
def test_a_forged_host_is_refused(client: Client, pages: Pages, host: str) -> None:
    before = len(pages.reached)
    assert (400, before) == (client.get("/", Host=host).status, len(pages.reached))
    assert 400 == client.get("/assets/page.css", Host=host).status


@pytest.mark.parametrize("lines", [b"", b"Host: localhost\r\nHost: evil.example\r\n"])
def test_no_host_or_two_of_them_are_refused(server: PageServer, lines: bytes) -> None:
    raw = answered_raw(server.address, b"GET / HTTP/1.1\r\n" + lines + b"Connection: close\r\n\r\n")
    assert raw.startswith(b"HTTP/1.1 400 ")


def test_without_the_cookie_nothing_is_shown_and_the_page_says_what_to_do(server: PageServer, pages: Pages) -> None:
    before = len(pages.reached)
    answer = Client(server.address).get("/")
    assert (403, before) == (answer.status, len(pages.reached))
    assert "start it again and open the address it prints" in answer.text


@pytest.mark.parametrize("cookie", ["summarise_review_{port}=guess", "other=1", "summarise_review_{port}", "\x7f=;;=,"])
def test_another_cookie_opens_nothing(server: PageServer, cookie: str) -> None:
    named = cookie.format(port=urlsplit(server.address).port)
    assert 403 == Client(server.address, named).get("/").status


def test_the_start_address_sets_a_cookie_that_scripts_and_other_sites_do_not_get() -> None:
    with serving(Pages().guarded) as server:
        path = server.start_address.removeprefix(server.address)
        client = Client(server.address)
        answer = client.get(path)
        assert (200, "HttpOnly; SameSite=Strict") == (answer.status, answer.headers["set-cookie"].split("; ", 2)[2])
        assert "Path=/" in answer.headers["set-cookie"]
        assert "pages " == client.get("/").text
        replayed = Client(server.address).get(path)
        assert (403, True) == (replayed.status, "was used before" in replayed.text)
        assert "set-cookie" not in replayed.headers
        again = client.get(path)
        assert (200, True) == (again.status, 'href="/"' in again.text), "the browser that opened it goes on"


def test_a_wrong_start_token_does_not_use_the_right_one_up() -> None:
    with serving(Pages().guarded) as server:
        client = Client(server.address)
        assert 403 == client.get("/start?token=guess").status
        assert 403 == client.get("/start").status
        assert 403 == client.request("HEAD", server.start_address.removeprefix(server.address)).status
        assert 200 == client.get(server.start_address.removeprefix(server.address)).status


def test_a_form_of_the_page_passes(client: Client, pages: Pages) -> None:
    assert "pages 1" == client.post("/unit/x", {"token": pages.token, "choose": "1"}).text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Origin": "https://{host}"},
        {"Origin": ""},
        {"Origin": "", "Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
    ],
    ids=str,
)
def test_a_form_of_another_page_is_refused(client: Client, pages: Pages, headers: dict[str, str]) -> None:
    before = len(pages.reached)
    host = urlsplit(client.address).netloc
    answer = client.post("/unit/x", {"token": pages.token}, **{k: v.format(host=host) for k, v in headers.items()})
    assert (403, before) == (answer.status, len(pages.reached))


@pytest.mark.parametrize("form", [{}, {"token": ""}, {"token": "guess"}, {"token": "gu\u00e9ss\udcff"}], ids=str)
def test_a_form_without_the_token_is_refused(client: Client, pages: Pages, form: dict[str, str]) -> None:
    before = len(pages.reached)
    sent = {k: v.encode("utf-8", "surrogatepass") for k, v in form.items()}
    assert 403 == client.post("/unit/x", sent).status  # type: ignore[arg-type]
    assert before == len(pages.reached)


def test_a_form_without_the_cookie_is_refused(server: PageServer, pages: Pages) -> None:
    assert 403 == Client(server.address).post("/unit/x", {"token": pages.token}).status


def _too_large(answer: Answer) -> tuple[int, bool]:
    return answer.status, "More than 64 KB" in answer.text


def test_a_huge_form_is_refused_before_it_is_read(client: Client, pages: Pages) -> None:
    before = len(pages.reached)
    form = {"token": pages.token, "note": "x" * LARGEST_FORM}
    assert (413, True) == _too_large(client.post("/unit/x", form))
    said = client.post("/unit/x", {}, Content_Length="999999999999")
    assert (413, True) == _too_large(said), "nothing of it was sent"
    assert before == len(pages.reached)


def test_a_huge_form_that_does_not_say_its_length_is_cut_off(client: Client, pages: Pages) -> None:
    before = len(pages.reached)
    piece = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    host = urlsplit(client.address).netloc.encode()
    head = (
        b"POST /unit/x HTTP/1.1\r\nHost: " + host + b"\r\nOrigin: http://" + host + b"\r\nCookie: "
        b"" + client.cookie.encode() + b"\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    assert answered_raw(client.address, head + piece * 5).startswith(b"HTTP/1.1 413 ")
    assert before == len(pages.reached)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"token=x", "text/plain", 415),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"&".join([b"a=1"] * 300), "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_no_form_is_refused(client: Client, body: bytes, kind: str, status: int) -> None:
    answer = client.request("POST", "/unit/x", body, Origin=client.address, Content_Type=kind)
    assert status == answer.status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert 405 == client.request(method, "/").status


def test_every_answer_says_what_a_browser_may_do_with_it(client: Client, server: PageServer) -> None:
    answers = [client.get("/"), Client(server.address).get("/"), client.get("/", Host="evil.example")]
    for answer in answers:
        assert HEADERS == {name: answer.headers.get(name) for name in HEADERS}
    policy = HEADERS["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "server" not in answers[0].headers
