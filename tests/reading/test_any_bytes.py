"""Whatever the bytes: reading never raises, nothing empty comes out, and what comes out can be read again."""

from __future__ import annotations

import io
import json
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from summarise.reading import read_papers
from summarise.reading.wording import _cleaned, wording_of
from summarise.records import Paper, Unreadable
from summarise.text import clean

from .reading_out_of_bytes import ABSTRACT, papers_of, read

_PIECES = [
    b"Abstract:", b"Title:", b"Authors:", b"\n", b"\r\n", b"\r", b"\n\n", b"{", b"}", b"[", b"]", b'"', b"\\", b",",
    b'{"abstract": "', b'"}', b'{"id": 1, "abstract": "x"}', b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\xe9", b"null",
    b"Xu, Runxin", b"A Title", b"We present a model. It works on five tasks.", ABSTRACT.encode(), b"\\ud800",
]  # fmt: skip
documents = st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(_PIECES) | st.binary(max_size=5)).map(b"".join))


@settings(max_examples=400, deadline=None)
@given(documents)
def test_any_bytes_give_papers_or_faults_and_never_an_error(data: bytes) -> None:
    items = list(read(data))
    assert items
    for item in items:
        assert type(item).model_validate_json(item.model_dump_json()) == item
        if isinstance(item, Unreadable):
            assert item.message.isprintable()
            assert len(item.message) < 250
        else:
            assert item.abstract.strip()
            assert item.id


@settings(max_examples=150, deadline=None)
@given(documents)
def test_a_paper_written_as_json_is_read_as_the_same_paper(data: bytes) -> None:
    papers = [item for item in read(data) if isinstance(item, Paper)]
    written = "\n".join(json.dumps({"id": p.id, "title": p.title, "abstract": p.abstract}) for p in papers)
    again = papers_of(written) if papers else []
    assert [(p.id, p.title, p.abstract) for p in papers] == [(p.id, p.title, p.abstract) for p in again]


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_the_order_of_records(rnd: random.Random) -> None:
    texts = [ABSTRACT.replace("4.2", f"{i}.5") for i in range(4)]
    texts += [text + " Code is available at https://github.com/a/b." for text in texts[:2]]
    texts += [texts[0].replace("%", r"\%")]
    expected = ids_of(texts)
    rnd.shuffle(texts)
    assert ids_of(texts) == expected
    assert len(expected) == 4


def ids_of(texts: list[str]) -> set[str]:
    data = "\n".join(json.dumps({"abstract": text}) for text in texts).encode()
    return {item.id for item in read_papers(["-"], stdin=io.BytesIO(data)) if isinstance(item, Paper)}


@given(st.text(st.characters(max_codepoint=0x7F), max_size=60))
def test_the_short_way_of_cleaning_gives_the_same_text(text: str) -> None:
    cleaned = clean(text).text
    assert _cleaned(text).split() == cleaned.split()
    assert "".join(wording_of(text).forms) in cleaned.replace(" ", "") or wording_of(text).forms
