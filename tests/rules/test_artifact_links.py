import pytest

from summarise.rules import read_numbers


@pytest.mark.parametrize(
    ("abstract", "url", "kind"),
    [
        pytest.param("Code is available at https://github.com/a/b.", "https://github.com/a/b", "code", id="full stop"),
        pytest.param("See our data (https://a.org/x_(1)).", "https://a.org/x_(1)", "data", id="brackets"),
        pytest.param("Weights: \\url{https://huggingface.co/a/b}.", "https://huggingface.co/a/b", "model", id="LaTeX"),
        pytest.param("Code at github.com/a/b, soon.", "github.com/a/b", "code", id="no scheme"),
        pytest.param("Code: \\href{https://github.com/a/b}{this page}.", "https://github.com/a/b", "code", id="href"),
        pytest.param("Code: https://github.com/a/b\\footnote{Soon}.", "https://github.com/a/b", "code", id="footnote"),
        pytest.param("Code: https://github.com/a/b$^1$.", "https://github.com/a/b", "code", id="footnote mark"),
        pytest.param("Code: https://github.com/\na/b-c.", "https://github.com/a/b-c", "code", id="broken line"),
        pytest.param("Code: https://github.com/a/b-\nc.", "https://github.com/a/b-c", "code", id="broken at a hyphen"),
        pytest.param("Weights: hf.co/a/b.", "hf.co/a/b", "model", id="short host"),
        pytest.param("Data: doi.org/10.5281/zenodo.1.", "doi.org/10.5281/zenodo.1", "data", id="doi"),
        pytest.param("A film is at https://youtu.be/a1.", "https://youtu.be/a1", "demo", id="video"),
        pytest.param("The code can be found at this https URL", None, "code", id="an address taken out"),
        pytest.param("We made both the 1.5B and the 9B model public.", None, "model", id="decimal points between"),
        pytest.param("We will release our code and data.", None, "code+data", id="promise"),
        pytest.param("The checkpoints will be released next spring.", None, "model", id="passive promise"),
    ],
)
def test_releases_are_found_without_the_sentence_around_them(elements, abstract, url, kind) -> None:
    assert [(url, kind)] == [(a.url, a.kind) for a in elements("artifacts", abstract)]


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("We use publicly available data.", id="another's data"),
        pytest.param("It works where no models are available.", id="none to be had"),
        pytest.param("The method releases energy.", id="another sense"),
        pytest.param("Training data is available in few languages.", id="data there is"),
        pytest.param("It needs neither if our code is available.", id="a condition"),
        pytest.param("Write to a@b.org.", id="mail"),
    ],
)
def test_what_is_not_released_gives_none(elements, abstract) -> None:
    assert elements("artifacts", abstract) == []


@pytest.mark.parametrize("verb", ["is", "are"])
@pytest.mark.parametrize("things", ["Our code and data", "Our training data", "The code and training data"])
def test_the_papers_own_code_and_data_are_released_in_either_number(elements, things, verb) -> None:
    assert [None] == [a.url for a in elements("artifacts", f"{things} {verb} available.")]


@pytest.mark.parametrize(
    ("abstract", "licence"),
    [
        pytest.param("We open-source our models under the MIT license.", "MIT", id="MIT"),
        pytest.param("Code is released under Apache 2.0 at https://a.org/b.", "Apache 2.0", id="Apache"),
        pytest.param(
            "Code is released under the Apache License, Version 2.0.", "Apache License, Version 2.0", id="version"
        ),
        pytest.param("Our data (https://a.org/b) is under CC BY-NC-SA 4.0.", "CC BY-NC-SA 4.0", id="Creative Commons"),
        pytest.param("We release our code, built at MIT.", None, id="the institute"),
        pytest.param(
            "The Massachusetts Institute of Technology (MIT) releases code at https://a.org/b.",
            None,
            id="the institute in brackets",
        ),
        pytest.param("We release our code under a free license (MIT).", "MIT", id="licence in brackets"),
        pytest.param("Our code is available as open source (BSD).", "BSD", id="open source in brackets"),
        pytest.param("We release our code.", None, id="none stated"),
    ],
)
def test_a_licence_is_given_as_written(elements, abstract, licence) -> None:
    assert [licence] == [a.licence for a in elements("artifacts", abstract)]


def test_the_number_of_a_licence_is_a_version() -> None:
    abstract = "Our code is released under Apache 2.0 and our data under CC BY 4.0."
    assert [("2.0", "version"), ("4.0", "version")] == [(q.text, q.role) for q in read_numbers(abstract)]


def test_an_address_that_is_given_twice_is_one_artifact(elements) -> None:
    abstract = "Code: \\href{https://a.org/b}{https://a.org/b}. Again: https://a.org/b."
    assert ["https://a.org/b"] == [a.url for a in elements("artifacts", abstract)]
