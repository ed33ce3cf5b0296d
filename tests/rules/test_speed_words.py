"""Speed told in words ('halves latency', 'runs at 30 FPS'), and sets that have results are evaluated on."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("FooNet halves inference latency.", [(50, "%", "inference latency", "delta")], id="halves"),
        pytest.param("FooNet doubles throughput.", [(2, "x", "throughput", "ratio")], id="doubles"),
        pytest.param("FooNet runs at 30 FPS.", [(30, "FPS", None, "absolute")], id="runs at"),
        pytest.param("FooNet is trained on videos at 30 FPS.", [], id="videos at a rate"),
    ],
)  # fmt: skip
def test_speed_in_words_is_a_result(elements, text, expected) -> None:
    assert expected == [(float(r.value), r.unit, r.metric, r.kind) for r in elements("results", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("FooNet improves on existing MMLU scores, reaching 61.2% accuracy.", "evaluated",
                     id="with a result"),
        pytest.param("Unlike existing MMLU, our new FooBench has long questions.", "mentioned", id="without one"),
    ],
)  # fmt: skip
def test_a_set_with_results_is_evaluated_on(elements, text, expected) -> None:
    assert expected in [b.role for b in elements("benchmarks", text) if b.name == "MMLU"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The 1.5-billion-parameter GPT-2 was released in 2019 and is well known.", [], id="years ago"),
        pytest.param("We release FooNet, a model of 2B parameters.", ["FooNet"], id="the paper's own"),
    ],
)  # fmt: skip
def test_what_came_out_years_ago_is_not_introduced(elements, text, expected) -> None:
    assert expected == [m.name for m in elements("methods", text) if m.role == "introduced"]
