"""Numbers of rivals that stand behind the paper's own, and changes that a rival brought."""

import pytest

INTRO = "We introduce FooNet, a new model. "


def rows(elements, sentence):
    return [(float(r.value), r.kind, r.role) for r in elements("results", INTRO + sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet achieves an error rate of 2.7%, outperforming the previous state-of-the-art real-time "
                     "fusion method, which had an error rate of 3.1%.",
                     [(2.7, "absolute", "own"), (3.1, "absolute", "baseline")], id="which had"),
        pytest.param("FooNet surpasses existing results even with a batch of 64, which is 4x smaller than theirs.",
                     [(4, "ratio", "own")], id="'which' of something else"),
        pytest.param("FooNet reaches 79.4%, surpassing its base version 61.2%.",
                     [(79.4, "absolute", "own"), (61.2, "absolute", "baseline")], id="its base version"),
        pytest.param("FooNet reaches 83.8% accuracy, compared to Kite's 80.1% accuracy with 0.7% of the parameters.",
                     [(83.8, "absolute", "own"), (80.1, "absolute", "baseline"), (0.7, "ratio", "baseline")],
                     id="what the rival spent"),
        pytest.param("FooNet beats Kite by 14.2%, where prior solutions fall short (only achieving 0.1% gain).",
                     [(14.2, "delta", "own"), (0.1, "delta", "baseline")], id="earlier work falls short"),
        pytest.param("FooNet cuts the error by 39%, compared to a 21% improvement achieved by a baseline.",
                     [(39, "delta", "own"), (21, "delta", "baseline")], id="a rival's change"),
        pytest.param("FooNet enables an unworkable model (4%) to succeed with a 97% success rate.",
                     [(4, "absolute", "baseline"), (97, "absolute", "own")], id="where it began"),
        pytest.param("It shows an increase in accuracy from 62.8% to 69.7% when compared with Kite.",
                     [(62.8, "absolute", "baseline"), (69.7, "absolute", "own")], id="from a rival's"),
        pytest.param("Its agreement is good (ICC = 0.47), surpassing that among clinicians (ICC = 0.43).",
                     [(0.47, "absolute", "own"), (0.43, "absolute", "baseline")], id="a metric in the rival's bracket"),
        pytest.param("FooNet has the second-best performance on MATH of 41.4%.", [(41.4, "absolute", "own")],
                     id="second-best is a place of its own"),
        pytest.param("FooNet outperforms the previous method by 14.5% in F1 (from 10.3 to 11.8).",
                     [(14.5, "delta", "own"), (10.3, "absolute", "baseline"), (11.8, "absolute", "own")],
                     id="from whom it outperforms"),
        pytest.param("It beats existing approaches with accuracies ranging from 65.5% to 79.6%.",
                     [(65.5, "absolute", "own")], id="a range of its own"),
        pytest.param("FooNet models provide a speedup ranging from 2.8x to 9x.", [(2.8, "ratio", "own")],
                     id="a range begins with 'from'"),
    ],
)  # fmt: skip
def test_whose_a_number_is(elements, sentence, expected) -> None:
    assert expected == rows(elements, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet achieves 75.8% (Wren), 52.1% (Owl), and 42.3% (Jay) WER improvements.",
                     [(75.8, "delta"), (52.1, "delta"), (42.3, "delta")], id="the noun behind the last"),
        pytest.param("FooNet brings gains as large as 115% on small models.", [(115, "delta")], id="as large as"),
        pytest.param("FooNet gives larger models only marginal benefits (~ 1.3%).", [(1.3, "delta")], id="benefits"),
        pytest.param("FooNet adds marginal overhead (<10%).", [(10, "delta")], id="a sign in the bracket"),
        pytest.param("FooNet outperforms Kite and Wren (0.5%~4%).", [(0.5, "delta")], id="a range in a bracket"),
        pytest.param("FooNet outperforms Kite (71.2%).", [(71.2, "absolute")], id="a score in a bracket"),
        pytest.param("FooNet reduces the unsafe rate elsewhere (14.5% on GSM8K and 8.9% on MATH).",
                     [(14.5, "delta"), (8.9, "delta")], id="reduced, in a bracket"),
        pytest.param("FooNet has little impact on MATH scores (-0.2%).", [(-0.2, "delta")], id="a loss"),
        pytest.param("FooNet achieves +8% on GSM8K, and an average of +0.3 on MATH.", [(8, "delta"), (0.3, "delta")],
                     id="a plus without a unit"),
        pytest.param("6 of the 28 tested models passed the exam.", [(6, "count")], id="so many of so many"),
        pytest.param("We evaluate 6 of the 28 models.", [], id="so many were tried"),
        pytest.param("FooNet needs just 0.015 J of energy.", [(0.015, "cost")], id="energy"),
        pytest.param("FooNet has an F1 of 0.62, doubling the area under the curve.", [(0.62, "absolute"), (2, "ratio")],
                     id="area under"),
        pytest.param("FooNet leads with a score of 81.6, followed by Kite with 78.4.",
                     [(81.6, "absolute"), (78.4, "absolute")], id="followed by"),
        pytest.param("FooNet reaches human performance in value selection (0.809 and 0.814).",
                     [(0.809, "absolute"), (0.814, "absolute")], id="scores behind 'performance in'"),
        pytest.param("Lessons showed benefits with effect sizes of 0.28 and 0.33.",
                     [(0.28, "absolute"), (0.33, "absolute")], id="effect sizes"),
    ],
)  # fmt: skip
def test_what_a_number_claims(elements, sentence, expected) -> None:
    assert expected == [(value, kind) for value, kind, _ in rows(elements, sentence)]


def test_what_no_model_reaches_is_a_bound_from_above(elements) -> None:
    assert [r.comparator for r in elements("results", INTRO + "No model achieves over 40% accuracy.")] == ["<="]


def test_metrics_of_a_list_behind_another_score_go_to_their_numbers(elements) -> None:
    found = elements("results", INTRO + "FooNet has an F1 of 0.62, with precision and recall of 0.68 and 0.71.")
    assert [r.metric for r in found] == ["F1", "precision", "recall"]


def test_a_comma_before_and_parts_two_statements(elements) -> None:
    found = elements("results", INTRO + "It has a mean absolute error of 0.26, and 95% accuracy.")
    assert [(float(r.value), r.unit) for r in found] == [(0.26, None), (95, "%")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("While humans recognize shapes, text, and patterns with 97% accuracy, models get 0% accuracy.",
                     [(97, "absolute", "baseline"), (0, "absolute", "own")], id="humans"),
        pytest.param("FooNet agrees with humans in 85% of cases.", [(85, "absolute", "own")], id="with humans"),
        pytest.param("FooNet reaches 70% accuracy. In comparison, a single agent attained a 48% success rate.",
                     [(70, "absolute", "own"), (48, "absolute", "baseline")], id="in comparison"),
        pytest.param("In contrast, our model attained a 48% success rate.", [(48, "absolute", "own")],
                     id="in contrast, ours"),
        pytest.param("The fixed approach yields a 1.3% improvement, whereas our method achieves a 4.2% improvement.",
                     [(1.3, "delta", "baseline"), (4.2, "delta", "own")], id="whereas ours"),
        pytest.param("FooNet wins in a fair comparison by achieving accuracies of 97.0% (ESC-10).",
                     [(97.0, "absolute", "own")], id="a comparison in passing"),
        pytest.param("FooNet lowers mIoU to 6.4%, beating baselines that decrease it to between 8.5% and 21.7%.",
                     [(6.4, "absolute", "own"), (8.5, "absolute", "baseline")], id="baselines that decrease it"),
    ],
)  # fmt: skip
def test_whose_a_number_is_by_the_clause_it_stands_in(elements, sentence, expected) -> None:
    assert expected == rows(elements, sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet gains 3.3% on average over plain prompts and up to 2.5% compared to Kite.",
                     [(3.3, "delta"), (2.5, "delta")], id="over one and up to, compared to another"),
        pytest.param("It loses by a margin of up to -7.8 dB during reentry and -6.5 dB during launch.",
                     [(-7.8, "delta"), (-6.5, "delta")], id="during"),
        pytest.param("At a fixed median latency of 160 ms, FooNet cuts errors by 42%.", [(42, "delta")],
                     id="what was held fixed is a setting"),
        pytest.param("FooNet reduces memory by 23% over Kite when ranking a list and 19% when ranking another.",
                     [(23, "delta"), (19, "delta")], id="nothing but 'and'"),
        pytest.param("FooNet beats Kite by 3% and reaches 71.2% on MATH.", [(3, "delta"), (71.2, "absolute")],
                     id="a verb of its own"),
        pytest.param("FooNet brings gains exceeding 5% on many subtasks.", [(5, "delta")], id="exceeding"),
        pytest.param("Its predictions hold on new tasks (r=0.98 correlation).", [(0.98, "absolute")], id="r behind"),
        pytest.param("FooNet does as well with about half as many texts.", [(0.5, "ratio")], id="half as many"),
    ],
)  # fmt: skip
def test_lists_and_settings_of_changes(elements, sentence, expected) -> None:
    assert expected == [(value, kind) for value, kind, _ in rows(elements, sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("FooNet brings modest gains over the small model on the findings (BLEU 6.4%, ROUGE-L 4.8%).",
                     [(6.4, "delta"), (4.8, "delta")], id="gains by metric"),
        pytest.param("FooNet improves the answers for charts (average of 9.6% and 7.1% in form and content).",
                     [(9.6, "delta"), (7.1, "delta")], id="by aspect"),
        pytest.param("FooNet improves results on three tasks (93.1% on MNLI, 84.2% on GSM8K).",
                     [(93.1, "absolute"), (84.2, "absolute")], id="so much is a level"),
        pytest.param("FooNet achieves high accuracy (93.1% on MNLI, 24.2% on GSM8K).",
                     [(93.1, "absolute"), (24.2, "absolute")], id="a level is spoken of"),
        pytest.param("The gap comes with steep declines in accuracy (60% to 30 %).", [(30, "absolute")],
                     id="from one level to another"),
        pytest.param("FooNet keeps its latency within 5%.", [(5, "delta")], id="kept within"),
        pytest.param("FooNet achieves a speedup up to 1.75x during inference.", [(1.75, "ratio")], id="during"),
    ],
)  # fmt: skip
def test_what_brackets_behind_a_change_hold(elements, sentence, expected) -> None:
    assert expected == [(value, kind) for value, kind, _ in rows(elements, sentence)]


def test_a_rivals_level_in_passing_hands_its_role_to_no_change(elements) -> None:
    sentence = "FooNet leads by +3.6% over IPO (43.1%), +5.0% over SLiC (41.7%), and +3.1% over Kite on all."
    assert rows(elements, sentence) == [
        (3.6, "delta", "own"), (43.1, "absolute", "baseline"), (5.0, "delta", "own"), (41.7, "absolute", "baseline"),
        (3.1, "delta", "own"),
    ]  # fmt: skip
