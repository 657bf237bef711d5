"""Parse sentences into dependency trees; the only module that imports spaCy.

spaCy's loader reads the model's installed files; no code of the model's package runs. Each file is compared with its
SHA-256 checksum in geodata/lexicon/parser_models.csv. A model without checksums in that table, because only its maker
distributes it, must have the right name and version.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from scs_tracker import geodata
from scs_tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The command that installs the parser.
INSTALL: Final = "pip install 'scs-tracker[articles]'"
#: Longer sentences are cut, so that no text keeps the parser busy for minutes.
_LONGEST: Final = 1_500
_BATCH: Final = 64
#: Pipeline parts that use only a word, its tag and its label, run once for each; and tags of inflected words.
_OF_WORDS: Final = ("attribute_ruler", "lemmatizer")
_INFLECTED: Final = frozenset(("VBD", "VBN", "VBG", "VBZ", "VBP", "NNS", "PRP", "RB", "MD", "JJR", "JJS", "RBR", "RBS"))
#: Model versions with the labels that the rules for acts and mentions use.
_SERIES: Final = "3.8."


class ParserMissingError(TrackerError):
    """Raised if the parser or its model is not installed, or if a model file differs from its listed checksum."""


class Word(NamedTuple):
    """A word of a sentence, with its dictionary form, its tag and its place in the dependency tree.

    ``text``, ``lemma``: the word as written, and its dictionary form in lower case; ``tag``: Penn Treebank tag;
    ``dep``: ClearNLP dependency label; ``head``: index of its head in the sentence, or its own index for the root;
    ``start``, ``end``: offsets into the text.
    """

    text: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int


def parse(
    text: str, spans: Sequence[tuple[int, int]], names: Sequence[tuple[int, int]] = (), model: str = ""
) -> list[tuple[Word, ...]]:
    """Return the words of each sentence with their dependencies.

    ``spans``: start and end of each sentence; ``names``: start and end of names of vessels and aircraft, in order; the
    parser reads each as one plain name, because hull numbers and prefixes mislead it; ``model``: name of an installed
    model, or empty for the model in use.
    """
    pipeline = load(model)
    from spacy.tokens import Doc

    pieces = [pieces_of(text, span, names, pipeline.tokenizer) for span in spans]
    documents = []
    for those in pieces:
        spaces = [start + len(word) < after for (word, start, _), (_, after, _) in pairwise([*those, ("", 0, False)])]
        words = [_NAME if name else word for word, _, name in those]
        documents.append(Doc(pipeline.vocab, words=words, spaces=spaces))
    name = model or _in_use
    return [
        tuple(_word(one, piece, name) for piece, one in zip(those, document, strict=True))
        for those, document in zip(pieces, pipeline.pipe(documents, batch_size=_BATCH), strict=True)
    ]


def _word(one: Any, piece: tuple[str, int, bool], model: str) -> Word:
    (word, start, named), tag, label = piece, one.tag_, one.dep_
    lemma = _lemma(model, word, tag, label) if tag in _INFLECTED and not named else word.lower()
    return Word(word, lemma, tag, label, one.head.i, start, start + len(word))


@lru_cache(maxsize=50_000)
def _lemma(model: str, word: str, tag: str, dep: str) -> str:
    """Return the dictionary form of a word by the model's own rules, from the word, its tag and its dependency."""
    from spacy.tokens import Doc

    pipeline = load(model)
    document = Doc(pipeline.vocab, words=[word], tags=[tag], deps=[dep], heads=[0])
    for name in _OF_WORDS:
        document = pipeline.get_pipe(name)(document)
    return str(document[0].lemma_).lower()


def pieces_of(
    text: str, span: tuple[int, int], names: Sequence[tuple[int, int]], tokenizer: Any
) -> list[tuple[str, int, bool]]:
    """Return the tokens of a sentence, each with its start and whether it is a name of a vessel or aircraft."""
    start, end = span[0], min(span[1], span[0] + _LONGEST)
    found: list[tuple[str, int, bool]] = []
    for first, after in [*(one for one in names if start <= one[0] and one[1] <= end), (end, end)]:
        between = tokenizer(text[start:first].translate(_MARKS))
        found += [(one.text, start + one.idx, False) for one in between if not one.is_space]
        if after > first:
            found.append((text[first:after], first, True))
        start = max(start, after)
    return found


#: The word that the parser reads instead of the name of a vessel or aircraft.
_NAME: Final = "Victory"
_MARKS: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\n": " ", "\r": " ", "\t": " ", "\xa0": " "})


_in_use = ""


def use(model: str) -> None:
    """Set the parser model to use (empty: the first installed); raise ``ParserMissingError`` if it is not known."""
    global _in_use  # noqa: PLW0603 - one process works for one configuration
    if model and model not in models():
        raise ParserMissingError(f"the parser model {model!r} is not known; use one of {', '.join(models())}")
    _in_use = model


def in_use() -> str:
    """Return the name of the model in use; empty for the first installed one."""
    return _in_use


def load(model: str = "") -> Any:
    """Return the loaded pipeline of a model, or of the model in use; raise ``ParserMissingError`` if it is missing."""
    return _loaded(model or _in_use)


@lru_cache(maxsize=2)
def _loaded(model: str) -> Any:
    try:
        from spacy.util import load_model_from_path
    except ImportError:
        raise ParserMissingError(f"reading articles needs spaCy, which is not installed; run {INSTALL}") from None
    folder, name = _folder(model)
    check(folder, name)
    return load_model_from_path(folder, exclude=["ner", "senter"], disable=_OF_WORDS)


def models() -> dict[str, list[dict[str, str]]]:
    """Return the supported models, each with its files as rows of parser_models.csv."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in geodata.rows("lexicon_parser"):
        found.setdefault(row["model"], []).append(row)
    return found


def _folder(model: str) -> tuple[Path, str]:
    """Return the folder and name of a model, without running its package's code; raise an error if it is missing."""
    known = models()
    if model and model not in known:
        raise ParserMissingError(f"the parser model {model!r} is not known; use one of {', '.join(known)}")
    for name in [model] if model else known:
        for package in known[name][0]["packages"].split(";"):
            spec = importlib.util.find_spec(package)
            for place in (spec.submodule_search_locations or ()) if spec is not None else ():
                inside = sorted(Path(place).glob("*/config.cfg"))
                if inside:
                    return inside[0].parent, name
    wanted = model or next(iter(known))
    how = f"run {INSTALL}" if known[wanted][0]["sha256"] else "download it from spaCy's releases"
    raise ParserMissingError(f"reading articles needs the parser model {wanted}, which is not installed; {how}")


def check(folder: Path, model: str) -> None:
    """Raise ``ParserMissingError`` if a file of a model is missing or differs from its listed checksum."""
    for row in models()[model]:
        path = folder / row["file"]
        if not row["sha256"]:
            _check_name(path, row["model"])
            continue
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError:
            digest = ""
        if digest != row["sha256"]:
            raise ParserMissingError(
                f"{path} differs from the copy of {model} tested with this version; reinstall it with {INSTALL}"
            )


def _check_name(path: Path, model: str) -> None:
    """Raise ``ParserMissingError`` if a model without checksums has another name or version than those tested."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        found = f"{content['lang']}_{content['name']} {content['version']}"
    except (OSError, ValueError, KeyError, TypeError):
        found = "no model"
    if not found.startswith(f"{model} {_SERIES}"):
        raise ParserMissingError(f"{path} contains {found}; install {model} {_SERIES}x from spaCy's releases")


def installed(model: str = "") -> str:
    """Return the name of the model that ``load`` would use; raise ``ParserMissingError`` if it or spaCy is missing."""
    if importlib.util.find_spec("spacy") is None:
        raise ParserMissingError(f"reading articles needs spaCy, which is not installed; run {INSTALL}")
    folder, name = _folder(model or _in_use)
    check(folder, name)
    return name
