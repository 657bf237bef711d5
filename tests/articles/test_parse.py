"""The parser: its files are held against the list, and what is missing is said in one sentence."""

from __future__ import annotations

import shutil
import sys

import pytest

from scs_tracker.articles import ParserMissingError, parse, propose


def test_words_hang_on_each_other_and_keep_their_offsets():
    text = "The ship rammed BRP Cabra."
    (words,) = parse.parse(text, [(0, len(text))], [(16, 25)])
    assert [text[one.start : one.end] for one in words] == ["The", "ship", "rammed", "BRP Cabra", "."]
    assert [(one.dep, words[one.head].text) for one in words[1:4]] == [
        ("nsubj", "rammed"), ("ROOT", "rammed"), ("dobj", "rammed"),
    ]  # fmt: skip


def test_a_changed_file_of_the_model_is_refused(tmp_path):
    folder, name = parse._folder("")
    copy = tmp_path / "model"
    shutil.copytree(folder, copy)
    parse.check(copy, name)
    (copy / "parser/moves").write_bytes(b"other")
    with pytest.raises(ParserMissingError, match="is not the file of en_core_web_sm that was checked"):
        parse.check(copy, name)


def test_a_missing_library_is_one_sentence_with_the_command(monkeypatch):
    parse.load.cache_clear()
    monkeypatch.setitem(sys.modules, "spacy.util", None)
    with pytest.raises(ParserMissingError, match=r"run pip install 'scs-tracker\[articles\]'") as caught:
        propose("A ship of the coast guard sailed to the shoal on Monday.", published="2024-06-18")
    assert caught.value.exit_code == 1
    monkeypatch.undo()
    parse.load.cache_clear()


def test_a_missing_library_keeps_leads(monkeypatch):
    parse.load.cache_clear()
    monkeypatch.setitem(sys.modules, "spacy.util", None)
    assert propose("中国海警船5203在仁爱礁附近海域对菲律宾补给船使用水炮。", published="2024-06-18").lead
    monkeypatch.undo()
    parse.load.cache_clear()


def test_an_unknown_model_is_named_with_those_that_are_known():
    with pytest.raises(ParserMissingError, match="en_core_web_sm"):
        parse._folder("en_core_web_xx")
