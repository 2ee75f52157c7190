"""Help on a screen: the commands that somebody may use, and questions to try."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.i18n import Translator
from handlers.views.message import Bold, Inline, Message, Paragraph

EXAMPLES = ("question.example.count", "question.example.when", "question.example.whether")


def commands(everyone: Sequence[str], admins: Sequence[str], t: Translator) -> Message:
    """The commands for everyone, and apart from them those of admins, by name, in menu order."""
    blocks = [
        Paragraph((Bold((t("help.title"),)),)),
        *_lines(everyone, t),
        *examples(t),
    ]
    if admins:
        blocks += [Paragraph((Bold((t("help.admins"),)),)), *_lines(admins, t)]
    return Message(tuple(blocks))


def hint(t: Translator) -> Message:
    """Shown where a question was not understood: three examples and where help is."""
    return Message((*examples(t), Paragraph(t.rich("question.help", command=t.isolate("/help")))))


def examples(t: Translator) -> tuple[Paragraph, ...]:
    lines = [Paragraph((t("question.examples"),))]
    return (*lines, *(Paragraph((t(example),), tight=True) for example in EXAMPLES))


def unknown(name: str, nearest: str | None, t: Translator) -> Message:
    """The answer to a command that there is not."""
    lines = [Paragraph(t.rich("help.unknown", command=t.isolate(f"/{name}")))]
    if nearest:
        lines.append(Paragraph(t.rich("help.nearest", command=t.isolate(f"/{nearest}")), tight=True))
    return Message((*lines, Paragraph(t.rich("question.help", command=t.isolate("/help")), tight=True)))


def _lines(names: Sequence[str], t: Translator) -> Iterator[Paragraph]:
    for name in names:
        yield Paragraph(t.rich("help.line", command=_usage(name, t), meaning=t(f"command.{name}")), tight=True)


def _usage(name: str, t: Translator) -> tuple[Inline, ...]:
    """The tappable command and what may follow it."""
    command = t.isolate(f"/{name}")
    try:
        follows = t(f"command.{name}.usage")
    except KeyError:  # nothing follows it
        return (command,)
    return t.rich("help.usage", command=command, follows=follows)
