"""The sections of desk.toml about figures: when they are sent, and the badge."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from bot.policy import Section
from bot.rules.surveys import SurveyPolicy

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class DigestSettings(Section):
    """`[digest]`: the day's figures to the channel, the week's to the leads, on the desk's own clock."""

    daily: bool = Field(default=True, description="whether the channel gets the last day's figures")
    daily_hour: int = Field(default=17, ge=0, le=23, description="the hour at which it does")
    weekly: bool = Field(default=True, description="whether the leads get the last week's figures")
    weekly_day: Day = Field(default="mon", description='the day on which they do, "mon" to "sun"')
    weekly_hour: int = Field(default=9, ge=0, le=23, description="the hour at which they do")


class BadgeSettings(Section):
    """`[badge]`: a network's badge for quick private answers, as `/desk badge` reckons it."""

    network: str = Field(default="facebook", description="the network that gives it")
    share: float = Field(default=0.9, gt=0, le=1, description="the share of messages to answer")
    minutes: float = Field(default=15, gt=0, description="the typical minutes to a first answer, at most")
    days: int = Field(default=7, ge=1, le=90, description="the days that count")


class SurveySettings(Section):
    """`[survey]`: the one question to a customer in private, once their ticket is resolved, in their own language."""

    satisfaction: bool = Field(default=True, description="whether they are asked how we did, from 1 to 5")
    days: int = Field(default=7, ge=1, le=365, description="the days between two questions to one person")
    not_on: tuple[str, ...] = Field(
        default=(),
        description="a list of networks or sources where nobody is asked, such as one that bills messages",
    )
    nps: bool = Field(
        default=False, description="whether they are asked, from 0 to 10, if they would recommend us"
    )
    nps_days: int = Field(default=91, ge=7, le=730, description="the days between two of those to one person")


def survey_policy(settings: SurveySettings) -> SurveyPolicy:
    """The rule that these settings make."""
    return SurveyPolicy(
        settings.satisfaction, settings.nps, timedelta(days=settings.days), timedelta(days=settings.nps_days)
    )


class FigureSettings(Section):
    """The sections of desk.toml about figures."""

    digest: DigestSettings = DigestSettings()
    badge: BadgeSettings = BadgeSettings()
    survey: SurveySettings = SurveySettings()
