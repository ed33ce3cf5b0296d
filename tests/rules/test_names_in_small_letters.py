"""Names that a paper gives without capitals, or that only its title, its family or 'novel' tells to be its own."""

import pytest


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param("We propose apple forcing, a general approach that keeps fruit.", ["apple forcing"],
                     id="apposition"),
        pytest.param("We study rot. This proposed method, called core-picking, saves time.", ["core-picking"],
                     id="called"),
        pytest.param("In this paper we propose a scalable Orchard PQR planner that sorts.", ["Orchard PQR planner"],
                     id="a head that acts"),
        pytest.param("We sort fruit. Tuned on the novel FooRec dataset, it is fast.", ["FooRec"], id="the novel"),
        pytest.param("Fruit rots. To address this, a red apple cutter (RAC) was developed: it cuts.",
                     ["red apple cutter (RAC)"], id="to address"),
        pytest.param("We present FooNet 2.0, a model. It has a large shape model - FooNet-Shape.",
                     ["FooNet 2.0", "FooNet-Shape"],
                     id="a family with a version"),
        pytest.param("We present FooNet 2.0, a model. It is better than FooNet-Old.",
                     ["FooNet 2.0"], id="an older member"),
        pytest.param("We propose several pickers, a method for each.", [], id="no name before the comma"),
        pytest.param("We use the usual method, called apple forcing in the trade.", [], id="goes on behind the name"),
        pytest.param("Fruit rots. In 1990, a red apple cutter (RAC) was developed by farmers.", [], id="by others"),
        pytest.param("We sort fruit. It is tuned on the new FooRec dataset.", [], id="new may be others'"),
        pytest.param("We propose re-reading the FooNet papers.", [], id="an act on what is there"),
    ],
)  # fmt: skip
def test_what_is_introduced(elements, abstract, expected) -> None:
    assert expected == [m.name for m in elements("methods", abstract) if m.role == "introduced"]


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        pytest.param("Orchard Dropout", "We present orchard dropout, which helps.",
                     ["orchard dropout"], id="the title's words in small letters"),
        pytest.param("Deep Neural Networks for Fruit", "We present a deep neural network that sorts.", [],
                     id="words of a field"),
        pytest.param("Orchard Dropout", "We study orchard dropout, which helps.", [], id="studied, not introduced"),
    ],
)  # fmt: skip
def test_what_the_title_opens_with(elements, title, abstract, expected) -> None:
    assert expected == [m.name for m in elements("methods", abstract, title) if m.role == "introduced"]
