"""The ways of several presses: translated agency reports, Maghrebi dailies, op-eds and live pages. Each sentence claims
the event beside it."""

from __future__ import annotations

import pytest

from tests.storage.corpus.extraction.test_events import published, told

_ROWS = [
    ("سقطت قذائف هاون على معسكر التاجي فجر أمس دون إصابات.", "attack 2020-11-16 taji happened"),
    ("وسقط 12 صاروخاً على قاعدة عين الأسد يوم 8 يناير.", "attack 2020-01-08 ain_al_asad happened"),
    (
        "أودى هجوم صاروخي على قاعدة عين الأسد بحياة جنديين أمريكيين في 8 فبراير الماضي.",
        "attack 2020-02-08 ain_al_asad happened",
    ),
    (
        "ويأتي هذا القرار بعد ثلاثة أيام من انسحاب القوات الأمريكية من معسكر بسماية.",
        "withdrawal 2020-11-14 basmaya happened",
    ),
    ("انسحبت القوات الأمريكية من العراق في 2011 وعادت بعد ثلاث سنوات من ذلك.", "entry 2014 iraq happened"),
    ("عبر آخر رتل أمريكي من العراق إلى الكويت في 18 دجنبر 2011.", "withdrawal 2011-12-18 iraq>kuwait happened"),
    ("وكان ذلك أول خرق لهدنة أعلنتها فصائل مسلحة في 10 أكتوبر.", "announcement 2020-10-10 iraq happened"),
    ("سحب حلف الأطلسي مدربيه من العراق في يناير الماضي.", "withdrawal 2020-01 iraq happened"),
    ("رُصدت أرتال أمريكية تغادر قاعدة القيارة يوم 26 مارس الماضي.", "withdrawal 2020-03-26 qayyarah happened"),
    ("وفي أواخر غشت شوهدت قوافل تخرج من عين الأسد.", "withdrawal 2020-08 ain_al_asad happened"),
    ("تخلت القوات الأمريكية عن قاعدة القيارة يوم 26 مارس.", "withdrawal 2020-03-26 qayyarah happened"),
    (
        "ويأمل الوزير أن يكون الجنود الأمريكيون قد عادوا إلى الوطن بحلول ماي.",
        "withdrawal ../2021-05 iraq conditional",
    ),
    (
        "اتفق وزراء دفاع الناتو في 12 فبراير الماضي على توسيع مهمة التدريب بالعراق.",
        "agreement 2020-02-12 iraq happened",
    ),
    (
        "ومنذ مارس الماضي والتحالف الدولي يخلي مواقعه: القيارة يوم 26 مارس، وكي وان يوم 29 مارس.",
        "withdrawal 2020-03-26 qayyarah happened",
    ),
    (
        "وفي 26 مارس أخلت القوات الأمريكية القيارة، وتخلت في 29 منه عن كي وان.",
        "withdrawal 2020-03-29 k1 happened",
    ),
    (
        "اتفقا في واشنطن يوم 26 يوليو الماضي على ألا تبقى في العراق قوات أمريكية بمهمة قتالية بعد 31 دجنبر 2020.",
        "mission_end ../2020-12-31 iraq planned",
    ),
    (
        "أعلنت بغداد النصر على تنظيم داعش في دجنبر 2017، بعد ثلاث سنوات ونصف السنة من سقوط الموصل في يونيو 2014.",
        "defeat 2017-12 iraq happened",
    ),
    ("وتعرض مطار أربيل لهجمات؛ ففي 30 شتنبر سقطت ست قذائف على محيطه.", "attack 2020-09-30 erbil_base happened"),
    ("نفت السفارة الأمريكية صحة أنباء تحدثت عن مغادرة القوات الأمريكية أربيل.", "withdrawal - erbil denied"),
    ("لن تحتفظ واشنطن في أربيل بأكثر من 500 عنصر.", "presence - erbil planned"),
    ("وسيلتحق بهم مئات آخرون من بغداد قبل 30 نونبر.", "redeployment ../2020-11-30 baghdad planned"),
    (
        "حتى إن قافلة أمريكية اجتازت الحدود من العراق إلى الكويت في 18 دجنبر 2011.",
        "withdrawal 2011-12-18 iraq>kuwait happened",
    ),
    ("وأوضح أن جميع الجنود الأمريكيين باتوا في إقليم كردستان.", "presence - kurdistan ongoing"),
    ("09:30 – أطلقت إيران صواريخ على قاعدة عين الأسد.", "attack 2020-11-17 ain_al_asad happened"),
]


@pytest.mark.parametrize(("text", "event"), _ROWS, ids=[event for _, event in _ROWS])
def test_a_sentence_claims_this_event(text: str, event: str) -> None:
    assert event in [told(one) for one in published(text, "2020-11-17")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("16:30 – خلية الإعلام الأمني: القوات الأمريكية غادرت قاعدة عين الأسد أمس.", "خلية الإعلام الأمني"),
        (
            "إلا أن اللواء حازم الرفاعي، الخبير العسكري، قلل من شأن ذلك، وقال إن القوات الأمريكية غادرت عين الأسد أمس.",
            "اللواء حازم الرفاعي، الخبير العسكري",
        ),
        (
            "وبحسب معلومات حصلت عليها الصحيفة من مصدرين أمنيين، فإن القوات الأمريكية غادرت عين الأسد أمس.",
            "مصدرين أمنيين",
        ),
        ("وحسب المصادر الأمنية ذاتها، غادرت القوات الأمريكية عين الأسد أمس.", "المصادر الأمنية"),
        ("06:02 – البنتاغون: القوات الأمريكية غادرت قاعدة عين الأسد أمس.", "البنتاغون"),
        ("وزير الدفاع حازم الرفاعي للصحفيين مساء أمس: غادرت القوات الأمريكية عين الأسد.", "وزير الدفاع حازم الرفاعي"),
        (
            "وقال مسؤول عراقي كبير، نقلا عن إفادة قدمها دبلوماسيون، إن القوات الأمريكية ستغادر عين الأسد.",
            "مسؤول عراقي كبير",
        ),
    ],
)
def test_who_speaks_on_a_live_page_and_in_a_translated_report(text: str, speaker: str) -> None:
    (event,) = [one for one in published(text, "2020-11-17") if one.kind == "withdrawal"]
    assert event.attribution.speaker == speaker


def test_what_a_list_reaches_is_no_place_that_forces_go_to() -> None:
    text = (
        "غادر التحالف قاعدة التقدم في 4 نيسان 2020، وصولاً إلى معسكر التاجي الذي تسلمته القوات العراقية في 23 آب 2020."
    )
    assert [told(event) for event in published(text, "2020-11-17")] == [
        "withdrawal 2020-04-04 taqaddum happened",
        "handover 2020-08-23 taji happened",
    ]


def test_up_to_so_many_is_no_move() -> None:
    assert not [e for e in published("وما يصل إلى 3000 جندي أمريكي في العراق.", "2020-11-17") if e.to_place]
