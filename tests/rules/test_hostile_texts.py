"""Texts that once held up the rules for seconds or hours: each of them is read to its end."""

import pytest

from summarise import Paper
from summarise.rules import find

HELD_UP = {
    "hyphens between digits": "It improves " + "1-" * 600 + "1- 12.3% in performance.",
    "hyphens between letters": "It improves by 3% " + "a-" * 600 + "b.",
    "averages of averages": "It improves accuracy by " + "an average of " * 80 + "12.3% in performance.",
    "sizes and slashes": "We propose Foo, which achieves " + "7B/" * 1_300,
}


@pytest.mark.parametrize("text", HELD_UP.values(), ids=HELD_UP)
def test_a_text_that_held_up_the_rules_is_read_to_its_last_number(text: str) -> None:
    last = find(Paper(id="p", abstract=text)).ledger[-1]
    assert last.end >= max(i for i, sign in enumerate(text) if sign.isdigit()) + 1
