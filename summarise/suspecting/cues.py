"""What tells that words address a model: orders, and words that only stand where somebody speaks to one.

Patterns read text in small letters and with one blank between words. All repeats are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarise.suspecting.cue import cue
from summarise.suspecting.words import (
    AI,
    AI_WORDS,
    FILL,
    IGNORE,
    MATTER,
    ORDERS,
    PAST,
    READERS,
    REPLY,
    SAY,
    SPEAK,
    WORK,
)

_NAMES = "ai llm gpt chatgpt claude gemini assistant bot model reviewer".split()
_LEAD = re.compile(
    r"[.!?:;\n>\])}\"'“‘«*#|(\-–—,](?:(?<!,) {0,3}|(?<=,) (?:" + "|".join(rf"(?<=\b{name}, )" for name in _NAMES) + "))"
)
_ASKING = re.compile(
    r"\b(?:please|kindly|you (?:must|should|shall|will|are to|have to|need to)"
    r"|(?:want|need|order|ask|command|instruct|told|instructed|asked|required) you to) "
)


def leads(low: str) -> Iterator[int]:
    """Where an order may begin: it begins a text, a sentence, a quotation or a list's item, or comes after a model's
    name or words of asking. 'Models ignore instructions' tells of models, 'Ignore instructions' talks to one.
    """
    yield len(low[:3]) - len(low[:3].lstrip(" "))
    yield from (m.end() for m in _LEAD.finditer(low))
    if "you " in low or "please" in low or "kindly" in low:
        yield from (m.end() for m in _ASKING.finditer(low))


ORDER = re.compile(
    r"(?:(?:please|kindly|just|simply|now|also|then|instead|immediately|to|and|so),? ){0,2}(?:"
    + "|".join(
        f"(?P<{name}>{'|'.join(patterns)})"
        for name, patterns in {
            "ignore": (
                rf"{IGNORE} {FILL}{ORDERS}(?! (?:tuning|following|dataset))",
                r"(?:override|overrule|bypass|discard|dismiss|skip|abandon|drop) (?:all |any )?(?:of )?"
                rf"(?:your|my|these|those|previous|prior|the above) {FILL}{ORDERS}",
                rf"{IGNORE} (?:{FILL}{PAST} (?:[a-z]{{2,12}} )?{MATTER}|{FILL}{MATTER} (?:above|before|so far))",
                r"(?:ignore|disregard|forget) (?:all|everything|anything|whatever|what)(?: of)?(?: that| which)?"
                r"(?: the| else)?(?: (?:above|before|previous|prior|preceding|you(?: were|'ve| have| are| know| learned"
                r"| got)|i (?:said|told)|we (?:said|told)|was said|has been said|came before|is written|written)"
                r"|[.,;:!] (?:you|i|your|now|just)\b)",
                r"(?:ignore|disregard|forget) (?:all of )?(?:the )?(?:above|aforementioned)\b(?! (?:limitation|issue))",
            ),
            "role": (
                r"(?:act|behave|respond|answer|reply|roleplay|role-play|pose) as (?:if you|though you|dan\b|an?"
                r" (?:[a-z]{2,14} )?(?:unrestricted|unfiltered|uncensored|evil|ai|assistant|hacker|expert"
                r"|terminal|bot))",
                r"pretend to be\b",
            ),
            "prompt": (
                r"(?:reveal|print|repeat|output|show|display|tell|leak|share|give|summari[sz]e|write|provide|disclose"
                r"|return|expose|spell|recite|translate|copy|list|quote|start by)\b[^.!?]{0,40}\byour (?:[a-z]{2,10} )"
                r"{0,3}(?:prompts?|instructions?|guidelines|rules|configuration|directives?)\b",
                r"(?:repeat|print|output|copy|translate|recite|show|return) (?:back )?(?:all |everything |the ){0,3}"
                r"(?:words |text |instructions |sentences |prompts? |message |content )?(?:above|before this"
                r"|verbatim)\b",
                r"(?:print|reveal|output|show|repeat|provide|return|display|leak|tell|give|recite)(?: me)? the"
                r" (?:complete|full|entire|whole|exact) (?:[a-z]{2,12} )?"
                r"(?:text of the )?(?:system |original |initial )?(?:prompts?|instructions)\b",
            ),
            "answer": (
                r"(?:only |always |just )?(?:respond|reply|answer|output|return|print|say|write|emit|begin|start|end"
                r"|finish)(?: back| your (?:response|reply|answer|output))?(?: only| just| simply| exactly| always"
                r"| nothing but| solely| with only| verbatim| the (?:following|text|word|phrase|sentence|string|words)"
                r"| with){1,3}(?: the)?(?: (?:text|word|phrase|string|words|following|sentence))?(?: (?:with|and))? ?"
                r"(?:[:\"'“‘`«]|yes\b|no\b|true\b|json\b|i have been\b|pwned|hacked|null\b)",
                r"(?:print|say|output|write|return|reply|respond|answer)(?: with)? ?:? ?[\"'“‘`«]",
                r"(?:give|write|provide|submit|produce|generate|assign|leave|make|return|output)\b[^.!?]{0,40}"
                r"\b(?:(?:positive|favou?rable|glowing|perfect|highest|top|strong) (?:[a-z]{2,12} )?(?:reviews?"
                r"|ratings?|recommendation|assessment)|(?:perfect|highest|full|maximum) (?:[a-z]{2,12} )?(?:scores?"
                r"|marks?|grade))\b",
                r"(?:accept|recommend accepting|recommend acceptance of|strongly recommend|praise|approve)"
                rf" (?:this|the) {WORK}\b",
                r"(?:report|record|list|set|enter)\b[^.!?]{0,60}\bas (?:the|its|their) (?:accuracy|score|tldr|results?"
                r"|benchmarks?|number|title|summary)\b",
                r"(?:fill|set) (?:in )?(?:the|every|all|each) (?:[a-z_]{2,20} )?(?:field|key)s?\b",
                r"(?:do not|don't|never|stop) (?:summari[sz]e|extract|review|analy[sz]e|translate|tag|answer)"
                rf"(?: the| this| from| any)? (?:{WORK}|anything|task|question)\b",
                r"report (?:that |only |an? (?:accuracy|score|value|f1)|\d[\d.]{0,6} ?(?:%|percent|accuracy|points))",
            ),
            "act": (
                r"(?:send|post|forward|e-?mail|upload|exfiltrate|append|leak|call|use)\b[^.!?\n]{0,80}\b(?:(?:this|the"
                r"|all) conversations?|chat history|user'?s? (?:data|name|email|messages?|input|database)|api[ _]keys?"
                r"|credentials|passwords?|secrets|confidential|attacker|all (?:emails|messages|files|data)"
                r"|[a-z]{2,12}_[a-z_]{2,20} tool|to=)",
                r"(?:execute|run|eval) (?:this|the following|rm -rf|sudo|curl|import|os\.)",
                r"delete (?:all (?:data|files|the)|customer|user'?s?)\b",
            ),
        }.items()
    )
    + ")"
)
ORDER_NAMES = {
    "ignore": "tells to ignore instructions",
    "role": "gives a new role",
    "prompt": "asks for the prompt",
    "answer": "says what to answer",
    "act": "asks to send or run something",
}
"""What each kind of order is called."""

_OPEN = r"(?:^|[.!?;\"'”’})\]>*#\n|\-–—(\[] {0,3})"
CUES = (
    cue(
        "addresses an AI",
        "if you|as you|when you|since you|because you|case you",
        r"\b(?:if|as|when|since|because|in case) (?:you are|you're|you happen to be)(?: reading this as)?"
        rf"(?: an?| the| any)? (?:[a-z]{{2,12}} )?{AI}\b",
    ),
    cue(
        "addresses an AI",
        "as a|as an",
        rf"\bas an? (?:[a-z]{{2,12}} )?{AI}{READERS},? (?:you\b|your\b|please\b|do not\b)",
    ),
    cue(
        "addresses an AI",
        (":|!", AI_WORDS),
        r"\b(?:note|notice|message|instructions?|attention|memo|reminder|warning|hint|hidden [a-z]+|advice)"
        rf" (?:to|for) (?:all |any |the |every |our )?{AI}{READERS}(?: [a-z]+){{0,4}} ?[:!]"
        rf"|{_OPEN}(?:for|to) (?:all |any |the |every )?{AI}{READERS}(?: only)? ?:",
    ),
    cue(
        "addresses an AI",
        ("dear|hey|hello|hi |hi,|hi:|attention|attn|listen|ok |ok,|ok:|okay", AI_WORDS),
        rf"{_OPEN}(?:dear|hey|hello|hi|attention|attn|listen|ok|okay)[,:]? (?:all |any |the )?{AI}{READERS} ?[:,!.]",
    ),
    cue(
        "addresses an AI",
        ("this ", AI_WORDS, "reading|processing|parsing|summari|reviewing|analy|evaluating|extracting|read|asked to"),
        rf"\b{AI}{READERS},? (?:that is |that are |who is |who are |currently )?(?:reading|processing|parsing"
        r"|summari[sz]ing|reviewing|analy[sz]ing|evaluating|extracting from|that reads?|who reads?|asked to [a-z]+)"
        rf" this {WORK}\b",
    ),
    cue(
        "gives a new role",
        "you are|you're",
        r"\b(?:you are|you're) (?:now (?:an?|the|in|going|dan|no|free|acting|[a-z]+bot|chatgpt|not|to|my"
        r"|called|allowed)"
        r"|no longer|hereby|going to (?:act|pretend|be)|free (?:of|from)|to act as|dan\b)"
        r"|\b(?:you are|you're) (?:an?|the) (?:[a-z]{2,14} ){0,2}(?:ai|assistant|language model|llm|chat ?bot|hacker"
        r"|pirate|reviewer|expert|agent|bot|translator|simulator)\b",
    ),
    cue(
        "gives a new role",
        "from now|i want you|pretend|anything now|override|overwrite|this is your|developer mode|admin mode|debug mode"
        "|maintenance mode|god mode|jailbreak mode|dan mode|sudo mode|unrestricted mode",
        r"\bfrom now on,? (?:you|your|ignore|respond|answer|reply|act|i want|always|every)\b|\bi want you to\b"
        r"|\bpretend (?:that )?(?:you(?:'re| are| have)|you)\b|\bdo anything now\b"
        r"|\b(?:system|admin|administrator|developer|root|security|policy|emergency|safety|instruction|prompt|priority)"
        r" (?:override|overwrite) ?[:\])!.*]"
        r"|\b(?:developer|admin|debug|maintenance|god|jailbreak|dan|sudo|unrestricted) mode"
        r" (?:is )?(?:now )?(?:enabled|activated|active|on\b)"
        r"|\bthis is your (?:new )?(?:system )?(?:prompt|instruction|task)",
    ),
    cue(
        "gives a new role",
        "your |new ",
        r"\byour (?:new|real|actual|true|only|next|updated|first|main|sole|primary) (?:task|goal|instructions?|job"
        r"|objective|mission|purpose|role|directive|system prompt|identity|name)\b"
        r"|\bnew (?:system )?(?:instructions?|prompt|task|orders?|rules?) ?[:*!]",
    ),
    cue(
        "asks for the prompt",
        "your ",
        r"\bwhat (?:is|are|was|were) your (?:[a-z]{2,10} ){0,2}(?:prompts?|instructions?|rules|guidelines)\b",
    ),
    cue(
        "says what to answer",
        "your ",
        rf"\byour (?:[a-z]{{2,10}} )?{REPLY} (?:must|should|shall|has to|needs to|is to|will be|ought to|may only"
        r"|can only)\b|\bin your (?:[a-z]{2,10} )?(?:review|summary|json|extraction|output|response|reply)\b",
    ),
    cue(
        "says what to answer",
        "positive review|positive feedback|positive comments",
        r"\b(?:a |only )?positive reviews? only\b|\bonly (?:a )?positive (?:review|feedback|comments)\b",
    ),
    cue(
        "says what to answer",
        (" any ", "do not|don't|never|without", "negative|weakness|limitation|flaw|criticism|problem|shortcoming"),
        r"\b(?:do not|don't|never|without) (?:highlight|mention|list|include|report|discuss|point out"
        r"|raise|reveal|note)"
        r"(?:ing)? any (?:[a-z]+ )?(?:negatives?|weakness(?:es)?|limitations?|flaws?|criticisms?"
        r"|problems?|shortcomings?)",
    ),
    cue(
        "says what to answer",
        ("recommend", "accept"),
        r"\brecommend(?:ing)? (?:accepting|acceptance (?:of|for)|the acceptance of|to accept|strong accept)\b",
    ),
    cue(
        "says what to answer",
        "the exact|the phrase|the sentence|the string|the term|the word|the text",
        r"\b(?:include|use|insert|mention|contain|add) (?:both "
        r"|all )?(?:of )?the (?:exact )?(?:phrases?|sentence|string"
        r"|terms?|words?|text) ?[:\"'“‘`«]",
    ),
    cue(
        "says what to answer",
        "this |the paper|the abstract|the text|the document|the article",
        r"\b(?:when|while|whenever|if|before|after) (?:you )?(?:are )?(?:asked to |told to )?(?:summari[sz]|review"
        r"|extract|process|analy[sz]|evaluat|read|answer|translat|classif|tag)[a-z]{0,6} (?:[a-z]+ ){0,4}?(?:this|the)"
        rf" {WORK}[^.!?]{{0,30}}[,:] (?:please |then )?{SAY}\b"
        r"|\bthis (?:is (?:a|the) (?:only )?correct|overrides?|supersedes?"
        r"|replaces?)[^.!?]{0,30}\b(?:instruction|prompt"
        r"|answer)",
    ),
    cue(
        "marks a role",
        "<|im_|start_|[inst|[/inst|sys>|>",
        r"< ?\|? ?(?:im_start|start_header_id|start_of_turn|start|turn|im_sep|role)\b ?\|? ?> ?(?:system|user|assistant"
        r"|model|developer|tool)\b"
        r"|< ?\| ?(?:system|user|assistant|developer|human|bot|end_of_turn|eot_id) ?\| ?> ?(?!token)\w"
        r"|< ?\|(?:im_end|endoftext|end|eot_id|end_of_text|eom_id)\| ?>[ \n]*(?:<|\w{3,} \w)"
        r"|\[/?inst\] ?(?!tokens?|tags?|markers?|and\b|or\b|is\b|are\b)(?:\w|[<\[])|<< ?/?sys ?>> ?\w"
        r"|</?(?:system|instructions?|assistant|important|admin|system[_-]?prompt|hidden|override|information"
        r"|user[_-]?query|system[_-]?(?:message|instruction)s?)>"
        r"|</(?:abstract|document|paper|context|user_input|data|input|text|article)> ?\S+ \S+ \S+",
    ),
    cue(
        "marks a role",
        (":|[", "system|assistant|human|user|developer|admin"),
        rf"{_OPEN}(?:the )?(?:system|assistant|human|user|developer|admin)(?: (?:prompt|message|note"
        rf"|instructions?|update"
        r"|command|alert|notice))? ?[\])*]{0,3} ?: ?[\"'“]?(?:please |now )?(?:you|your|from now"
        r"|override|the user (?:is|has|wants)"
        rf"|admin|{IGNORE}|{SPEAK}|summari[sz]e|extract|this (?:is|paper))\b"
        r"|\[ ?(?:system|assistant|admin|developer)(?: (?:message|override|prompt|note|instructions?"
        r"|update))?\](?:\(#|:| )"
        r"|\"role\" ?: ?\"(?:system|assistant|user|developer|tool)\"",
    ),
    cue("marks a role", "##", r"#{2,} ?(?:instructions?|response|system|human|assistant|user|input|new|end|prompt)\b"),
    cue(
        "plays the end of the text",
        ("---|==|**|##|<<|[|end of ", "end |begin|start|stop|ending"),
        r"(?:(?<!\w)-{3,}|={2,}|\*{2,}|#{2,}|<{2,}|\[) ?(?:end|begin|start"
        r"|stop)(?:ning)?(?: of)?(?: the| this| my| new)?"
        r" ?(?:abstract|paper|prompt|instructions?|document|context|input|text|system|data|user (?:input|data)|message"
        r"|untrusted|article"
        r"|content|admin|task|quote|internal)"
        r"|\bend of (?:the |this |my )?(?:prompt|instructions|system prompt|abstract|document|input|context|user input"
        r"|data|untrusted [a-z]+|paper)\b ?[.:\]\-=*)!]",
    ),
    cue("plays a further example", "example", r"\bexample \d{1,2} ?[:.)]? ?(?:title|abstract|input|paper) ?:"),
    cue("plays a reply", "json", r"\bjson ?: ?(?:[\"'“\[]|null\b|$)"),
)
SHOUTED = re.compile(
    r"\b(?:IGNORE|DISREGARD|FORGET|OVERRIDE)(?: [A-Z]{2,12}){0,6}"
    r" (?:INSTRUCTIONS?|PROMPTS?|RULES|DIRECTIONS|GUIDELINES|ABOVE)\b"
    r"|\bPOSITIVE REVIEW ONLY\b|\bSYSTEM (?:OVERRIDE|PROMPT)\b[:!\]]|\bIMPORTANT NEW INSTRUCTIONS\b"
)
"""Orders in capitals, wherever in a sentence they stand; read in the text as it is."""
SHOUTED_WORDS = ("IGNORE", "DISREGARD", "FORGET", "OVERRIDE", "POSITIVE", "SYSTEM", "IMPORTANT")
"""One of these stands in each of them."""
