"""Members of the paper's own family of models: 'FooNet-Max', 'FooNet-2' beside FooNet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from summarise.rules.methods.coined import kind_of, mention
from summarise.rules.methods.introducing import short_names
from summarise.rules.names import looks_like_name
from summarise.rules.places import places
from summarise.rules.scene import Mention, Scene

# Behind a name of the paper's own; a size, or a word of a compound ('FooNet-based'), makes no other model.
_SIZE_MARK = (
    r"(?:\d+(?:\.\d+)?[BMK]\b|\d+\.\d|(?:[BLS]\d{0,2}|[MHT]\d{1,2}|X{1,3}[SL]|Tiny|Nano|Small|Medium|Base|Large|Huge|"
    r"Giant)(?![\w-]))"
)
_VARIANT = re.compile(rf"-(?!{_SIZE_MARK})(?:[A-Z][\w.]{{0,15}}\b|\d{{1,2}}\b)(?:-[A-Z]\w{{0,15}}\b)?(?!-\w|/[a-z])")
_CLAUSE_ENDS = re.compile(r"[;.] | (?:that|which|on|using|from|by|is|are) ")
_WITHIN = re.compile(r"[\w/]$|\w-$")
_OTHERS = re.compile(
    r"\b(?:compar\w+|previous\w*|prior|than|outperform\w*|over|predecessor\w*|earlier|based on|from)\b"
)
_ANYWHERE = re.compile(r"(?<![\w/-])")
_PLUS = re.compile(r"\+?(?!\w)(?! ?[A-Z\d])")
_VERSION = re.compile(r" [vV]?\d(?:\.\d)?$")


def find_members(scene: Scene, own: tuple[Mention, ...]) -> Iterator[Mention]:
    """Members of the paper's own family: 'FooNet-Max', 'FooNet-2' beside FooNet, in the order of the text."""
    text = scene.text
    for name, kind in ((root, m.kind) for m in own for root in short_names((m,))):
        root = _VERSION.sub("", name)
        if len(root) < 3 or " " in root or not looks_like_name(root):
            continue
        for start, end in places(text, f"{root}+", _ANYWHERE, _PLUS):
            sentence = scene.sentence(start)
            yield replace(mention(sentence, start - sentence.start, end - sentence.start), kind=kind)
        at = text.find(f"{root}-")
        while at >= 0:
            m = _VARIANT.match(text, at + len(root))
            if m and not _WITHIN.search(text, max(0, at - 2), at):
                sentence = scene.sentence(at)
                if root != name and _OTHERS.search(sentence.text):  # an older one, of another version
                    at = text.find(f"{root}-", at + 1)
                    continue
                member = mention(sentence, at - sentence.start, m.end() - sentence.start)
                # The family's kind, unless the words behind it say otherwise ('FooBench-Corpus, a collection of …').
                said = kind_of(_CLAUSE_ENDS.split(text[at : m.end() + 60], maxsplit=1)[0])
                yield replace(member, kind=said if said in ("benchmark", "dataset") else kind)
            at = text.find(f"{root}-", at + 1)
