"""Names of models, methods and benchmarks: which two are the same, and which words look like one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Words that people add to a name or leave out: they never tell two names apart.
_GENERIC = frozenset(
    """a an the of on for in our benchmark dataset data set test dev validation train split official corpus
        task suite challenge leaderboard evaluation collection level highschool competition olympiad model
        framework approach method strategy algorithm architecture language large small series family system
        pipeline paradigm technique mechanism training objective""".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:[.+/][^\W_]*)*")
_BRACKETS = re.compile(r"\(([^()]*)\)")


@lru_cache(maxsize=8192)
def normalise_name(name: str) -> frozenset[str]:
    """The forms under which `name` may be met: outside and inside its brackets, without case, hyphens, generic words.

    Digits and the signs `.+/` stay: 'V1.5' is not 'V1', 'Foo++' is not 'Foo'.
    """
    folded = unicodedata.normalize("NFKC", name)[:300].lower()
    inside = [part for part in _BRACKETS.findall(folded) if part.strip()]
    forms = {_joined(part) for part in [_BRACKETS.sub(" ", folded), *inside]}
    if ":" in folded:
        forms.add(_joined(folded.split(":", 1)[0]))
    return frozenset(form for form in forms if form)


def _joined(name: str) -> str:
    """The name's own words run together; where all of them are generic, those."""
    words = _TOKEN.findall(name)
    own = [w for w in words if _singular(w) not in _GENERIC] or words
    return "".join(_singular(w) for w in own).rstrip("./")


def _singular(word: str) -> str:
    """The word without a plural's s; short names keep theirs ('glues' may lose it, 'ris' not)."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def same_name(a: str | None, b: str | None) -> bool:
    """Whether two names mean one thing, up to case, hyphens, generic words and a bracketed acronym; digits strict."""
    if not a or not b:
        return False
    return bool(normalise_name(a) & normalise_name(b))


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
MODEL_FAMILY = re.compile(
    r"(?i:gpt|chatgpt|instructgpt|claude|gemini|llama|mistral|mixtral|qwen|palm|bert|roberta|deberta|electra|xlnet|"
    r"t5|flan|gemma|falcon|vicuna|alpaca|clip(?![a-z])|vit(?![a-z])|deit|swin|resnet|vgg|efficientnet|mobilenet|convnext|llava|"
    r"blip|flamingo|whisper|wav2vec|hubert|starcoder|codellama|codex|dall|stable diffusion|sdxl|minigpt|internlm|"
    r"internvl|baichuan|chatglm|glm|deepseek|bloom|opt(?![a-z])|pythia|gopher|chinchilla|minerva|wizardmath|wizardlm|"
    r"wizardcoder|metamath|bart|pegasus|yolo|faster r-cnn|mask r-cnn|grok|nova(?![a-z])|openai|"
    r"o[134](?![a-z])|phi-?\d|yi-|command r|qwq|kimi|nemotron|hunyuan|ernie|pangu|skywork|s1-|open-?r1|sky-t1|"
    r"olmo|smollm|solar|dino|sam(?![a-z])|mamba|rwkv|switch transformer|glam|lamda|galactica|unet|u-net)"
)


def looks_like_name(word: str) -> bool:
    """Whether a word has the shape of a coined name: a capital or digit behind its first letter ('FooNet', 'Bar-1')."""
    if word in COMMON_ACRONYMS or len(word) < 2 or not any(c.isalpha() for c in word):
        return False
    return any(c.isupper() or c.isdigit() for c in word[1:])


def is_model_family(name: str) -> bool:
    """Whether the name begins like a family of models that many papers use."""
    return MODEL_FAMILY.match(name) is not None
