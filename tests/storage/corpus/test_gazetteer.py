"""Names of the shipped story, found in Arabic and English as writers and readers put them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.gazetteer import Gazetteer, Mention, Noun
from storage.corpus.story import read_story
from storage.corpus.words import words
from tests.costs import cost

STORY = read_story(Path(__file__).parents[3] / "seeds" / "story.yaml")
GAZETTEER = Gazetteer(STORY)


def named(text: str) -> list[tuple[str, str, str]]:
    return [(text[m.start : m.end], m.noun.value, m.id) for m in GAZETTEER.mentions(text)]


def ids(text: str) -> list[str]:
    return [m.id for m in GAZETTEER.mentions(text)]


# ------------------------------------------------------------------ names in a text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("كم عدد القوات الأميركية في سوريا؟", [("القوات الأميركية", "actor", "us"), ("سوريا", "place", "syria")]),
        ("متى يغادرون عين الأسد؟", [("عين الأسد", "place", "ain_al_asad")]),
        ("how many troops are in Erbil?", [("Erbil", "place", "erbil")]),
        ("قاعدة عين الأسد الجوية غربي الأنبار", [("قاعدة عين الأسد الجوية", "place", "ain_al_asad"),
                                                ("غربي الأنبار", "place", "anbar")]),
        ("قال السوداني", [("السوداني", "person", "sudani")]),
        ("البشمركة وسلاح الجو", [("البشمركة", "actor", "peshmerga")]),
    ],
)  # fmt: skip
def test_names_are_found_where_they_stand(text: str, found: list[tuple[str, str, str]]) -> None:
    assert named(text) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ببغداد", "بغداد"),
        ("وببغداد", "بغداد"),
        ("فالأنبار", "الأنبار"),
        ("للأنبار", "لأنبار"),  # the article's alif is not written after ل
        ("كأربيل", "أربيل"),
        ("وَلِأربيل", "أربيل"),
        ("بعين الأسد", "عين الأسد"),
    ],
)
def test_particles_are_left_out_of_a_name(text: str, name: str) -> None:
    assert [found for found, _, _ in named(text)] == [name]


@pytest.mark.parametrize("text", ["واشنطن", "بغداد", "كردستان", "الولايات المتحدة", "كركوك", "برلين", "كونيكو"])
def test_letters_of_a_name_are_no_particles(text: str) -> None:
    assert [found for found, _, _ in named(text)] == [text]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("كردستان العراق", "kurdistan"),
        ("عاصمة إقليم كردستان", "erbil"),
        ("محافظة أربيل", "erbil_province"),
        ("مطار أربيل الدولي", "erbil_base"),
        ("مطار بغداد", "baghdad_airport"),
        ("شمال شرقي سوريا", "ne_syria"),
        ("قاعدة الحبانية", "taqaddum"),
        ("الحبانية", "habbaniyah"),
        ("اللجنة العسكرية العليا لإنهاء مهمة التحالف الدولي", "hmc"),
        ("سجناء داعش", "isis_detainees"),
        ("السفارة الأميركية في بغداد", "us_embassy"),
        ("قوات سوريا الديمقراطية", "sdf"),
        ("Iraqi Kurdistan", "kurdistan"),
        ("Erbil air base", "erbil_base"),
    ],
)
def test_the_longest_name_wins(text: str, id: str) -> None:
    assert named(text)[0][0] == text
    assert ids(text) == [id]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Ain al-Asad", "ain_al_asad"),
        ("Ain Al Asad", "ain_al_asad"),
        ("ain al-assad", "ain_al_asad"),
        ("al-Tanf", "al_tanf"),
        ("Tanf", "al_tanf"),
        ("Kurdistan", "kurdistan"),
        ("the Kurdistan Region", "kurdistan"),
        ("K-1", "k1"),
        ("k1", "k1"),
        ("US", "us"),
        ("U.S. forces", "us"),
        ("us troops", "us"),
        ("American forces", "us"),
        ("the coalition", "coalition"),
        ("ISIS", "isis"),
        ("Islamic State", "isis"),
        ("the Pentagon", "us_pentagon"),
        ("NATO", "nato"),
        ("Northeast Syria", "ne_syria"),
        ("القوات الأمريكية", "us"),
        ("القوات الاميركيه", "us"),
        ("قاعدة فيكتوريا", "victoria_base"),
        ("اقليم كوردستان", "kurdistan"),
        ("عَيْن الأَسَد", "ain_al_asad"),
        ("عــين الأسد", "ain_al_asad"),
        ("البرج ٢٢", "tower_22"),
        ("منطقة الـ55", "al_tanf"),
        ("ترمب", "trump"),
        ("البنتاجون", "us_pentagon"),
    ],
)
def test_spelling_does_not_hide_a_name(text: str, id: str) -> None:
    assert ids(text) == [id]


@pytest.mark.parametrize(
    "text",
    [
        "بشار الأسد",
        "القائم بأعمال وزير الدفاع",
        "القائمة",
        "خيوط حرير",
        "طريق الحرير",
        "الجيش السوداني",
        "العصر العباسي",
        "التحالف السياسي",
        "دور استشاري مع قيادة العمليات المشتركة",
        "قوات سورية",
        "صواريخ تدمر المدن",
        "البلد كله",
        "التقدم المحرز",
        "العاصمة",
        "دول الإقليم",
        "الإقليم",
        "التنظيم",
        "شمال العراقيب",
        "tell us about it",
        "للمهندس",
        "كيوان",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert named(text) == []


def test_a_ruling_holds_only_where_it_stands() -> None:
    assert ids("القائم بأعمال الوزير في القائم") == ["al_qaim"]
    assert ids("بشار الأسد لم يزر عين الأسد") == ["ain_al_asad"]


def test_a_name_bound_to_a_preposition_leaves_the_preposition_out() -> None:
    assert named("قوات سورية في سورية") == [("سورية", "place", "syria")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("في بغداد", ("place", "baghdad")),
        ("ببغداد", ("place", "baghdad")),
        ("الانسحاب من بغداد", ("place", "baghdad")),
        ("قالت بغداد", ("actor", "iraq")),
        ("وأعلنت بغداد", ("actor", "iraq")),
        ("بغداد ترفض", ("actor", "iraq")),
        ("وضع بغداد", ("place", "baghdad")),
        ("قالت واشنطن", ("actor", "us")),
        ("موقف واشنطن", ("actor", "us")),
        ("زيارة واشنطن", ("place", "washington")),
        ("استضافته واشنطن", ("place", "washington")),
        ("العراق", ("place", "iraq")),
        ("طلب العراق", ("actor", "iraq")),
        ("إيران", ("actor", "iran")),
        ("في إيران", ("place", "iran")),
        ("in Baghdad", ("place", "baghdad")),
        ("Baghdad says", ("actor", "iraq")),
        ("Washington", ("actor", "us")),
        ("in Washington", ("place", "washington")),
        ("البيت الأبيض", ("actor", "us")),
    ],
)
def test_a_capital_is_a_place_or_a_government_by_the_words_around_it(text: str, found: tuple[str, str]) -> None:
    assert [(noun, id) for _, noun, id in named(text)] == [found]


# ------------------------------------------------------------------ names that readers type


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("عين الأسد", "ain_al_asad"),
        ("قاعدة عين الاسد", "ain_al_asad"),
        ("AIN AL-ASAD", "ain_al_asad"),
        ("حرير", "harir"),
        ("الحرير", "harir"),
        ("تنف", "al_tanf"),
        ("التقدم", "taqaddum"),
        ("بلد", "balad_base"),
        ("الأزرق", "azraq"),
        ("موصل", "mosul"),
        ("انبار", "anbar"),
        ("بغداد", "baghdad"),
        ("محافظة بغداد", "baghdad"),
        ("أربيل", "erbil"),
        ("هولير", "erbil"),
        ("erbil base", "erbil_base"),
        ("العراق", "iraq"),
        ("syria", "syria"),
        ("سورية", "syria"),
        ("لسوريا", "syria"),
        ("برج ٢٢", "tower_22"),
        ("العاصمة", None),
        ("الإقليم", None),
        ("باريس", None),
        ("القوات الأميركية", None),
        ("", None),
        ("؟؟", None),
    ],
)
def test_a_typed_place_is_known(name: str, id: str | None) -> None:
    assert GAZETTEER.place(name) == id


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("القوات الأمريكية", "us"),
        ("us", "us"),
        ("US troops", "us"),
        ("التحالف", "coalition"),
        ("قوات التحالف", "coalition"),
        ("داعش", "isis"),
        ("واشنطن", "us"),
        ("الفصائل", "factions"),
        ("pentagon", "us_pentagon"),
        ("العراق", None),
        ("بغداد", None),
        ("Syria", None),
        ("عين الأسد", None),
        ("القوات", None),
    ],
)
def test_a_typed_force_is_known(name: str, id: str | None) -> None:
    assert GAZETTEER.force(name) == id


@pytest.mark.parametrize(
    ("name", "likest"),
    [
        ("عين الاسود", "ain_al_asad"),
        ("اربل", "erbil"),
        ("Erbill", "erbil"),
        ("بقداد", "baghdad"),
        ("Ain al Asda", "ain_al_asad"),
        ("كردستن", "kurdistan"),
        ("التنق", "al_tanf"),
    ],
)
def test_a_misspelled_place_offers_the_likest_first(name: str, likest: str) -> None:
    offered = GAZETTEER.nearest_places(name)
    assert offered[0] == likest
    assert len(offered) == len(set(offered)) <= 3


def test_nothing_alike_offers_nothing() -> None:
    assert GAZETTEER.nearest_places("xyzzy") == ()
    assert GAZETTEER.nearest_places("") == ()
    assert len(GAZETTEER.nearest_places("اربل", 1)) == 1


NAMES = [
    pytest.param(name, entry.id, id=name)
    for entry in STORY.places.values()
    for name in (entry.name.ar, entry.name.en, *entry.aliases)
]


@pytest.mark.parametrize(("name", "id"), NAMES)
def test_every_name_of_a_place_leads_to_it(name: str, id: str) -> None:
    assert GAZETTEER.place(name) == id


def test_every_name_of_an_actor_leads_to_it() -> None:
    for actor in STORY.actors.values():
        for name in (actor.name.ar, actor.name.en, *actor.aliases):
            assert GAZETTEER.force(name) == actor.id, name


# ------------------------------------------------------------------ whatever is written

PIECES = [name for entry in (*STORY.places.values(), *STORY.actors.values(), *STORY.people.values())
          for name in (entry.name.ar, entry.name.en, *entry.aliases)]  # fmt: skip
GLUE = st.sampled_from(["", " ", "و", "ب", "وال", "\n", "،", "\u200f", "\u064b", "ـ", "-", " في ", " قالت ", "\u200d"])
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), GLUE, st.text(max_size=5))).map("".join)


@given(TEXTS)
def test_mentions_lie_inside_the_text_in_order_and_apart(text: str) -> None:
    found = GAZETTEER.mentions(text)
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        assert (
            mention.id in {Noun.PLACE: STORY.places, Noun.ACTOR: STORY.actors, Noun.PERSON: STORY.people}[mention.noun]
        )
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(st.sampled_from(PIECES))
def test_a_name_alone_is_found_whole_unless_it_needs_its_preposition(name: str) -> None:
    found = GAZETTEER.mentions(name)
    assert len(found) == 1
    covered = name[found[0].start : found[0].end]
    assert covered == name.rstrip(".)") or name.endswith(f" {covered}") or name.lower().startswith(("al-", "the "))


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert all(isinstance(mention, Mention) for mention in GAZETTEER.mentions(text))
    assert GAZETTEER.place(text) is None or GAZETTEER.place(text) in STORY.places
    assert GAZETTEER.force(text) is None or GAZETTEER.force(text) in STORY.actors
    assert set(GAZETTEER.nearest_places(text)) <= set(STORY.places)


@pytest.mark.parametrize("piece", ["قاعدة ", "ا", "\u064b", "و", "عين الأسد في بغداد ", "بشار الأسد ", "👨‍👩‍👧", "1,"])
def test_hostile_text_costs_no_more_by_the_letter(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        return cost(lambda: GAZETTEER.mentions(text), tries=2)

    seconds(10_000)
    assert seconds(160_000) <= 8 * 2.5 * seconds(20_000) + 0.05


WORDS = ("العراق", "والعراق", "the", "al", "بغداد", "قاعدة", "عين", "الأسد", "US", "1,000")


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_the_names_of_a_part_stand_where_they_stand_in_the_whole(pieces: list[str]) -> None:
    part = " ".join(pieces)
    whole = f"برتقال. {part}"
    cut = len(whole) - len(part)
    spots = tuple(word for word in words(whole) if word.start >= cut)
    found = GAZETTEER.mentions_among(whole, spots)
    moved = (replace(name, start=name.start - cut, end=name.end - cut) for name in found)
    assert tuple(moved) == GAZETTEER.mentions(part)
