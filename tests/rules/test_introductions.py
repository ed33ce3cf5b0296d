import pytest


@pytest.mark.parametrize(
    ("abstract", "names"),
    [
        pytest.param("We present FooNet, a strong model.", ["FooNet"], id="we present"),
        pytest.param("This paper introduces the FooMoE architecture.", ["FooMoE"], id="this paper introduces"),
        pytest.param(
            "We propose Pointwise Apple Sorting (PAS), a method.", ["Pointwise Apple Sorting (PAS)"], id="acronym"
        ),
        pytest.param(
            "We propose a Careful Apple Sorting (CAS) strategy.", ["Careful Apple Sorting (CAS)"], id="article"
        ),
        pytest.param("We propose Careful Apple Sorting, or CAS, for fruit.", ["Careful Apple Sorting (CAS)"], id="or"),
        pytest.param("We introduce a new model called Roo-1.", ["Roo-1"], id="called"),
        pytest.param("We craft a benchmark, ZooQuiz, spanning animals.", ["ZooQuiz"], id="apposition"),
        pytest.param("We introduce our models, FooNet-S and FooNet-L.", ["FooNet-S", "FooNet-L"], id="two"),
    ],
)
def test_a_name_that_is_introduced_is_found(elements, abstract, names) -> None:
    assert names == [m.name for m in elements("methods", abstract)]


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("We propose an approach to Visual Question Answering (VQA).", id="what it is for"),
        pytest.param("We present an analysis of GPT-4 and LLaMA.", id="what is studied"),
        pytest.param("We propose a simple method based on PyTorch.", id="tool"),
        pytest.param("BERT was introduced by others.", id="another's"),
        pytest.param("We develop a method into ViTs.", id="architecture"),
    ],
)
def test_other_names_are_not_introduced(elements, abstract) -> None:
    assert elements("methods", abstract) == []


@pytest.mark.parametrize(
    ("title", "names"),
    [
        pytest.param("FooNet: Seeing Apples", ["FooNet"], id="before a colon"),
        pytest.param("FooNet-V3 Technical Report", ["FooNet-V3"], id="technical report"),
        pytest.param("LLM Critics Catch Bugs in Code: A Study", [], id="a sentence before the colon"),
        pytest.param("Seeing Apples", [], id="no name"),
    ],
)
def test_a_title_names_the_work(elements, title, names) -> None:
    assert names == [m.name for m in elements("methods", "Apples are seen.", title)]
