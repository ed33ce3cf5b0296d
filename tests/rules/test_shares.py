"""Percentages as shares of what was before or of what is spent, and shares that are settings."""

import pytest

INTRO = "We introduce FooNet, a new model. "


def rows(elements, sentence):
    return [(float(r.value), r.kind) for r in elements("results", INTRO + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet shrinks the cache down to 4.1%, 3% and 2.6% of the original.",
                     [(4.1, "ratio"), (3, "ratio"), (2.6, "ratio")], id="one 'of the original' for three"),
        pytest.param("FooNet preserves 100%, 99%, and >96% of average performance.",
                     [(100, "ratio"), (99, "ratio"), (96, "ratio")], id="a sign inside the list"),
        pytest.param("FooNet, sized at 35% of the original model, achieves similar accuracy.", [(35, "ratio")],
                     id="sized at"),
        pytest.param("FooNet is as accurate, but with 9% input frames and 14% inference time.",
                     [(9, "ratio"), (14, "ratio")], id="without 'of'"),
        pytest.param("FooNet recovers its accuracy with only 0.05% data of the teacher.", [(0.05, "ratio")],
                     id="sparing data"),
        pytest.param("FooNet keeps 104% of full KV cache performance with 18% of the KV cache.",
                     [(104, "ratio"), (18, "ratio")], id="cache"),
        pytest.param("FooNet lowers training costs to approximately 31%.", [(31, "ratio")], id="costs cut to"),
        pytest.param("FooNet lowers the error rate to 4%.", [(4, "absolute")], id="an error rate is a level"),
        pytest.param("FooNet incurs 3% memory overhead.", [(3, "delta")], id="overhead is a change"),
        pytest.param("FooNet brings a 12% memory reduction.", [(12, "delta")], id="reduction is a change"),
        pytest.param("FooNet reaches 81.2% accuracy.", [(81.2, "absolute")], id="a score is no share"),
    ],
)  # fmt: skip
def test_a_share_is_a_ratio(elements, sentence, expected) -> None:
    assert expected == rows(elements, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("FooNet is fast, even with 25% of the layers pruned.", id="even with"),
        pytest.param("Even with 60% and 80% cache compression, FooNet keeps its quality.", id="even with two"),
        pytest.param("FooNet is trained with 15% labeled data.", id="labels"),
    ],
)
def test_a_share_that_something_was_put_to_is_no_result(elements, sentence) -> None:
    assert rows(elements, sentence) == []


def test_labels_of_a_list_are_a_setting_of_the_scores(elements) -> None:
    expected = [(79.4, "absolute"), (83.1, "absolute")]
    assert expected == rows(elements, "FooNet reaches 79.4% / 83.1% accuracy using only 1% / 10% labeled data.")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("We find that over 55% of the spatial tokens do little.", [(55, "absolute")], id="we find that"),
        pytest.param("FooNet works, resolving 48.3 percent of the confusable sample pairs.", [(48.3, "absolute")],
                     id="resolving"),
        pytest.param("FooNet is trained on 55% of the data.", [], id="training on is a setting"),
    ],
)  # fmt: skip
def test_a_share_of_what_was_tried_or_found_is_a_level(elements, sentence, expected) -> None:
    assert expected == rows(elements, sentence)
