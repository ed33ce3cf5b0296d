"""Templates and assets, read once; everything that a template prints is escaped and shows what it hides."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from summarise.unseen import SHAPELESS

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_ASSETS = {
    path.name: (path.read_bytes(), _TYPES[path.name.rpartition(".")[2]])
    for path in files(__package__).joinpath("assets").iterdir()
    if path.name.rpartition(".")[2] in _TYPES
}


def shown(value: Any) -> Any:
    """What a template prints: a code point that steers or shows nothing becomes one that shows, at the same place."""
    return SHAPELESS.sub("\ufffd", value) if isinstance(value, str) and not isinstance(value, Markup) else value


_TEMPLATES = Environment(
    loader=PackageLoader("summarise.review_page"),
    autoescape=True,
    undefined=StrictUndefined,
    finalize=shown,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


def render(template: str, **values: Any) -> str:
    """A page of HTML."""
    return _TEMPLATES.get_template(template).render(**values)


def page(template: str, status: int = 200, **values: Any) -> Response:
    """An answer with a page."""
    return HTMLResponse(render(template, **values), status)


def asset(name: str) -> Response:
    """A stylesheet, script or picture of ours: only what was read at the start, so no path leads elsewhere."""
    found = _ASSETS.get(name)
    return Response(status_code=404) if found is None else Response(found[0], media_type=found[1])
