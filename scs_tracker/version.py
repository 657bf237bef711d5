"""The version, in a separate module so that the modules that ``scs_tracker`` imports can use it."""

from typing import Final

VERSION: Final = "0.2.0"
