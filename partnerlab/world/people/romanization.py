"""Thai names in Latin letters, roughly by the sounds of the royal system: regular, not authoritative.

One rule list and no dictionary: the same Thai name always gives the same Latin one, as registers need.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

_ONSET = {
    "ก": "k", "ข": "kh", "ฃ": "kh", "ค": "kh", "ฅ": "kh", "ฆ": "kh", "ง": "ng", "จ": "ch",
    "ฉ": "ch", "ช": "ch", "ซ": "s", "ฌ": "ch", "ญ": "y", "ฎ": "d", "ฏ": "t", "ฐ": "th",
    "ฑ": "th", "ฒ": "th", "ณ": "n", "ด": "d", "ต": "t", "ถ": "th", "ท": "th", "ธ": "th",
    "น": "n", "บ": "b", "ป": "p", "ผ": "ph", "ฝ": "f", "พ": "ph", "ฟ": "f", "ภ": "ph",
    "ม": "m", "ย": "y", "ร": "r", "ล": "l", "ว": "w", "ศ": "s", "ษ": "s", "ส": "s",
    "ห": "h", "ฬ": "l", "อ": "", "ฮ": "h",
}  # fmt: skip
_CODA = {
    "ก": "k", "ข": "k", "ค": "k", "ฆ": "k", "ง": "ng", "จ": "t", "ช": "t", "ซ": "t", "ฌ": "t", "ญ": "n",
    "ฎ": "t", "ฏ": "t", "ฐ": "t", "ฑ": "t", "ฒ": "t", "ณ": "n", "ด": "t", "ต": "t", "ถ": "t", "ท": "t",
    "ธ": "t", "น": "n", "บ": "p", "ป": "p", "ผ": "p", "พ": "p", "ฟ": "p", "ภ": "p", "ม": "m", "ย": "i",
    "ร": "n", "ล": "n", "ว": "o", "ศ": "t", "ษ": "t", "ส": "t", "ฬ": "n",
}  # fmt: skip
_CLUSTER = r"(?:[กขคปผพตท][รล]|[กขค]ว|ห[งญนมยรลว])"
_CLUSTER_RL = r"(?:[กขคปผพตท][รล]|ห[งญนมยรลว])"
_SIGN = "ะัาำิีึืุู็"
# A consonant closes a syllable unless a vowel follows it, or one last consonant, with which it makes its own.
_END = rf"([ก-ฮ])(?![{_SIGN}]|รร|อ|[ก-ฮ]$)"
_VOWELS = (
    (rf"เ({_CLUSTER}|[ก-ฮ])ียะ?", "ia"),
    (rf"เ({_CLUSTER}|[ก-ฮ])ือ", "uea"),
    (rf"เ({_CLUSTER}|[ก-ฮ])าะ", "o"),
    (rf"เ({_CLUSTER}|[ก-ฮ])า", "ao"),
    (rf"เ({_CLUSTER}|[ก-ฮ])ย(?![{_SIGN}])", "oei"),
    (rf"เ({_CLUSTER}|[ก-ฮ])อ", "oe"),
    (rf"เ({_CLUSTER}|[ก-ฮ])ิ", "oe"),
    (rf"เ({_CLUSTER_RL}(?![{_SIGN}])|[ก-ฮ])[็ะ]?", "e"),
    (rf"แ({_CLUSTER_RL}(?![{_SIGN}])|[ก-ฮ])[็ะ]?", "ae"),
    (rf"โ({_CLUSTER_RL}(?![{_SIGN}])|[ก-ฮ])ะ?", "o"),
    (rf"[ไใ]({_CLUSTER}(?![{_SIGN}])|[ก-ฮ])(?:ย(?![{_SIGN}]))?", "ai"),
    (rf"({_CLUSTER}|[ก-ฮ])ัวะ?", "ua"),
    (rf"({_CLUSTER}|[ก-ฮ])ัย(?![{_SIGN}])", "ai"),
    (rf"({_CLUSTER}|[ก-ฮ])[าะั]", "a"),
    (rf"({_CLUSTER}|[ก-ฮ])ำ", "am"),
    (rf"({_CLUSTER}|[ก-ฮ])[ิี]", "i"),
    (rf"({_CLUSTER}|[ก-ฮ])ือ", "ue"),
    (rf"({_CLUSTER}|[ก-ฮ])[ึื]", "ue"),
    (rf"({_CLUSTER}|[ก-ฮ])[ุู]", "u"),
    (rf"({_CLUSTER}|[ก-ฮ])รร(?=[ก-ฮ](?![{_SIGN}]))", "a"),
    (rf"({_CLUSTER}|[ก-ฮ])รร", "an"),
    (rf"({_CLUSTER}|[ก-ฮ])็?อ(?![{_SIGN}])", "o"),
    (rf"([ก-ฮ])ว(?={_END})", "ua"),
    (rf"([ก-ฮ])(?={_END})", "o"),
    (r"([ก-ฮ])", "a"),
)
_FINAL = re.compile(_END)
# What a thanthakhat silences; behind a closed syllable, the consonant before it too.
_SILENT = re.compile("(?:(?<=[ัาิีึืุู][ก-ฮ])[ก-ฮ])?[ก-ฮ][ิุ]?์")
_TONES = re.compile("[่-๋ๆฯ]")


@lru_cache(maxsize=2048)
def romanise(thai: str) -> str:
    """`Somchai` of สมชาย; only the letters A-Z, the first one large."""
    text = _TONES.sub("", _SILENT.sub("", thai)).replace("ฤๅ", "รือ").replace("ฤ", "รึ")
    latin, at = "", 0
    while at < len(text):
        sound, at = _syllable(text, at)
        latin += sound
    return latin.capitalize()


@cache
def _syllables() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), vowel) for pattern, vowel in _VOWELS)


def _syllable(text: str, at: int) -> tuple[str, int]:
    for pattern, vowel in _syllables():
        if found := pattern.match(text, at):
            sound = _onset(found[1]) + vowel
            if vowel in ("ai", "ao", "am", "an", "oei"):
                return sound, found.end()
            return _closed(sound, text, found.end())
    return "", at + 1


def _closed(sound: str, text: str, at: int) -> tuple[str, int]:
    final = _FINAL.match(text, at)
    if final and final[1] in _CODA:
        return sound + _CODA[final[1]], at + 1
    return sound, at


def _onset(letters: str) -> str:
    if len(letters) == 2 and letters[0] == "ห":
        letters = letters[1]
    return "".join(_ONSET[letter] for letter in letters)
