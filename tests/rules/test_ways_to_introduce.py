"""Turns of phrase by which a paper introduces something by name, and names that it does not introduce."""

import pytest


def introduced(elements, abstract, title=None):
    return [m.name for m in elements("methods", abstract, title) if m.role == "introduced"]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param("We name this workflow Real-KITE, which plans.", ["Real-KITE"], id="we name this"),
        pytest.param('We name this "Careful Kite Architecture" (CKA-Net).', ["CKA-Net"], id="in quotes"),
        pytest.param("We close this gap with KiteTogether, which is fast.", ["KiteTogether"], id="a gap closed"),
        pytest.param("We propose GUSTO-a novel tool for kites.", ["GUSTO"], id="a dash without blanks"),
        pytest.param("We present our latest Hindi-English LLM Kitra-14B.", ["Kitra-14B"], id="behind two languages"),
        pytest.param('A novel design, the "Wide Kite Fusion Network", was proposed.', ["Wide Kite Fusion Network"],
                     id="passive, in quotes"),
        pytest.param("We fly kites. It uses Windy Kite Policy (WKP), a novel goal.", ["Windy Kite Policy (WKP)"],
                     id="used and called novel"),
        pytest.param("We fly kites, trained with Windy Kite Policy (WKP), a novel objective.",
                     ["Windy Kite Policy (WKP)"], id="called novel in passing"),
        pytest.param("This insight motivates our Kite Drift Detection (KDD) tool.", ["Kite Drift Detection (KDD)"],
                     id="our long form"),
        pytest.param("We propose KiteFree. We extend it to KiteFree+ and KiteFree++.",
                     ["KiteFree", "KiteFree+", "KiteFree++"], id="plus"),
        pytest.param("We introduce two methods: Kite Wing Search (KWS), a fast one, and Tail Knot Search (TKS).",
                     ["Kite Wing Search (KWS)", "Tail Knot Search (TKS)"], id="one by one"),
        pytest.param("We propose two loss functions: Kite Wing Loss (KWL) and Tail Knot Loss (TKL).",
                     ["Kite Wing Loss (KWL)", "Tail Knot Loss (TKL)"], id="loss functions"),
        pytest.param("We propose two blocks. Kite Wing Search (KWS): a method that helps.",
                     ["Kite Wing Search (KWS)"], id="a sentence each"),
        pytest.param("We introduce (i) KiteSet-4K, 26 clips, and (ii) KiteMark-3, a test.",
                     ["KiteSet-4K", "KiteMark-3"], id="numbered"),
        pytest.param("We propose Data Flyer, a fast method.", ["Data Flyer"], id="a noun of the field first"),
        pytest.param("We err. This yields SpuriKite, a novel benchmark of errors.", ["SpuriKite"], id="it yields"),
        pytest.param("We fly with Adaptive and Inherited Masking (AIM), a novel way.",
                     ["Adaptive and Inherited Masking (AIM)"], id="a long form over 'and'"),
        pytest.param("We generate a new dataset, KiteFusionQA, for it.", ["KiteFusionQA"], id="a generated set"),
        pytest.param("We have collected a kite benchmark, KiteMark-3, by hand.", ["KiteMark-3"], id="collected"),
        pytest.param("The KiteCode dataset presents a collection of contracts.", ["KiteCode"], id="opens the text"),
        pytest.param("We propose the Multi-modal Kite Gate (MKG) for it.", ["Multi-modal Kite Gate (MKG)"],
                     id="an acronym's first letter"),
        pytest.param("We build KiteLM-S (7.6B total) and BarLM-S (3.8B total).", ["KiteLM-S", "BarLM-S"],
                     id="sizes between"),
    ],
)  # fmt: skip
def test_a_turn_of_phrase_introduces_a_name(elements, abstract, expected) -> None:
    assert expected == introduced(elements, abstract)


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("We observe what we call the Windy Kite Trap.", id="a phenomenon"),
        pytest.param("We term this issue Frayed Kite Lines (FKL).", id="an issue"),
        pytest.param("We build questions of high Needed Kite Density (NKD) questions.", id="what questions are like"),
        pytest.param("Recently, KiteOld, a novel design, was proposed by others.", id="others' novelty"),
        pytest.param("It is tested on a board, namely NVIDIA Kite AGX.", id="a device"),
        pytest.param("This paper presents CMU's submission to the task.", id="whose submission"),
        pytest.param("We compile 120k fine RGBA images of kites.", id="a sensor"),
        pytest.param("We collect a Real-world, Diverse, and Pixel-aligned dataset.", id="adjectives"),
        pytest.param("This paper tests closed and open-source Large Kite Models (LKMs).", id="an adjective"),
        pytest.param("We present COVID-19 case numbers of a town.", id="a disease"),
        pytest.param("We use it to create RAGs for kites.", id="an acronym of the field"),
        pytest.param("We study the two most common codes: Kite Wing Search (KWS) and Tail Knot Search (TKS).",
                     id="common ones"),
        pytest.param("We test our fine-tuned Qwen2.5-Coder on kites.", id="a known family"),
    ],
)  # fmt: skip
def test_what_is_only_spoken_of_is_not_introduced(elements, abstract) -> None:
    assert [] == introduced(elements, abstract)


def test_a_short_form_of_a_prompting_method_is_no_second_one(elements) -> None:
    found = introduced(elements, "We introduce Chain-of-Kite Prompting. It is fast.", title="Chain-of-Kite: Flying")
    assert ["Chain-of-Kite Prompting"] == found


def test_two_names_whose_letters_happen_to_fit_are_two(elements) -> None:
    abstract = "We introduce Detailed 3D Kite Flying (3D-DKF), a task. We present DetailFly, a dataset of kites."
    assert ["Detailed 3D Kite Flying (3D-DKF)", "DetailFly"] == introduced(elements, abstract)
