"""langextract on the same papers over its OpenAI provider: its own prompt and form, one request a paper.

The server answers it with one extraction of one attribute, which it reads and aligns: less than what the others read.
"""

from __future__ import annotations

from langextract import data, extract
from langextract.providers.openai import OpenAILanguageModel

from benchmarks.throughput.contenders.harness import Task, contend_in_batches


def main() -> None:
    """Asks about all papers."""
    task = Task.read()
    base_url = task.base_url.replace("/v1", "/langextract/v1")
    model = OpenAILanguageModel("m", api_key="none", base_url=base_url, max_workers=task.concurrency, temperature=0)
    found = [data.Extraction("task", "machine translation", attributes={"role": "main"})]
    examples = [data.ExampleData("Otter does machine translation.", extractions=found)]

    def ask(texts: list[str]) -> int:
        documents = [data.Document(text) for text in texts]
        read = extract(
            documents,
            prompt_description=task.prefix,
            examples=examples,
            model=model,
            max_char_buffer=100_000,
            batch_length=task.concurrency,
            max_workers=task.concurrency,
            show_progress=False,
        )
        return sum(bool(document.extractions) for document in read)

    contend_in_batches(task, ask)


if __name__ == "__main__":
    main()
