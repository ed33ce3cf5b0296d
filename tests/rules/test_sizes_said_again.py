"""One model and number is one size, however often and under however many words it is said; and whose it is."""

import pytest


def sizes(elements, abstract):
    return [(s.model, float(s.total_params), s.role) for s in elements("model_sizes", abstract)]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param("We propose KiteTune. It uses versions of Deepseek with 1.7 billion, 7 billion, and 14 billion "
                     "parameters.",
                     [("Deepseek", 1.7e9, "base"), ("Deepseek", 7e9, "base"), ("Deepseek", 14e9, "base")],
                     id="a list shares its model"),
        pytest.param("We propose KiteTune. It lifts Qwen2.5-14B and Qwen2.5-32B. It beats the much larger 32B model.",
                     [("Qwen2.5-14B", 14e9, "base"), ("Qwen2.5-32B", 32e9, "base")], id="said again without a name"),
        pytest.param("We propose KiteTune. A tuned 1.5B-parameter model (Qwen2.5-1.5B) wins on QwQ tests.",
                     [("Qwen2.5-1.5B", 1.5e9, "base")], id="its name in brackets"),
        pytest.param("Large models, e.g., Llama-70B, are costly. We propose KiteTune. Costs fall when using Llama-70B.",
                     [("Llama-70B", 70e9, "base")], id="an example that is worked on later"),
        pytest.param("We introduce KiteMed, a dataset of cases. We train KiteMed-7B on it.",
                     [("KiteMed-7B", 7e9, "subject")], id="a model named after its data"),
        pytest.param("We propose KiteChat. It beats InternVideo2.5-8B.", [("InternVideo2.5-8B", 8e9, "baseline")],
                     id="a name that begins like a data set's"),
        pytest.param("We propose KiteFire with a Windy Kite Block (WKB). It has 1.45M parameters.",
                     [("KiteFire", 1.45e6, "subject")], id="a part has none of its own"),
        pytest.param("We propose KiteTune, tried on a 1.5-billion-parameter model, DeepSeek-R1-Distill-Qwen-1.5B.",
                     [("DeepSeek-R1-Distill-Qwen-1.5B", 1.5e9, "base")], id="its name behind a comma"),
        pytest.param("We propose KiteVote. It agrees with models of 7 billion parameters (hereafter, 7B).",
                     [(None, 7e9, "base")], id="a short form in brackets"),
    ],
)  # fmt: skip
def test_each_model_and_number_is_one_size(elements, abstract, expected) -> None:
    assert expected == sizes(elements, abstract)


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        pytest.param(
            "We propose KiteTune. It lifts Qwen-7B and Llama-7B. "
            "It is tried on many a kite that flies over the hills and the sea by day. It beats the 7B model.",
            3,
            id="which of two",
        ),
        pytest.param(
            "We train KiteLM-3B, and our KiteLM-3B gets 60%, while the 7B model gets 70%.", 2, id="another number"
        ),
        pytest.param("We introduce KiteData-10M, a dataset of 10M pairs.", 0, id="data"),
    ],
)
def test_sizes_that_only_look_alike_stay_apart(elements, abstract, expected) -> None:
    assert expected == len(sizes(elements, abstract))
