"""What is stored of one person: a plain record. How it is found and forgotten is `storage.database.people`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.chat import ChatSettings
from storage.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Held:
    """`own` are the subscriptions of the private chat (one, or one for each of its topics), `elsewhere` those that
    the person made in groups and channels. `buttons` counts queries kept for buttons; `messages` digests and notices
    for the private chat, the newest of which was settled at `newest`; `notices` those that the person sent out as an
    admin."""

    settings: ChatSettings | None
    own: tuple[Subscription, ...]
    elsewhere: tuple[Subscription, ...]
    buttons: int
    messages: int
    newest: datetime | None
    notices: int

    @property
    def nothing(self) -> bool:
        counted = self.buttons or self.messages or self.notices or self.own or self.elsewhere
        return self.settings is None and not counted
