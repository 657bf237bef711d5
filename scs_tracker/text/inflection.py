"""Generate the forms of English verbs, so that the lexicon lists each verb once."""

from __future__ import annotations

from typing import Final

from scs_tracker import geodata
from scs_tracker.text.function_words import of_kind

_VOWELS: Final = "aeiou"


def _irregular(verb: str) -> tuple[str, ...]:
    """Return the third person, past, participle and -ing form of an irregular verb, or () if the verb is regular."""
    for prefix in ("", "over", "out"):
        row = geodata.rows_by("lexicon_verbs", "verb").get(verb[len(prefix) :], {}) if verb.startswith(prefix) else {}
        if row.get("past"):
            return tuple(prefix + row[name] for name in ("third", "past", "participle", "ing"))
    return ()


def _of(verb: str, column: str) -> str:
    return geodata.values_by("lexicon_verbs", "verb", column).get(verb, "")


def forms(phrase: str) -> dict[str, str]:
    """Return the forms of a verb phrase such as ``slam into``, each with the letters of its grammatical functions.

    ``b`` infinitive, ``s`` third person, ``d`` past, ``n`` participle, ``g`` -ing form. The verb is the first word that
    is not an adverb; a verb of two words is written with ``_`` between them.
    """
    words = phrase.split(" ")
    adverbs = [word != "fly" and (word.endswith("ly") or word in of_kind("before_verb")) for word in words]
    at = adverbs.index(False) if False in adverbs else 0
    before, verb = "".join(f"{word} " for word in words[:at]), words[at]
    rest = "".join(f" {word}" for word in words[at + 1 :])
    third, past, participle, ing = _irregular(verb) or _regular(verb)
    found: dict[str, str] = {}
    for form, letter in ((verb, "b"), (third, "s"), (past, "d"), (participle, "n"), (ing, "g")):
        key = f"{before}{form.replace('_', ' ')}{rest}"
        found[key] = found.get(key, "") + letter
    if _of(verb, "doubles") == "either":
        found |= {f"{before}{verb}l{end}{rest}": letters for end, letters in (("ed", "dn"), ("ing", "g"))}
    if other := _of(verb, "other_past"):
        found[f"{before}{other}{rest}"] = "d"
    if verb == "be":  # the one verb whose plural differs in the past
        found |= {f"{before}are{rest}": "s", f"{before}were{rest}": "d"}
    return found


def _regular(verb: str) -> tuple[str, str, str, str]:
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        third = verb + "es"
    elif verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        third = verb[:-1] + "ies"
    else:
        third = verb + "s"
    if verb.endswith("e"):
        return third, verb + "d", verb + "d", (verb if verb.endswith("ee") else verb[:-1]) + "ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return third, verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"
    stem = verb + verb[-1] if _doubles(verb) else verb
    return third, stem + "ed", stem + "ed", stem + "ing"


def _doubles(verb: str) -> bool:
    """Return True if a verb's last consonant doubles, as in 'rammed', by its spelling or by the lexicon."""
    verb = verb.replace("qu", "qw")  # squat, quit
    if len(verb) < 3 or verb[-1] in "wxy" + _VOWELS or verb[-2] not in _VOWELS or verb[-3] in _VOWELS:
        return _of(verb, "doubles") == "yes"
    return sum(letter in _VOWELS for letter in verb) == 1 or _of(verb, "doubles") == "yes"
