"""Who speaks where the verb names nobody behind it: he whom the sentence is about, or who stands before the verb."""

from __future__ import annotations

import pytest

from storage.corpus.extraction.marks import Marked, Speech
from storage.corpus.extraction.passages import Passage
from storage.records import Attribution
from tests.storage.corpus.extraction.test_attribution import read, said_by

_ROWS = [
    (
        "وعارضه النائب سمير الجاف، إذ قال لوكالة «الأناضول» إن الجنود باقون.",
        "باقون",
        "النائب سمير الجاف",
    ),
    (
        "قال الوزير إن الجسر أغلق. أما النائب آزاد رشيد فنبّه إلى أن الجنود باقون.",
        "باقون",
        "النائب آزاد رشيد",
    ),
    ("قال النائب عن الكتلة علي فهد إن الجسر أغلق. وردّ النائب سعد ناجي بأن الجنود باقون.", "باقون", "النائب سعد ناجي"),
    ("أما «الكتائب» فسخرت من الإعلان، وتوعدت بمواصلة هجماتها.", "هجماتها", "الكتائب"),
    ("ولا تصدّق فصائل مسلحة هذا الكلام، وهي تلوّح باستئناف هجماتها.", "هجماتها", "فصائل مسلحة"),
    ("قال الوزير إن الطريق مفتوح، لكن مصدرين أمنيين أبلغا الميناء أن الرتل تأخر.", "تأخر", "مصدرين أمنيين"),
    ("إلا أن متحدثاً عسكرياً وصف النبأ بأنه شائعة.", "شائعة", "متحدثاً عسكرياً"),
    ("لكن المتابعين لملف القواعد يجزمون بأن شيئاً لم يتغير.", "يتغير", "المتابعين لملف القواعد"),
    ("خرج الناطق باسم الجيش ليعلن أن المعسكر أخلي.", "أخلي", "الناطق باسم الجيش"),
    ("حرص الرئيس جو بايدن على القول إن التعاون مستمر.", "مستمر", "الرئيس جو بايدن"),
    ("وسارع مستشار الأمن القومي إلى التأكيد أن التعاون مستمر.", "مستمر", "مستشار الأمن القومي"),
    ("وجاء ذلك غداة إعلان السفارة الأميركية أن التحالف سيتحول.", "سيتحول", "السفارة الأميركية"),
    ("وانعقد اللقاء بعد تصويت مجلس النواب، في الشهر الماضي، على إخراج القوات.", "إخراج", "مجلس النواب"),
    ("سقطت المدينة قبل أن تعلن بغداد هزيمة التنظيم.", "هزيمة", "بغداد"),
    ("ينص البيان على إنهاء المهمة خلال عام.", "إنهاء", "البيان"),
    ("وتوصي الورقة بعقد جولة جديدة.", "بعقد", "الورقة"),
    ("ويقدّر خبراء أمميون عدد المقاتلين بألفين.", "المقاتلين", "خبراء أمميون"),
    ("وأحصت السلطات المحلية ستة قتلى في الحي.", "قتلى", "السلطات المحلية"),
    ("وأحصت الوزارة منذ مطلع العام ما لا يقل عن تسعين هجوماً.", "هجوماً", "الوزارة"),
    ("ويستعيد ضابط متقاعد، في حديث إلى «الجسر»، مشهد القاعدة يوم أخليت.", "أخليت", "ضابط متقاعد"),
    ("وقال لصحيفة الضفاف مصدر أمني إن الرتل تأخر.", "تأخر", "مصدر أمني"),
    ("يصر الناطق باسم القوة، العقيد نبيل سالم، على أن الرتل تأخر.", "تأخر", "الناطق باسم القوة، العقيد نبيل سالم"),
    ("قال الوزير إن الرتل تأخر. وقد أُعدّ له، كما يقول، منذ أشهر.", "أشهر", "الوزير"),
    ("وسبق لمجلس النواب أن طالب في 3 آذار 2018 بجدول زمني.", "بجدول", "مجلس النواب"),
    ("وتعهد ترامب بـ«رد قاسٍ» قريباً.", "قاسٍ", "ترامب"),
    ("قال مصدر إن رتلاً سيخرج، فيما ستبقى قوة في المطار.", "المطار", "مصدر"),
    ("قال مصدر إن رتلاً سيخرج، في حين تُخلى القاعدة لاحقاً.", "القاعدة", "مصدر"),
    ("تفيد المصادر بأن الخطة جاهزة. ففي المرحلة الأولى، تُخلى القاعدة.", "القاعدة", "المصادر"),
    ("وعقد المجلس جلسة، طالب خلالها عدد من النواب بخروج القوات.", "بخروج", "عدد من النواب"),
    ("انفجرت سيارة في السوق أمس، حسبما أفادت الشرطة.", "السوق", "الشرطة"),
    ("سقطت المدينة، مما دفع أوباما إلى الإعلان عن إرسال مستشارين.", "إرسال", "أوباما"),
]


@pytest.mark.parametrize(("text", "word", "speaker"), _ROWS, ids=[row[0][-50:] for row in _ROWS])
def test_who_the_sentence_is_about_speaks(text: str, word: str, speaker: str) -> None:
    passage, speeches = read(text)[-1]
    assert said_by(passage, speeches, word).speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "وينص القانون على إخراج القوات.",
        "ونص الاتفاق على مغادرة المدن.",
        "وجرى ذلك قبل الإعلان عن النتائج.",
    ],
)
def test_a_law_and_a_noun_alone_say_nothing(text: str) -> None:
    passage, speeches = read("قال الوزير إن الطريق مفتوح. " + text)[-1]
    assert all(said.speaker is None for said in _all(passage, speeches))


def test_what_the_outlet_adds_of_its_own_ends_what_is_said() -> None:
    for text in ("فيما ينتشر 2500 جندي في البلاد.", "فيما قصفت طائرات الموقع."):
        passage, speeches = read("قال الوزير إن رتلاً سيخرج، " + text)[-1]
        assert _all(passage, speeches)[-1].speaker is None


def _all(passage: Passage, speeches: tuple[Speech, ...]) -> list[Attribution]:
    return [Marked(passage, (), (), (), speeches).attribution_at(n) for n in range(len(passage.tokens))]


_INTERVIEW = """حوار: اللواء الجميلي يتحدث

تقاعد اللواء ناظم الجميلي قبل عامين بعد خدمة طويلة.

كيف ترى الانسحاب؟

خرج الجنود أمس. وأعلن أوباما أن الجميع سيغادر.

وماذا بعد؟

سيعود بعضهم.

يُذكر أن المعسكر قديم."""


def test_the_guest_whom_a_heading_announces_answers() -> None:
    said = {passage.words(0, 1): speeches for passage, speeches in read(_INTERVIEW)}
    guest = "اللواء ناظم الجميلي"
    assert [speech.attribution.speaker for speech in said["خرج"]] == [guest]
    assert [speech.attribution.speaker for speech in said["وأعلن"]] == [guest, "أوباما"]
    assert [speech.attribution.speaker for speech in said["سيعود"]] == [guest]
    assert all(speech.attribution.speaker != guest for speech in said["يُذكر"])


def test_he_who_was_met_and_asked_answers() -> None:
    text = _INTERVIEW.replace("تقاعد", "بعد عام على الرحيل، التقت «الجسر»").replace("قبل", "وسألته عن الأمر قبل")
    said = {passage.words(0, 1): speeches for passage, speeches in read(text.replace("حوار: ", ""))}
    assert [speech.attribution.speaker for speech in said["سيعود"]] == ["اللواء ناظم الجميلي"]
