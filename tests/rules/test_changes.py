"""'From A to B': A is a baseline of its own where the paper's work makes the change."""

import pytest

INTRO = "We introduce FooNet, a new model. "


def rows(elements, sentence):
    found = elements("results", INTRO + sentence)
    return [(float(r.value), float(r.from_value) if r.from_value else None, r.kind, r.role) for r in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet lifts accuracy from 23.8% to a remarkable 61.5%.", (23.8, 61.5), id="an adjective"),
        pytest.param("FooNet lifts accuracy from 70.9% (fine-tuned) to 90.0%.", (70.9, 90.0), id="a bracket"),
        pytest.param("FooNet boosts the F1 of the base model from 41.2 to 47.7.", (41.2, 47.7), id="of the base model"),
        pytest.param("It helps a lot, improving BLEU from 21.3 to 24.8.", (21.3, 24.8), id="participle"),
        pytest.param("With it, the error is reduced from 12.5% to 9.5%.", (12.5, 9.5), id="passive"),
        pytest.param("FooNet lowers the RMSE from 5.731 (plain baseline) to 5.652 years.", (5.731, 5.652),
                     id="a unit behind the second"),
        pytest.param("FooNet lifts detection from an F2 score of 0.811 to 0.853.", (0.811, 0.853), id="metric first"),
    ],
)  # fmt: skip
def test_what_the_paper_improves_is_a_baseline(elements, sentence, expected) -> None:
    first, second = expected
    assert [(first, None, "absolute", "baseline"), (second, first, "absolute", "own")] == rows(elements, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("Accuracy drops from 71.5% to 40.5% as texts grow.", (71.5, 40.5), id="drops"),
        pytest.param("We find that its accuracy declines from 71.5% to 40.5%.", (71.5, 40.5), id="declines"),
        pytest.param("We see that Kite improves from 63.5% to 80.5%.", (63.5, 80.5), id="improves, without an object"),
        pytest.param("The success rate rises from 63.5% to 80.5%.", (63.5, 80.5), id="rises"),
    ],
)
def test_what_changes_by_itself_has_no_baseline(elements, sentence, expected) -> None:
    first, second = expected
    assert [(second, first, "absolute", "own")] == rows(elements, sentence)


def test_two_changes_in_a_list_are_bound_in_order(elements) -> None:
    sentence = "For both tasks, the respective boosts in F1 are from 0.661 to 0.952 and from 0.683 to 0.914."
    found = [(float(r.value), r.role) for r in elements("results", INTRO + sentence)]
    assert [(0.661, "baseline"), (0.952, "own"), (0.683, "baseline"), (0.914, "own")] == found


def test_a_change_in_brackets_behind_an_improvement_has_its_baseline(elements) -> None:
    found = [
        (float(r.value), r.kind, r.role)
        for r in elements("results", INTRO + "It improves accuracy by 8.3% (26.2% to 34.5%).")
    ]
    assert [(8.3, "delta", "own"), (26.2, "absolute", "baseline"), (34.5, "absolute", "own")] == found


def test_a_second_change_in_brackets_is_read_as_the_first(elements) -> None:
    sentence = "It improves accuracy by +9.2% with Kite-1 (21.4% to 30.6%) and +13.4% with Kite-2 (32.1% to 45.5%)."
    found = [(float(r.value), r.role) for r in elements("results", INTRO + sentence) if r.kind == "absolute"]
    assert [(21.4, "baseline"), (30.6, "own"), (32.1, "baseline"), (45.5, "own")] == found


def test_both_sides_of_a_change_have_the_unit_and_the_metric(elements) -> None:
    found = elements("results", INTRO + "FooNet lowers the RMSE from 5.731 (plain baseline) to 5.652 years.")
    assert [("RMSE", "years"), ("RMSE", "years")] == [(r.metric, r.unit) for r in found]
