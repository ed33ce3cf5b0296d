"""Components, bases and used methods, and what is none of them."""

import pytest


def parts(elements, abstract: str) -> list[tuple[str, str]]:
    return [(m.role, m.name) for m in elements("methods", abstract) if m.role != "introduced"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            "FooNet adopts Grouped-Query Attention (GQA) and a Mixture-of-Experts (MoE) design.",
            [("component", "Grouped-Query Attention (GQA)"), ("component", "Mixture-of-Experts (MoE)")],
            id="adopts",
        ),
        pytest.param(
            "FooNet adopts GQA (Grouped-Query Attention).",
            [("component", "GQA (Grouped-Query Attention)")],
            id="acronym first",
        ),
        pytest.param(
            "It combines contrastive learning and Graph Neural Networks (GNNs).",
            [("used", "contrastive learning"), ("component", "Graph Neural Networks (GNNs)")],
            id="each of two by its kind",
        ),
        pytest.param(
            "It consists of an apple encoder, a pear encoder, and a fruit ranking module.",
            [("component", "apple encoder"), ("component", "pear encoder"), ("component", "fruit ranking module")],
            id="consists of",
        ),
        pytest.param(
            "FooNet has (no) parts, but uses a learned ripeness estimator.", [], id="a verb that tells nothing"
        ),
        pytest.param(
            "Our model combines two modules: PearNet and a peel removal module.",
            [("component", "PearNet"), ("component", "peel removal module")],
            id="two modules",
        ),
        pytest.param("FooNet is initialized from Llama-2-7B.", [("base", "Llama-2-7B")], id="initialised"),
        pytest.param("We fine-tune RoBERTa on apples.", [("base", "RoBERTa")], id="fine-tuned"),
        pytest.param("FooNet is a variant of AdamW.", [("base", "AdamW")], id="variant"),
        pytest.param("FooNet is built on top of PearNet-2.", [("base", "PearNet-2")], id="a base on no list"),
        pytest.param("We train it with LoRA and DPO.", [("used", "LoRA"), ("used", "DPO")], id="trained with"),
        pytest.param(
            "Next we apply Curriculum Learning (CL), followed by Knowledge Distillation (KD).",
            [("used", "Curriculum Learning (CL)"), ("used", "Knowledge Distillation (KD)")],
            id="followed by",
        ),
        pytest.param("We fine-tune the model using QLoRA.", [("used", "QLoRA")], id="the nearest verb counts"),
        pytest.param("We apply imitation learning to apples.", [("used", "imitation learning")], id="we apply"),
    ],
)
def test_the_words_around_a_method_tell_what_it_is_to_the_work(elements, sentence, expected) -> None:
    assert expected == parts(elements, f"We introduce FooNet, a model of apples. {sentence}")


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("It outperforms methods based on BERT.", id="rival's base"),
        pytest.param("FooNet beats GPT-4 and Llama-2 by far.", id="rivals"),
        pytest.param("FooNet works without reinforcement learning.", id="without"),
        pytest.param("Unlike LoRA, it needs no tuning.", id="unlike"),
        pytest.param("We study why existing methods such as LoRA fail.", id="examples"),
        pytest.param("It can replace attention in adamant lions.", id="ordinary words"),
        pytest.param("Apples suffer when knowledge distillation is absent.", id="no verb of use"),
    ],
)
def test_rivals_and_examples_are_no_parts(elements, sentence) -> None:
    assert [] == parts(elements, f"We introduce FooNet, a model of apples. {sentence}")


def test_background_before_the_own_work_gives_no_parts(elements) -> None:
    assert [] == parts(elements, "Many systems are trained with RLHF. Others use LoRA. We introduce FooNet.")


def test_two_spellings_of_one_method_are_one_part(elements) -> None:
    abstract = "We introduce FooNet. It is trained via reinforcement learning. We tune it with RL."
    assert [("used", "reinforcement learning")] == parts(elements, abstract)


def test_what_the_paper_introduces_is_no_part_of_it(elements) -> None:
    abstract = "We introduce Group Apple Optimization (GAO). We train FooNet with GAO."
    assert [] == parts(elements, abstract)
