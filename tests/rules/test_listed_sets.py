"""Which names behind a plural word for sets are evaluation sets, and what stands like one and is none."""

import pytest

INTRO = "We introduce FooNet, a new model. "


def names(elements, sentence):
    return [b.name for b in elements("benchmarks", INTRO + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("We test it on three datasets (KiteSet, BAR360, and MuddyQA).", ["KiteSet", "BAR360", "MuddyQA"],
                     id="brackets"),
        pytest.param("We test it on two datasets: KiteSet and MuddyQA.", ["KiteSet", "MuddyQA"], id="colon"),
        pytest.param("We test it on two datasets, namely KiteSet and MuddyQA.", ["KiteSet", "MuddyQA"], id="namely"),
        pytest.param("It excels on benchmarks such as KiteSet and MuddyQA.", ["KiteSet", "MuddyQA"], id="such as"),
        pytest.param("It wins on two CT datasets, KiteSet and MuddyQA, by far.", ["KiteSet", "MuddyQA"], id="comma"),
        pytest.param("It wins on two datasets -- KiteSet and MuddyQA -- by far.", ["KiteSet", "MuddyQA"], id="dashes"),
        pytest.param("We test it on three benchmarks-KiteSet, BAR-2, and ZAPP-consistently.",
                     ["KiteSet", "BAR-2", "ZAPP"], id="a dash without blanks"),
        pytest.param("We test it on two benchmarks for kite flying (KiteSet and BAR-2).", ["KiteSet", "BAR-2"],
                     id="what they are for"),
        pytest.param("We test it on three datasets (Harbor, Meadow, and Lantern).", ["Harbor", "Meadow", "Lantern"],
                     id="plain words in a list"),
        pytest.param("We test it on the official test set (KiteSet25).", ["KiteSet25"], id="one in brackets"),
        pytest.param("It wins on benchmarks--including KiteSet and BAR-2 for flying, and MuddyQA for mud.",
                     ["KiteSet", "BAR-2", "MuddyQA"], id="each with what it is for"),
        pytest.param("Experiments in the air (KiteSet) and on the ground (KiteSet-G dataset) show it.",
                     ["KiteSet-G"], id="a set in brackets"),
        pytest.param("It integrates two benchmarks of KiteMark-3 and MudMark-3.", ["KiteMark-3", "MudMark-3"], id="of"),
    ],
)  # fmt: skip
def test_a_list_behind_a_word_for_sets_names_them(elements, sentence, expected) -> None:
    assert expected == names(elements, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("We train it on several datasets (KiteSet and MuddyQA).", id="training"),
        pytest.param("We test it on datasets from various sources, including KiteTube and MudNews.", id="sources"),
        pytest.param("We test it on three benchmarks (Math, Code, and Science).", id="kinds of data"),
        pytest.param("We test it on two benchmarks (Harbor).", id="a single plain word"),
        pytest.param("We compare it on many datasets: GPT-4 and Llama are worse.", id="models"),
        pytest.param("It wins on two benchmarks, Notably by far.", id="a sentence word"),
        pytest.param("It runs at 14 ms on the KITE500 with ease.", id="a device"),
        pytest.param("Its data is curated from the KiteSet, MuddyQA, and BarSet-9 corpora.", id="sources of data"),
        pytest.param("We train a model on sharp kite photos from the KiteSet and MuddyQA datasets.",
                     id="photos from sets"),
        pytest.param("Kite Flight Detection (KFD) is hard. It wins on common KFD datasets.", id="a task's sets"),
        pytest.param("It wins on AI-generated benchmark datasets.", id="an adjective"),
        pytest.param("It keeps 19.9% more on the Retain Set.", id="a part of any set"),
        pytest.param("We study video super-resolution (VSR). It wins on real-world VSR sets.", id="a task's acronym"),
        pytest.param("We compare attention variants: MQA, GQA, MLA.", id="techniques"),
        pytest.param("We fine-tune it on a small-scale BdKL dataset.", id="one of a kind"),
    ],
)  # fmt: skip
def test_what_stands_like_a_list_of_sets_is_none(elements, sentence) -> None:
    assert [] == names(elements, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("We test it on the KiteSpan-1B benchmark.", ["KiteSpan-1B"], id="a size in a set's name"),
        pytest.param("It is trained and benchmarked on the KiteSet-9 dataset.", ["KiteSet-9"], id="trained and tested"),
        pytest.param("It performs better on PC-KITE.", ["PC-KITE"], id="better on"),
        pytest.param("Results on two datasets-KiteSet-9 and BarSet-demonstrate its use.", ["KiteSet-9", "BarSet"],
                     id="a verb glued to it"),
        pytest.param("It scores 31.2 BLEU on KITE60/60 development set.", ["KITE60/60"], id="development set"),
        pytest.param("We test it on our Visual AutoKite Agent Benchmark.", ["Visual AutoKite Agent Benchmark"],
                     id="the field's words within a name"),
        pytest.param("We test it on IWSLT 2016 English–German and others.", ["IWSLT 2016 English–German"],
                     id="a year is no score"),
        pytest.param("It wins on ImageNet-1K SSL benchmarks.", ["ImageNet-1K"], id="a task behind a known name"),
    ],
)  # fmt: skip
def test_where_a_name_of_a_set_begins_and_ends(elements, sentence, expected) -> None:
    assert expected == names(elements, sentence)


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param("We present KiteQA, a new dataset designed to evaluate models.", [("KiteQA", "introduced")],
                     id="made to evaluate"),
        pytest.param("We create KITARI, a dataset of kites. Using KITARI, we evaluate nine models.",
                     [("KITARI", "introduced")], id="used to evaluate"),
        pytest.param("We build KiteSet-9, a dataset. Results on the new KiteSet-9 show that kites are hard.",
                     [("KiteSet-9", "introduced")], id="results on it"),
        pytest.param("We test many models on QaKite-v2 - a refined dataset of kites. We introduce QaKite-v2 for it.",
                     [("QaKite-v2", "introduced")], id="said before it is introduced"),
        pytest.param("We present KiteCorp, a dataset of essays. Models trained on KiteCorp do well.", [],
                     id="only trained on"),
        pytest.param("Tests on four benchmarks show that our method, KiteFlash, is fast.", [], id="a method beside"),
        pytest.param("We propose KiteScore, a learned metric for evaluating kites.", [], id="a metric"),
    ],
)  # fmt: skip
def test_a_set_that_models_are_tested_with_is_a_benchmark_of_the_paper(elements, abstract, expected) -> None:
    assert expected == [(b.name, b.role) for b in elements("benchmarks", abstract)]


def test_a_title_that_speaks_of_evaluating_makes_no_network_a_benchmark(elements) -> None:
    found = elements("benchmarks", "We propose a fusion net for kites.", title="KiteNets: Evaluating Band Orders")
    assert [] == [b.name for b in found]
