"""/help: the commands, as their table declares them, to whom they are declared for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.command import Answer, Ask, Audience, Command
from handlers.i18n import Translator
from handlers.services import Services
from handlers.views import help as view
from handlers.views.message import Message


def about(table: Callable[[], Sequence[Command]]) -> Answer:
    """The answer that lists the commands of `table` that the asker may use. The table holds this answer too,
    and so is asked for only when somebody asks."""

    async def answer(ask: Ask, services: Services, t: Translator) -> Message:
        return view.commands(
            _names(table(), Audience.EVERYONE), _names(table(), Audience.ADMIN) if ask.admin else (), t
        )

    return answer


def _names(table: Sequence[Command], audience: Audience) -> tuple[str, ...]:
    return tuple(command.name for command in table if command.in_menu and command.audience is audience)
