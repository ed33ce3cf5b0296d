import time
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from summarise.records import Findings, Paper
from summarise.rules import find, read_numbers

# Pieces that the rules look for, mixed with any Unicode, reach more of their code than any Unicode alone.
PIECES = st.sampled_from(
    ["We introduce ", "FooNet", "-7B", " 7B", "1.5", "%", " $\\rightarrow$ ", "from ", " to ", " on MATH", " (",
     ")", ", ", ". ", " respectively", " and ", "\\%", "$", "{", "}", "\\textbf{", "3x", " parameters", " tokens",
     "up to ", "２", "½"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30).map("".join)


def check_spans(paper: Paper, findings: Findings) -> None:
    for finding in findings.elements:
        evidence = finding.element.evidence
        source = paper.title if evidence.where == "title" else paper.abstract
        assert evidence.quote == source[evidence.start : evidence.end] != ""
        assert 0 <= finding.anchor[0] < finding.anchor[1] <= len(source)


@settings(deadline=None, max_examples=300)
@given(TEXTS, TEXTS)
def test_any_text_is_read_and_every_span_is_its_quote(abstract: str, title: str) -> None:
    paper = Paper(id="p", title=title, abstract=abstract)
    findings = find(paper)
    check_spans(paper, findings)
    for before, after in zip(findings.ledger, findings.ledger[1:], strict=False):
        assert before.end <= after.start
    assert all(q.text == abstract[q.start : q.end] != "" for q in findings.ledger)


BLANKS = st.text(alphabet=" \t\n\r\x0b\x1c\x85\xa0\u2003\u2028\u3000\u200b", max_size=5)
ODD_TITLES = st.tuples(BLANKS, st.text(max_size=12), BLANKS, st.sampled_from(["", ":", " - ", "?", " and "]), BLANKS,
                       st.text(max_size=20)).map("".join)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.one_of(ODD_TITLES, st.text()), st.one_of(TEXTS, st.text()))
@example("\t\t\t: foo bar", "")
@example("\xa0\xa0\xa0: foo bar", "We study it.")
@example("", "One in 0 cases fail.")
def test_no_title_and_no_abstract_breaks_the_rules(title: str, abstract: str) -> None:
    paper = Paper(id="p", title=title, abstract=abstract)
    check_spans(paper, find(paper))


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_read_numbers_gives_the_ledger_of_the_whole_reading(text: str) -> None:
    assert find(Paper(id="", abstract=text)).ledger == read_numbers(text)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_the_same_paper_gives_the_same_findings(abstract: str) -> None:
    paper = Paper(id="p", abstract=abstract)
    assert find(paper) == find(paper)


@given(st.integers(1, 99_999).map(lambda n: Decimal(n) / 100))
def test_one_number_of_parameters_reads_equal_in_every_format(billions: Decimal) -> None:
    plain = f"{billions.normalize():f}"
    formats = [f"{plain}B", f"{plain} billion", f"{billions * 1000:,.0f}M", f"{billions * 10**9:,.0f}"]
    values = {read_numbers(f"a model with {f} parameters")[0].value for f in formats}
    assert {billions * 10**9} == values


@given(st.decimals("0.1", "99.9", places=1))
def test_a_planted_score_is_found_exactly(score: Decimal) -> None:
    abstract = f"We introduce FooNet. FooNet reaches {score}% accuracy on GSM8K."
    results = [f.element for f in find(Paper(id="p", abstract=abstract)).elements if f.field == "results"]
    assert [(score, "%", "GSM8K", "absolute", "own")] == [
        (r.value, r.unit, r.benchmark, r.kind, r.role) for r in results
    ]


FACTS = (
    "We introduce FooNet-7B, a model with 7B parameters.",
    "FooNet-7B reaches 61.2% on GSM8K and beats Llama-13B by 3.1%.",
    "It is trained on 2 trillion tokens.",
    "Code is available at https://github.com/a/b.",
)


@pytest.mark.parametrize("place", [1, 2, 3, 4], ids="behind sentence {}".format)
def test_a_sentence_without_numbers_changes_nothing_but_offsets(place: int) -> None:
    def told(sentences: tuple[str, ...]) -> list[dict[str, object]]:
        elements = find(Paper(id="p", abstract=" ".join(sentences))).elements
        return [f.element.model_dump(exclude={"evidence": {"start", "end"}}) for f in elements]

    assert told(FACTS) == told((*FACTS[:place], "Apples are often red.", *FACTS[place:]))


@pytest.mark.parametrize("piece", ["7", "1 ", "from ", "((((", "A", "5% ", "0.5/", "1→", "GPT-4 ", "we propose X and "])
def test_a_megabyte_of_anything_is_read_in_seconds(piece: str) -> None:
    abstract = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    begin = time.process_time()
    find(Paper(id="p", abstract=abstract))
    assert time.process_time() - begin < 3
