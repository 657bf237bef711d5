"""Names: every one in the gazetteer, variants by rule, misspellings, and the user's own rows."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest

from scs_tracker import geodata
from scs_tracker.errors import TrackerError
from scs_tracker.geocoding import resolve_text
from scs_tracker.geocoding.lexicon import lexicon
from scs_tracker.geocoding.names import gazetteer

GAZETTEER = Path(__file__).parents[2] / "geodata/gazetteer"


def rows(name):
    with (GAZETTEER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_name_leads_to_its_feature_or_says_what_else_it_may_be():
    wrong, resolved = [], 0
    for row in rows("names.csv"):
        found = resolve_text(row["name"])
        meant = {found.feature_id} if found.status == "resolved" else set(found.alternatives)
        resolved += found.status == "resolved"
        if row["feature_id"] not in meant | set(found.alternatives):
            wrong.append((row["name"], row["feature_id"], found.status, found.feature_id, found.reason))
    # Names that are words of the grammar (Hilaga: north) or of another thing (PAGASA) need their generic word.
    assert len(wrong) <= 25, wrong
    assert resolved / len(rows("names.csv")) > 0.94


def test_names_inside_a_sentence_are_found_whole():
    sample = random.Random(7).sample([row for row in rows("names.csv") if row["needs_context"] != "yes"], 400)
    lost = []
    for row in sample:
        text = (
            f"在{row['name']}附近"
            if row["language"].startswith("zh-Han")
            else f"a boat sank near {row['name']}, they said"
        )
        found = resolve_text(text)
        if row["feature_id"] not in {found.feature_id, *found.alternatives}:
            lost.append((text, found.feature_id, found.reason))
    assert len(lost) <= 6, lost


@pytest.mark.parametrize(
    "text",
    [
        "Ren'ai Jiao",
        "Ren’ai Jiao",
        "Renʼai Jiao",
        "Renai Jiao",
        "Ren Ai Jiao",
        "RENAI JIAO",
        "renai jiao",
        "Rén'ài Jiāo",
        "Ren'ai Reef",
        "Ren'ai Shoal",
        "Ayungin Reef",
        "Ayungin shoal",
        "Kulumpol ng Ayungin",
        "bãi Cỏ Mây",
        "Bai Co May",
        "đảo Cỏ Mây",
        "仁爱礁",
        "仁愛礁",
        "仁爱暗沙",
        "仁爱滩",
        "Second Thomas Shoal",
        "Second-Thomas Shoal",
        "Second  Thomas\tShoal",
        "2nd Thomas Shoal",
    ],
)
def test_spellings_by_rule(text):
    assert resolve_text(text).feature_id == "second-thomas-shoal"


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Huangyandao", "scarborough-shoal"),
        ("Huang Yan Dao", "scarborough-shoal"),
        ("Pagasa Island", "thitu-island"),
        ("Hasahasa Shoal", "half-moon-shoal"),
        ("Pulau Tioman", "tioman-island"),
        ("黃岩島", "scarborough-shoal"),
        ("Woody (Phu Lam) Island", "woody-island"),
        ("Patag (Flat) Island", "flat-island"),
    ],
)
def test_names_split_joined_and_bracketed(text, feature):
    assert resolve_text(text).feature_id == feature


def test_diacritics_tell_a_name_from_a_town():
    assert resolve_text("Đá Lát").feature_id == "ladd-reef"
    assert resolve_text("Da Lat").status != "resolved"
    assert resolve_text("Đà Lạt").status != "resolved"


@pytest.mark.parametrize(
    ("text", "method", "radius"),
    [
        ("hoạt động ở bãi Tư Chính", "feature", 40.0),
        ("bãi Tư Chính, bộ đội", "feature", 40.0),
        ("đông bãi Tư Chính", "area", None),
        ("dong bai Tu Chinh", "area", None),
    ],
)
def test_diacritics_tell_a_word_from_a_wind(text, method, radius):
    found = resolve_text(text)
    assert (found.method, found.feature_id) == (method, "vanguard-bank")
    assert radius is None or found.radius_km == radius


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Bombay Reef", "bombay-reef"),
        ("Bombay Shoal", "bombay-shoal"),
        ("Bombay Castle", "bombay-castle"),
        ("Western Reef", "western-reef"),
        ("North Luconia Shoals", "north-luconia-shoals"),
    ],
)
def test_generic_words_that_tell_features_apart_do(text, feature):
    assert resolve_text(text).feature_id == feature


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("Scarbrough Shoal", "scarborough-shoal"),
        ("Scarborough Shaol", "scarborough-shoal"),
        ("First Thomas Shoul", "first-thomas-shoal"),
        ("Fiery Cross Reaf", "fiery-cross-reef"),
        ("Sabena Shoal", "sabina-shoal"),
        ("Second Tomas Shoal", "second-thomas-shoal"),
        ("Mischeif Reef", "mischief-reef"),
        ("off Zambalez", "zambales"),
        ("Spratley Islands", "spratly-islands"),
        ("Fiery Croos Reef", "fiery-cross-reef"),
        ("Iroqois Reef", "iroquois-reef"),
    ],
)
def test_one_letter_wrong(text, feature):
    assert resolve_text(text).feature_id == feature


@pytest.mark.parametrize(
    "text",
    [
        "Scarbrogh Shool",
        "Firts Thomas Shoul",
        "Scarborough Shoe",
        "Subu",
        "near Manola",
        "Hopkins Bay",
        "Lord Reef",
        "a sabena shoal of fish in Spain",
        "Templar Bank",
    ],
)
def test_what_is_too_far_off_or_near_to_several_is_not_guessed(text):
    assert resolve_text(text).status != "resolved"


def test_a_sensible_share_of_one_letter_slips_is_mended_and_none_goes_astray():
    slips = random.Random(11)
    names = [
        row
        for row in rows("names.csv")
        if row["language"] == "en"
        and row["name"].split()[-1] in {"Reef", "Shoal", "Island"}
        and "pinyin" not in row["script_note"]  # those are too alike to be slips of each other
    ]
    names = [row for row in names if len(row["name"]) >= 12 and row["name"].isascii() and row["needs_context"] != "yes"]
    mended, astray = 0, []
    for row in names:
        word = row["name"].split()[0]
        place = slips.randrange(1, len(word))
        wrong = row["name"].replace(word, word[:place] + slips.choice("aeioutn") + word[place + 1 :], 1)
        found = resolve_text(wrong)
        mended += found.feature_id == row["feature_id"]
        if found.status == "resolved" and found.feature_id != row["feature_id"]:
            astray.append((row["name"], wrong, found.feature_id))
    assert mended / len(names) > 0.75
    assert len(astray) <= 0.02 * len(names), astray


@pytest.mark.parametrize("text", ["46 km south of Dangan Islands", "near Guishan Island", "off Huangyen Dao"])
def test_a_chinese_name_in_latin_letters_is_no_slip_for_another(text: str) -> None:
    assert resolve_text(text).feature_id not in {"swallow-reef", "collins-reef", "scarborough-shoal"}


@pytest.fixture
def overlay(tmp_path):
    """A user's gazetteer: a new reef, a moved shoal, and a name for each."""
    folder = tmp_path / "geodata/gazetteer"
    folder.mkdir(parents=True)
    columns = list(rows("features.csv")[0])
    with (folder / "features.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerow(
            {
                "id": "our-reef",
                "name": "Our Reef",
                "kind": "reef",
                "lat": "12.5",
                "lon": "114.5",
                "radius_km": "2",
                "group": "Spratly",
            }
        )
        writer.writerow(
            {
                "id": "sabina-shoal",
                "name": "Sabina Shoal",
                "kind": "atoll",
                "lat": "9.8",
                "lon": "116.5",
                "radius_km": "7",
            }
        )
    with (folder / "names.csv").open("w", encoding="utf-8", newline="") as file:
        file.write("feature_id,name,language\nour-reef,Karang Kami,ms\nsabina-shoal,The Lily,en\n")
    return tmp_path / "geodata"


def test_the_users_rows_extend_and_override_ours(overlay):
    before = resolve_text("Sabina Shoal").lat
    geodata.configure(overlay)
    assert resolve_text("10 nm east of Karang Kami").feature_id == "our-reef"
    assert resolve_text("Our Shoal").feature_id == "our-reef"
    assert resolve_text("near The Lily").lat == 9.8
    assert resolve_text("Sabina Shoal").lat == 9.8
    geodata.configure(None)
    assert resolve_text("Sabina Shoal").lat == before
    assert resolve_text("Karang Kami").status == "unresolved"


def test_bad_rows_of_the_user_are_named(overlay):
    file = overlay / "gazetteer/features.csv"
    file.write_text(file.read_text().replace("12.5", "twelve"))
    geodata.configure(overlay)
    with pytest.raises(TrackerError, match="'our-reef' needs lat, lon and radius_km as numbers"):
        resolve_text("Sabina Shoal")
    file.write_text(file.read_text().replace("twelve", "12.5"))
    (overlay / "gazetteer/names.csv").write_text("feature_id,name,language\nnowhere,Nowhere Reef,en\n")
    geodata.configure(overlay)
    with pytest.raises(TrackerError, match="'Nowhere Reef' belongs to 'nowhere'"):
        resolve_text("Sabina Shoal")


def test_the_word_tables_are_sound():
    kinds = {row["kind"] for row in rows("not_places.csv")}
    assert kinds <= {
        "common",
        "doubtful",
        "before",
        "before_next",
        "given",
        "after",
        "joined",
        "acronym",
        "not_place",
        "people",
        "title",
        "venue",
        "venue_before",
    }
    for table in ("not_places.csv", "grammar.csv"):
        for row in rows(table):
            phrases = row["phrases"].split(";")
            assert all(phrase.strip() == phrase and phrase for phrase in phrases), row
    features = set(gazetteer().features)
    assert {row["feature_id"] for row in rows("contexts.csv")} <= features | {""}
    bearings = {float(row["value"]) for row in rows("grammar.csv") if row["kind"] == "bearing"}
    assert bearings == {step * 22.5 for step in range(16)}


def test_no_word_of_the_grammar_hides_a_certain_name():
    certain = [row for row in rows("names.csv") if row["needs_context"] != "yes" and len(row["name"]) > 3]
    words = lexicon()
    hidden = {row["name"] for row in certain if "name" not in words.phrases[words.gazetteer.key(row["name"])]}
    assert hidden <= {"Hilaga", "Timog"}, hidden


def test_lingayen_gulf_is_not_its_town() -> None:
    assert resolve_text("Lingayen Gulf, western side").feature_id == "lingayen-gulf"
    assert resolve_text("off Lingayen").feature_id == "lingayen"


def test_the_cape_of_ca_mau_is_not_its_town() -> None:
    assert resolve_text("cách mũi Cà Mau 45 km về phía Nam").feature_id == "cape-ca-mau"
    assert resolve_text("202 nautical miles south-southeast of Cape Cà Mau").feature_id == "cape-ca-mau"
    assert resolve_text("ngoài khơi Cà Mau").feature_id == "ca-mau"
