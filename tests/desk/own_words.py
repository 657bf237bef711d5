"""Articles in our own words, as a reading of them gives proposals: texts, passages and facts."""

from __future__ import annotations

from scs_tracker import model
from scs_tracker.sources.batch import Batch, Document, Passage, Report

CANNON = """China Coast Guard ship 3104 fired a water cannon at the BRP Datu Sanday near Scarborough Shoal on Friday, \
the Philippine Coast Guard said.

The blast broke a railing and injured two crew members of the fisheries vessel, which was about 12 nautical miles east \
of the shoal when it was hit, a spokesman said in Manila.

Beijing said its ships took control measures in accordance with the law after the Philippine boat had entered its \
waters without permission."""
RIVAL = """MANILA, Nov. 14 - Three people were hurt when a Chinese coast guard vessel turned its water cannon on a \
Philippine fisheries boat off Scarborough Shoal on Friday, the agency that runs the boat said.

The boat, the Datu Sanday, was bringing fuel to fishermen. It was hit twice."""
RAM = """Vietnam said on Tuesday that a Chinese vessel rammed a fishing boat from Quang Ngai province near Woody \
Island the day before, breaking its cabin.

Ten fishermen were on board and none was hurt, state media said. China has not commented."""

Said = dict[str, tuple[str, str, float]]


def batch(
    name: str, text: str, said: Said, *, publisher: str, published: str, title: str = "", background: bool = False,
    **facts: str,
) -> Batch:  # fmt: skip
    """One article with one proposal; ``said`` is field to the words of the text, the basis and the confidence."""
    url = f"https://www.example.org/{name}"
    content: dict = dict.fromkeys(model.INCIDENT_COLUMNS, "") | {"corroboration": "single"} | facts
    content["sources"] = [{"url": url, "publisher": publisher, "published": published}]
    if background:
        content["background"] = True
    passages = {
        field: Passage(text.index(words), text.index(words) + len(words), basis, sure)
        for field, (words, basis, sure) in said.items()
    }
    read = Document(text, title=title, address=url, publisher=publisher, language="en", published=published)
    report = Report(f"article:{name}:1", "article", 1, content, source=url, document=read, evidence=passages)
    return Batch(url, (report,))


def cannon() -> Batch:
    """A proposal whose reading doubts the target."""
    said = {
        "date_start": ("on Friday", "relative", 0.9),
        "types": ("fired a water cannon at", "stated", 0.97),
        "initiators": ("China Coast Guard ship 3104", "stated", 0.96),
        "targets": ("BRP Datu Sanday", "stated", 0.55),
        "location_text": ("about 12 nautical miles east of the shoal", "stated", 0.88),
        "place": ("Scarborough Shoal", "stated", 0.95),
        "injured": ("injured two crew members", "stated", 0.8),
        "damage": ("broke a railing", "stated", 0.8),
    }
    return batch(
        "cannon", CANNON, said, publisher="Rappler", published="2026-11-14", title="Water cannon at Scarborough",
        date_start="2026-11-13", types="water_cannon", initiators="CN-CCG", targets="PH-BFAR",
        initiator_units="CCG 3104", target_units="BRP Datu Sanday", place="Scarborough Shoal",
        location_text="about 12 nautical miles east of Scarborough Shoal", injured="2", damage="a railing broken",
        summary="A China Coast Guard ship turned water cannon on a Philippine fisheries vessel.",
        accounts="PH: a railing was broken and two crew were hurt; CN: took control measures in accordance with law",
    )  # fmt: skip


def rival() -> Batch:
    """The same event by another outlet, with another number of people hurt."""
    said = {
        "date_start": ("on Friday", "relative", 0.9),
        "types": ("turned its water cannon on", "stated", 0.95),
        "initiators": ("a Chinese coast guard vessel", "stated", 0.95),
        "location_text": ("off Scarborough Shoal", "stated", 0.8),
        "injured": ("Three people were hurt", "stated", 0.9),
    }
    return batch(
        "rival", RIVAL, said, publisher="Philippine Daily Inquirer", published="2026-11-14",
        title="Three hurt off Scarborough", date_start="2026-11-13", types="water_cannon", initiators="CN-CCG",
        targets="PH-BFAR", place="Scarborough Shoal", location_text="off Scarborough Shoal", injured="3",
        summary="A Chinese coast guard vessel turned water cannon on a fisheries boat.",
    )  # fmt: skip


def ram() -> Batch:
    """A ramming by a ship of no named service."""
    said = {
        "date_start": ("the day before", "relative", 0.8),
        "types": ("rammed", "stated", 0.97),
        "initiators": ("a Chinese vessel", "inferred", 0.4),
        "targets": ("a fishing boat from Quang Ngai province", "stated", 0.9),
        "location_text": ("near Woody Island", "stated", 0.9),
    }
    return batch(
        "ram", RAM, said, publisher="Tuoi Tre News", published="2026-11-17", title="Fishing boat rammed",
        date_start="2026-11-16", types="ramming", initiators="CN-UNK", targets="VN-FISH", place="Woody Island",
        location_text="near Woody Island", summary="A Chinese vessel rammed a Vietnamese fishing boat.",
    )  # fmt: skip


def looking_back() -> Batch:
    """What an article only looks back at."""
    return batch(
        "back", RAM, {}, publisher="Tuoi Tre News", published="2026-11-17", background=True, date_start="2014-05",
        types="ramming", initiators="CN-UNK", targets="VN-FISH", place="Paracel Islands",
        location_text="near the Paracel Islands", summary="A ramming of 2014.",
    )  # fmt: skip
