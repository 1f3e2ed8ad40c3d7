"""No, with a sentence."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """Why something was not done, in words for the person who asked. `field` names the dialog's box it is about."""

    sentence: str
    field: str = ""
