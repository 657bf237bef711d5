"""The parser: its files are held against the list, and what is missing is said in one sentence."""

from __future__ import annotations

import json
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


def test_inflected_words_have_their_dictionary_form_and_names_keep_theirs():
    text = "Larger boats didn't harass BRP Cabra."
    (words,) = parse.parse(text, [(0, len(text))], [(27, 36)])
    assert [one.lemma for one in words] == ["large", "boat", "do", "not", "harass", "brp cabra", "."]


def test_a_changed_file_of_the_model_is_refused(tmp_path):
    folder, name = parse._folder("")
    copy = tmp_path / "model"
    shutil.copytree(folder, copy)
    parse.check(copy, name)
    (copy / "parser/moves").write_bytes(b"other")
    with pytest.raises(ParserMissingError, match="differs from the copy of en_core_web_sm tested with this version"):
        parse.check(copy, name)


def test_a_missing_library_is_one_sentence_with_the_command(monkeypatch):
    monkeypatch.setattr(parse, "_loaded", parse._loaded.__wrapped__)  # as in a process that has loaded nothing yet
    monkeypatch.setitem(sys.modules, "spacy.util", None)
    with pytest.raises(ParserMissingError, match=r"run pip install 'scs-tracker\[articles\]'") as caught:
        propose("A ship of the coast guard sailed to the shoal on Monday.", published="2024-06-18")
    assert caught.value.exit_code == 1


def test_a_missing_library_keeps_leads(monkeypatch):
    monkeypatch.setattr(parse, "_loaded", parse._loaded.__wrapped__)  # as in a process that has loaded nothing yet
    monkeypatch.setitem(sys.modules, "spacy.util", None)
    assert propose("中国海警船5203在仁爱礁附近海域对菲律宾补给船使用水炮。", published="2024-06-18").lead


def a_model(folder, name, version):
    """Makes a package that holds a model of that name in its meta.json, with the parts of the installed one."""
    shutil.copytree(parse._folder("")[0], folder / name / f"{name}-{version}")
    meta = folder / name / f"{name}-{version}" / "meta.json"
    meta.write_text(json.dumps(json.loads(meta.read_text()) | {"name": name.removeprefix("en_"), "version": version}))


def test_another_model_of_the_series_can_be_named(tmp_path, monkeypatch):
    a_model(tmp_path, "en_core_web_lg", "3.8.0")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(parse, "_in_use", "")
    parse.use("en_core_web_lg")
    assert parse.installed() == "en_core_web_lg"
    assert parse._loaded.__wrapped__("en_core_web_lg").meta["name"] == "core_web_lg"


def test_a_model_of_another_series_is_refused(tmp_path, monkeypatch):
    a_model(tmp_path, "en_core_web_md", "3.7.1")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ParserMissingError, match=r"contains en_core_web_md 3.7.1; install en_core_web_md 3.8.x"):
        parse.installed("en_core_web_md")


def test_tracker_toml_names_the_model(call, tmp_path, monkeypatch):
    monkeypatch.setattr(parse, "_in_use", "")
    (tmp_path / "tracker.toml").write_text('parser_model = "en_core_web_lg"\n')
    answer = call("extract", "-", "--published", "2024-06-18", stdin=b"A ship rammed a boat near Sabina Shoal.")
    assert answer.code == 1
    assert "needs the parser model en_core_web_lg, which is not installed; download it from spaCy's" in answer.err


def test_an_unknown_model_is_named_with_those_that_are_known():
    with pytest.raises(ParserMissingError, match="en_core_web_sm"):
        parse._folder("en_core_web_xx")
