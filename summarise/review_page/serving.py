"""The page's server: on the loopback, until Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from summarise.errors import UsageError
from summarise.review_page.session import Session

HOST = "127.0.0.1"


class PageServer:
    """Holds its port from the beginning, so that the address can be told before anything is asked of it."""

    def __init__(self, port: int, build: Callable[[Session], ASGIApp]) -> None:
        self._socket = _bound(port)
        self.address = f"http://{HOST}:{self._socket.getsockname()[1]}"
        session = Session(self._socket.getsockname()[1])
        self.start_address = self.address + session.start_path
        """Opens the page in one browser, once."""
        self._server = uvicorn.Server(
            uvicorn.Config(
                build(session),
                log_level="warning",
                access_log=False,  # it would hold the start token
                lifespan="off",
                ws="none",
                http="h11",
                loop="asyncio",
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=2,  # a browser keeps its connection open
            )
        )

    def serve(self) -> None:
        """Answers until Ctrl-C, SIGTERM or `stop`."""
        try:
            self._server.run(sockets=[self._socket])
        except KeyboardInterrupt:  # uvicorn raises it again once it is done
            return
        finally:
            self._socket.close()

    def stop(self) -> None:
        """Ends `serve`, from another thread."""
        self._server.should_exit = True


def _bound(port: int) -> socket.socket:
    """A listening socket; port 0 gives a free one. Raises UsageError for one that is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise UsageError(
            f"port {port} can't be used: {error.strerror or error}; leave --port out for a free one"
        ) from error
    listening.listen(128)
    return listening
