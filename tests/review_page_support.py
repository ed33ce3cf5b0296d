"""The review page's server in a thread, and a client that sends exactly what a test says."""

from __future__ import annotations

import http.client
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from starlette.types import ASGIApp

from summarise.records import Record
from summarise.review_page.serving import PageServer
from summarise.review_page.session import Session
from summarise.reviewing import Review


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def words(self) -> str:
        """The text that a reader sees, on one line."""
        body = re.sub(r"(?s)<(script|style|title|svg).*?</\1>", " ", self.text)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    @property
    def plain(self) -> str:
        """The text without tags, letter by letter."""
        return unescape(re.sub(r"<[^>]+>", "", self.text))

    def hidden(self, name: str) -> str:
        """The value of a hidden field of the first form that has it."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, f"no field {name}"
        return unescape(found[1])


@dataclass
class Client:
    """A browser without a script: it keeps the cookie, follows nothing by itself, and says where a form stands."""

    address: str
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Any request; `headers` as names with '_' for '-', '' leaves one out."""
        place = urlsplit(self.address)
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
        sent = {"Host": place.netloc, "Cookie": self.cookie} | {k.replace("_", "-"): v for k, v in headers.items()}
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value:
                    connection.putheader(name, value)
            if body is not None and "Content-Length" not in sent and "Transfer-Encoding" not in sent:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders()
            if body:
                connection.send(body)
            response = connection.getresponse()
            answer = Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read().decode())
        finally:
            connection.close()
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        """A page."""
        return self.request("GET", path, **headers)

    def post(self, path: str, form: dict[str, str], **headers: str) -> Answer:
        """A form, sent from our own page unless said otherwise."""
        own = {"Origin": self.address, "Content_Type": "application/x-www-form-urlencoded"}
        return self.request("POST", path, urlencode(form).encode(), **own | headers)


@contextmanager
def serving(build: Callable[[Session], ASGIApp]) -> Iterator[PageServer]:
    """The server on a free port until the end."""
    server = PageServer(0, build)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(20)
        assert not thread.is_alive()


def opened(server: PageServer) -> Client:
    """A client that has opened the start address."""
    client = Client(server.address)
    assert 200 == client.get(urlsplit(server.start_address).path + "?" + urlsplit(server.start_address).query).status
    return client


def answered_raw(address: str, request: bytes) -> bytes:
    """What the server answers to these very bytes."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@dataclass
class Place:
    """A run on disk, its page and a browser without a script."""

    run: Path
    client: Client

    def review(self, who: str = "ada") -> Review:
        """The run as another process sees it."""
        return Review.open(self.run, who)

    def at(self) -> Answer:
        """The first page that waits."""
        return self.go("/")

    def go(self, path: str) -> Answer:
        """A page, along redirects."""
        answer = self.client.get(path)
        while answer.status == 303:
            answer = self.client.get(answer.headers["location"])
        return answer

    def send(self, answer: Answer, **fields: str) -> Answer:
        """The form of a unit's page; what comes is the page that it leads to."""
        path = re.search(r'<form[^>]* action="(/unit/[^"]+)"', answer.text)
        assert path
        form = {"token": answer.hidden("token"), "seen": answer.hidden("seen"), **fields}
        return self._follow(self.client.post(path[1], form))

    def undo(self, answer: Answer, act: str = "undo") -> Answer:
        """The form at the foot of every page."""
        foot = answer.text[answer.text.index('action="/undo"') :]
        fields = {n: m[1] for n in ("seen", "seen_redo") if (m := re.search(rf'name="{n}" value="([^"]*)"', foot))}
        return self._follow(self.client.post("/undo", {"token": answer.hidden("token"), "act": act, **fields}))

    def _follow(self, answer: Answer) -> Answer:
        return self.go(answer.headers["location"]) if answer.status == 303 else answer


def key_in(answer: Answer) -> str:
    """The key of the value that a page shows."""
    found = re.search(r'action="/unit/([\w-]+)"', answer.text)
    assert found
    return found[1]


def written(records: list[Record], path: Path) -> Path:
    path.write_text("".join(f"{record.to_line()}\n" for record in records), encoding="utf-8")
    return path
