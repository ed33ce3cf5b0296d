"""Names of metrics, and which one a number measures."""

from __future__ import annotations

import re
from collections.abc import Iterator

METRIC = (
    r"(?:(?:[Tt]op|[Rr]ank)-\d+(?: [Aa]ccuracy| [Ee]rror)?|(?:box |mask )?m?AP(?:@[\d.:]+|\d+|_\w+)?s?|"
    r"(?:[Pp]ass|PASS|[Mm]aj|[Aa]vg|[Cc]ons)@\d+k?|"
    r"(?:[Mm](?:acro|icro)[- ](?:averaged )?)?(?:F1|F-1|F_1|F2|F[- ]?[Ss]core|F-measure|F[12]-score|F[12] score)|"
    r"BLEU(?:-\d)?|ROUGE(?:-[\dL]+)?|METEOR|CIDEr(?:-D)?|SPICE|"
    r"BERTScore|chrF(?:\+\+)?|COMET|SacreBLEU|mIoU|mIOU|IoU|PQ|(?:[Dd]ice|DICE)(?: (?:score|coefficient|"
    r"similarity(?: coefficient)?))?s?|DSC|"
    r"AUC(?:-ROC|-PR)?|AUROC|AUPRC|ROC[- ]AUC|PR-AUC|PSNR|SSIM|MS-SSIM|LPIPS|FIDs?|FVD|KID|"
    r"[Ii]nception [Ss]core|CLIP ?[Ss]core|"
    r"WER|CER|EER|PER|DER|minDCF|[Pp]erplexit(?:y|ies)|PPL|MAE|RMSE|N?MSE|RMSD|MAPE|ADE|FDE|minADE|minFDE|MRR|"
    r"n?NDCG(?:@\d+)?|nDCG(?:@\d+)?|"
    r"[Rr]ecall(?:@\d+)?|R@\d+|Hits?@\d+|HR@\d+|[Pp]recision(?:@\d+)?|P@\d+|"
    r"[Ee]xact[- ][Mm]atch(?: [Ss]core)?|EM|[Ss]ensitivity|[Ss]pecificity|"
    r"(?:[Ss]uccess|[Ww]in|[Pp]ass|[Ee]rror|[Cc]lassification|[Dd]etection|[Rr]ecognition|[Ss]olve|"
    r"[Rr]esolution|[Aa]cceptance|[Hh]it|[Ff]alse (?:positive|alarm|negative)|"
    r"[Aa]ttack success|[Ww]ord error|[Cc]ompletion|[Tt]rue positive|[Rr]esolved|[Hh]allucination|[Rr]efusal|"
    r"[Cc]haracter error|[Cc]ompression)[- ](?:rates?|ratios?)|"
    r"[Aa]ccurac(?:y|ies)|[Ee]rrors?|[Ss]pearman\S*(?: correlation)?|[Pp]earson\S*(?: correlation)?|"
    r"[Cc]orrelations?(?: coefficients?)?|[Kk]appa|MCC|"
    r"Elo(?: rating| score)?|MOS|STOI|PESQ|SI-SDRi?|SI-SNRi?|SDR|MOTA|HOTA|IDF1|NDS|AMOTA|EPE|PCK\S*|MPJPE|"
    r"PA-MPJPE|LAS|UAS|TM-score|GDT(?:-TS)?|lDDT|RMSD|"
    r"[Ll]atenc(?:y|ies)|[Tt]hroughput|[Ss]peed(?:-?ups?)?|FPS|FLOPs|[Rr]un ?time|[Ii]nference time|"
    r"[Tt]raining time|R2|R\^2|R²|[Cc]-index|[Cc]oncordance index|BD-[Rr]ate|bpd|[Bb]its per \w+|bits?/\w+|"
    r"bpc|"
    r"[Nn]ormalized (?:score|return)|[Mm]emory(?: usage| consumption| footprint)?|[Ee]nergy(?: consumption)?|"
    r"[Cc]osts?|[Cc]omputation(?:al costs?)?|[Pp]arameters|(?:[Aa]verage|[Mm]ean) [Rr]ank(?:ing)?|"
    r"[Ee]ffect [Ss]izes?|Cohen['’]s d|"
    r"[Ff]idelity|[Bb]alanced accuracy|(?:JGA|[Jj]oint goal accuracy)|[Ff]1|[Mm]ean [Aa]verage [Pp]recision|"
    r"[Mm]ean [Ii]ntersection over [Uu]nion|(?:[Cc]osine|[Ss]emantic|[Tt]ext|[Ss]peaker) [Ss]imilarit(?:y|ies)|"
    r"(?:SR|PL|KR)CC|[A-Z][a-z]+-[Ss]core|[Pp]erformance|[Ss]cores?)"
)
METRIC_NAME = re.compile(
    rf"(?:{METRIC}|NDCG|[nN]DCG\S*|X?COMET\w*|MetricX\S*|BLEURT|CLIPScore|Acc|RMSLE|MASE|SMAPE|CRPS|NLL|ECE)"
)
_QUALIFIED = re.compile(
    r"(?:(?:zero-shot|few-shot|average|mean|overall|test|validation|absolute|relative|classification|"
    r"generation|execution|macro|micro|top-\d|linear probing|per-class|"
    r"[a-z]+-level|exact|training|inference|answer|word|box|mask|maximum|computational) ){1,3}$"
)
_HEDGES = (
    r"(?: (?:an? )?(?:about|around|approximately|over|more than|up to|nearly|almost|only|at least|less than|"
    r"just|as (?:high|low) as|the|average of|even|roughly|below|under|above))*"
)
_IS = (
    r"(?: (?:of|=|>=|<=|>|<|≥|≤|is|are|at|to|was|were|reach(?:es|ing|ed)|by|from|between|above|below|"
    r"exceed(?:s|ing)|being|with|measured at)|, (?:both |each )?measured at|:|=| ≈| ~)"
)
# Words between a metric and its number; behind 'on X' a verb or preposition must lead on to the number.
_FILL = (
    r"(?:[- ](?:scores?|rates?|values?|results?|metrics?|ratings?))?(?: \([^()]{1,30}\))?"
    rf"(?:(?: (?:on|in|for|across|over) [^,;:()]{{1,60}}?)?{_IS})?{_HEDGES}"
)
_DIRECTLY_BEFORE = re.compile(rf"(?<![\w-])(?P<metric>{METRIC}){_FILL}(?: [+-]?\(?|[=:(]| \$)?$")
_DIRECTLY_AFTER = re.compile(
    rf"\)?(?: (?:of |in )?(?:the )?|-)(?:(?:relative|absolute|average|mean|overall|zero-shot|few-shot|test|"
    rf"validation|classification|[a-z]+-level|higher|lower|better|points? (?:in|of)|points?|improvement in|in|"
    rf"exact|linear probing|macro|micro|box|mask|val|dev|image|pixel|weighted|"
    rf"instance|per-class) ){{0,3}}(?P<metric>{METRIC})(?![\w@])"
)


_ACRONYM_OF = re.compile(
    r"(?:\(|\b)(?P<metric>[A-Z][A-Za-z]{0,3}[A-Z]\w{0,6}(?:@\d+)?)\)?(?: scores?| values?| rates?)? (?:of|"
    r"=) (?:about |around |over |up to |only )?$"
)


# What the numbers' own pattern takes for a metric only beside a number, and what is named without one.
_MENTIONED = re.compile(
    r"(?<![\w-])(?:(?!(?:[Pp]erformances?|[Ss]cores?|[Cc]osts?|[Pp]arameters|[Mm]emory|[Ee]nergy|[Cc]omputation\w*|"
    r"[Ss]peed\S*|[Ff]idelity|[Ee]rrors?|[Cc]orrelations?|[Ll]atenc\w+|[Rr]un ?time)\b(?! rates?| reductions?))"
    rf"{METRIC}(?: \([A-Z][\w-]{{1,9}}\))?|"
    r"[Ee]rror (?:rates?|reductions?)|(?:Pearson|Spearman)\S*(?: '?s)?(?: rank)?(?: correlation)?(?: coefficients?)?|"
    r"(?:un)?labell?ed attachment(?: scores?| accuracy)?|(?:[a-z]+-)?(?:F|f) ?-?[- ]?(?:1|0\.5|2)?[ -]?(?:scores?|"
    r"measures?)|"
    r"F ?β ?=? ?1|F ?[12]\b|TER\b|HTER|METEOR\S*|NIST scores?|MAP\b|[Cc]overage|[Pp]urity|V-measure|NMI|ARI|"
    r"[Mm]ean reciprocal rank|(?:[Mm]ean )?[Aa]verage precision|[Mm]ean (?:squared|absolute) error|"
    r"(?:inter-?(?:annotator|rater) )agreement|Bleu\S*|BLEU\S*|\w+-BLEU|ROUGE\S*|Acc\b|accuracies|[Rr]ecalls?|"
    r"[Pp]recisions?|"
    r"JS divergence|KL divergence|[Hh]uman judge?ments?|[Ff]luency|[Aa]dequacy|[Gg]rammaticality|[Cc]oherence|"
    r"MEANT|TESLA\S*|RIBES|PINC|BLANC|BERTScore|chrF\S*|CEAF\S*|MUC score|B3|[Kk]appa\S*)(?![\w@])"
)


def find_metrics(text: str) -> Iterator[tuple[int, int]]:
    """The spans of metrics that a text names, each with the adjectives that belong to it."""
    for m in _MENTIONED.finditer(text):
        before = _QUALIFIED.search(text, max(0, m.start() - 50), m.start())
        yield before.start() if before else m.start(), m.end()


def metric_before(before: str) -> str | None:
    """The metric whose value directly follows the words `before` ('an F1 score of'), or None."""
    near = before[-110:]
    if near.lower() == near.upper():
        return None  # no letter, no metric
    m = _DIRECTLY_BEFORE.search(near) or _ACRONYM_OF.search(near)
    return _full(near, m.start("metric"), m.end("metric")) if m else None


def metric_after(after: str) -> str | None:
    """The metric that the words directly behind a number name ('% top-1 accuracy'), or None."""
    m = _DIRECTLY_AFTER.match(after[:90])
    return _full(after[:90], m.start("metric"), m.end("metric")) if m else None


def _full(words: str, start: int, end: int) -> str:
    """The metric with the adjectives before it that belong to it."""
    m = _QUALIFIED.search(words[max(0, start - 50) : start])
    return words[start - len(m[0]) : end] if m else words[start:end]
