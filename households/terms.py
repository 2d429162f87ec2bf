"""The care sector's words that events, forms, files and queries share, each with its allowed values."""

from enum import StrEnum


class Harm(StrEnum):
    """NHS levels of harm, which a home's team chooses and reads in plainer words."""

    NONE = "none"
    LOW = "low"
    MODERATE = "moderate"
    SEVERE = "severe"
    FATAL = "fatal"

    @property
    def in_words(self) -> str:
        """What the form of a fall calls it, and whatever a team reads of it later."""
        return _HARM_IN_WORDS[self]

    @property
    def level(self) -> str:
        """What the NHS, forms of others and coaches call it: `low harm`."""
        return {Harm.NONE: "no harm", Harm.FATAL: "fatal"}.get(self) or f"{self.value} harm"

    @property
    def in_both(self) -> str:
        """The team's word with the level beside it: `A little hurt (low harm)`."""
        return f"{self.in_words} ({self.level})"


_HARM_IN_WORDS = {
    Harm.NONE: "Not hurt",
    Harm.LOW: "A little hurt",
    Harm.MODERATE: "Hurt",
    Harm.SEVERE: "Badly hurt",
    Harm.FATAL: "Died",
}


class Place(StrEnum):
    """Where in or about the home a fall happened."""

    BEDROOM = "bedroom"
    BATHROOM = "bathroom"
    TOILET = "toilet"
    CORRIDOR = "corridor"
    LOUNGE = "lounge"
    DINING_ROOM = "dining_room"
    KITCHEN = "kitchen"
    STAIRS = "stairs"
    GARDEN = "garden"
    OUTSIDE = "outside"
    OTHER = "other"


class Action(StrEnum):
    """What was done for the person after a fall."""

    FIRST_AID = "first_aid"
    FULL_ASSESSMENT = "full_assessment"
    GP = "gp"
    CALL_111 = "111"
    CALL_999 = "999"
    HOSPITAL = "hospital"
    NOT_MOVED = "not_moved"
    HOISTED = "hoisted"
    NONE = "none"


class Told(StrEnum):
    """Who was told of a fall."""

    RELATIVES = "relatives"
    GP = "gp"
    OTHER = "other"


class Footwear(StrEnum):
    """What was on the person's feet."""

    SHOES = "shoes"
    SLIPPERS = "slippers"
    SOCKS = "socks"
    BAREFOOT = "barefoot"
    OTHER = "other"


class Aid(StrEnum):
    """The walking aid in use."""

    NONE = "none"
    STICK = "stick"
    FRAME = "frame"
    WHEELCHAIR = "wheelchair"
    HOIST = "hoist"
    OTHER = "other"


class Lighting(StrEnum):
    """How well lit the place was."""

    GOOD = "good"
    DIM = "dim"
    DARK = "dark"


class BodyPart(StrEnum):
    """Where on the body an injury is."""

    HEAD = "head"
    FACE = "face"
    NECK = "neck"
    BACK = "back"
    SHOULDER = "shoulder"
    ARM = "arm"
    WRIST = "wrist"
    HAND = "hand"
    CHEST = "chest"
    HIP = "hip"
    LEG = "leg"
    KNEE = "knee"
    ANKLE = "ankle"
    FOOT = "foot"
    OTHER = "other"


class Body(StrEnum):
    """Who may have to be notified of a fall."""

    CQC = "cqc"
    RIDDOR = "riddor"
    SAFEGUARDING = "safeguarding"


class MovedOutReason(StrEnum):
    """Why a resident left the home."""

    DIED = "died"
    HOME = "home"
    OTHER_HOME = "other_home"
    HOSPITAL = "hospital"
    OTHER = "other"


class AbsenceReason(StrEnum):
    """Why a resident is away for a night or more."""

    HOSPITAL = "hospital"
    HOLIDAY = "holiday"
    OTHER = "other"


class StaffRole(StrEnum):
    """What a member of the team does."""

    NURSE = "nurse"
    CARE_WORKER = "care_worker"
    OTHER = "other"


class PayerKind(StrEnum):
    """Who pays a contribution to a resident's fee."""

    LOCAL_AUTHORITY = "local_authority"
    CHC = "chc"
    FNC = "fnc"
    SELF_FUNDER = "self_funder"
    TOP_UP = "top_up"

    @property
    def is_public(self) -> bool:
        """Whether the payer is a public body, known across the network by its reference."""
        return self in (PayerKind.LOCAL_AUTHORITY, PayerKind.CHC, PayerKind.FNC)


class CostCategory(StrEnum):
    """What a home's money was spent on."""

    CARE_WAGES = "care_wages"
    AGENCY = "agency"
    FOOD = "food"
    PROPERTY = "property"
    OTHER = "other"
