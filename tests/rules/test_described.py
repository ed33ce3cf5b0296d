"""Noun phrases that name what a paper introduces, where it coins no name."""

import pytest


@pytest.mark.parametrize(
    ("abstract", "names"),
    [
        pytest.param(
            "We propose a novel peel-aware pruning strategy to help.", ["peel-aware pruning strategy"], id="strategy"
        ),
        pytest.param("We propose harvest order mixing.", ["harvest order mixing"], id="no article"),
        pytest.param(
            "We design two simple modules: the apple fusion module and the pear fusion module.",
            ["apple fusion module", "pear fusion module"],
            id="two modules",
        ),
        pytest.param(
            "In this work, a ripeness-guided decoding scheme is proposed.",
            ["ripeness-guided decoding scheme"],
            id="passive",
        ),
        pytest.param(
            "We present FooNet. FooNet devises a rootless scheme for tree grafting.",
            ["FooNet", "rootless scheme for tree grafting"],
            id="what it is for",
        ),
        pytest.param("We develop core forcing to pick apples.", ["core forcing"], id="a technique without an article"),
        pytest.param(
            "We propose a picking scheme based on peel weights.",
            ["picking scheme based on peel weights"],
            id="based on",
        ),
        pytest.param(
            "We present FooNet. Our approach introduces a multi-stage picking pipeline.",
            ["FooNet", "multi-stage picking pipeline"],
            id="our approach introduces",
        ),
        pytest.param(
            "We introduce a peel-aware loss and core-guided sampling.",
            ["peel-aware loss", "core-guided sampling"],
            id="two joined by and",
        ),
        pytest.param(
            "We present FooNet. FooNet applies a novel 3D peel matching scheme.",
            ["FooNet", "3D peel matching scheme"],
            id="a novel part",
        ),
        pytest.param("We propose a graph-based orchard framework.", ["graph-based orchard framework"], id="framework"),
    ],
)
def test_a_telling_noun_phrase_is_the_name(elements, abstract, names) -> None:
    assert names == [m.name for m in elements("methods", abstract) if m.role == "introduced"]


@pytest.mark.parametrize(
    ("abstract", "names"),
    [
        pytest.param("We propose a novel framework.", [], id="only praise"),
        pytest.param("We present a deep learning model for apples.", [], id="a vague modifier"),
        pytest.param("We present an analysis of orchards.", [], id="an analysis"),
        pytest.param("We introduce FooNet, a graph-based orchard framework.", ["FooNet"], id="a coined name"),
        pytest.param("FooNet is ours. We propose FooNet. We propose a graph-based orchard framework.", ["FooNet"],
                     id="a general head beside a coined name"),
        pytest.param("We propose a neural field (NF)-based codec.", [], id="a part of a longer word"),
        pytest.param("We propose to use the peel objective.", [], id="an act"),
        pytest.param("We propose a refinement strategy.", [], id="any paper's strategy"),
        pytest.param("We propose a peel-aware picking scheme dubbed FooPick.", ["FooPick"], id="named right behind"),
        pytest.param("We propose a deep learning-based method.", [], id="vague parts of a word"),
        pytest.param("We develop machine learning to pick apples.", [], id="a field without an article"),
        pytest.param(
            "We propose a peel-aware loss and use a core sampling.", ["peel-aware loss"], id="another verb behind and"
        ),
        pytest.param("We propose FooNet. BarNet applies a novel peel loss.", ["FooNet"], id="a rival's novel part"),
        pytest.param("We focus on developing and evaluating apple ripeness models.", [], id="a gerund"),
        pytest.param("Others proposed a peel-aware pruning strategy.", [], id="others"),
    ],
)  # fmt: skip
def test_other_phrases_name_nothing(elements, abstract, names) -> None:
    assert names == [m.name for m in elements("methods", abstract) if m.role == "introduced"]
