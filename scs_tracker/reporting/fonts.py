"""Which names a PDF can show with the fonts of this system."""

from __future__ import annotations

from typing import Final

#: Letters that a font for the names in this sea must have, by language.
LETTERS: Final = {"Chinese": "仁爱礁", "Vietnamese": "BãiCỏMây"}


def languages_without_font() -> list[str]:
    """Return the languages of `LETTERS` that no font of this system can set.

    Returns
    -------
    list of str
        English names of languages; empty where all names can be set.
    """
    from matplotlib import font_manager, ft2font

    missing = dict(LETTERS)
    for path in font_manager.findSystemFonts():
        try:
            known = ft2font.FT2Font(path).get_charmap()
        except (OSError, RuntimeError, ValueError):
            continue
        for language in [name for name, letters in missing.items() if all(ord(one) in known for one in letters)]:
            del missing[language]
        if not missing:
            break
    return list(missing)
