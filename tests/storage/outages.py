"""Ten years of digests in a zone, with outages of up to a day, and the judge of what was told.

The suite walks through some zones; ``python -m tests.storage.outages`` through every one (`make soak`). What is
asked of `storage.schedule` is held against wall clocks that are reckoned without it (`wall_clocks`).
"""

from __future__ import annotations

import argparse
import random
import time as clock
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from storage.schedule import Schedule, next_due, turn
from tests.storage.wall_clocks import DAY, ZONES, existing_days, is_quiet, stretches

FIRST, LAST = 2018, 2029
"""Ten whole years, and some days around them."""
HOURS = tuple(time(hour, minute) for hour in range(24) for minute in (0, 30))
NIGHTS = ((time(22), time(7)), (time(22), time(7)), (time(0), time(1, 30)), (time(23, 30), time(2, 30)), (time(0),) * 2)
Outage = tuple[datetime, datetime]


@dataclass(slots=True)
class Told:
    """The days that were told, in order; how many outages there were; and what must not be."""

    days: list[date]
    outages: int = 0
    in_quiet_hours: int = 0
    folded_without_reason: int = 0

    def wrong(self, zone: str) -> str | None:
        """What is wrong with it, if anything."""
        wanted = [day for day in existing_days(zone, FIRST, LAST) if self.days[0] <= day <= self.days[-1]]
        if self.days != wanted:
            return f"{zone}: {sorted(set(self.days) ^ set(wanted))} missed or invented, or told twice"
        if (wanted[-1] - wanted[0]).days < 3652:
            return f"{zone}: {len(wanted)} days are not ten years"
        if self.in_quiet_hours or self.folded_without_reason:
            return f"{zone}: {self.in_quiet_hours} in quiet hours, {self.folded_without_reason} folded without reason"
        return None


def walk(zone: str, seed: int) -> Told:
    """Ten years in `zone`; hour, quiet hours and outages by the dice."""
    dice = random.Random(f"{zone} {seed}")
    night = dice.choice(NIGHTS)
    schedule = Schedule(at=dice.choice(HOURS), zone=zone, quiet_from=night[0], quiet_to=night[1])
    outages = _outages(zone, dice)
    downs, told = [down for down, _ in outages], Told([], len(outages))
    now = datetime(FIRST, 1, 10, tzinfo=UTC)
    pending, end = next_due(now, schedule), datetime(LAST - 1, 12, 20, tzinfo=UTC)
    assert pending is not None
    while pending.due < end:
        now = _up(outages, downs, max(now, pending.due))
        taken = turn(pending, now, schedule)
        if taken.start > now:  # the planner comes again
            now = taken.start
            continue
        told.in_quiet_hours += is_quiet(now, schedule)
        told.folded_without_reason += bool(taken.folded) and not _met(outages, downs, pending.due, now)
        told.days += [*taken.folded, taken.occasion.day]
        pending = taken.following
    return told


def _outages(zone: str, dice: random.Random) -> list[Outage]:
    """One a week or so, and one about every change of the clock."""
    begins = [datetime(FIRST, 1, 1, tzinfo=UTC) + n * 7 * DAY + dice.random() * 7 * DAY for n in range(52 * 11)]
    begins += [stretch.end - dice.random() * DAY for stretch in stretches(zone, FIRST, LAST)]
    found: list[Outage] = []
    for down in sorted(begins):
        if not found or found[-1][1] + timedelta(minutes=1) < down:
            found.append((down, down + dice.choice((dice.random(), 1.0)) * DAY))
    return found


def _up(outages: list[Outage], downs: list[datetime], now: datetime) -> datetime:
    """Now, or the end of the outage that it lies in."""
    last = bisect_right(downs, now) - 1
    return max(now, outages[last][1]) if last >= 0 else now


def _met(outages: list[Outage], downs: list[datetime], since: datetime, now: datetime) -> bool:
    """Whether there was an outage at some time in between."""
    last = bisect_right(downs, now) - 1
    return last >= 0 and outages[last][1] >= since


def main() -> None:
    parser = argparse.ArgumentParser(description="Every zone, ten years, outages of up to a day.")
    parser.add_argument("--seed", type=int, default=7)
    seed, began = parser.parse_args().seed, clock.monotonic()
    days = outages = 0
    wrong = []
    for zone in ZONES:
        told = walk(zone, seed)
        days, outages = days + len(told.days), outages + told.outages
        wrong += [said] if (said := told.wrong(zone)) else []
    print(f"{len(ZONES)} zones, {days:,} local days, {outages:,} outages in {clock.monotonic() - began:.0f} s")
    print("\n".join(wrong) or "each day told once, none in the quiet hours, none folded without reason")
    if wrong:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
