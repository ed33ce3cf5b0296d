"""Whose number a result is: the paper's own, a rival's or background; its model, and what it is compared with."""

from __future__ import annotations

import re
from typing import Literal

from summarise.rules.names import COMMON_ACRONYMS, MODEL_FAMILY, looks_like_name, same_name
from summarise.rules.numbers.reading import Reading
from summarise.rules.results.cues import RIVALS_BRACKET
from summarise.rules.results.kinds import Claim
from summarise.rules.results.margins import rival_in_turn, rival_of_margin
from summarise.rules.results.possession import is_own_behind, is_set_against_ours, own_name, winners
from summarise.rules.results.rivals import (
    falls_short,
    is_brought_by_rival,
    is_called_rivals,
    is_of_rival,
    is_where_it_began,
)
from summarise.rules.scene import Mention, Scene
from summarise.rules.sets.gazetteer import find_known
from summarise.rules.sets.named_sets import is_benchmark, is_work
from summarise.rules.standing import clause_before, is_own

Role = Literal["own", "baseline", "background"]
_GENERIC_RIVAL = (
    r"(?:previous(?:ly)?|prior|existing|conventional|traditional|classic(?:al)?|standard|vanilla|baselines?|"
    r"second[- ]best(?! (?:performance|results?|scores?|overall|rank))|next[- ]best|best (?:previous|prior|"
    r"existing|published|public|known|reported|competing|baseline)|"
    r"state[- ]of[- ]the[- ]art|sota|competitors?|competing|runner-up|former best|original|"
    r"(?<![\w-])base (?:model|version|LLM|network))"
)
# Words up to the number that belong to the rival: no 'with', 'by' or 'and', behind which the paper's own score stands.
_RIVAL_WORDS = r"(?:(?!\b(?:with|by|and|achieving|reaching|obtaining)\b)[^,;(]){0,50}?"
_RIVAL_AT = re.compile(
    r"(?i)\b(?=[abcefhinoprstuv])"
    r"(?:(?:compared (?:to|with)|versus|v\.?s\.?|(?<!more )(?<!less )(?<!fewer )(?<!greater )than|against|"
    r"as opposed to|instead of|relative to|in contrast to|up from|over|from|the (?:previous|prior|existing) "
    r"[^,;]{0,40}? of|baseline(?:'s| of| at| \()|human \w+ of)"
    r"(?: (?:the|a|an|only|just|about|around|merely|previous|prior|baseline|its|best))* ?\(?$"
    r"|(?:over|than|vs\.?|versus|against|"
    r"that of) (?:the )?(?-i:[A-Z][\w./+-]*)(?:[ -](?-i:[A-Z0-9])[\w./+-]*){0,3} \($"
    r"|(?:compared (?:to|with)|than|versus|vs\.?|against|(?:surpass|outperform|exceed)\w*|to that of) "
    r"(?-i:[A-Z])[\w./+-]*(?: (?-i:[A-Z0-9])[\w./+-]*){0,3}['’]s (?:only |just )?$"
    rf"|(?:{_GENERIC_RIVAL}|human performance|counterparts?)\b{_RIVAL_WORDS}"
    r" ?(?:of|at|from|is|was|were|which (?:is|achiev\w+|has|reach\w+|obtain\w+)|having|achiev\w+|scor\w+|"
    r"obtain\w+|reach\w+|only|version|\()(?: (?:only|just|about|around|an? (?:\w+ ){1,3}of))* ?\(?$"
    r"|(?:outperforming|surpassing|exceeding|beating|compared (?:to|with)|than) [^,;]{0,40}\b(?:baselines?|previous|"
    r"prior|existing|state-of-the-art)\b[^,;]{0,30} with (?:an? )?[^,;]{1,25} of $)"
)
# What makes a 'state of the art' or a 'best' the paper's own.
_OF_ONES_OWN = re.compile(
    r"(?i)(?:\b(?:achiev\w+|reach\w*|obtain\w*|attain\w*|set(?:s|ting)?|establish\w*|yield\w*|push\w*|driv\w+|new|our|"
    r"report\w*|deliver\w*|advanc\w+|rais\w+) (?:(?!over|than|against|with|to|from|and|the previous)[\w-]+ ){0,4}|"
    r"near-)$"
)
_SUPERLATIVE = re.compile(
    r"(?i)\((?:the )?(?:highest|best|lowest|ours?|up to|mean|average)\b[^()]*$|\bsurpass(?:es|ing)? an? [^,;]*$"
)
_LISTED_RIVAL = re.compile(r"^[^(),;]{0,30}\) by [+]?\d")
_RIVAL_VERB = re.compile(
    r"(?i)\b(?=[bceostv])(?:surpass\w*|outperform\w*|exceed\w*|compared (?:to|with)|beat(?:s|ing)?|"
    r"(?<!more )(?<!less )(?<!fewer )than|versus|vs\.?|outpac\w*)\b"
)
_AT_OR_BRACKET = re.compile(r"(?i)(?: at| of|'s| \((?:[\w-]{1,12} ?[=:] ?)?|\()(?: (?:only|just|about))? ?$")
_ON_A_SET = re.compile(r"\b(?:on|across|in)\b")
_ACHIEVES = re.compile(r"(?i)\b(?:achiev\w+|reach\w+|attain\w+|obtain\w+|yield\w+|with an? |scores|improv\w+|by)\b")
_RIVAL_AFTER = re.compile(
    r"(?i)^\)?(?: \w+){0,2} (?:for|by|of|from|achieved by|obtained by) (?:the |a |an |other |all )?(?:best )?(?:\w+ )?"
    r"(?:baselines?\b|human(?:s|ity| experts?| annotators?| performance)?\b(?!-)|(?:previous|prior|existing|"
    r"state-of-the-art|"
    r"sota|vanilla|conventional|traditional|standard|former|competing|other) (?:[\w-]+ ){0,2}"
    r"(?:methods?|models?|approach(?:es)?|works?|baselines?|systems?|arts?|results?|counterparts?|solutions?|"
    r"detectors?|"
    r"techniques?|algorithms?|networks?)\b)|^\)? (?:for|by) (?-i:GPT|Claude|Gemini|ChatGPT|LLaMA|Llama|ResNet|BERT)"
)
_RIVAL_SUBJECT = re.compile(
    r"(?:^ ?(?:while |whereas )?|[,;] (?:while |whereas |but |and )?|-- (?:while )?)(?:(?i:the |even |only |a |"
    r"best |while |whereas |"
    r"although )){0,3}(?P<who>(?:previous|prior|existing|current|conventional|traditional|standard|human|"
    r"humans|classic|baselines?|Baselines?|Existing|Previous|Human|Humans)\b[^,;]{0,50}?|(?:[A-Z][\w./+-]*|"
    r"o[1-4][\w-]*)(?: (?:[A-Z0-9][\w./+-]*|o\d[\w-]*)){0,4}(?: (?:model|baseline|method)s?)?) "
    r"(?:(?:only|just|still|merely|currently) )?(?:achiev\w+|reach\w*|scor\w+|obtain\w*|get\w*|attain\w*|has|"
    r"have|had|perform\w*|is|are|drops?|fails?|manages?|solv\w+|requir\w+|struggl\w+|retains?|needs?|"
    r"diverg\w+|suffers?|collaps\w+|degrad\w+|"
    r", which has)\b[^;,]{0,100}$"
)
_NAME = re.compile(
    r"(?<![\w-])(?:[A-Z][\w+./-]*|[a-z]{1,5}[A-Z0-9][\w+.-]*|o[1-4](?:-\w+)*)(?: (?:[A-Z][\w+./-]*|"
    r"\d[\d.]*[BM]?\b))*"
)
_OTHERS_NAMED = (
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|compared (?:to|with)|over|than|against|"
    r"relative to) (?P<who>(?:the |all |other |both |a |an )?[\w./+-]+(?: [\w./+-]+){0,7}?)(?= by\b| with\b|"
    r" in\b| on\b| at\b| while\b|,|;|\.| \(|$)"
)
_OTHERS = re.compile(_OTHERS_NAMED, re.IGNORECASE)
_OTHERS_BEHIND = re.compile(rf"[^,;.()]{{0,60}}?{_OTHERS_NAMED}")
_WHICH_HAS = re.compile(
    r"(?<![\w-])(?<!our )(?<!our custom )(?P<who>(?:[A-Z][\w./+-]*)(?: [A-Z0-9][\w./+-]*){0,3}), (?:which|"
    r"that) (?:has|have|had|uses?|requires?|"
    r"needs?|achieve[sd]?|score[sd]?|obtain(?:s|ed)?|reach(?:es|ed)|contains?)\b[^,;]{0,30}$"
)
_WHO = r"(?P<who>[A-Z][\w+./-]*\w(?: (?:[A-Z][\w+./-]*\w|\d[\d.]*[BM]?\b))*)"
_NAMED_BEHIND = re.compile(rf"^\)?(?: [a-z][\w-]*){{0,3}} (?:for|by|of|from|with) (?:the )?{_WHO}")
_NAMED_BESIDE = re.compile(rf"{_WHO}(?:['’]s(?: \w+)?| \(| at| with| of)? ?$")
_BEATS_THE = re.compile(r"(?i)\b(?:surpass\w*|outperform\w*|exceed\w*|beat\w*) (?:the|its|their) $")
_RIVAL_STARTS = ("Existing", "Previous", "Prior", "Human", "Humans", "Baselines", "Baseline")
_PRONOUNS = ("It", "Our", "We", "This", "These", "They", "The", "A", "An", "On", "In", "For", "With")
_VERSUS_NEXT = re.compile(r"(?i),? \(?(?:v\.?s\b|versus|compared (?:to|with) (?:the )?\d|against \d|up from)")


def role_of(scene: Scene, claim: Claim, introduced: tuple[Mention, ...], first_own: int) -> Role:
    """Whose number a claim states; `first_own` is the first sentence that speaks of the paper's work."""
    r = scene.readings[claim.index]
    sentence = scene.sentence(r.start)
    if sentence.index < first_own:
        return "background"
    before, after = clause_before(scene.before(r.start)), scene.after(r.end, 60)
    if is_own_behind(after, introduced):
        return "own"
    set_against = claim.kind == "delta" and is_set_against_ours(scene.after(r.end, 100)) and not _OURS.search(before)
    if set_against or falls_short(before) or is_brought_by_rival(after):
        return "baseline"
    if claim.kind == "absolute" and (is_called_rivals(before, after) or _GOES_ON_TO_RIVAL.search(before)):
        return "baseline"
    if claim.kind == "cost" and _SECOND_OF_PAIR.search(before):
        return "baseline"
    if claim.kind not in ("delta", "cost"):
        if _VERSUS_NEXT.match(after):
            return "own"
        if is_where_it_began(before, after) or is_of_rival(scene.before(r.start, 140)) or _BEATS_THE.search(before):
            return "baseline"
        if (m := _RIVAL_AT.search(before)) and not _is_own_level(m, before, r, introduced):
            return "baseline"
        listed = before.endswith(", ") and RIVALS_BRACKET.search(scene.before(r.start, 200))
        if claim.kind == "absolute" and (listed or _LISTED_RIVAL.match(after)):
            return "baseline"
        if claim.kind != "ratio" and (_RIVAL_AFTER.match(after) or _at_rival(before)):
            return "baseline"
        if _is_rivals_clause(scene, claim, introduced):
            return "baseline"
    return "own"


def _is_rivals_clause(scene: Scene, claim: Claim, introduced: tuple[Mention, ...]) -> bool:
    """Whether the clause that a number stands in tells of a rival: by its subject, or since no other gets there."""
    r = scene.readings[claim.index]
    before = scene.before(r.start, 140)
    if ("o " in before or "one of" in before) and _NO_RIVAL.search(before) and not _measures_others(introduced):
        return True
    subject = _RIVAL_SUBJECT.search(clause_before(scene.before(r.start)))
    if subject is None:
        return False
    known = MODEL_FAMILY.match(subject["who"]) and not is_own(subject["who"], introduced)
    if known and is_set_against_ours(scene.after(r.end, 100)):
        return True
    text = scene.sentence(r.start).text
    return _is_rival(subject, introduced) and _is_contrasted(text, subject, introduced)


# 'surpasses not only Foo (8%) but also the prior best approach (57%)': the object goes on, so does whose number it is;
# 'similar to the teacher's FID (2.1)' is the teacher's.
_GOES_ON_TO_RIVAL = re.compile(
    r"(?i)\bbut also (?:the |all )?(?:prior|previous|existing|best|earlier|strongest)\b[^,;()]{0,90} \($"
    r"|\b(?:similar|close|comparable) to (?:the )?[^,;()]{0,60}['’]s [^,;()]{0,20} \($"
)
# 'no existing model, including Foo, exceeds': a bound on the others.
_NO_RIVAL = re.compile(
    r"\b(?:[Nn]o|[Nn]one of the) (?:existing|other|prior|previous|current|known|published|public|tested|baselines?) "
    r"[^.;]{0,90}\b(?:exceed|surpass|reach|achiev|score|get)\w* [^.;,]{0,20}$"
)
_OURS = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
_RANGING = ("ranging from ", "range from ", "ranges from ", "varying from ", "spanning from ")
_SECOND_OF_PAIR = re.compile(r"\d (?:vs\.?|versus) $")


def _is_own_level(m: re.Match[str], before: str, r: Reading, introduced: tuple[Mention, ...]) -> bool:
    """Whether what reads like a rival's score is the paper's: 'achieves the state-of-the-art result of'."""
    if before.endswith("(") and _ON_A_SET.search(m[0]):
        return True
    # A paper whose work is a benchmark measures the state of the art: its scores are what the paper found.
    if _measures_others(introduced) and re.match(r"(?i)state|sota|existing", m[0]):
        return True
    if m[0].lower().startswith(("over", "from", "than")) and r.comparator == ">=":
        return True
    if r.value_max is not None and before.endswith(_RANGING):
        return True
    return bool(_OF_ONES_OWN.search(before[: m.start()]) or _SUPERLATIVE.search(before))


def _measures_others(introduced: tuple[Mention, ...]) -> bool:
    """Whether all that a paper introduces are sets to measure with."""
    return bool(introduced) and not any(is_work(m) for m in introduced)


def _at_rival(before: str) -> bool:
    """'surpassing the baseline X at 20%': the number of what is surpassed."""
    verbs = list(_RIVAL_VERB.finditer(before))
    if _SUPERLATIVE.search(before) or _OF_ONES_OWN.search(before[: verbs[-1].start()] if verbs else ""):
        return False
    if verbs and before.endswith("(") and _ON_A_SET.search(before, verbs[-1].end()):
        return False
    if not verbs or len(before) - verbs[-1].end() <= 3 or not _AT_OR_BRACKET.search(before):
        return False
    return not _ACHIEVES.search(before[verbs[-1].end() :])


def _is_rival(subject: re.Match[str], introduced: tuple[Mention, ...]) -> bool:
    """Whether the subject of a clause is another's work, in a paper that has work of its own to compare."""
    who = subject["who"]
    if is_own(who, introduced):
        return False
    if not who[:1].isupper() or who.split(" ", maxsplit=1)[0] in _RIVAL_STARTS:
        return True
    if not any(is_work(m) for m in introduced):
        return False
    if any(is_benchmark(m) for m in introduced):
        return False
    contrasted = re.match(r"[ ,;]*(?:while|whereas)\b", subject[0])
    return bool(
        MODEL_FAMILY.match(who) or contrasted and who.split(" ")[0] not in _PRONOUNS and not any(find_known(who))
    )


def _is_contrasted(sentence: str, subject: re.Match[str], introduced: tuple[Mention, ...]) -> bool:
    """Whether a sentence sets its subject against the paper's own work; a known model alone may be what it improves."""
    if not MODEL_FAMILY.match(subject["who"]) or re.match(r"[ ,;]*(?:while|whereas)\b", subject[0]):
        return True
    words = re.findall(r"[^\s,;()]+(?: [A-Z0-9][^\s,;()]*)?", sentence)
    return bool(_CONTRAST.search(sentence[:60] + subject[0])) or any(is_own(w, introduced) for w in words)


_CONTRAST = re.compile(
    r"(?i)\b(?:while|whereas|in contrast|by contrast|however|but|even|only|merely|just|our|we|compared|than)\b"
)


def relative_owner(scene: Scene, claim: Claim, introduced: tuple[Mention, ...]) -> str | None:
    """The rival in 'FooNet 3B, which has twice the …', or None."""
    before = scene.before(scene.readings[claim.index].start, 90)
    m = _WHICH_HAS.search(before)
    return m["who"] if m and not is_own(m["who"], introduced) and not any(find_known(m["who"])) else None


def model_of(scene: Scene, claim: Claim, introduced: tuple[Mention, ...], role: Role) -> str | None:
    """The model that a result belongs to: the last fitting name before it in the sentence, else the paper's first."""
    r = scene.readings[claim.index]
    names = [m[0].rstrip(".,") for m in _NAME.finditer(scene.before(r.start))]
    models = [
        n
        for n in names
        if (looks_like_name(n.split(" ")[0]) or MODEL_FAMILY.match(n) or any(same_name(n, i.name) for i in introduced))
    ]
    if role == "own":
        if called := own_name(scene.before(r.start)):
            return called
        works = [m.name for m in introduced if is_work(m)]
        # A benchmark has no scores of its own, nor has its name where the models are measured.
        sets = tuple(m for m in introduced if is_benchmark(m))
        own = [n for n in models if is_own(n, introduced) and not any(same_name(n, s.name) for s in sets)]
        if is_own_behind(scene.after(r.end, 60), introduced):
            return own[-1] if own else works[0] if works else None
        # A paper that only measures has results of the models that it names.
        known = [] if works else [n for n in models if MODEL_FAMILY.match(n)]
        measured = winners(known, scene.before(r.start)) if claim.kind in ("delta", "ratio") else known
        return own[-1] if own else works[0] if works else measured[-1] if measured else None
    return _rival_of(scene, claim, introduced, models)


def _rival_of(scene: Scene, claim: Claim, introduced: tuple[Mention, ...], models: list[str]) -> str | None:
    """The rival that a number belongs to: named behind it, the clause's subject, or the last one named before it."""
    r = scene.readings[claim.index]
    behind = _NAMED_BEHIND.match(scene.after(r.end, 90))
    if behind and not is_own(behind["who"], introduced) and not any(find_known(behind["who"])):
        return behind["who"].rstrip(".,")
    rivals = [n for n in models if not is_own(n, introduced) and MODEL_FAMILY.match(n)]
    if rivals:
        return rivals[-1]
    clause = clause_before(scene.before(r.start))
    named = _NAMED_BESIDE.search(clause) or _RIVAL_SUBJECT.search(clause)
    who = named["who"] if named else ""
    known = who in COMMON_ACRONYMS or any(find_known(who))
    return who if who[:1].isupper() and not known and not is_own(who, introduced) else None


def baseline_of(scene: Scene, claim: Claim) -> str | None:
    """What a change or ratio is measured against, as the clause names it, or None."""
    if claim.kind not in ("delta", "ratio"):
        return None
    r = scene.readings[claim.index]
    before, after = scene.before(r.start, 140), scene.after(r.end, 120)
    if margin := rival_in_turn(before) or rival_of_margin(before, after):
        return margin
    found = list(_OTHERS.finditer(clause_before(scene.before(r.start, 160))))
    if found:
        return found[-1]["who"].rstrip(".,")
    m = _OTHERS_BEHIND.match(after)
    return m["who"].rstrip(".,") if m else None
