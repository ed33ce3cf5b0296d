"""The vocabulary: the built-in one is sound, a user's is laid over it, and terms are met in any usual spelling."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarise.errors import ConfigurationError
from summarise.records import Paper
from summarise.rules import FACETS, Vocabulary, built_in_vocabulary, find, read_vocabulary
from summarise.rules.topics.spotting import cut, fold
from summarise.rules.topics.vocabulary import Entry

BUILT_IN = built_in_vocabulary()


def spotted(text: str, vocabulary: Vocabulary = BUILT_IN) -> list[tuple[str, str]]:
    """The ids that a text writes, with the words."""
    return [(entry.id, text[s.start : s.end]) for entry, s in vocabulary.spot(cut(text))]


def own(folder: Path, text: str) -> Vocabulary:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return read_vocabulary(path)


# ── the built-in file ──
def test_every_facet_but_the_users_own_has_entries() -> None:
    assert {*FACETS} - {"topic"} == {entry.facet for entry in BUILT_IN.entries.values()}


def test_every_parent_is_an_entry_of_the_same_facet() -> None:
    wrong = [e.id for e in BUILT_IN.entries.values() if e.parent and BUILT_IN.entries[e.parent].facet != e.facet]
    assert [] == wrong


@pytest.mark.parametrize("facet", [f for f in FACETS if f != "topic"])
def test_every_label_names_its_own_entry_and_no_other_of_its_facet(facet: str) -> None:
    entries = [e for e in BUILT_IN.entries.values() if e.facet == facet]
    assert {e.label: frozenset({e.id}) for e in entries} == {e.label: BUILT_IN.named(e.label, facet) for e in entries}


def test_no_alias_only_repeats_what_is_derived_from_another_spelling_of_its_entry() -> None:
    repeated = [
        (entry.id, alias)
        for entry in BUILT_IN.entries.values()
        for i, alias in enumerate(list(entry.spellings)[1:], 1)
        if cut(alias).folded in [cut(other).folded for other in list(entry.spellings)[:i]]
    ]
    assert [] == repeated


# ── spellings ──
@pytest.mark.parametrize(
    "written",
    ["question answering", "Question Answering", "question-answering", "QUESTION ANSWERING", "Question\u2013answering"],
)
def test_case_hyphen_and_blank_make_no_difference(written: str) -> None:
    assert [("question-answering", written)] == spotted(f"We look at {written}.".replace("We look at ", ""))[:1]


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("topic modelling", "topic-modeling"),
        ("summarisation", "summarization"),
        ("parsers", "syntactic-parsing"),
        ("pretraining", "pretraining"),
        ("pre training", "pretraining"),
        ("LLMs", "large-language-model"),
        ("recommender systems", "recommendation"),
        ("math word problems", "mathematical-reasoning"),
    ],
)
def test_plurals_british_spelling_and_joined_words_are_derived(written: str, tag: str) -> None:
    assert tag in [name for name, words in spotted(f"about {written} here") if words == written]


@pytest.mark.parametrize("text", ["a rag on the floor", "we nas", "the har of it", "a kit", "his moe", "asr", "Mots"])
def test_acronyms_count_only_in_their_capitals(text: str) -> None:
    assert [] == spotted(text)


@pytest.mark.parametrize("text", ["subparsing", "parsing2", "my_parsing", "BERT-2", "NERVE"])
def test_a_part_of_a_longer_word_is_no_term(text: str) -> None:
    assert [] == spotted(text)


def test_the_longest_term_of_a_facet_wins() -> None:
    assert ["aspect-based-sentiment-analysis"] == [
        name for name, _ in spotted("aspect-based sentiment analysis") if BUILT_IN.entries[name].facet == "task"
    ]


def test_an_ambiguous_alias_needs_a_word_of_its_context() -> None:
    assert [] == spotted("The MT lab is open.")
    assert ["machine-translation"] == [name for name, words in spotted("MT, measured in BLEU") if words == "MT"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a C++ compiler", ["C++"]),
        ("in C++, (C++) and C++17", ["C++", "C++", "C++"]),
        ("a C compiler, C+ or C+++ and C", []),
        ("vitamin C# and C#m, written in C#.", ["C#", "C#"]),
        ("grade A and A-level, found by A* search", ["A* search"]),
        ("grade A search", []),
        ("plan with B*", ["B*"]),
        ("plan B", []),
    ],
)
def test_signs_at_the_end_of_a_name_must_stand_in_the_text(tmp_path: Path, text: str, written: list[str]) -> None:
    names = {"topic": "C++", "task": "C#", "method": "A* search", "stage": "B*"}
    tables = "".join(f"[{facet}]\n{facet}-x = {{ label = '{label}' }}\n" for facet, label in names.items())
    vocabulary = own(tmp_path, f"builtin = false\n{tables}")
    assert written == [words for _, words in spotted(text, vocabulary)]
    assert {"topic-x"} == vocabulary.named("C++", "topic")
    assert frozenset() == vocabulary.named("C", "topic")


def test_an_acronym_that_is_also_a_common_word_counts_in_its_capitals(tmp_path: Path) -> None:
    vocabulary = own(tmp_path, "builtin = false\n[topic]\ncomputing = { label = 'Computing', aliases = ['IT'] }")
    assert [("computing", "IT")] == spotted("it is IT", vocabulary)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("NER", "Named entity recognition", True),
        ("mathematical reasoning", "Reasoning", True),
        ("machine translation", "Summarization", False),
        ("a new thing", "Reasoning", False),
        ("", "Reasoning", False),
    ],
)
def test_two_names_are_one_task_by_alias_or_parent(a: str, b: str, same: bool) -> None:
    assert same is BUILT_IN.same(a, b) is BUILT_IN.same(b, a)


@given(st.text())
def test_any_text_is_cut_into_pieces_that_slice_back(text: str) -> None:
    pieces = cut(text)
    assert [fold(text[a:b]) for a, b in pieces.spans] == list(pieces.folded)


# ── a user's file ──
def test_own_entries_are_added_and_known_ones_extended(tmp_path: Path) -> None:
    text = """
    [task]
    whistle-decoding = { label = "Whistle decoding", aliases = ["dolphin talk"] }
    machine-translation = { aliases = ["tongue swapping"] }
    """
    vocabulary = own(tmp_path, text)
    assert [("whistle-decoding", "dolphin talk"), ("machine-translation", "Tongue-swapping")] == spotted(
        "dolphin talk. Tongue-swapping", vocabulary
    )
    assert "Machine translation" == vocabulary.entries["machine-translation"].label
    assert len(BUILT_IN.entries) + 1 == len(vocabulary.entries)


def test_entries_can_be_switched_off_and_their_children_stay(tmp_path: Path) -> None:
    vocabulary = own(tmp_path, 'disable = ["reasoning"]')
    assert [] == spotted("reasoning", vocabulary)
    assert (None, "Mathematical reasoning") == (
        vocabulary.entries["mathematical-reasoning"].parent,
        vocabulary.entries["mathematical-reasoning"].label,
    )


def test_an_entry_switched_off_twice_is_off(tmp_path: Path) -> None:
    assert [] == spotted("reasoning", own(tmp_path, 'disable = ["reasoning", "reasoning"]'))


def test_one_spelling_may_stand_for_an_entry_of_each_of_two_facets(tmp_path: Path) -> None:
    vocabulary = own(tmp_path, "[task]\nab = { label = 'pre-foo' }\n[method]\ncd = { label = 'prefoo' }")
    assert {"ab", "cd"} == {entry for entry, _ in spotted("prefoo", vocabulary)}


def test_the_built_in_vocabulary_can_be_left_out_whole(tmp_path: Path) -> None:
    vocabulary = own(tmp_path, 'builtin = false\n[topic]\nwhales = { label = "Whales" }')
    assert {"whales": Entry("whales", "topic", "Whales")} == vocabulary.entries


def test_another_vocabulary_bears_a_mark_that_its_bytes_decide(tmp_path: Path) -> None:
    first, again = own(tmp_path, 'disable = ["reasoning"]'), own(tmp_path, 'disable = ["reasoning"]')
    other = own(tmp_path, 'disable = ["planning"]')
    assert "" == BUILT_IN.mark
    assert first.mark == again.mark != other.mark
    assert first.mark.startswith("vocabulary.")


def test_a_vocabulary_that_was_read_leaves_the_built_in_one_as_it_was(tmp_path: Path) -> None:
    before = dict(built_in_vocabulary().entries)
    own(tmp_path, 'disable = ["reasoning"]\n[task]\nplanning = { label = "Plans" }')
    assert before == built_in_vocabulary().entries


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[task", "can't be read as TOML"),
        ("[tasks]\na = { label = 'Abc' }", "unknown table or key 'tasks'"),
        ("[task]\nA_b = { label = 'Abc' }", "[task] A_b: an id is written in small letters"),
        ("[task]\nab = { aliases = ['x'] }", "[task] ab: a new entry needs a label"),
        ("[task]\nab = { label = 'Ab', alias = ['x'] }", "[task] ab.alias: unknown key"),
        ("[task]\nab = { label = 7 }", "[task] ab.label"),
        ("[task]\nab = { label = '...' }", "needs a letter or digit"),
        ("[task]\nab = { label = 'Ab', parent = 'cd' }", "[task] ab: its parent 'cd' is no entry"),
        (
            "[task]\nab = { label = 'Ab', parent = 'cd' }\ncd = { label = 'Cd', parent = 'ab' }",
            "its parents form a circle",
        ),
        ("[task]\nab = { label = 'Ab', aliases = ['NER'] }", "'NER' stands for 'named-entity-recognition' already"),
        (
            "[task]\nab = { label = 'pre-foo' }\ncd = { label = 'prefoo' }",
            "[task] cd: 'prefoo' stands for 'ab' already (as 'pre-foo')",
        ),
        (
            "[task]\nab = { label = 'Foo' }\ncd = { label = 'Bar', in_context = { foos = ['pond'] } }",
            "[task] cd: 'foos' stands for 'ab' already (as 'Foo')",
        ),
        (
            "[task]\nab = { label = 'Abc', in_context = { foo = ['sea'] } }\n"
            "cd = { label = 'C', in_context = { foo = ['pond'] } }",
            "[task] cd: 'foo' stands for 'ab' already; leave it out",
        ),
        ("builtin = false\ndisable = ['reasoning']", "builtin = false leaves it out whole; remove one of the two"),
        ("[method]\nreasoning = { label = 'R' }", "[method] reasoning: this id is taken by an entry of [task]"),
        ("[task]\nab = { label = 'Ab' }\n[method]\nab = { label = 'Ab' }", "[method] ab: this id is taken"),
        ("disable = ['no-such']", "disable names 'no-such'"),
        ("task = 1", "task must be a table"),
        ("[task]\nab = 1", "[task] ab must be a table"),
        ("[task]\nab = { label = 7 }", "[task] ab.label must be a string"),
        ("[task]\nab = { label = '' }", "[task] ab.label is empty"),
        ("[task]\nab = { label = 'Ab', aliases = 'x' }", "[task] ab.aliases must be a list of strings"),
        ("[task]\nab = { label = 'Ab', aliases = [1] }", "[task] ab.aliases must be a list of strings"),
        ("disable = [1]", "disable must be a list of strings"),
        ("[task]\nab = { label = 'Ab', in_context = 'x' }", "[task] ab.in_context must be a table"),
        ("[task]\nab = { label = 'Ab', in_context = { RC = [] } }", "[task] ab.in_context.RC names no words"),
        ("builtin = 'false'", "builtin must be true or false, without quotes"),
        ("builtin = 0", "builtin must be true or false, without quotes"),
        ("[task]\nab = { label = 'the' }", "'the' stands in any text"),
        ("[task]\nab = { label = 'Ab', aliases = ['And'] }", "'And' stands in any text"),
        ("[task]\nab = { label = 'Ab', aliases = ['in the 2000'] }", "'in the 2000' stands in any text"),
        ("[task]\nab = { label = 'Ab', in_context = { we = ['heron'] } }", "'we' stands in any text"),
        ('[task]\nab = { label = "A\\u001b[31mb" }', "[task] ab.label: holds a control character"),
        ('[task]\nab = { label = "Ab", aliases = ["a\\u202eb"] }', "[task] ab.aliases.0: holds a control character"),
        ('[task]\nab = { label = "a\\nb" }', "[task] ab.label: holds a control character or a line break"),
        ('[task]\n"a\\u001b\\nb" = { label = "Ab" }', "[task] 'a\\x1b\\nb': an id is written in small letters"),
    ],
)
def test_a_bad_file_is_named_with_the_entry_and_the_remedy(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        own(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "own.toml"))
    assert said in str(caught.value)
    assert 3 == caught.value.exit_code


@pytest.mark.parametrize("last", ["", ", parent = 'a0'", ", parent = 'a5'", ", parent = 'b'"])
def test_long_chains_of_parents_are_followed_once_and_circles_and_gaps_in_them_found(tmp_path: Path, last: str) -> None:
    chain = "".join(f"a{i} = {{ label = 'Wader x{i}', parent = 'a{i + 1}' }}\n" for i in range(3000))
    text = f"[topic]\n{chain}a3000 = {{ label = 'Wader'{last} }}\n"
    if not last:
        assert 3000 == len(list(own(tmp_path, text).ancestors("a0")))
        return
    with pytest.raises(
        ConfigurationError, match="a3000: its parent.* circle at" if "a" in last[-4:] else "is no entry"
    ):
        own(tmp_path, text)


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "too large"])
def test_what_is_no_regular_file_or_too_large_is_refused_without_being_read(tmp_path: Path, kind: str) -> None:
    path = Path("/dev/zero") if kind == "device" else tmp_path / "own.toml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "too large":
        path.write_bytes(b"#" * 4_000_001)
    said = {"folder": "Is a directory", "too large": "larger than 4,000,000 bytes"}.get(kind, "not a regular file")
    with pytest.raises(ConfigurationError, match=f"{path}: {said}"):
        read_vocabulary(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"none\.toml: No such file"):
        read_vocabulary(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"\x00", b"a = [" * 3000, b"a = " + b"[" * 100_000, b"builtin = " + b"9" * 10_000]
)
def test_bytes_that_are_no_toml_are_a_configuration_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "own.toml").write_bytes(data)
    with pytest.raises(ConfigurationError, match=r"own\.toml: can't be read as TOML: "):
        read_vocabulary(tmp_path / "own.toml")


def test_tasks_and_tags_come_from_the_vocabulary_that_is_given(tmp_path: Path) -> None:
    vocabulary = own(
        tmp_path, '[task]\nwhistle-decoding = { label = "Whistle decoding", aliases = ["whistle reading"] }'
    )
    paper = Paper(id="p", title="A network for whistle reading", abstract="We propose a network for whistle reading.")
    elements = {f.field: f.element for f in find(paper, vocabulary).elements if f.field in ("tasks", "tags")}
    assert "Whistle decoding" == elements["tasks"].name  # type: ignore[union-attr]
    assert ["whistle-decoding"] == [
        f.element.id  # type: ignore[union-attr]
        for f in find(paper, vocabulary).elements
        if f.field == "tags" and f.rule == "task_tag"
    ]
    assert "whistle-decoding" not in str(find(paper))


def test_the_example_of_the_documentation_is_a_sound_file(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "vocabulary.md").read_text(encoding="utf-8")
    vocabulary = own(tmp_path, page.split("```toml\n")[1].split("```")[0])
    assert "Green AI" == vocabulary.entries["green-ai"].label
    assert "fashion" not in vocabulary.entries


def test_a_piece_longer_than_any_word_is_folded_but_not_remembered() -> None:
    piece = "Puffins" * 10
    assert piece.lower() == fold(piece)
    assert piece not in fold.__self__  # type: ignore[attr-defined]
