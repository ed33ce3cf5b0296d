from collections.abc import Callable
from typing import Any

import pytest

from summarise.records import Paper
from summarise.rules import find


@pytest.fixture(scope="session")
def elements() -> Callable[..., list[Any]]:
    """The elements of one field that the rules find in an abstract."""

    def of(field: str, abstract: str, title: str | None = None) -> list[Any]:
        findings = find(Paper(id="p", title=title, abstract=abstract))
        return [f.element for f in findings.elements if f.field == field]

    return of
