"""Mentions of datasets and metrics, with or without numbers."""

import pytest

from summarise.rules.sets.mentions import find_dataset_mentions, find_metric_mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("We parse the Penn Treebank and test on GSM8K.", ["Penn Treebank", "GSM8K"], id="known"),
        pytest.param("It is drawn from WordNet and Wikipedia data.", ["WordNet", "Wikipedia data"], id="resources"),
        pytest.param("Results on the Zebra Crossing corpus improve.", ["Zebra Crossing corpus"], id="called a corpus"),
        pytest.param("We enter the CoNLL-2003 shared task.", ["CoNLL-2003 shared task"], id="shared task"),
        pytest.param("The model is trained on a large dataset.", [], id="no name"),
        pytest.param("English datasets are used.", [], id="a language"),
        pytest.param("Machine translation (MT) systems improve.", [], id="a task"),
    ],
)  # fmt: skip
def test_datasets_are_found_wherever_they_are_named(text, expected) -> None:
    assert expected == [text[start:end] for start, end, _ in find_dataset_mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("We report BLEU, TER and word error rate.", ["BLEU", "TER", "word error rate"], id="list"),
        pytest.param("The labeled attachment score improves.", ["labeled attachment score"], id="two words"),
        pytest.param("F-measure and macro F1 agree.", ["F-measure", "macro F1"], id="adjective"),
        pytest.param("We make errors at low cost and high speed.", [], id="ordinary words"),
        pytest.param("We map words to vectors.", [], id="a verb like an acronym"),
    ],
)  # fmt: skip
def test_metrics_are_found_wherever_they_are_named(text, expected) -> None:
    assert expected == [text[start:end] for start, end, _ in find_metric_mentions(text)]


def test_a_mentions_offsets_are_of_the_text_as_given() -> None:
    text = r"Accuracy on \textsc{GSM8K} is 61.2\%."
    ((start, end, name),) = find_dataset_mentions(text)
    assert ("GSM8K", "GSM8K") == (name, text[start:end])
