import pytest

B = 10**9


@pytest.mark.parametrize(
    ("abstract", "sizes"),
    [
        pytest.param("We present Foo-X with 600B total parameters, of which 40B are activated for each token.",
                     [("Foo-X", 600 * B, 40 * B, "subject")], id="total and active"),
        pytest.param("We present Foo-X, which activates 40B of its 600B parameters.",
                     [("Foo-X", 600 * B, 40 * B, "subject")], id="active first"),
        pytest.param("We introduce BarLM. BarLM-7B beats Llama-70B on every task.",
                     [("BarLM-7B", 7 * B, None, "subject"), ("Llama-70B", 70 * B, None, "baseline")],
                     id="own and rival"),
        pytest.param("We introduce BarLM, obtained by fine-tuning Mistral 7B.",
                     [("Mistral 7B", 7 * B, None, "base")], id="base"),
        pytest.param("We release BarLM in five sizes (0.5B, 3B, 9B, 27B, 40B).",
                     [("BarLM", s, None, "subject") for s in (B // 2, 3 * B, 9 * B, 27 * B, 40 * B)],
                     id="list"),
        pytest.param("We introduce BarLM. BarLM-1B and 7B reach good scores.",
                     [("BarLM-1B", B, None, "subject"), ("BarLM-7B", 7 * B, None, "subject")], id="name said once"),
        pytest.param("We introduce BarLM 7B. BarLM 7B is small. With 7B parameters it is fast.",
                     [("BarLM 7B", 7 * B, None, "subject")], id="said again"),
        pytest.param("We train a model with one billion parameters.", [(None, B, None, "subject")], id="number word"),
        pytest.param("Our method needs 86M parameters.", [(None, 86 * 10**6, None, "subject")], id="millions"),
    ],
)  # fmt: skip
def test_sizes_have_model_numbers_and_role(elements, abstract, sizes) -> None:
    assert sizes == [(s.model, s.total_params, s.active_params, s.role) for s in elements("model_sizes", abstract)]


@pytest.mark.parametrize(
    "abstract",
    [
        pytest.param("We train on 12B tokens of clean text.", id="tokens"),
        pytest.param("Pretraining on 12B FooWebText corpus helps.", id="corpus without the word tokens"),
        pytest.param("We pre-train on the BAR-5B dataset.", id="dataset with a size in its name"),
        pytest.param("We compare with Zebra 1.5 and Foo-V1.5.", id="versions"),
        pytest.param("The model supports a context of 64K tokens.", id="context"),
        pytest.param("Training took 2.8M GPU hours.", id="hours"),
        pytest.param("The market is worth $5B today.", id="money"),
        pytest.param("Some 3 billion people speak them.", id="people"),
        pytest.param("The potential has 3 free parameters.", id="a handful of parameters"),
    ],
)
def test_what_is_no_size_gives_none(elements, abstract) -> None:
    assert elements("model_sizes", abstract) == []
