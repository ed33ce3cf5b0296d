"""How far a number is from a rival, which rival it is, and whose the sizes are that such sentences name."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Our model trails CLIP by a mere 1.8% on ImageNet.", [(1.8, "delta", "CLIP", None)], id="trails"),
        pytest.param("FooNet falls only 0.4 points short of GPT-4.", [(0.4, "delta", "GPT-4", None)], id="short of"),
        pytest.param("Our model is only 0.2 worse than BERT on GLUE.", [(0.2, "delta", "BERT", None)], id="worse than"),
        pytest.param("We win with 4.0 above Mistral-7B.", [(4.0, "delta", "Mistral-7B", None)], id="above"),
        pytest.param("Llama 2 7B beats Llama 2 70B by 3 points on GSM8K.", [(3, "delta", "Llama 2 70B", "Llama 2 7B")],
                     id="the winner before the verb"),
        pytest.param("On MMLU we outperform a 70B model by 3.2% and a 13B model by 9.8%.",
                     [(3.2, "delta", "a 70B model", None), (9.8, "delta", "a 13B model", None)], id="each its own"),
        pytest.param("On MMLU we outperform a 70B model by 3.2% and improve recall by 9.8%.",
                     [(3.2, "delta", "a 70B model", None), (9.8, "delta", "a 70B model", None)],
                     id="no second rival, the first goes on"),
        pytest.param("Our model reaches an accuracy of 71.2% on MMLU.", [(71.2, "absolute", None, None)], id="a level"),
    ],
)  # fmt: skip
def test_a_margin_has_the_rival_that_it_is_measured_from(elements, text, expected) -> None:
    rows = [(float(r.value), r.kind, r.baseline, r.model) for r in elements("results", text)]
    assert expected == [
        (value, kind, rival, model if model != "FooNet" else None) for value, kind, rival, model in rows
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Unlike BERT, which has 110M parameters, our TinyRank needs only 4M.",
                     [("BERT", 110, "baseline"), ("TinyRank", 4, "subject")], id="unlike"),
        pytest.param("Our TinyRank, which has 110M parameters, needs only 4M images.", [(None, 110, "subject")],
                     id="images are no parameters"),
        pytest.param("We distil a 70B teacher into a 1B student.", [(None, 70000, "base"), (None, 1000, "subject")],
                     id="teacher and student"),
        pytest.param("The model is reduced from 110M to 66M parameters.",
                     [(None, 110, "base"), (None, 66, "subject")], id="reduced from"),
        pytest.param("We train models from 110M to 660M parameters.",
                     [(None, 110, "subject"), (None, 660, "subject")], id="a range"),
    ],
)  # fmt: skip
def test_a_size_is_whose_the_sentence_says(elements, text, expected) -> None:
    sizes = elements("model_sizes", text)
    assert expected == [(s.model, s.total_params / 10**6, s.role) for s in sizes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("We build on Detectron2 (https://github.com/a/det) and reach 45.1 AP on COCO.", (["COCO"], []),
                     id="built on"),
        pytest.param("We compare against code available at https://github.com/a/b.", ([], []), id="compared against"),
        pytest.param("We compare FooNet with BERT on GLUE; code is available at https://github.com/a/b.",
                     (["GLUE"], ["https://github.com/a/b"]), id="own code behind a comparison"),
    ],
)  # fmt: skip
def test_what_others_made_is_neither_benchmark_nor_artifact(elements, text, expected) -> None:
    assert expected == ([b.name for b in elements("benchmarks", text)], [a.url for a in elements("artifacts", text)])
