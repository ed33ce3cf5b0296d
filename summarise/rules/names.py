"""Names of models, methods and benchmarks: which two are the same, and which words look like one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from summarise.rules.acronyms import is_acronym_of

# Words that people add to a name or leave out: they never tell two names apart.
_GENERIC = frozenset(
    """a an the of on for in our benchmark dataset data set test dev validation train split official corpus
        task suite challenge leaderboard evaluation collection level highschool competition olympiad model
        framework approach method strategy algorithm architecture language large small series family system
        pipeline paradigm technique mechanism training objective""".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:[.+/][^\W_]*)*")
_SIZE = re.compile(r"[ -]?(?<![\w.])\(?(\d+(?:\.\d+)?[BMbm])\)?(?![\w.]\w)(?!\w)")
_BRACKETS = re.compile(r"\(([^()]*)\)")


@lru_cache(maxsize=8192)
def normalise_name(name: str) -> frozenset[str]:
    """The forms under which `name` may be met: outside and inside its brackets, without case, hyphens, generic words.

    Digits and the signs `.+/` stay: 'V1.5' is not 'V1', 'Foo++' is not 'Foo'. What stands in brackets is a form of its
    own only beside the words that it abbreviates, or that abbreviate it: 'LAMBADA (Chinese)' is not LAMBADA.
    """
    written = unicodedata.normalize("NFKC", name)[:300]
    bracketed = "(" in written
    outside = _BRACKETS.sub(" ", written) if bracketed else written
    inside = [part.strip() for part in _BRACKETS.findall(written) if part.strip()] if bracketed else []
    forms = {_joined(part.lower()) for part in [outside, *inside]}
    if any(not _is_other_name(part, outside) for part in inside):
        forms = {_joined(re.sub(r"[()]", " ", written).lower())}
    if ":" in written:
        forms.add(_joined(written.split(":", 1)[0].lower()))
    return frozenset(form for form in forms if form) or frozenset({written.lower().strip()}) - {""}


def _is_other_name(bracketed: str, outside: str) -> bool:
    """Whether what stands in brackets names the same thing again: an acronym or its words, or a name in capitals."""
    outside = outside.strip()
    if not outside or is_acronym_of(bracketed, outside) or is_acronym_of(outside, bracketed):
        return True
    capitals = sum(c.isupper() for c in bracketed)
    if capitals > 1 and bracketed == "".join(c for c in outside if c.isupper()):
        return True  # 'FooLongBench (FLB)'
    return (
        " " not in bracketed and capitals >= 2 and len(outside.split()) >= 2 or outside.isupper() and " " in bracketed
    )


def _joined(name: str) -> str:
    """The name's own words run together; where all of them are generic, those."""
    words = _TOKEN.findall(name)
    own = [w for w in words if _singular(w) not in _GENERIC] or words
    return "".join(_singular(w) for w in own).rstrip("./")


def _singular(word: str) -> str:
    """The word without a plural's s; short names keep theirs ('glues' may lose it, 'ris' not)."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def same_name(a: str | None, b: str | None) -> bool:
    """Whether two names mean one thing, up to case, hyphens, generic words and a bracketed acronym; digits strict.

    A number of parameters is no part of a name, but tells two models apart: 'Foo' may be 'Foo-7B', 'Foo-70B' is not.
    """
    if not a or not b:
        return False
    if normalise_name(a) & normalise_name(b):
        return True
    (bare_a, size_a), (bare_b, size_b) = _without_size(a), _without_size(b)
    return bool(size_a or size_b) and not (size_a and size_b) and bool(normalise_name(bare_a) & normalise_name(bare_b))


def name_keys(name: str) -> frozenset[str]:
    """Words of which two names that `same_name` takes for one always share one."""
    return normalise_name(name) | normalise_name(_without_size(name)[0])


@lru_cache(maxsize=8192)
def _without_size(name: str) -> tuple[str, str]:
    """The name without the number of parameters in it, and that number; a mere number is left as it is."""
    m = _SIZE.search(name)
    bare = _SIZE.sub(" ", name) if m else name
    return (bare, m[1].lower()) if m and any(c.isalpha() for c in bare) else (name, "")


# Words written with capitals that name no model, method or benchmark of their own.
COMMON_ACRONYMS = frozenset(
    """AI ML NLP NLU NLG CV RL LM LMs LLM LLMs MLLM MLLMs VLM VLMs LVLM LVLMs VL VLA GPU GPUs CPU CPUs TPU
        TPUs API APIs SOTA CoT ICL SFT RLHF RAG QA VQA OCR ASR TTS MT NMT NER POS SGD CNN CNNs DNN DNNs RNN
        RNNs GNN GNNs GAN GANs VAE VAEs LSTM MLP KG KGs 2D 3D 4D RGB URL PDF PDFs HTML SQL XML JSON USA US
        UK EU COVID DNA RNA MRI CT EEG ECG IoT ID IDs OOD GitHub Transformer Transformers Internet English
        Chinese German French Spanish Japanese Korean Arabic Hindi Russian Python Java Lean Isabelle Coq
        Wikipedia Twitter Google Microsoft Meta OpenAI NVIDIA Amazon Facebook Apple PEFT MoE DPO PPO KV
        Bayesian Gaussian Markov Euclidean Fourier I We Our It This These The In On For""".split()
)
# Families of models that papers start from or compare with; a paper's own name is told apart by its introduction.
# A family's name goes on with no letter, but those of a plural, a version or a variant: 'YOLOv8', not 'Bloomberg'.
MODEL_FAMILY = re.compile(
    r"(?i:(?:phi[- ]?\d|yi-|s1-|r1(?=-(?:distill|\d+b)))|"
    r"(?:gpt|chatgpt|instructgpt|claude|gemini|llama|mistral|mixtral|qwen|palm|bert|"
    r"roberta|deberta|electra|xlnet|t5|flan(?:-?t5)?|pali(?:gemma|-x)?|gemma|falcon|vicuna|alpaca|clip|vit|deit|swin|resnet|"
    r"vgg(?:net)?|efficientnet|mobilenet|convnext|llava|blip|flamingo|whisper|wav2vec|hubert|starcoder|codellama|"
    r"codex|dalle?|stable diffusion|sdxl|minigpt|internlm|internvl|baichuan|chatglm|glm|deepseek|bloomz?|opt|"
    r"pythia|gopher|chinchilla|minerva|wizardmath|wizardlm|wizardcoder|metamath|bart|pegasus|yolo|faster r-cnn|"
    r"mask r-cnn|grok|nova|openai|o[134]|command r|qwq|kimi|nemotron|hunyuan|ernie|pangu|skywork|open-?r1|sky-t1|"
    r"olmo|smollm|tinyllama|openllama|zephyr|t[uü]lu|mpt|stablelm|starling|minicpm|granite|codegen|santacoder|codet5|"
    r"openvla|cogvlm|cogvideox?|idefics|instructblip|videollama|video-llava|mt5|nllb|xlm-r(?:oberta)?|esm-?[12]|"
    r"codestral|ministral|pixtral|exaone|solar|dino|sam|mamba|rwkv|switch transformer|glam|lamda|galactica|unet|"
    r"u-net)(?:s|[a-z]{1,2}(?=\d)|vl|moe|coder|math|chat)?(?![a-z]))"
)


_LANGUAGES = frozenset(
    """English German French Spanish Italian Portuguese Dutch Russian Polish Czech Romanian Turkish Finnish Swedish
    Chinese Japanese Korean Vietnamese Thai Indonesian Arabic Persian Hebrew Hindi Bengali Urdu Tamil Marathi
    Gujarati Swahili Mandarin Cantonese Latin Greek Ukrainian Nepali Sinhala""".split()
)


def is_language_pair(name: str) -> bool:
    """Whether a name only joins two languages ('Hindi-English')."""
    first, joint, second = name.partition("-")
    return bool(joint) and first in _LANGUAGES and second in _LANGUAGES


def looks_like_name(word: str) -> bool:
    """Whether a word has the shape of a coined name: a capital or digit behind its first letter ('FooNet', 'Bar-1')."""
    if word in COMMON_ACRONYMS or len(word) < 2 or not any(c.isalpha() for c in word):
        return False
    return any(c.isupper() or c.isdigit() for c in word[1:])


def is_generic_name(name: str) -> bool:
    """Whether every word is one that any paper uses of anything ('the model', 'LLMs', 'training data')."""
    words = _TOKEN.findall(name)
    return all(word in _OF_ANYTHING or _singular(word.lower()) in _GENERIC for word in words)


_OF_ANYTHING = frozenset("AI ML NLP LM LMs LLM LLMs MLLM MLLMs VLM VLMs LVLM LVLMs DNN DNNs API feedback".split())


def is_model_family(name: str) -> bool:
    """Whether the name begins like a family of models that many papers use."""
    return MODEL_FAMILY.match(name) is not None
