"""/mydata: everything that is stored of a reader is shown, and erased to the last row after a second thought."""

from __future__ import annotations

from datetime import timedelta

from storage.database import contents, outbox
from storage.subscription import Subscription
from tests.conftest import ADMIN
from tests.handlers.conftest import Stage
from tests.handlers.telegrams import GROUP, PERSON, Role, presses, says

OTHER = 2002


async def live(stage: Stage, person: int) -> None:
    """A life that leaves something in every table."""
    await stage.hear(says(stage.bot, "/settings دمشق", person, person))
    await stage.hear(says(stage.bot, "/subscribe 8", person, person))
    await stage.hear(says(stage.bot, "/troops", person, person))
    stage.telegram.role = Role.CREATOR
    await stage.hear(says(stage.bot, "/subscribe 9", GROUP - person, person))

    def written_to(conn: object) -> None:
        content = contents.keep(conn, ['["x","x",["x","x"],[]]'], (), stage.now)  # type: ignore[arg-type]
        notice = outbox.notice(conn, ADMIN, content, stage.now)  # type: ignore[arg-type]
        outbox.notify(conn, notice, [person], stage.now)  # type: ignore[arg-type]

    await stage.app.services.write(written_to)


def newest(stage: Stage, chat: int, verb: str) -> str:
    buttons = [b.data or "" for m in reversed(stage.telegram.api.messages(chat)) for b in m.buttons]
    return next(data for data in buttons if data.startswith(verb))


async def in_group(stage: Stage, person: int) -> Subscription:
    found = await stage.subscription(GROUP - person)
    assert found
    return found


async def test_everything_is_shown(stage: Stage) -> None:
    await live(stage, PERSON)
    (shown,) = await stage.hear(says(stage.bot, "/mydata", PERSON))
    for line in (
        "ما أحفظه عنك\n",
        "إعداداتك: اللغة العربية، والأرقام 0-9، والأشهر مثل أيلول، والتوقيت دمشق.",
        "اشتراك أنشأته في مجموعة أو قناة: يومياً، الساعة 09:00 بتوقيت بغداد.",
        "رسالة واحدة أُرسلت إليك أو هي في الطريق",
        "محفوظ",
        "اشتراكك\nالموعد: يومياً، الساعة 08:00 بتوقيت دمشق",
        "فلا يبقى في قاعدة البيانات",
    ):
        assert line in shown, line


async def test_whoever_left_nothing_hears_so(stage: Stage) -> None:
    (shown,) = await stage.hear(says(stage.bot, "/mydata", PERSON))
    assert shown.startswith("لا أحفظ عنك شيئاً.")
    assert stage.telegram.api.messages(PERSON)[-1].buttons == ()


async def test_erasing_leaves_no_row_with_the_persons_id_and_everybody_elses(stage: Stage) -> None:
    await live(stage, OTHER)
    others = await stage.rows()
    await live(stage, PERSON)
    await stage.hear(says(stage.bot, "/mydata", PERSON))
    await stage.hear(presses(stage.bot, "y:ask", PERSON))
    (said, *_) = await stage.hear(presses(stage.bot, newest(stage, PERSON, "y:yes"), PERSON))
    assert said.startswith("مُسح كل ما كان محفوظاً عنك.")
    rows = await stage.rows()
    assert [(name, row) for name, table in rows.items() for row in table if PERSON in row] == []
    for table in ("chats", "saved", "deliveries"):
        assert [row for row in rows[table] if GROUP - PERSON not in row] == others[table]
    # What a group has stays the group's, and no longer says who made it.
    assert (await in_group(stage, PERSON)).owner == GROUP - PERSON
    assert (await in_group(stage, OTHER)).owner == OTHER
    (shown,) = await stage.hear(says(stage.bot, "/mydata", PERSON))
    assert shown.startswith("لا أحفظ عنك شيئاً.")


async def test_an_admin_is_forgotten_as_the_author_of_notices(stage: Stage) -> None:
    await stage.subscribe(PERSON)
    await stage.hear(says(stage.bot, "/broadcast نص", ADMIN, ADMIN))
    await stage.hear(presses(stage.bot, newest(stage, ADMIN, "k:yes"), ADMIN, ADMIN))
    (shown,) = await stage.hear(says(stage.bot, "/mydata", ADMIN, ADMIN))
    assert "إشعار واحد أرسلته إلى المشتركين" in shown
    await stage.hear(presses(stage.bot, "y:ask", ADMIN, ADMIN))
    await stage.hear(presses(stage.bot, newest(stage, ADMIN, "y:yes"), ADMIN, ADMIN))
    rows = await stage.rows()
    assert [row[1] for row in rows["notices"]] == [0]
    # The notice itself is still on its way to whom it was meant for.
    assert len(rows["deliveries"]) == 1


async def test_a_second_thought_keeps_everything(stage: Stage) -> None:
    await live(stage, PERSON)
    await stage.hear(presses(stage.bot, "y:ask", PERSON))
    yes, no = newest(stage, PERSON, "y:yes"), newest(stage, PERSON, "y:no")
    before = await stage.rows()
    (said, *_) = await stage.hear(presses(stage.bot, no, PERSON))
    assert said == "لم يُمسح شيء."
    after = await stage.rows()
    assert {**after, "saved": []} == {**before, "saved": []}
    (alert,) = await stage.hear(presses(stage.bot, yes, PERSON))
    assert "انتهت مدة هذا الزر" in alert
    assert await stage.rows() == after


async def test_the_question_is_forgotten_after_ten_minutes(stage: Stage) -> None:
    await live(stage, PERSON)
    await stage.hear(presses(stage.bot, "y:ask", PERSON))
    before = await stage.rows()
    stage.now += timedelta(minutes=10)
    (alert,) = await stage.hear(presses(stage.bot, newest(stage, PERSON, "y:yes"), PERSON))
    assert "انتهت مدة هذا الزر" in alert
    assert await stage.rows() == before


async def test_nothing_is_shown_where_others_read_along(stage: Stage) -> None:
    await live(stage, PERSON)
    for update in (says(stage.bot, "/mydata", GROUP), presses(stage.bot, "y:ask", GROUP)):
        (said,) = await stage.hear(update)
        assert said == "هذا بيني وبينك: اكتبه في محادثتنا الخاصة."
