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
        pytest.param("This paper helps by introducing FooNet, a model.", ["FooNet"], id="by introducing"),
        pytest.param("We present 3DFooNet, a model.", ["3DFooNet"], id="digit first"),
        pytest.param("We introduce a new benchmark FooQuiz to test.", ["FooQuiz"], id="behind its head"),
        pytest.param("We present a benchmark dataset: FooQuiz.", ["FooQuiz"], id="behind a colon"),
        pytest.param("We propose FooNet - a new model.", ["FooNet"], id="dash"),
        pytest.param("We propose a robust and fast FooNet system.", ["FooNet"], id="before its head"),
        pytest.param("We propose a Foo-inspired net (FooFormer).", ["FooFormer"], id="coined in brackets"),
        pytest.param("We release two datasets (Foo-4 and Bar-6).", ["Foo-4", "Bar-6"], id="listed in brackets"),
        pytest.param("Our framework, FooNet, is fast.", ["FooNet"], id="our framework"),
        pytest.param("It is done by a novel Red Apple Cutter (RAC) net.", ["Red Apple Cutter (RAC)"], id="a novel"),
        pytest.param("In this paper, a Red Apple Cutter (RAC) is proposed.", ["Red Apple Cutter (RAC)"], id="passive"),
        pytest.param(
            "We propose FooNet. FooNet-Max and FooNet-2 are large.", ["FooNet", "FooNet-Max", "FooNet-2"], id="family"
        ),
        pytest.param("We introduce Foo-R1-Zero and Foo-R1.", ["Foo-R1-Zero", "Foo-R1"], id="names within names"),
        pytest.param(
            "We propose FooNet (Fast Orchard Observing Net).",
            ["FooNet (Fast Orchard Observing Net)"],
            id="acronym first",
        ),
        pytest.param(
            "We introduce Ripe Apples with Pears (RAP), a set.",
            ["Ripe Apples with Pears (RAP)"],
            id="small words within",
        ),
        pytest.param(
            "FooNet employs Red Apple Learning (RAL). We propose FooNet.",
            ["FooNet", "Red Apple Learning (RAL)"],
            id="what it employs for the first time",
        ),
        pytest.param("We propose a net named Red Apples and Pears (RAP).", ["Red Apples and Pears (RAP)"], id="named"),
        pytest.param(
            "We propose a net of ripe apples (NRA).", ["net of ripe apples (NRA)"], id="no article in the name"
        ),
        pytest.param(
            "We propose a Ripe Apple Picking framework called RAP.", ["Ripe Apple Picking (RAP)"], id="both names"
        ),
        pytest.param("We train a 3B model, FooNet, on apples.", ["FooNet"], id="trained"),
        pytest.param("We introduce and evaluate FooNet architectures.", ["FooNet"], id="two verbs, one object"),
        pytest.param("We’re announcing Foo-4o, our new model.", ["Foo-4o"], id="we're announcing"),
        pytest.param("We present Student of Apples, a system.", ["Student of Apples"], id="of within a name"),
        pytest.param("We propose a family of Ripe Apple Nets (RANs).", ["Ripe Apple Nets (RANs)"], id="a family of"),
        pytest.param("We propose FooNet. FooNet-B0 and FooNet-Tiny are small.", ["FooNet"], id="sizes are no names"),
        pytest.param(
            "We present FooBench (FB), a test suite. FooBench is hard.", ["FooBench (FB)"], id="capitals as acronym"
        ),
        pytest.param("We introduce our models, FooNet-S and FooNet-L.", ["FooNet-S", "FooNet-L"], id="two"),
    ],
)
def test_a_name_that_is_introduced_is_found(elements, abstract, names) -> None:
    assert names == [m.name for m in elements("methods", abstract) if m.role == "introduced"]


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("We propose an approach to Visual Question Answering (VQA).", id="what it is for"),
        pytest.param("We present an analysis of GPT-4 and LLaMA.", id="what is studied"),
        pytest.param("We propose a simple method based on PyTorch.", id="tool"),
        pytest.param("BERT was introduced by others.", id="another's"),
        pytest.param("We develop a method into ViTs.", id="architecture"),
        pytest.param("We propose a fast Vision Transformer (ViT) net.", id="a known method describes it"),
        pytest.param("Unlike the baseline method BarNet, we are fast.", id="a rival behind its head"),
        pytest.param("A Red Apple Cutter (RAC) was proposed by Bar et al.", id="another's, passive"),
        pytest.param("We present a new CBR system.", id="an initialism describes it"),
        pytest.param("Our agent, built upon a BarNet-2, is fast.", id="built upon"),
        pytest.param("We build the first BarNet-based tool.", id="what it is like"),
        pytest.param("We introduce BarNet into orchards.", id="brought into a field"),
        pytest.param("We test the proposed EKF framework.", id="a known method in what is proposed"),
        pytest.param("We propose Large Language Models for fruit.", id="generic words"),
        pytest.param("We use apples to train BarNet-2 and BarNet-3.", id="trained models"),
        pytest.param("We beat BarNet-Max and BarNet-2.", id="a rival's family"),
        pytest.param("We introduce apple counting (AC) to the field of fruit.", id="brought to a field"),
        pytest.param("We present an Intra- and Inter-Apple study.", id="half a word"),
    ],
)
def test_other_names_are_not_introduced(elements, abstract) -> None:
    assert [] == [m.name for m in elements("methods", abstract) if m.role == "introduced"]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        pytest.param("FooNet: Seeing Apples", ["FooNet"], id="before a colon"),
        pytest.param("FooNet-V3 Technical Report", ["FooNet-V3"], id="technical report"),
        pytest.param("Introducing Foo-2: Seeing Apples", ["Foo-2"], id="introducing"),
        pytest.param("The Foo-2 Family of Models", ["Foo-2"], id="family"),
        pytest.param("Foo-2 Model Card", ["Foo-2"], id="model card"),
        pytest.param("FooSeer for Counting Apples", ["FooSeer"], id="for"),
        pytest.param("Roomo and PixRoo: Open Apples", ["Roomo", "PixRoo"], id="two names"),
        pytest.param("ImageNet for Apples", [], id="a known set for"),
        pytest.param("LLaMA for Apples", [], id="a known family for"),
        pytest.param("Apples and Pears: A Story", [], id="two topics"),
        pytest.param("LLM Critics Catch Bugs in Code: A Study", [], id="a sentence before the colon"),
        pytest.param("Seeing Apples", [], id="no name"),
    ],
)
def test_a_title_names_the_work(elements, title, names) -> None:
    assert names == [m.name for m in elements("methods", "Apples are seen.", title)]
