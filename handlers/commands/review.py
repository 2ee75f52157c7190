"""/review, for admins in private: what waits for an editor, one sentence after the other, decided on by buttons.

A decision is written into the article's facts file (`storage.corpus.deciding`), and counts from the next load on. What
a button speaks of is kept for its asker (`handlers.kept`); pressing it twice decides once.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from handlers import amending
from handlers.command import Answer, Ask, Audience, Command
from handlers.i18n import Translator
from handlers.kept import keep, recall
from handlers.reviewing import Changes, State, packed, unpacked
from handlers.services import Services
from handlers.views import corpus as corpus_view
from handlers.views import review as view
from handlers.views.message import Message
from storage.corpus import deciding
from storage.corpus.correcting import Fact, Part, corrected, parts
from storage.corpus.deciding import Ruling
from storage.database import awaited, saved
from storage.database.queries import articles, reviews
from storage.errors import FactError, NotFound
from storage.review import Proposal, Queue, left

_VERB = view.VERB
_ASKS = ("?", "؟")
"""Whoever ends so asks something, and does not say what a part should be."""
_log = logging.getLogger(__name__)


# ------------------------------------------------------------------ what is asked


async def review(ask: Ask, services: Services, t: Translator) -> Message:
    """``/review``: the first fact that waits. ``/review ARTICLE``: of that article, by number, code or id."""
    reference = ask.words.strip().removeprefix("/").removeprefix("a_")
    scope = (await services.read(articles.card, reference)).source.article if reference else ""
    return await _next(State(scope=scope), ask, services, t)


async def pressed(ask: Ask, services: Services, t: Translator) -> Message:
    """``q:STEP:ID`` or ``q:STEP:ID:PART[:TOKEN]``; `NotFound` ("view") for what no button says."""
    step, _, rest = ask.words.partition(":")
    id_, _, rest = rest.partition(":")
    if step not in _STEPS:
        raise NotFound(saved.NOUN, ask.words)
    state = unpacked(await recall(ask, services, _VERB, id_))
    await services.write(awaited.forget, ask.chat, ask.thread)
    return await _STEPS[step](state, rest, ask, services, t)


def typed(otherwise: Answer) -> Answer:
    """The answer to plain words: the value of a part, where an editor was asked for one; else `otherwise`'s."""

    async def answer(ask: Ask, services: Services, t: Translator) -> Message:
        if not (ask.admin and ask.private and ask.user == ask.chat) or ask.words.rstrip().endswith(_ASKS):
            return await otherwise(ask, services, t)
        question = await services.read(awaited.expected, ask.chat, ask.thread, ask.now) or ""
        verb, _, rest = question.partition(":")
        id_, _, name = rest.partition(":")
        if verb != _VERB or name not in set(Part):
            return await otherwise(ask, services, t)
        state = unpacked(await recall(ask, services, _VERB, id_))
        return await _typed(state, Part(name), ask, services, t)

    return answer


# ------------------------------------------------------------------ decisions


async def _approve(state: State, _: str, ask: Ask, services: Services, t: Translator) -> Message:
    proposal = await services.read(reviews.proposal, state.fact)
    return await _ruled(state, proposal, _corrected(proposal, state.changes), ask, services, t)


async def _reject(state: State, _: str, ask: Ask, services: Services, t: Translator) -> Message:
    return await _ruled(state, await services.read(reviews.proposal, state.fact), None, ask, services, t)


async def _ruled(
    state: State, proposal: Proposal, fact: Fact | None, ask: Ask, services: Services, t: Translator
) -> Message:
    """Write it down, and show what waits next."""
    by = f"Telegram {ask.user}"
    ruling = Ruling(proposal.article, proposal.fact, fact, by, ask.today(t.settings.zone))
    verdict = await services.amend(deciding.decide, proposal.edition.story, ruling)
    _log.info("review: %s %s by %s", state.fact, verdict, by)
    return await _next(state.at(state.fact, state.fact, verdict), ask, services, t)


async def _undo(state: State, _: str, ask: Ask, services: Services, t: Translator) -> Message:
    """Take the last decision back, and show its fact again."""
    if not state.last:
        raise NotFound(saved.NOUN, ask.words)
    proposal = await services.read(reviews.proposal, state.last)
    await services.amend(deciding.withdraw, proposal.edition.story, proposal.article, state.last)
    _log.info("review: %s undone by Telegram %s", state.last, ask.user)
    return await _shown(state.at(state.last), ask, services, t, undone=True)


async def _skip(state: State, _: str, ask: Ask, services: Services, t: Translator) -> Message:
    waiting = (await _waiting(state, services))[1]
    return view.last_one(t) if waiting == (state.fact,) else await _next(state.at(state.fact), ask, services, t)


async def _published(state: State, _: str, ask: Ask, services: Services, t: Translator) -> Message:
    """What was published of the article as extracted, too."""
    return await _next(replace(state.at(""), published=bool(state.scope)), ask, services, t)


async def _back(state: State, _: str, ask: Ask, services: Services, t: Translator) -> Message:
    return await _shown(state, ask, services, t)


async def _plain(state: State, _: str, ask: Ask, services: Services, t: Translator) -> Message:
    """As it was proposed."""
    return await _shown(replace(state, changes={}), ask, services, t)


# ------------------------------------------------------------------ corrections


async def _parts(state: State, _: str, ask: Ask, services: Services, t: Translator) -> Message:
    shown = await _desk(state, ask, services)
    return view.choose_part(shown, t.with_story(shown.proposal.edition.story))


async def _values(state: State, words: str, ask: Ask, services: Services, t: Translator) -> Message:
    shown = await _desk(state, ask, services)
    part = _part(words, shown.fact)
    await _expect(shown.id, part, ask, services)
    return view.choose_value(shown, part, t.with_story(shown.proposal.edition.story))


async def _set(state: State, words: str, ask: Ask, services: Services, t: Translator) -> Message:
    name, _, token = words.partition(":")
    proposal = await services.read(reviews.proposal, state.fact)
    part = _part(name, proposal.fact)
    try:
        value = amending.named(part, token, proposal)
    except FactError as error:
        raise NotFound(saved.NOUN, words) from error
    return await _changed(state, part, value, ask, services, t)


async def _typed(state: State, part: Part, ask: Ask, services: Services, t: Translator) -> Message:
    proposal = await services.read(reviews.proposal, state.fact)
    try:
        value = amending.read(part, ask.words, proposal)
    except FactError as error:
        return await _again(state, part, error, ask, services, t)
    return await _changed(state, part, value, ask, services, t)


async def _changed(state: State, part: Part, value: str | None, ask: Ask, services: Services, t: Translator) -> Message:
    """The fact with that part changed; asked again where the part cannot be so."""
    proposal = await services.read(reviews.proposal, state.fact)
    changes = {**{p: v for p, v in state.changes.items() if p is not part}, part: value}
    try:
        _corrected(proposal, changes)
    except FactError as error:
        return await _again(state, part, error, ask, services, t)
    await services.write(awaited.forget, ask.chat, ask.thread)
    return await _shown(replace(state, changes=changes), ask, services, t)


async def _again(state: State, part: Part, error: FactError, ask: Ask, services: Services, t: Translator) -> Message:
    shown = await _desk(state, ask, services)
    await _expect(shown.id, part, ask, services)
    t = t.with_story(shown.proposal.edition.story)
    return view.choose_value(shown, part, t, corpus_view.problem_words(error.code, t))


async def _expect(id_: str, part: Part, ask: Ask, services: Services) -> None:
    """What is typed next is this part."""
    if part in amending.TYPED:
        await services.write(awaited.expect, ask.chat, ask.thread, f"{_VERB}:{id_}:{part}", ask.now)


def _part(words: str, fact: Fact) -> Part:
    found = next((part for part in parts(fact) if part == words), None)
    if found is None:
        raise NotFound(saved.NOUN, words)
    return found


def _corrected(proposal: Proposal, changes: Changes) -> Fact:
    return corrected(proposal.fact, changes, proposal.edition.story)


# ------------------------------------------------------------------ what is shown


async def _next(state: State, ask: Ask, services: Services, t: Translator) -> Message:
    """The first fact that waits after the one of `state`, around the end to the beginning."""
    queue, waiting = await _waiting(state, services)
    if not waiting:
        return await _done(state, ask, services, t)
    return await _shown(replace(state, fact=queue.after(state.fact, waiting), changes={}), ask, services, t)


async def _done(state: State, ask: Ask, services: Services, t: Translator) -> Message:
    if not (state.last or state.scope):
        return view.done(t)
    id_ = await _keep(state, ask, services)
    more = state.scope and not state.published
    return view.done(t, id_, state.verdict, published=await _extracted(state, services) if more else 0)


async def _extracted(state: State, services: Services) -> int:
    """How many facts of the article were published as extracted, and not decided of."""
    _, waiting = await _waiting(replace(state, published=True), services)
    return len(waiting)


async def _shown(state: State, ask: Ask, services: Services, t: Translator, *, undone: bool = False) -> Message:
    shown = replace(await _desk(state, ask, services), undone=undone)
    return view.desk(shown, t.with_story(shown.proposal.edition.story))


async def _desk(state: State, ask: Ask, services: Services) -> view.Desk:
    """What lies before the editor."""
    proposal = await services.read(reviews.proposal, state.fact)
    _, waiting = await _waiting(state, services)
    number = waiting.index(state.fact) + 1 if state.fact in waiting else 1
    return view.Desk(
        proposal=proposal,
        fact=_corrected(proposal, state.changes),
        number=number,
        total=max(len(waiting), 1),
        id=await _keep(state, ask, services),
        changed=frozenset(state.changes),
        last=state.verdict,
    )


async def _waiting(state: State, services: Services) -> tuple[Queue, tuple[str, ...]]:
    """The queue, and the ids of those in it that no file decides of yet."""
    if state.published:
        queue = await services.read(reviews.extracted, state.scope)
    else:
        queue = (await services.read(reviews.waiting)).of(state.scope)
    decided = await services.amend(deciding.decided_of, tuple(each.article for each in queue.waiting))
    return queue, left(queue, decided)


async def _keep(state: State, ask: Ask, services: Services) -> str:
    return await keep(ask, services, _VERB, packed(state))


def _at_home(answer: Answer) -> Answer:
    """`answer` where nobody reads along, and nobody else could press the button."""

    async def guarded(ask: Ask, services: Services, t: Translator) -> Message:
        return await answer(ask, services, t) if ask.private and ask.user == ask.chat else view.private_only(t)

    return guarded


_STEPS = {
    "ok": _approve,
    "no": _reject,
    "next": _skip,
    "undo": _undo,
    "all": _published,
    "back": _back,
    "plain": _plain,
    "fix": _parts,
    "part": _values,
    "set": _set,
}
COMMANDS = (Command("review", _at_home(review), Audience.ADMIN, buttons={_VERB: _at_home(pressed)}),)
