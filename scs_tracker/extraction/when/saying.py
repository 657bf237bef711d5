"""Whether a date tells when something was said, and not when it was done: said in Manila on Monday."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from scs_tracker.extraction.who.parties import CONCRETE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scs_tracker.extraction.what.clauses import Line
    from scs_tracker.extraction.when.dates import When
    from scs_tracker.extraction.words.lexicon import Token

_PAPERS: Final = frozenset(
    "report reports statement statements document documents memo letter note footage video release notice".split()
)


def is_said(line: Line, when: When) -> bool:
    """Say whether a date of a sentence tells when something was said."""
    first, after = tokens_of(line, when)
    return first < len(line.tokens) and tells_when_said(line, first, after)


def tokens_of(line: Line, when: When) -> tuple[int, int]:
    """Return the first token of a date, and the first behind it."""
    return bisect_right(line.tokens, when.start, key=_END), bisect_left(line.tokens, when.end, key=_START)


_START: Final = attrgetter("start")
_END: Final = attrgetter("end")


def _is_statement(line: Line, after: int) -> bool:
    """Say whether a sentence that opens with a date tells of a protest alone: on 12 June Malaysia protested."""
    for at in range(after, min(after + 8, len(line.tokens))):
        token = line.tokens[at]
        if line.at[at] is not None or token.text in {",", "the", "of", "s"} or "saying" not in token.kinds:
            if "verb" in token.kinds and line.at[at] is None:
                return False
            continue
        return "verb" in token.kinds and "act" not in line.kinds
    return False


def _opens_an_account(line: Line, after: int) -> bool:
    """Say whether a sentence that opens with a date goes on with who said: on Sunday the admiral said that …."""
    for at in range(after, min(after + 8, len(line.tokens) - 1)):
        token = line.tokens[at]
        if _says(token):
            named = line.tokens[at - 1].text in _OWNED  # laughed off the claim that …
            return line.tokens[at + 1].text in {"that", "how", ":"} and not named
        if "verb" in token.kinds and line.at[at] is None:
            return False
    return False


_OWNED: Final = frozenset({"the", "a", "an", "its", "their", "his", "her", "s", "of", "any"})
#: What stands between a complaint and what it is about.
_OVER: Final = frozenset({"of", "for", "over", "about", "against", "at"})


def _is_complaint(token: Token) -> bool:
    """Say whether a word accuses or protests: filed a protest on Monday over the ramming."""
    return "accuse" in token.kinds or "condemn" in token.kinds or not _COMPLAINTS.isdisjoint(token.text.split())


_COMPLAINTS: Final = frozenset(
    "protest protests complaint complaints ambassador envoy diplomat consul concern verbale summoned".split()
)


#: How a government complains, and on what paper.
_LODGED: Final = frozenset("handed filed lodged delivered served transmitted submitted presented conveyed".split()) | {
    "handed over"
}
_NOTES: Final = frozenset(
    "note notes protest protests demarche demarches complaint complaints letter petition affidavit affidavits".split()
) | {"diplomatic protest", "diplomatic protests", "diplomatic note", "note verbale", "notes verbales"}


#: Where something is said: in a radio interview yesterday.
_TALKS: Final = frozenset("interview interviews broadcast address programme program show statement briefing".split())
_STATEMENTS: Final = frozenset(
    "statement interview briefing account version comment comments reply response details particulars "
    "inquiry hearing probe forum".split()
)
#: Whoever is told to do something says nothing.
_TOLD: Final = frozenset({"told", "asked", "warned", "ordered"})
_BE: Final = frozenset({"was", "were", "been", "being", "is", "are"})


def _before(line: Line, start: int, stop: int) -> Iterator[int]:
    """Yield the words before a date, without an age between commas: said Huynh Thach, 35, at Sa Ky on Tuesday."""
    index = start
    while index > stop:
        aged = line.tokens[index].text == "," and "number" in line.tokens[index - 1].kinds
        if aged and index > 2 and line.tokens[index - 2].text == ",":
            index -= 3
            continue
        yield index
        index -= 1


def tells_when_said(line: Line, first: int, after: int) -> bool:
    """Say whether a date tells when something was said: said in Manila on Monday, on Monday accused.

    Parameters
    ----------
    line
        The sentence.
    first, after
        The tokens of the date.
    """
    outright = _outright(line, first, after)
    if outright is not None:
        return outright
    return _told_before(line, first) or _told_behind(line, first, after)


def _outright(line: Line, first: int, after: int) -> bool | None:
    """Say whether the words right beside a date settle it, or None."""
    tokens = line.tokens
    if first and tokens[first - 1].text in {"the", "its", "their"}:  # protested the November 16 firing
        return False
    if first and tokens[first - 1].text in {"a", "an"} and after < len(tokens):  # a video of an August 25 collision
        return tokens[after].text in _PAPERS or tokens[after].text in _TALKS
    led = [one.text for one in tokens[max(first - 3, 0) : first] if one.text not in {"on", "in"}]
    if led[-2:] in (["it", "was"], ["this", "was"]) and "that" in [one.text for one in tokens[after : after + 6]]:
        return False  # police say it was on 3 July that officers held them
    if _is_of_what_is_disclosed(line, first, after):
        return False
    if first > 1 and tokens[first - 1].text == "of" and tokens[first - 2].text not in _PAPERS:
        return False  # according to the log of September 30
    if [one.text for one in tokens[after : after + 2]] == [",", "when"]:  # he recalled February, when a jet came near
        return False
    if tokens[0].text == "asked" and all(one.text != "," for one in tokens[:first]):
        return True  # asked about it in Beijing on Monday, a spokesman said …
    if first and tokens[first - 1].text == "over":
        return False  # received the envoy on Monday over Saturday night
    if _opens_at_a_briefing(line, first, after):
        return True
    if _goes_public([one.text for one in tokens[max(first - 8, 0) : first]]):
        return True
    before = {token.text for token in tokens[max(first - 3, 0) : first]}
    if before & {"footage", "video"} and "dated" in before:
        return False  # the day on which it was taken
    if first and tokens[first - 1 - (tokens[first - 1].text == "on")].text in _STATEMENTS:
        return True  # in a statement on Friday; gave another account on Thursday
    if before & _PAPERS and before & {"seen", "dated", "obtained", "reviewed"}:
        return True  # according to a report seen on Thursday
    if after + 1 < len(tokens) and tokens[after].text == "s":  # released footage of Monday's clash
        return "report" in tokens[after + 1].kinds
    words = [one.text for one in tokens[max(first - 9, 0) : first]]
    if _shows_pictures(words) or _takes_it_up(words) or _puts_out(words):
        return True  # posted photographs of the vessel last week; raised its concern with Beijing on Wednesday
    return None


def _opens_at_a_briefing(line: Line, first: int, after: int) -> bool:
    """Say whether a sentence opens with where and when somebody speaks: at a briefing in Manila on Tuesday, …."""
    led = [one.text for one in line.tokens[:first]]
    if led[:1] not in (["at"], ["in"], ["during"], ["on"]) or "," in led[:-1] or _HEARD.isdisjoint(led[:7]):
        return False
    behind = line.tokens[after : after + 16]
    told = next((at for at, one in enumerate(behind) if _says(one)), -1)
    return told >= 0 and not any("act" in one.kinds for one in behind[:told])


#: Where somebody tells the press of it.
_HEARD: Final = (
    _TALKS
    | frozenset(
        "conference conferences forum hearing inquiry visit speech message post news press presser podcast".split()
    )
    | {"press conference", "news conference", "press briefing"}
)


def _puts_out(words: list[str]) -> bool:
    """Say whether the words before a date tell that a paper was put out: in a statement put on its website late on."""
    for at, word in enumerate(words):
        if word.split(" ")[0] in _PUT and not _PAPERS.isdisjoint(words[max(at - 5, 0) : at]):
            return not any(one in {"that", "after", "when"} for one in words[at:])
    return False


_PUT: Final = frozenset("put posted placed carried sent distributed circulated uploaded printed aired mailed".split())


def _is_of_what_is_disclosed(line: Line, first: int, after: int) -> bool:
    """Say whether a date is that of a case which somebody discloses: disclosed an incident on August 27 in which …."""
    at = first - 1 - (first > 0 and line.tokens[first - 1].text == "on")
    if at < 1 or not ({"incident", "act"} & line.tokens[at].kinds.keys()):
        return False
    opened = next((one.text for one in reversed(line.tokens[max(at - 3, 0) : at]) if one.text in _ARTICLES), "")
    behind = [one.text for one in line.tokens[after : after + 2]]
    into = behind == ["in", "which"] or behind[:1] in (["when"], ["where"]) or behind == ["during", "which"]
    return into and opened in _ONE


_ARTICLES: Final = frozenset({"a", "an", "another", "one", "the", "this", "that", "its", "their"})
_ONE: Final = frozenset({"a", "an", "another", "one", "the"})


def _goes_public(words: list[str]) -> bool:
    """Say whether the words before a date tell that something became known: it came to light on Monday that …."""
    while words and words[-1] in {"on", "only", "late", "early", "first"}:
        words = words[:-1]
    if not words:
        return False
    last, before = words[-1], set(words[:-1])
    return any(last in ends and not led.isdisjoint(before) for ends, led in _PUBLIC)


#: How something becomes known: the last word before the date, and one of which there must be before it.
_PUBLIC: Final = (
    (frozenset({"public"}), frozenset("made make makes making went gone go goes going became become".split())),
    (frozenset({"light"}), frozenset({"came", "come", "comes", "brought"})),
    (frozenset({"known", "clear", "apparent"}), frozenset({"became", "become", "made", "make", "was"})),
    (
        frozenset({"emerged", "surfaced", "transpired", "leaked", "circulated", "broke", "spread"}),
        frozenset(
            "it news word details report reports footage video videos images photos pictures accounts what".split()
        ),
    ),
)


def _told_before(line: Line, first: int) -> bool:
    """Say whether the verb before a date is one of saying, with nothing that was done between."""
    tokens = line.tokens
    start = first - 1
    if (
        start > 1
        and tokens[start].text == ","
        and (tokens[start - 1].text == "here" or "report" in tokens[start - 1].kinds)
    ):
        start -= 1  # said here, Wednesday
    for index in _before(line, start, max(first - 12, -1)):
        kinds = tokens[index].kinds
        if _is_of_a_return(line, index):
            continue
        if tokens[index].text in _LODGED and any(one.text in _NOTES for one in tokens):
            return True  # the notes were handed to the embassy on Wednesday
        if tokens[index].text in _TOLD and index and tokens[index - 1].text in _BE:
            return False  # two boats were told to stop on Sunday
        if _says(tokens[index]):
            return True
        party = line.at[index]
        if party is not None and party.head in CONCRETE:
            if party.first and "report" in tokens[party.first - 1].kinds:  # told the bureau on Wednesday
                return True
            before_it = [one.text for one in tokens[max(party.first - 2, 0) : party.first]]
            if before_it[-1:] == ["at"] and not _PREMISES.isdisjoint(line.words[party.first : party.after + 2]):
                continue  # told reporters at the coast guard's office today
            return before_it[-1:] == ["by"] and before_it[0] in _SHOWN  # shared by the coast guard on Monday
        done = ("verb" in kinds or "act" in kinds) and tokens[index + 1].text not in _TALKS
        if done or tokens[index].text in {",", ";", ":", "that", "after", "when"}:
            return False
    return False


#: Where a service sits, and tells of its work.
_PREMISES: Final = frozenset(
    "office offices headquarters hq base station jetty complex building pier dock camp wharf port academy".split()
)


def _is_of_a_return(line: Line, index: int) -> bool:
    """Say whether a word is of the coming home on which somebody tells it: told officers on his return on Monday."""
    words = line.words[max(index - 2, 0) : index + 2]
    here = line.tokens[index].text
    return (here in _RETURNS and any(one in _ON for one in words)) or (here in _RETURNING and words[-3:-2] != [","])


_RETURNS: Final = frozenset({"return", "arrival", "homecoming", "landing", "release"})
_RETURNING: Final = frozenset(
    {"returning", "landing", "docking", "arriving", "reaching", "on returning", "on reaching"}
)
_ON: Final = frozenset({"on", "upon", "after", "on their", "on his", "on its"})


def _told_behind(line: Line, first: int, after: int) -> bool:
    """Say whether what follows a date makes it one of saying."""
    tokens = line.tokens
    if after + 1 < len(tokens) and tokens[after].text in {"he", "she"} and any(one.text == ":" for one in tokens):
        return True  # two days later he went further: the staff had used a laser
    if [one.text for one in tokens[after : after + 2]] in (["of", "how"], ["about", "how"], ["on", "how"]):
        return True  # gave details on Tuesday of how a cutter had rammed her
    accusing = after < len(tokens) and tokens[after].text in _OVER  # accused the coast guard on Monday of ramming
    if accusing and _complains(line, first):
        return True
    if first < 2 and (_is_statement(line, after) or _opens_an_account(line, after)):
        return True
    if _makes_public([one.text for one in tokens[after : after + 6]]):
        return True
    if not _VOICED.isdisjoint(one.text for one in tokens[after : after + 2]):
        return any(one.text in _FEELINGS for one in tokens[after : after + 6])  # on Thursday voiced deep concern
    if after < len(tokens) and tokens[after].text in _LODGED and any(one.text in _NOTES for one in tokens[after:]):
        return True  # on Thursday handed China a note over the seizure of rafts
    if first < 2 and _meets_envoys(line, after):
        return True
    for ahead in range(after, min(after + 3, len(tokens))):
        if _says(tokens[ahead]) or tokens[ahead].text in _CALLED:
            return True  # in what the Navy on Monday called an unsafe act; on Friday called on China to …
        if tokens[ahead].text not in {"has", "have", "had", "also", "again", "strongly"}:
            break
    return False


def _meets_envoys(line: Line, after: int) -> bool:
    """Say whether a government speaks with envoys behind a date: on Wednesday the ministry met the ambassador."""
    for at in range(after, min(after + 10, len(line.tokens))):
        token = line.tokens[at]
        if "verb" not in token.kinds or line.at[at] is not None:
            continue
        met = token.text.split(" ")[0] in _MET
        return met and not _ENVOYS.isdisjoint(one.text for one in line.tokens[at : at + 9])
    return False


_MET: Final = frozenset("spoke talked met summoned called invited received saw contacted approached wrote".split())
_ENVOYS: Final = frozenset(
    "embassy ambassador envoy envoys diplomat diplomats representative representatives consul attache charge".split()
)


def _makes_public(words: list[str]) -> bool:
    """Say whether the words behind a date tell of a disclosure: on Tuesday uploaded a video of a clash."""
    if words[:2] in (["made", "public"], ["went", "public"], ["brought", "to"]):
        return True
    return words[:1] != [] and words[0] in _SHOWN and not _PICTURES.isdisjoint(words[1:])


_VOICED: Final = frozenset("voiced expressed raised offered conveyed".split())
_FEELINGS: Final = frozenset(
    "concern concerns alarm support regret dismay outrage anger solidarity objection objections worry sympathy "
    "sympathies condolences protest protests displeasure opposition thanks".split()
)


def _complains(line: Line, first: int) -> bool:
    """Say whether somebody complains before a date, and nothing that was done stands between."""
    for token in reversed(line.tokens[max(first - 9, 0) : first]):
        if _is_complaint(token):
            return True
        if "act" in token.kinds:
            return False  # protested over the ramming on Monday of a boat
    return False


def _says(token: Token) -> bool:
    """Say whether a word is a verb of saying."""
    return "verb" in token.kinds and not _SAYING.isdisjoint(token.kinds)


_SAYING: Final = frozenset({"report", "condemn", "accuse", "deny"})


def _takes_it_up(words: list[str]) -> bool:
    """Say whether a government takes up in the words before a date what was done: took the matter up with Beijing."""
    for at, word in enumerate(words):
        if word not in _TAKES_UP:
            continue
        object_at = next((index for index in range(at + 1, min(at + 5, len(words))) if words[index] in _TAKEN_UP), -1)
        if object_at >= 0 and _WHOSE.isdisjoint(words[at:]):
            return True
    return False


_TAKES_UP: Final = frozenset(
    "raised raise raises brought took taken sought seeking demanded requested registered conveyed expressed voiced "
    "discussed referred reported".split()
) | {"raised with", "brought up", "took up", "taken up"}
_TAKEN_UP: Final = frozenset(
    "concern concerns matter issue objection objections explanation explanations grievance complaint complaints "
    "protest protests displeasure alarm apology compensation answers clarification".split()
)


def _shows_pictures(words: list[str]) -> bool:
    """Say whether somebody shows pictures in the words before a date, and no other clause begins behind them."""
    at = next((index for index, one in enumerate(words) if one in _SHOWN), len(words))
    shown = next((index for index in range(at, min(at + 3, len(words))) if words[index] in _PICTURES), -1)
    return shown >= 0 and _WHOSE.isdisjoint(words[shown:])


_WHOSE: Final = frozenset({",", "that", "which", "taken", "dated", "from", "after", "when"})
_SHOWN: Final = frozenset("shared released posted published issued aired shown uploaded circulated obtained".split())
_PICTURES: Final = frozenset(
    "photo photos photograph photographs picture pictures image images video videos footage film clip clips "
    "recording recordings".split()
)
_CALLED: Final = frozenset(
    "called described termed labelled labeled branded dubbed appealed defended praised welcomed thanked".split()
) | {"called on", "called for"}
