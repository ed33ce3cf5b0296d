"""Words by what exchanging them does to a text: nothing, or making it another paper's."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

# Words whose exchange or insertion alone makes another claim, although they are neither names nor digits.
TELLING_WORDS = frozenset(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion
    first second third fourth fifth sixth seventh eighth ninth tenth half double triple twice thrice single dozen
    not no non never nor neither without cannot fail fails failed unlike except i ii iii iv v vi vii viii ix x
    """.split()
)
# Words that authors exchange from one version of an abstract to the next without saying something else.
_FUNCTION_WORDS = """
    a an the this that these those it its they their them we our us which who whose where when while whereas as at by
    for from in into of on onto to toward towards through throughout via upon with within along among across over under
    between and or but so yet also then thus hence therefore however moreover furthermore additionally besides further
    meanwhile finally first lastly there here such is are was were be been being am has have had having do does did can
    could may might must shall should will would both each any some all other others another same own very too just
    since because although though despite if e g i.e etc namely including include whether how what why than still even
    soon now already later recently currently nevertheless nonetheless consequently accordingly instead overall
    unfortunately importantly interestingly crucially ultimately subsequently similarly likewise together
"""
_STYLE_WORDS = """
    propose present introduce develop design devise describe show demonstrate find achieve obtain reach attain improve
    yield enhance boost outperform surpass exceed evaluate assess conduct perform provide offer give enable allow help
    address tackle solve mitigate overcome leverage use utilize utilise employ adopt apply explore investigate study
    examine analyze analyse reveal indicate suggest observe highlight verify validate confirm establish build
    construct create make take consider focus aim seek remain become exhibit possess lead result report release
    publish call term name dub denote significantly substantially considerably greatly highly effectively efficiently
    particularly specifically especially notably typically usually often generally commonly widely successfully
    consistently markedly remarkably largely fully respectively mainly primarily merely only novel new effective
    efficient simple recent existing previous prior current various several many numerous different diverse extensive
    comprehensive thorough strong remarkable significant substantial considerable promising notable impressive popular
    crucial important essential key critical vital main major great good superior competitive approach method
    framework technique strategy scheme paper work article experiment finding performance ability capability capacity
    problem challenge issue limitation advance advancement progress development aspect variety range number well much
    exemplify better best
"""
_ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ied", "ies", "ed", "es", "ly", "er", "s", "e", "d", "y")
# The tails in which two forms of one word may differ.
_INFLECTIONS = frozenset(
    {"", "s", "es", "e", "ed", "d", "ing", "ly", "y", "ies", "ied", "ion", "ions", "ation", "ations"}
)
_STEM_CHARS = 4


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


_FREE_STEMS = frozenset(_stem(word) for word in _STYLE_WORDS.split())
_FREE_WORDS = frozenset(_FUNCTION_WORDS.split()) | frozenset(_STYLE_WORDS.split())

_OFFERED = (
    r"\b(?:codes?|source|data|datasets?|models?|checkpoints?|weights|benchmarks?|demos?|implementations?|resources)\b"
)
_OFFER = (
    r"(?:\breleas(?:e|es|ed|ing)\b|\bopen[- ]?sourc(?:e|es|ed|ing)\b|https?://|\bgithub\b"
    r"|\b(?:publicly|freely|openly|be|are|is|made) (?:publicly |freely |openly |made )*(?:available|accessible)\b)"
)
AVAILABILITY = re.compile(rf"{_OFFERED}.*{_OFFER}|{_OFFER}.*{_OFFERED}", re.IGNORECASE | re.DOTALL)
"""A sentence that says where code or data can be had: the one that changes when a preprint is published."""
_AVAILABILITY_WORDS = frozenset(
    """
    code codes data dataset datasets model models checkpoint checkpoints weights benchmark benchmarks demo demos
    implementation implementations resource resources artifact artifacts material materials script scripts project page
    website site repository repositories link url open source sourced sourcing public publicly free freely openly
    available availability accessible access github gitlab huggingface hugging face zenodo anonymous anonymously
    acceptance publication camera ready reproduction reproducibility reproduce exploration explorations research
    researcher researchers community communities future use usage interested everyone
    """.split()
)


def is_free(word: str) -> bool:
    """Whether `word`, in lower case, may be exchanged for another free word."""
    return word not in TELLING_WORDS and (word in _FREE_WORDS or (len(word) > 4 and _stem(word) in _FREE_STEMS))


def is_about_availability(word: str) -> bool:
    """Whether `word`, in lower case, may come and go in a sentence that AVAILABILITY matches."""
    return is_free(word) or word in _AVAILABILITY_WORDS or is_address(word)


def is_address(word: str) -> bool:
    """Whether `word`, in lower case, is a web address, or what arXiv's pages show in the place of one."""
    return "://" in word or word.startswith(("www.", "github.com/")) or is_hidden_address(word)


def is_hidden_address(word: str) -> bool:
    """Whether `word`, in lower case, is 'this https url'."""
    return word.startswith("this http")


def are_forms_of_one_word(some: str, other: str) -> bool:
    """Whether two words in lower case differ by inflection ('yields', 'yielding') or by one slip ('verfier')."""
    if not (some.isalpha() and other.isalpha()) or some[0] != other[0] or {some, other} & TELLING_WORDS:
        return some == other
    stem = 0
    while stem < min(len(some), len(other)) and some[stem] == other[stem]:
        stem += 1
    if stem >= _STEM_CHARS and {some[stem:], other[stem:]} <= _INFLECTIONS:
        return True
    return min(len(some), len(other)) >= _STEM_CHARS + 1 and _slip_apart(some, other)


def _slip_apart(some: str, other: str) -> bool:
    """Whether one letter more, less or other, or two neighbours exchanged, makes one word the other."""
    return OSA.distance(some, other, score_cutoff=1) <= 1
