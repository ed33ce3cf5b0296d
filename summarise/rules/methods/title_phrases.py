"""The technique that a title describes where the paper coins no name: 'Layer Shuffling for …', '… via Path Pruning'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.rules.methods.coined import kind_of
from summarise.rules.methods.known_methods import is_known_method
from summarise.rules.names import COMMON_ACRONYMS
from summarise.rules.scene import Mention, Scene

# Heads of techniques; 'Detection', 'Translation', 'Parsing' are tasks.
_HEAD = (
    r"(?:Learning|Clustering|Networks?|Transformers?|Attention|Convolutions?|Auto-?[Ee]ncoders?|"
    r"Pre-?[Tt]raining|Tuning|Fine-?[Tt]uning|Distillation|Optimization|Search|Sampling|Normalization|"
    r"Regularization|Embeddings?|Encoders?|Decoders?|Decoding|Prompting|Framework|Augmentation|Loss|Machines?|Fields?|"
    r"Pruning|Quantization|Masking|Estimation|Merging|Routing|Matching|Alignment|Aggregation|Fusion|Splatting|"
    r"Memory|Memories|Mixup|Propagation|Ensembl(?:e|es|ing)|Compression|Regression|Grouping|Pooling|Sharing|"
    r"Editing|Adaptation|Adapters?|Initialization|Model)"
)
_WORD = r"[A-Z][\w-]*"
_PHRASE = rf"(?P<name>(?:{_WORD} ){{1,4}}{_HEAD})"
# What stands before 'via' or 'by' is the task.
_OPENS = re.compile(
    rf"^\W*(?:An? )?(?:(?:New|Novel|Simple|Towards) ){{0,2}}{_PHRASE}(?=:| for | of | with | from | in | as |\W*$)"
    r"(?!.* (?:via|by|using) )"
)
_BY = re.compile(
    rf"\b(?:via|with|through|by|using) (?:an? )?(?:(?:New|Novel|Simple) )?{_PHRASE}(?= for | of | in | on |\W*$)"
)
# Modifiers that name a field or a class of models, not one technique in it.
_OF_A_FIELD = frozenset(
    """neural deep large language vision visual graph convolutional recurrent machine reinforcement supervised
    unsupervised self-supervised semi-supervised weakly-supervised transfer multi-task multitask multimodal multi-modal
    contrastive representation federated continual few-shot zero-shot meta meta-learning active pre-trained pretrained
    foundation generative diffusion small open open-source efficient scalable robust fast faster lightweight improved
    better best end-to-end automatic word sentence image images video speech audio text code data model models
    unified novel new simple effective strong general towards toward learning training network networks artificial
    intelligence deep-learning ai llm llms mllm vlm gan gans cnn cnns rnn lstm bert transformer transformers attention
    variational adversarial autoregressive linear bayesian gaussian probabilistic statistical hybrid ensemble natural
    processing computer policy preference direct in-context instruction prompt parameter-efficient knowledge online
    offline imitation task tasks multilingual cross-lingual low-resource large-scale lifelong incremental curriculum
    masked autoencoder sequence-to-sequence encoder-decoder nonlinear convex stochastic evolutionary hyperparameter
    architecture understanding improving enhancing exploring evaluating rethinking revisiting analyzing training
    optimizing accelerating leveraging benchmarking measuring investigating bridging scaling advancing boosting
    stable stabilizing mitigating addressing designing building making using combining applying interpretable
    explainable trustworthy secure private human object scene point cloud time series multi-agent multi-view
    supervised-learning how why what when do does can is are the this it more less all beyond from""".split()
)
_PROPOSES = re.compile(
    r"\b(?:[Ww]e (?:\w+ )?(?:propose|introduce|present|develop|design|show that (?:our|this))|"
    r"[Oo]ur (?:[\w-]+ )?(?:method|"
    r"approach|model|framework|algorithm|network|technique|formulation)|[Tt]he (?:proposed|resulting) \w+|"
    r"is (?:proposed|introduced)|(?:proposes|introduces) an?|(?:novel|new) (?:[\w-]+ ){0,3}?(?:method|approach|"
    r"framework|algorithm|model|technique|objective|architecture))\b"
)
_STUDY = re.compile(
    r"(?i)\b(?:survey|review|study|"
    r"analysis|comparison|evaluation|benchmark|dataset|tutorial|overview)\b|\?"
)

# 'Apple Forcing for …', 'A Red Apple Network'
_TOPIC = re.compile(r"^(?:An? |The )?(?P<name>[A-Z][\w-]+(?: [\w-]+){0,4}?)(?=:| for | of | in | with | via |$)")
_BRINGS = re.compile(
    r"\b(?:[Ww]e|[Tt]his (?:paper|work)|[Pp]aper) (?:\w+ly |also |further |then )?"
    r"(?:propose|introduce|present|develop)s? "
    r"(?:an?|the|our)? ?(?:(?!(?:based|for|of|to|that|with|using|by)\b)[\w-]+,? ){0,3}$"
)
_STANDS_ALONE = re.compile(
    r"(?P<plural>s?)(?P<bracket> \((?P<acronym>[A-Z][\w-]{1,12})\))?"
    r"(?=[,.;]| (?:for|to|that|which|with|in|as|where|and)\b)"
)


def find_in_title_phrase(scene: Scene) -> Iterator[Mention]:
    """The technique that the title describes, at its place in the title, if the abstract proposes something."""
    title = (scene.paper.title or "")[:300]
    if not title or _STUDY.search(title) or not _PROPOSES.search(scene.text):
        return
    for m in (_OPENS.match(title), _BY.search(title)):
        if m and _is_telling(m["name"]):
            yield Mention(m["name"], m.start("name"), m.end("name"), kind="method", in_title=True)
            return


def find_of_title(scene: Scene) -> Iterator[Mention]:
    """What the title opens with, where the abstract says in small letters too that this is what it brings."""
    m = _TOPIC.match((scene.paper.title or "")[:200])
    if m is None:
        return
    words = m["name"].removesuffix("s").lower()
    if " " not in words and "-" not in words:
        return
    at = scene.text.lower().find(words)
    if at < 0 or len(scene.text.lower()) != len(scene.text):
        return
    behind = _STANDS_ALONE.match(scene.text, at + len(words))
    if behind is None or not _BRINGS.search(scene.text, max(0, at - 70), at):
        return
    if behind["acronym"] in COMMON_ACRONYMS or not behind["acronym"] and not _is_telling(m["name"], least=1):
        return
    end = behind.end("bracket") if behind["bracket"] else behind.end("plural")
    yield Mention(scene.text[at:end], at, end, kind_of(m["name"]))


def _is_telling(name: str, least: int = 2) -> bool:
    """Whether some modifier of the head is more than the name of a field."""
    words = name.split()[:-1]
    if (words[0].endswith("ing") and "-" not in words[0]) or is_known_method(name):
        return False
    telling = [w for w in words if w.lower() not in _OF_A_FIELD]
    return bool(telling) and (len(words) >= least or "-" in words[0])
