"""The words of saying: every verb and every phrase of the data file does what it stands there for."""

from __future__ import annotations

import pytest

from storage.corpus.extraction.speech_words import Form, Verb, forms, speech_words
from storage.corpus.text import fold
from storage.corpus.words import key
from storage.records import Attribution
from tests.storage.corpus.extraction.test_attribution import read, said_by

WORDS = speech_words()
FINITE = (Form.PAST, Form.PRESENT)
LEMMAS = sorted({verb.lemma for verb in WORDS.verbs.values()})
PHRASES = [" ".join(phrase) for phrases in WORDS.according.values() for phrase in phrases]


def test_words_are_read_folded() -> None:
    every = WORDS.people | WORDS.bodies | WORDS.ends | WORDS.actions
    assert all(word == key(fold(word)) for word in every)


@pytest.mark.parametrize(
    ("lemma", "made"),
    [
        ("قال", ["قال", "قالت", "قالوا", "قالا", "يقول", "تقول", "يقولون", "قائلا", "قائلة"]),
        ("نفى", ["نفى", "نفت", "نفوا", "ينفي", "تنفي", "ينفون", "نافيا"]),
        ("دعا", ["دعا", "دعت", "دعوا", "يدعو", "تدعو", "داعيا"]),
        ("أعلن", ["أعلنته", "أعلنتها", "أعلنه", "معلنة", "معلنين"]),
        ("طالب", ["مطالبة", "المطالبة", "مطالبته"]),
    ],
)
def test_a_verb_is_known_in_its_persons(lemma: str, made: list[str]) -> None:
    assert all(WORDS.verbs[key(fold(form))].lemma == lemma for form in made)


@pytest.mark.parametrize("lemma", LEMMAS)
def test_every_verb_tells_who_says_it(lemma: str) -> None:
    own = {form: verb for form, verb in WORDS.verbs.items() if verb.lemma == lemma and verb.form in FINITE}
    for form in (form for form, verb in own.items() if not verb.objected):
        needs = " ".join(sorted(own[form].needs)[:1])
        who = "البيان" if own[form].documents else "الناطق باسم القوة رامي الحلو"
        passage, speeches = read(f"و{form} {who} على أن القاعدة أخليت {needs}.".replace("على أن", _that(own[form])))[0]
        assert said_by(passage, speeches, "أخليت") == Attribution(who)


def _that(verb: Verb) -> str:
    return "على أن" if verb.documents else "أن"


@pytest.mark.parametrize("phrase", PHRASES)
def test_every_phrase_leads_to_a_speaker(phrase: str) -> None:
    phrase, last = phrase.replace("علي ", "على "), phrase.split()[-1]
    verb = "ذكر " if last in {"ما", "لما", "كما", "مثلما", "حسبما"} else ""
    by = "للناطق" if last in {"وفقا", "طبقا"} else "الناطق"
    passage, speeches = read(f"أخليت القاعدة، {phrase} {verb}{by} باسم القوة رامي الحلو.")[0]
    assert said_by(passage, speeches, "أخليت") == Attribution("الناطق باسم القوة رامي الحلو")


@pytest.mark.parametrize("nobody", ["الخطة", "الاتفاق", "الجدول", "الدستور", "الظروف", "المعطيات"])
@pytest.mark.parametrize("lead", ["وفق ", "بحسب ", "وفقا لل"])
def test_a_plan_is_no_speaker(lead: str, nobody: str) -> None:
    words = lead + (nobody.removeprefix("ال") if lead.endswith("لل") else nobody)
    assert read(f"{words}، تخلى القاعدة في الربيع.")[0][1] == ()


def test_forms_take_a_joined_letter_off() -> None:
    assert forms("وقال") == ("وقال", "قال")
    assert forms("في") == ("في",)
