"""The words around a number that tell what it is: change, level, cost, setting; read by `claims`."""

from __future__ import annotations

import re

from summarise.rules.metrics import METRIC

# An item is atomic: 'an average of' has three readings as items, and a row of them 3^n.
HEDGE = (
    r"(?:(?>(?:an? |the )?(?:up to|about|around|approximately|roughly|nearly|almost|over|more than|at least|"
    r"less than|at most|only|just|average of|an average of|additional|absolute|relative|average|mean|further|"
    r"significant|large|~|even|another|as much as|as high as|as large as|as great as|close to|maximum of|"
    r"remarkable|impressive|"
    r"whopping|substantial|of) ?))*"
)
CHANGE_NOUN = (
    r"(?:improvements?|gains?|increases?|reductions?|decreases?|boosts?|drops?|enhancements?|savings?|"
    r"margins?|degradations?|leads?|advantage|declines?|rise|growth|jumps?|uplift|lift|"
    r"difference|gap|acceleration|speed-?ups?|loss|deterioration|advancement|shrinkage|saving|cut|increment|"
    r"progress|overhead|"
    r"benefits?)"
)
CHANGE_VERB = re.compile(
    r"(?i)\b(?:improv\w+|increas\w+|reduc\w+|decreas\w+|boost\w*|rais(?:e|es|ed|ing)|lift\w*|enhanc\w+|"
    r"outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|sav(?:e|es|ed|ing)|cut(?:s|ting)?|drop(?:s|ped|ping)?|"
    r"lower(?:s|ed|ing)?|gain(?:s|ed|ing)?|declin\w+|degrad\w+|grow\w*|accelerat\w+|outscor\w+|overtak\w+|"
    r"shrink\w*|advanc\w+|speed\w*|outpac\w+|narrow\w*|clos(?:es|ing)|mitigat\w+|alleviat\w+|trim\w*|rose|"
    r"risen|fell|fall(?:s|en)?|better(?:s|ing)|minimi[sz]\w+|shorten\w*|deteriorat\w+|elevat\w+|"
    r"diminish\w*|eliminat\w+|halv\w+|slash\w*|prun\w+|compress\w*)\b"
)
LEVEL_VERB = re.compile(
    r"(?i)\b(?:achiev\w+|reach\w*|attain\w*|obtain\w*|scor(?:e|es|ed|ing)\b|hit(?:s|ting)?|report\w*|get(?:s|"
    r"ting)?|record\w*|yield\w*|deliver\w*|produc\w+|perform\w*|with|at|to)\b"
)
_NO_STOP = (
    r"(?!(?:and|or|with|on|in|of|while|for|by|to|from|using|as|than|which|that|respectively|at|is|are|compared|over|"
    r"when|without)\b)"
)
# A word between the number and the noun is taken whole or up to one of its hyphens ('5% fine-grained-accuracy gain').
DELTA_AFTER = re.compile(
    rf"\)? [\w-]++ and (?:[\w-]+ ){CHANGE_NOUN}\b|"
    rf"\)?(?: or (?:more|greater|higher|less))?(?:[ -]{_NO_STOP}[\w@.%/+-]++){{0,4}}?"
    rf"[ -](?:{_NO_STOP}[\w@.%/+-]+?-)?(?:{CHANGE_NOUN}|higher|lower|better|worse|more|fewer|less|faster|"
    rf"slower|smaller|larger|cheaper|shorter|longer|greater|relative(?:ly)?|absolute(?:ly)?|ahead|above|below|"
    rf"over the|over (?=previous|prior|existing|[A-Z]))\b(?! accuracy of)"
)
DELTA_BEFORE = re.compile(
    rf"(?i)(?:\b{CHANGE_NOUN}(?: (?:in|on|over|for|across|from|to|against) [^,;:()]{{1,60}}?)?(?: of| by|:|"
    rf" is| are| was| ranging| between| rang\w+ from| reach\w*| exceed\w*| up| \()* ?{HEDGE}|\bby ?{HEDGE}(?:(?:an?|"
    rf"the) (?:[\w-]+ ){{1,5}}of {HEDGE})?|[(\s]↑ ?|[(\s]↓ ?)[<>≤≥]?$"
)
VERB_DIRECTLY = re.compile(
    r"(?i)\b(?=[abcdegilrs])(?:sav(?:e|es|ed|ing)|add(?:s|ed|ing)|cut(?:s|ting)?|reduc(?:es?|ed|ing)|"
    r"improv(?:es?|ed|ing)|gain(?:s|ed|ing)?|"
    r"increas(?:es?|ed|ing)|drop(?:s|ped|ping)?|los(?:es?|ing)|eliminat\w+|boost(?:s|ed|ing)?|(?:improv\w+|"
    r"increas\w+|reduc\w+) [^,;:()]{1,40}? by) (?:by )?" + HEDGE + "$"
)
SHARE_OF = re.compile(
    r"\)? of (?:the |its |their |our |all |both |what |total |full |original |overall |that |those |"
    r"them |[\d.,]+[KMBT]? )*(?P<what>[\w'-]+(?: [\w'-]+){0,3})"
)
RESOURCE = re.compile(
    r"(?i)\b(?:computations?|compute|costs?|param\w*|tokens?|data|dataset|flops|size|memory|time|budget|"
    r"labels?|annotations?|samples?|examples|weights|layers|cache|performance|accuracy|energy|resources?|quality|"
    r"capacity|capability|speed|latency|runtime|training|teacher|upper bound|baseline|full|power|images|"
    r"parameters|area|storage|bits|steps?|that)\b|^[A-Z][\w.+-]*['’]s"
)
CONTEXT_AFTER = re.compile(
    r"(?i)\)?[ -]?(?:(?:confidence|credible|c\.?l\.?|ci|significance|prediction) ?(?:level|intervals?|region|"
    r"limits?|c\.l\.)?\b|percentiles?|quantiles?|(?:unstructured |structured )?sparsity|(?:label |random |"
    r"input |symmetric |asymmetric )?noise|dropout|masking|missing|malicious|adversarial|byzantine|corrupt\w*|pruned|"
    r"(?:of (?:the )?)?(?:labell?ed|annotated|labels?|annotations?|supervision|training (?:data|samples|set)|"
    r"unlabell?ed|of labels)\b|poison\w*|split|train|overlap|threshold|of (?:all )?(?:users|people|patients|"
    r"adults|deaths|women|men|the population|participants|respondents|students|children|cases|households|"
    r"the world|web|companies|developers|global|carbon|websites|residents|americans)|of the (?:total|world|"
    r"population|universe|sky))"
)
CONTEXT_BEFORE = re.compile(
    r"(?i)\b(?=[abcdflmnoprst])(?:top|bottom|sparsity (?:of|levels? of|ratio of)|noise (?:level|rate|ratio) of|"
    r"confidence (?:level )?of|probability|ratio of masked|masking|mask|threshold of|p ?[<=]|"
    r"p-values?(?: of)?|alpha ?=|rate of dropout|learning rate of|temperature(?: of)?|constitut\w+|"
    r"dropout(?: (?:rate|probability))?(?= of)|"
    r"(?:failure|noise|missing|sampling|pruning|masking|compression) (?:rates?|ratios?|levels?)(?: \(|(?= of))|"
    r"accounts? for|comprises?|comprising|affects?|affecting|of which) ?(?:of )?(?:about |over |around |only |nearly |"
    r"up to )?$"
)
CONFIDENCE = re.compile(r"(?i)[ -]?(?:confidence|credible|c\.?i\.?\b)")
OPERATING_POINT = re.compile(r"(?i)\)? (?:FPR|false[- ][\w-]+ rate)(?: threshold)?(?=[).,;]|$)")
SPARING = re.compile(
    r"(?i)\b(?:only|just|merely|as (?:little|few|low) as|less than|fewer than|under|"
    r"no more than)\b[^,;]{0,25}$"
)
CLAIMING = re.compile(
    rf"\b(?:(?:{METRIC})|(?i:(?:achiev|reach|attain|obtain|improv|outperform|surpass|reduc|increas|decreas|"
    rf"boost|gain|better|higher|lower|faster|fewer|less|sav(?:e|ing)|state-of-the-art|sota|success|solv|"
    r"correct|error|outscor|yield|perform|exceed|speed|drop|degrad|efficien|accelerat|retain|recover|resolv|maintain|"
    r"match|only|show|demonstrat|reveal|find|found|observ|discover|uncover|fail|prefer|win|won|detect|predict|"
    r"identif|agree|cut|"
    r"margin|declin|rise|enhanc|score|result|rate|record|best|beat|rank|lead)\w*))"
)
USING = re.compile(
    r"(?i)\b(?:using|uses?|with|requir\w+|needs?|consum\w+|retain\w*|recover\w*|maintain\w*|preserv\w*|"
    r"match\w*|achiev\w*|reach\w*|attain\w*|keep\w*|at|to|captur\w+|deliver\w*|costs?|obtain\w*|has|have|is|"
    r"reduc\w+|run\w*|tak\w+|train\w+|updat\w+|tun\w+)\b[^,;]{0,30}$"
)
TIMES_AFTER = re.compile(
    r"(?i)\)?[ -](?:[\w-]+ ){0,3}?(?:faster|more|less|fewer|smaller|larger|higher|lower|better|slower|longer|"
    r"shorter|cheaper|greater|speed-?ups?|accelerat\w+|reductions?|improvements?|increases?|compression|"
    r"throughput|relative to|the|as|that of|its|their|gains?|efficien\w+|savings?|boost|compared|over|than|"
    r"real-?time|in |"
    r"decrease|lighter|wider|deeper|bigger|stronger|enhancement)\b|\)?[,.;:)]|$| (?:and|on|with|when|while|during)\b"
)
TIMES_BEFORE = re.compile(
    r"(?i)\b(?:speed-?ups?|factors? of|by|up to|to|reduc\w+|improv\w+|increas\w+|accelerat\w+|faster|"
    r"achiev\w+|sav\w+|at least|over|more than|than|compress\w*|boost\w*|has|is|are|gains? of|of|about|nearly|"
    r"around|with|obtain\w*|provid\w*|yield\w*|deliver\w*|offer\w*|show\w*|runs?|and|using|"
    r"requir\w+)\b[^,;]{0,30}$"
)
# '8x larger batch', 'at a 2x compression': how something was set up, not what came out.
SCALED_SETTING = re.compile(
    r"(?i)[ -](?:larger|bigger|smaller|longer|more|higher) (?:batch|learning rate|image|resolution|step|context|"
    r"sequence)"
)
ENABLING = re.compile(
    r"(?i)\b(?:enabl\w+|allow\w*|support\w*|permit\w*|accommodat\w+|unlock\w*|handl(?:e|es|ing)|scal(?:e|es|ing) to)\b"
    r"[^;]{0,90}$"
)
AT_A = re.compile(r"(?i)\b(?:at|under) (?:an? )?$")
COMPRESSION = re.compile(r"(?i)[ -](?:compression|sparsity|downsampling|quanti[sz]ation|reduction)")
VERSUS_BEHIND = re.compile(r" (?:v\.?s\.?|versus|compared (?:to|with)) [\d.]")
SETTING_BEFORE = re.compile(
    r"(?i)\bat (?:an? |the )?(?:fixed|given|same|constant|matched|equal) (?:[\w-]+ ){0,4}(?:of )?$|"
    r"\bSNRs?\)?(?: \w+){0,3} (?:from|of|at|between|as low as) $|\b(?:budgets?|constraints?|limits?) (?:\(|of |"
    r"from )(?:up to )?$"
)
NO_TIMES = re.compile(
    r"(?i)\b(?:repeat\w*|sampl\w+|appear\w*|cited|occur\w*|downloaded|run|ran|performed|four|upscal\w+|"
    r"super-resolution|magnification|zoom) (?:\w+ )?$"
)
OUT_OF_AFTER = re.compile(
    r"(?:(?: [a-z-]+){0,2} out)? of (?:the |a total of |all |our |total )*(?:[0-9]|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve)"
)
COUNTING = re.compile(
    r"(?i)\b(?:solv\w+|prov(?:e|es|ed|ing)|pass\w*|complet\w+|answer\w*|fix\w*|resolv\w+|win(?:s|ning)?|won|"
    r"outperform\w*|succe\w+|correct\w*|surpass\w*|improv\w+|state-of-the-art|sota|best|rank\w*|detect\w*|"
    r"identif\w+|achiev\w+|beat\w*|exceed\w*|recover\w*|discover\w*|generat\w+|classif\w+|predict\w*|found|"
    r"finds?)\b[^;]*$"
)
COST_BEFORE = re.compile(
    r"(?i)\b(?:cost\w*|spen[dt]\w*|budget\w*|price\w*|pric\w+|requir\w+|only|less than|under|for|per|need\w*|"
    r"tak(?:e|es|ing)|train\w*|using|sav\w+|within|in|consum\w+|expens\w+)\b[^;]{0,60}$"
)
TRAINING = re.compile(
    r"(?i)\b(?:train\w*|pre-?train\w*|fine-?tun\w+|architecture search|GPUs?|TPUs?|converg\w+|optimi[sz]\w+)\b"
)
HARDWARE_AFTER = re.compile(
    r"(?i) ?(?:\w+ )?(?:gpus?|memory|ram|vram|card|cards|hbm|graphics|of (?:gpu |ram|vram|memory|ram))\b"
)
MEASURING = re.compile(
    r"(?i)\b(?:at|run\w*|achiev\w+|reach\w*|requir\w+|only|reduc\w+|speed\w*|latenc\w+|throughput|tak(?:es|"
    r"ing)|within|in|under|less than|time|with|of|operat\w+|consum\w+|using|inference|process\w*|real-?time|"
    r"up to|improv\w+|boost\w*|from|to|exceed\w*|by)\b[^,;]{0,40}$"
)
DATA_WORDS = re.compile(
    r"(?i)\b(?:of|long|videos?|speech|audio|recordings?|data|footage|clips?|window|interval|sampl|segments?|"
    r"old|later|ago|ahead|per week|training (?:set|data|corpus)|dataset|corpus)\b"
)
WORDS = re.compile(r"[A-Za-z]{2}")
UNBRACKETED = re.compile(r"^ \([^()]{0,60}\)")
GAP_FILL = re.compile(
    rf"\([^()]*\)|\b(?:for|in|on|to|with|of|during|under|across) (?:the )?[a-z/-]+(?: [a-z/-]+){{0,3}}?(?=,|"
    rf" and\b| or\b| \()|{METRIC}|"
    rf"\b(?:on|for|in|of|at|from|with|to|the|a|an|and|or|&|test|dev|val|set|sets|split|dataset|datasets|"
    rf"corpus|subcorpus|corpora|subset|subsets|val|image|pixel|benchmark|benchmarks|points?|absolute|relative|"
    rf"respectively|"
    r"tasks?|samples|shots?|attempts|parameters|images|views|labels|epochs|steps|tokens|resolution|only|just|"
    r"even|further|another|up|about|over|by|improvements?|gains?|reductions?|increases?|[a-z]+-[a-z]+)\b"
    r"|[A-Z][\w+./'-]*|[a-z]+[A-Z0-9][\w-]*|[\d.,]+[MBK%]?|:"
)
CHANGED = re.compile(
    r"(?i)\b(?:improv|increas|reduc|decreas|boost|rais|enhanc|lower|cut|accelerat|shrink)\w* (?:the |its |"
    r"their |our )?(?P<what>(?!(?:on|over|upon|in|to|by|from|of)\b)[\w-]+(?: [\w-]+){0,4}) by [\w ~><≥≤]*$"
)
BRACKETED = re.compile(
    r"(?:\b[A-Z][\w./+'-]*|\d|benchmark|dataset|set|split|"
    r"\b(?:performance|scores?|accuracy|results?) (?:in|on|for|at) [a-z -]{1,40}) \((?:[\w@-]+ ?[:=]? ?)?[+-]?$"
)
# 'FooNet leads with 81.6, followed by Kite with'.
FOLLOWED = re.compile(
    r"\bfollowed by [^,;()]{1,60}?(?: with| at| \(|, (?:which |who )?(?:has|with|at))(?: an? [\w@ -]{1,30} of)? ?$"
)
BY = re.compile(rf"(?i)\bby {HEDGE}$")
INTEGER_METRIC = re.compile(
    r"(?i)^(?:elo|fps|psnr|fid|fvd|score|performance|latency|throughput|perplexity|ppl|[A-Z]{2,}|m?ap|m?iou|"
    r"bleu|rouge)"
)
NOT_SCORED = re.compile(
    r"(?i)(?:scores? (?:from|of)|scale (?:of|from)|section|table|figure|fig\.|eq\.?|equation|level|version|"
    r"python|task|theorem|lemma|chapter|day|step|epoch|layer|rank|type|class|phase|stage|grade|part|n ?=|k ?=|"
    r"=|≤|≥|<|>|≈|~|∈|z ?[=~]|sigma|redshift) ?$"
)
ACHIEVING = re.compile(
    r"(?i)\b(?:achiev\w+|scor(?:es|ed|ing)|reach\w*|attain\w+|obtain\w+|gets?|yield\w*)\b[^,;]{0,30}$"
)
ACHIEVING_NOW = re.compile(rf"(?i)\b(?:achiev\w+|scor(?:es|ed|ing)|reach\w*|attain\w+|obtain\w+) {HEDGE}$")
ON_SET = re.compile(r"\)? (?:on|in|for) (?:the )?[A-Z]")
UNITS_OF_NATURE = re.compile(
    r"(?i)(?: |-)?(?:[munpfkMG]?(?:eV|pc|m|Hz|W|V|K|T|J|A|F|s|g|Pa|Jy|bar)\b|[°σ×·^*+]|/(?=[A-Za-z])|solar|kpc|mpc|"
    r"mag\b|"
    r"arcsec|arcmin|M_|σ|sigma|degrees?|yr\b|years?|km|cm|mm|nm|μm|um\b|μ|Å|dex\b|keV|erg)"
)
# 'down to 45%': a level, whatever change the words before it speak of.
TO_A_LEVEL = re.compile(
    rf"(?i)\b(?=[abefilmprst])"
    rf"(?:accurac\w+|rates?|scores?|performance|F1|latency|loss|error|result|it|them|AP|mIoU|BLEU) (?:up |"
    rf"down )?to {HEDGE}$"
)
OF_A_METRIC = re.compile(rf"\)? (?:of |in )(?:(?:[A-Z][a-z]+ ){{1,3}}(?=[A-Z]))?(?P<metric>{METRIC})\b")
# 'we find that over 60% of the tokens do little'.
FOUND_THAT = re.compile(
    rf"(?i)\b(?:find|found|reveal|show|observ|discover|uncover|indicat|estimat|demonstrat)\w* (?:us )?that,? {HEDGE}$"
)
# 'resolving 50% of the ambiguous pairs': so many came out right, whatever they are.
BROUGHT_RIGHT = re.compile(
    rf"(?i)\b(?:resolv|solv|detect|identif|answer|predict|repair|classif|flag|catch|intercept|diagnos)(?:es?|ed|"
    rf"ing|ies|ied|ying)?"
    rf"(?: correctly)? {HEDGE}$"
)
KEEPING = re.compile(r"(?i)\b(?:retain\w*|recover\w*|maintain\w*|preserv\w*|match\w*|keep\w*|captur\w+)\b[^,;]{0,30}$")
WITHIN = re.compile(r"(?i)\bwithin (?:about |only )?$")
KEPT_WITHIN = re.compile(r"(?i)\b(?:keep|kept|remain|stay|maintain|hold)\w* [^,;.]{0,60}\bwithin (?:about |only )?$")
AGAINST = re.compile(
    r"(?i)\b(?:v\.?s\.?|versus|than|compared (?:to|with)|against|over|improv\w+ (?:up)?on) (?:the |an? |its )?"
    r"(?:[\w.+/-]+ ){0,4}?(?:[\w.+/-]+['’]s |\(|of |at )?$"
)
# 'surpassing Foo (40.9)', 'over others (e.g., Foo, 40.9)': the bracket behind what is surpassed.
RIVALS_BRACKET = re.compile(
    r"(?i)\b(?:surpass\w*|outperform\w*|exceed\w*|beat\w*|ahead of|compared (?:to|with)|than|over)\b[^;]{0,170}"
    r"\((?:(?:e\.g\.,? ?|i\.e\.,? ?)?(?-i:[A-Z])[^()]{0,45}, ?)?$"
)
SLASH = re.compile(r" ?/ ?")
NAMED_SCORE = re.compile(r"\b[A-Z][\w+./-]+ ?[:=] ?$")
# 'ranks it first in 72% of cases', 'is preferred 63% of the time': an outcome told as a share of what was tried.
OUTCOMES_IN = re.compile(
    r"(?i)\b(?:succe\w+|achiev\w+|detect\w*|identif\w+|predict\w*|recover\w*|solv\w+|correct\w*|fail\w*|rank\w*|"
    r"outperform\w*|prefer\w*|rated|resolv\w+|answer\w*|agree\w*|match\w*|beat\w*|w[io]n\w*|chose\w*|select\w*|"
    r"improv\w+|converg\w+|produc\w+|reproduc\w+|overgenerali[sz]\w+|localiz\w+|generat\w+|fool\w*)\b[^;.]{0,70}$"
)
# 'r = 0.96', 'ρ of 0.83'.
CORRELATION = re.compile(r"(?:(?<![\w-])(?P<metric>r|ρ|τ|rho|R2|R\^2|R²|κ|r_s) ?(?:=|≈|of|>|~) ?|\\rho ?= ?)$")
CORRELATING = re.compile(r"(?i)\b(?:correlat\w+|agree\w*|associat\w+|align\w*|concord\w+|fit|predict\w*|reliab\w+)\b")
# 'achieves a modularity score per cut of 0.944': a decimal behind 'of' is the value of what is achieved.
ACHIEVING_OF = re.compile(
    rf"(?i)\b(?:achiev|reach|attain|obtain|yield)\w* (?:(?:an?|the|its) )?(?:[\w@/-]+ ){{1,6}}of {HEDGE}$"
)
# 'ours 0.850, second-best 0.762', 'over SVM baseline 0.80': whose score it is stands directly before it.
WHOSE = re.compile(r"(?i)(?:[(,;] ?ours|(?P<rival>\bsecond[- ]best|\bbaseline|\brunner-up))[:=]? $")
