from __future__ import annotations

import pytest

from scs_tracker.errors import UsageError
from scs_tracker.sentences import languages, use_language
from scs_tracker.sentences.language import current


def test_the_language_ends_with_its_block() -> None:
    for language in languages():
        with use_language(language):
            assert current() == language
    assert current() == "en"


def test_an_unknown_language_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="not written in 'tlh'; use one of en"), use_language("tlh"):
        pass
