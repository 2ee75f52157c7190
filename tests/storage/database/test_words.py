from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from storage.corpus.stems import stem_words
from storage.database.words import index_words, milestone_words
from storage.records import Localized
from tests import corpora

LETTERS = st.text(st.sampled_from("قواتالـَُآة‌\u200f\u00a0\u2028\n\t .،؛«»-/,0٢٥aB'’12"), max_size=60)


@given(texts=st.lists(LETTERS | st.text(max_size=30), max_size=4))
def test_the_index_gets_the_stems_of_the_texts_each_once(texts: list[str]) -> None:
    whole = [stem for text in texts for stem in stem_words(text)]
    assert index_words(texts).split() == list(dict.fromkeys(whole))


def test_a_milestone_is_found_by_its_names_in_both_languages_its_titles_and_its_sentences() -> None:
    claim = replace(corpora.event(corpora.OLD, "اتفق", actor="us", place="erbil"), title=Localized("عنوان", "headline"))
    milestone = replace(corpora.milestone(claim), to_place="baghdad", counterpart="iraq", title=None)
    words = set(milestone_words(corpora.story(), milestone, {claim.id: claim}).split())
    for text in ("أربيل", "Erbil", "بغداد", "Washington", "القوات العراقية", "headline", "خطة", "withdrawal"):
        assert words.issuperset(stem_words(text)), text
    assert not words.intersection(stem_words("سوريا"))
