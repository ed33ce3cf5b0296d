import pytest

from summarise.rules.acronyms import end_of_expansion, find_expansions, is_acronym_of


@pytest.mark.parametrize(
    ("text", "long_form", "acronym"),
    [
        pytest.param("by Careful Apple Sorting (CAS) we", "Careful Apple Sorting (CAS)", "CAS", id="initials"),
        pytest.param("Many Apple Sorters (MASs) are", "Many Apple Sorters (MASs)", "MASs", id="plural"),
        pytest.param("apple-aware sorting net (ApSoNet)", "apple-aware sorting net (ApSoNet)", "ApSoNet", id="mixed"),
        pytest.param("Deep Apple Picking (DAP-R1)", "Deep Apple Picking (DAP-R1)", "DAP-R1", id="version"),
        pytest.param("Careful and even Sorting (CS)", "Careful and even Sorting (CS)", "CS", id="twice as many words"),
        pytest.param("Multi-head Apple Attention (MAA)", "Multi-head Apple Attention (MAA)", "MAA", id="hyphen"),
    ],
)
def test_the_words_before_an_acronym_are_its_long_form(text: str, long_form: str, acronym: str) -> None:
    assert [(long_form, acronym)] == [(text[start:end], short) for start, end, short in find_expansions(text)]


def test_an_acronym_may_stand_before_its_long_form() -> None:
    text = "CAS (Careful Apple Sorting) and PAS (see below)"
    assert "CAS (Careful Apple Sorting)" == text[: end_of_expansion(text, 0, 3)]
    assert "CAS (Careful Apple Sorting) and PAS" == text[: end_of_expansion(text, 32, 35)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("apples are red. So (CAS)", id="over a sentence's end"),
        pytest.param("pears and plums (CAS)", id="other letters"),
        pytest.param("careful sorting (see)", id="no capitals"),
        pytest.param("cut or sort by hand (CS)", id="more than twice as many words as characters"),
    ],
)
def test_other_brackets_hold_no_acronym(text: str) -> None:
    assert [] == list(find_expansions(text))


@pytest.mark.parametrize(
    ("acronym", "words", "fits"),
    [
        pytest.param("CAS", "Careful Apple Sorting", True, id="all words"),
        pytest.param("CAS", "A Careful Apple Sorting", False, id="a word too many"),
        pytest.param("French", "Apple Sorting", False, id="a word"),
    ],
)
def test_an_acronym_stands_for_all_of_its_words(acronym: str, words: str, fits: bool) -> None:
    assert fits == is_acronym_of(acronym, words)
