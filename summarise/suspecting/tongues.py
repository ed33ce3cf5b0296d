"""'Ignore the instructions' in other tongues: the verb and the noun, close to each other, in either order."""

from __future__ import annotations

from dataclasses import replace

from summarise.suspecting.cue import Cue, Cues, cue

_NAME = "tells to ignore instructions"
# What is told to be done, and the beginnings of what it is done to, both in small letters. French has English words:
# there an article must stand before the noun.
_SPACED: tuple[tuple[str, str], ...] = (
    (r"ignor[ae](?:r|d|n)?|olvid[ae]r?|descart[ae]r?|omit[ae]|haz caso omiso|no sigas",
     "instrucc|indicacion|órdenes|reglas"),
    (r"ignor(?:e|ez|er|ons)|oubli(?:e|ez|er)|négligez",
     "les instructions|mes instructions|ces instructions|vos instructions"
     "|tes instructions|toutes les|consignes"),
    (r"ignorier(?:e|en sie|t)|vergiss|vergessen sie|missachte\w*", "anweisung|instruktion|befehl|vorgaben|regeln"),
    (r"ignora(?:re|te)?|dimentica(?:re|te)?|trascura(?:re|te)?", "istruzion|indicazion|regole|ordini"),
    (r"ignor[ae](?:r|m)?|esqueç[ao]m?|desconsider[ae]r?", "instruç|instruco|ordens|comandos|regras"),
    (r"negeer|vergeet|ignoreer", "instructies|opdracht|aanwijz|regels"),
    (r"(?:про)?игнориру(?:й|йте)|забудь(?:те)?|не обращай(?:те)? внимания на", "инструкц|указани|правил|команд|промпт"),
    (r"(?:про)?ігнору(?:й|йте)|забудь(?:те)?", "інструкц|вказівк|правил"),
    (r"z?ignoruj(?:cie)?|zapomnij(?:cie)?|pomiń", "instrukcj|polece|wytyczn|zasad"),
    (r"ignoruj(?:te)?|zapome[nň](?:te)?", "instrukc|pokyn|příkaz"),
    (r"ignorera|ignorer|glöm|glem|se bort fra|bortse från", "instruktion|instruks|anvisning"),
    (r"unohda|ohita|jätä huomiotta|älä noudata", "ohje"),
    (r"ignoră|ignorați|uită", "instrucțiun|instructiun"),
    (r"hagyd figyelmen kívül|felejtsd el", "utasítás"),
    (r"yok say\w*|görmezden gel\w*|unut\w*|dikkate alma\w*", "talimat|yönerge|komut"),
    (r"bỏ qua|quên|phớt lờ", "hướng dẫn|chỉ dẫn|lệnh|chỉ thị"),
    (r"abaikan|lupakan", "instruksi|perintah|arahan"),
    (r"αγνόησε|αγνοήστε|ξέχνα|ξεχάστε", "οδηγίες|εντολές"),
)  # fmt: skip
_UNSPACED: tuple[tuple[str, str], ...] = (
    (r"تجاهل|انسوا|انس\b", "تعليمات|أوامر|توجيهات"),
    (r"نادیده بگیر|فراموش کن", "دستور"),
    (r"התעלם|התעלמו|שכח", "הוראות|הנחיות"),
    (r"अनदेखा|नज़रअंदाज़|नजरअंदाज|भूल|ध्यान न", "निर्देश|आदेश"),
    (r"উপেক্ষা|ভুলে", "নির্দেশ"),
    (r"ละเว้น|เพิกเฉย|ไม่ต้องสนใจ|ลืม", "คำสั่ง|คำแนะนำ"),
    (r"忽略|无视|無視|忘记|忘記|忽視|不要理会|不要理會|抛开|请勿遵守",
     "指令|指示|说明|說明|提示|规则|規則|命令|以上|上述"),
    (r"無視|忘れ", "指示|命令|プロンプト|ルール|指令"),
    (r"무시|잊어|잊으", "지시|명령|지침|프롬프트"),
)  # fmt: skip
_APART = "[^.!?。！？]"


def _near(verbs: str, nouns: str, edge: str) -> Cue:
    verb, noun = rf"{edge}(?:{verbs}){edge}", rf"{edge}(?:{nouns})"
    return cue(_NAME, nouns, rf"{verb}{_APART}{{1,40}}?{noun}|{noun}{_APART}{{0,30}}?{verb}")


TONGUES = Cues.of(
    *(_near(verbs, nouns, r"\b") for verbs, nouns in _SPACED),
    *(_near(verbs, nouns, "") for verbs, nouns in _UNSPACED),
)
ASCII_TONGUES = Cues.of(
    *(replace(cue, words=(nouns,)) for cue in TONGUES.cues if (nouns := frozenset(filter(str.isascii, *cue.words))))
)
"""What of them may stand in a text of ASCII alone."""
