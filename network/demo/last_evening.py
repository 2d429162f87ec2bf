"""The last evening of a demo home: somebody fell, so that Today shows whom to look in on and until when."""

from datetime import date, datetime, time, timedelta
from random import Random

from households.falls import RecordFall
from households.follow_up import ObserveFall
from households.terms import Action, Aid, Footwear, Harm, Lighting, Place, Told
from network.days import LONDON
from network.demo.stays import Resident
from network.demo.steps import Steps

FELL_AT = time(20, 10)
FELL = "Got up from the armchair without the frame and sat down on the carpet."
SEEN = {1: "Sitting up with tea, remembers the fall.", 2: "Comfortable, no new pain, walking as before."}
"""By the hours after it; the next ones fall into the night, which nobody has recorded yet."""


def record_last_evening(
    steps: Steps, residents: list[Resident], colleagues: list[str], today: date, chance: Random
) -> None:
    """A fall that hurt nobody, seen in the lounge, with the first two observations after it."""
    evening = today - timedelta(days=1)
    here = [resident for resident in residents if resident.is_present(evening)]
    if not here:
        return
    fell_at = datetime.combine(evening, FELL_AT, LONDON)
    key = "fall/last-evening"
    steps.add(
        fell_at + timedelta(minutes=6),
        key,
        RecordFall,
        resident=chance.choice(here).ref,
        occurred_at=fell_at,
        place=Place.LOUNGE,
        harm=Harm.NONE,
        witnessed=True,
        witnessed_by=chance.choice(colleagues),
        doing="Getting up from the armchair",
        footwear=Footwear.SLIPPERS,
        aid=Aid.FRAME,
        lighting=Lighting.GOOD,
        head_struck=False,
        actions=(Action.HOISTED,),
        told=(Told.RELATIVES,),
        description=FELL,
    )
    for hours, observation in SEEN.items():
        seen_at = fell_at + timedelta(hours=hours, minutes=chance.randint(0, 8))
        steps.add_to(
            key,
            "fall",
            seen_at + timedelta(minutes=3),
            f"{key}/seen/{hours}",
            ObserveFall,
            observed_at=seen_at,
            observation=observation,
        )
