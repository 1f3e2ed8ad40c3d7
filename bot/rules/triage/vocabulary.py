"""The few words a reading is made of."""

from enum import IntEnum, StrEnum, auto


class Intent(StrEnum):
    """What the person wants from us."""

    COMPLAINT = auto()
    QUESTION = auto()
    PRAISE = auto()
    SUGGESTION = auto()
    SPAM = auto()
    OTHER = auto()


class Urgency(StrEnum):
    """How soon it matters to the person."""

    URGENT = auto()
    NORMAL = auto()
    LOW = auto()


class Anger(IntEnum):
    """How the person sounds."""

    CALM = 0
    ANNOYED = 1
    FURIOUS = 2


class Sensitive(StrEnum):
    """A matter that a second pair of eyes should see before anything is said in public."""

    PERSONAL_DATA = auto()
    MONEY = auto()
    LEGAL = auto()
    SAFETY = auto()
    DISCRIMINATION = auto()
    PRESS_OR_EXECUTIVE = auto()
    SECURITY = auto()


class Cue(StrEnum):
    """What a phrase in a lexicon is a sign of."""

    FURY = auto()  # strong words, insults, "worst ever"
    DISPLEASED = auto()  # an unhappy opinion
    PROBLEM = auto()  # something is broken, late, missing or refused
    REPROACH = auto()  # a question or reminder that accuses: "why did you", "you said"
    TROUBLE = auto()  # a weak sign: "still", "never", "can't"; counts only in company
    PRAISE = auto()
    THANKS = auto()  # a courtesy: praise only where nothing else is said
    QUESTION = auto()
    HELP = auto()  # asks for help or for something to be done
    SUGGESTION = auto()
    SPAM = auto()
    SARCASM = auto()
    NEGATION = auto()  # turns what follows: "not great"
    NEGATION_AFTER = auto()  # turns what stands before, as in Japanese, Hindi or Turkish
    URGENT = auto()  # cannot wait, whatever it is
    NOW = auto()  # happens at this moment
    JOURNEY = auto()  # a person on the way: flight, platform, gate
    DISRUPTION = auto()  # what spoils a journey: cancelled, stranded, delayed
    TAKEOVER = auto()  # somebody else is in the person's account or purse
    PERSONAL_DATA = auto()
    MONEY = auto()
    LEGAL = auto()
    SAFETY = auto()
    DISCRIMINATION = auto()
    PRESS_OR_EXECUTIVE = auto()
    SECURITY = auto()


SENSITIVE_CUES = {Cue(matter.value): matter for matter in Sensitive}
