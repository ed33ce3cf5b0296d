import pytest


@pytest.mark.parametrize(
    ("abstract", "url", "kind"),
    [
        pytest.param("Code is available at https://github.com/a/b.", "https://github.com/a/b", "code", id="full stop"),
        pytest.param("See our data (https://a.org/x_(1)).", "https://a.org/x_(1)", "data", id="brackets"),
        pytest.param("Weights: \\url{https://huggingface.co/a/b}.", "https://huggingface.co/a/b", "model", id="LaTeX"),
        pytest.param("Code at github.com/a/b, soon.", "github.com/a/b", "code", id="no scheme"),
        pytest.param("We will release our code and data.", None, "code+data", id="promise"),
        pytest.param("The models will be released and open-sourced.", None, "model", id="passive promise"),
    ],
)
def test_releases_are_found_without_the_sentence_around_them(elements, abstract, url, kind) -> None:
    assert [(url, kind)] == [(a.url, a.kind) for a in elements("artifacts", abstract)]


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("We use publicly available data.", id="another's data"),
        pytest.param("The method releases energy.", id="another sense"),
        pytest.param("Write to a@b.org.", id="mail"),
    ],
)
def test_what_is_not_released_gives_none(elements, abstract) -> None:
    assert elements("artifacts", abstract) == []
