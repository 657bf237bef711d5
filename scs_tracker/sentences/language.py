"""Set the language of sentences, and look up its catalogue and its CLDR rules for numbers and dates."""

from __future__ import annotations

import functools
import gettext as standard
import io
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scs_tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The language of the texts in the code; it has no catalogue.
SOURCE: Final = "en"
#: By which rules CLDR writes the dates of the source language: 17 June 2024.
_LOCALES: Final = {SOURCE: "en_GB"}
_FOLDER: Final = Path(__file__).parent / "catalogues"
_current: ContextVar[str] = ContextVar("language", default=SOURCE)


def languages() -> tuple[str, ...]:
    """Return the languages that reports can be written in, as BCP 47 tags, the source language first."""
    return (SOURCE, *sorted(file.stem for file in _FOLDER.glob("*.po")))


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """Compose sentences in a language until the block ends; raise UsageError if ``languages()`` lacks it.

    >>> with use_language("en"):
    ...     current()
    'en'
    """
    if language not in languages():
        raise UsageError(f"reports are not written in {language!r}; use one of {', '.join(languages())}")
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def current() -> str:
    """Return the current language of sentences, as a BCP 47 tag."""
    return _current.get()


def locale() -> str:
    """Return the CLDR locale of the current language, for dates and numbers."""
    return _LOCALES.get(current(), current())


def gettext(text: str) -> str:
    """Return the text in the current language, or unchanged if the catalogue lacks it."""
    return _catalogue(current()).gettext(text) if text else text


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the singular or plural form of a text for a count, in the current language."""
    return _catalogue(current()).ngettext(singular, plural, count)


@functools.cache
def _catalogue(language: str) -> standard.NullTranslations:
    """Return the catalogue of a language, compiled in memory from its .po file."""
    if language == SOURCE:
        return standard.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (_FOLDER / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return standard.GNUTranslations(compiled)
