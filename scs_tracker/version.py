"""The version, apart from the package's front, so that what the front imports can name it."""

from typing import Final

VERSION: Final = "0.2.0"
