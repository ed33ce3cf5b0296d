"""Names that a report announces, and what it says of others."""

import pytest


def introduced(elements, abstract, title=None) -> list[str]:
    return [m.name for m in elements("methods", abstract, title) if m.role == "introduced"]


@pytest.mark.parametrize(
    ("abstract", "names"),
    [
        pytest.param("Foo2.5-Max is a large model developed by Roo.", ["Foo2.5-Max"], id="is a model developed by"),
        pytest.param("Foo-4 is our latest model.", ["Foo-4"], id="is our model"),
        pytest.param("The roo6.5 series includes two models.", ["roo6.5"], id="a series"),
        pytest.param("Roo Inc. today launched RooChat, a chatbot.", ["RooChat"], id="launched"),
        pytest.param("Roo Inc. recently releases RooChat, a chatbot.", ["RooChat"], id="releases"),
        pytest.param("Roo Inc. proudly introduced RooChat, a chatbot.", ["RooChat"], id="introduced"),
        pytest.param("We report Zoo, a model of genomes.", ["Zoo"], id="we report"),
        pytest.param("We tested our agent, FooStar, in games.", ["FooStar"], id="our agent"),
        pytest.param("The best of its series. It is small, and Foo-V 2.6 supports video.", [], id="not after and"),
        pytest.param("The best of its series. Being small, Foo-V 2.6 supports video.", ["Foo-V 2.6"], id="supports"),
    ],
)
def test_what_is_announced_is_introduced(elements, abstract, names) -> None:
    assert names == introduced(elements, abstract)


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("FooNet is a popular model. We study it.", id="popular"),
        pytest.param("FooNet is a model trained on apples. We study why it fails.", id="studied"),
        pytest.param("Since Roo launched RooChat, we all write differently.", id="background"),
        pytest.param("We report ImageNet accuracy.", id="a report of results"),
        pytest.param("We run our agent, GPT-4, in games.", id="a known family"),
        pytest.param("Our ImageNet results are good.", id="a known set"),
    ],
)
def test_what_others_made_is_not(elements, abstract) -> None:
    assert [] == introduced(elements, abstract)
