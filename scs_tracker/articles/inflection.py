"""English verb forms, so that the lexicon names each verb once."""

from __future__ import annotations

from typing import Final

#: Third person, past, participle, -ing form of verbs that no rule makes.
_IRREGULAR: Final = {
    "be": ("is", "was", "been", "being"),
    "bear": ("bears", "bore", "borne", "bearing"),
    "beat": ("beats", "beat", "beaten", "beating"),
    "begin": ("begins", "began", "begun", "beginning"),
    "bend": ("bends", "bent", "bent", "bending"),
    "bid": ("bids", "bid", "bid", "bidding"),
    "blow": ("blows", "blew", "blown", "blowing"),
    "break": ("breaks", "broke", "broken", "breaking"),
    "bring": ("brings", "brought", "brought", "bringing"),
    "broadcast": ("broadcasts", "broadcast", "broadcast", "broadcasting"),
    "build": ("builds", "built", "built", "building"),
    "burst": ("bursts", "burst", "burst", "bursting"),
    "cast": ("casts", "cast", "cast", "casting"),
    "catch": ("catches", "caught", "caught", "catching"),
    "cling": ("clings", "clung", "clung", "clinging"),
    "come": ("comes", "came", "come", "coming"),
    "creep": ("creeps", "crept", "crept", "creeping"),
    "cut": ("cuts", "cut", "cut", "cutting"),
    "deal": ("deals", "dealt", "dealt", "dealing"),
    "dig": ("digs", "dug", "dug", "digging"),
    "do": ("does", "did", "done", "doing"),
    "draw": ("draws", "drew", "drawn", "drawing"),
    "drive": ("drives", "drove", "driven", "driving"),
    "expel": ("expels", "expelled", "expelled", "expelling"),
    "eye": ("eyes", "eyed", "eyed", "eyeing"),
    "fall": ("falls", "fell", "fallen", "falling"),
    "fight": ("fights", "fought", "fought", "fighting"),
    "feel": ("feels", "felt", "felt", "feeling"),
    "find": ("finds", "found", "found", "finding"),
    "flee": ("flees", "fled", "fled", "fleeing"),
    "fling": ("flings", "flung", "flung", "flinging"),
    "fly": ("flies", "flew", "flown", "flying"),
    "forbid": ("forbids", "forbade", "forbidden", "forbidding"),
    "force": ("forces", "forced", "forced", "forcing"),
    "freeze": ("freezes", "froze", "frozen", "freezing"),
    "get": ("gets", "got", "got", "getting"),
    "give": ("gives", "gave", "given", "giving"),
    "go": ("goes", "went", "gone", "going"),
    "grind": ("grinds", "ground", "ground", "grinding"),
    "grow": ("grows", "grew", "grown", "growing"),
    "hang": ("hangs", "hung", "hung", "hanging"),
    "have": ("has", "had", "had", "having"),
    "hear": ("hears", "heard", "heard", "hearing"),
    "hide": ("hides", "hid", "hidden", "hiding"),
    "hit": ("hits", "hit", "hit", "hitting"),
    "hold": ("holds", "held", "held", "holding"),
    "hurt": ("hurts", "hurt", "hurt", "hurting"),
    "keep": ("keeps", "kept", "kept", "keeping"),
    "lay": ("lays", "laid", "laid", "laying"),
    "lead": ("leads", "led", "led", "leading"),
    "leap": ("leaps", "leapt", "leapt", "leaping"),
    "leave": ("leaves", "left", "left", "leaving"),
    "let": ("lets", "let", "let", "letting"),
    "lie": ("lies", "lay", "lain", "lying"),
    "light": ("lights", "lit", "lit", "lighting"),
    "lose": ("loses", "lost", "lost", "losing"),
    "make": ("makes", "made", "made", "making"),
    "meet": ("meets", "met", "met", "meeting"),
    "mow": ("mows", "mowed", "mown", "mowing"),
    "overfly": ("overflies", "overflew", "overflown", "overflying"),
    "pass": ("passes", "passed", "passed", "passing"),
    "put": ("puts", "put", "put", "putting"),
    "repel": ("repels", "repelled", "repelled", "repelling"),
    "ride": ("rides", "rode", "ridden", "riding"),
    "rise": ("rises", "rose", "risen", "rising"),
    "run": ("runs", "ran", "run", "running"),
    "saw": ("saws", "sawed", "sawn", "sawing"),
    "say": ("says", "said", "said", "saying"),
    "see": ("sees", "saw", "seen", "seeing"),
    "seek": ("seeks", "sought", "sought", "seeking"),
    "send": ("sends", "sent", "sent", "sending"),
    "set": ("sets", "set", "set", "setting"),
    "shake": ("shakes", "shook", "shaken", "shaking"),
    "shed": ("sheds", "shed", "shed", "shedding"),
    "shine": ("shines", "shone", "shone", "shining"),
    "shoot": ("shoots", "shot", "shot", "shooting"),
    "shut": ("shuts", "shut", "shut", "shutting"),
    "sink": ("sinks", "sank", "sunk", "sinking"),
    "sit": ("sits", "sat", "sat", "sitting"),
    "slide": ("slides", "slid", "slid", "sliding"),
    "sling": ("slings", "slung", "slung", "slinging"),
    "slit": ("slits", "slit", "slit", "slitting"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "speed": ("speeds", "sped", "sped", "speeding"),
    "spend": ("spends", "spent", "spent", "spending"),
    "spew": ("spews", "spewed", "spewed", "spewing"),
    "spin": ("spins", "spun", "spun", "spinning"),
    "spit": ("spits", "spat", "spat", "spitting"),
    "split": ("splits", "split", "split", "splitting"),
    "spread": ("spreads", "spread", "spread", "spreading"),
    "stand": ("stands", "stood", "stood", "standing"),
    "stave": ("staves", "stove", "stove", "staving"),
    "steal": ("steals", "stole", "stolen", "stealing"),
    "stick": ("sticks", "stuck", "stuck", "sticking"),
    "strew": ("strews", "strewed", "strewn", "strewing"),
    "strike": ("strikes", "struck", "struck", "striking"),
    "string": ("strings", "strung", "strung", "stringing"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "sweep": ("sweeps", "swept", "swept", "sweeping"),
    "swell": ("swells", "swelled", "swollen", "swelling"),
    "swim": ("swims", "swam", "swum", "swimming"),
    "swing": ("swings", "swung", "swung", "swinging"),
    "take": ("takes", "took", "taken", "taking"),
    "tear": ("tears", "tore", "torn", "tearing"),
    "tell": ("tells", "told", "told", "telling"),
    "throw": ("throws", "threw", "thrown", "throwing"),
    "thrust": ("thrusts", "thrust", "thrust", "thrusting"),
    "try": ("tries", "tried", "tried", "trying"),
    "undergo": ("undergoes", "underwent", "undergone", "undergoing"),
    "wear": ("wears", "wore", "worn", "wearing"),
    "weave": ("weaves", "wove", "woven", "weaving"),
    "wet": ("wets", "wet", "wet", "wetting"),
    "win": ("wins", "won", "won", "winning"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
    "withstand": ("withstands", "withstood", "withstood", "withstanding"),
    "wring": ("wrings", "wrung", "wrung", "wringing"),
    "write": ("writes", "wrote", "written", "writing"),
}
#: Verbs with two forms of the past: bid or bade.
_OTHER_PAST: Final = {"bid": "bade"}
#: What stands before the verb of a phrase, as adverbs in -ly do: all but touched.
_BEFORE_VERB: Final = frozenset({"almost", "all", "but", "just"})
_VOWELS: Final = "aeiou"
#: Longer verbs that double their last consonant.
_TWO_SYLLABLES: Final = frozenset(
    "commit permit admit kidnap dispel repel expel compel patrol control propel zigzag".split()
)
#: Verbs that British spelling alone doubles: signaled, signalled.
_EITHER: Final = frozenset({"signal", "level", "label", "shovel", "channel", "funnel", "barrel", "tunnel", "marshal"})


def forms(phrase: str) -> dict[str, str]:
    """Return the forms of a verb phrase, whose first word is the verb, each with what it may be.

    Parameters
    ----------
    phrase
        A verb in the infinitive, with the words that belong to it: ``slam into``. An adverb may stand first:
        ``nearly collide``; a verb of two words has ``_`` between: ``water_cannon``.

    Returns
    -------
    dict
        Form to letters: ``b`` infinitive, ``s`` third person, ``d`` past, ``n`` participle, ``g`` -ing form.

    Examples
    --------
    >>> forms("ram into")["rammed into"], forms("strike")["struck"]
    ('dn', 'dn')
    """
    words = phrase.split(" ")
    at = next(
        (
            index
            for index, word in enumerate(words)
            if word == "fly" or not (word.endswith("ly") or word in _BEFORE_VERB)
        ),
        0,
    )
    before, verb, rest = (
        "".join(f"{word} " for word in words[:at]),
        words[at],
        "".join(f" {word}" for word in words[at + 1 :]),
    )
    third, past, participle, ing = _IRREGULAR.get(verb) or _prefixed(verb) or _regular(verb)
    found: dict[str, str] = {}
    for form, letter in ((verb, "b"), (third, "s"), (past, "d"), (participle, "n"), (ing, "g")):
        key = f"{before}{form.replace('_', ' ')}{rest}"
        found[key] = found.get(key, "") + letter
    if verb in _EITHER:
        found |= {f"{before}{verb}l{end}{rest}": letters for end, letters in (("ed", "dn"), ("ing", "g"))}
    if verb in _OTHER_PAST:
        found[f"{before}{_OTHER_PAST[verb]}{rest}"] = "d"
    if verb == "be":  # the one verb whose plural differs in the past
        found |= {f"{before}are{rest}": "s", f"{before}were{rest}": "d"}
    return found


def _prefixed(verb: str) -> tuple[str, ...]:
    """Return the forms of overfly, outrun and the like, which go as fly and run do, or none."""
    for prefix in ("over", "out"):
        if verb.startswith(prefix) and verb[len(prefix) :] in _IRREGULAR:
            return tuple(prefix + form for form in _IRREGULAR[verb[len(prefix) :]])
    return ()


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
    """Say whether the last consonant doubles: one syllable that ends in consonant, vowel, consonant."""
    verb = verb.replace("qu", "qw")  # squat, quit
    if len(verb) < 3 or verb[-1] in "wxy" + _VOWELS or verb[-2] not in _VOWELS or verb[-3] in _VOWELS:
        return verb in _TWO_SYLLABLES
    return sum(letter in _VOWELS for letter in verb) == 1 or verb in _TWO_SYLLABLES
