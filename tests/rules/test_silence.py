from datetime import UTC, datetime, timedelta

from bot.rules.silence import SilencePolicy, learn, silence

HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
NOW = MONDAY + timedelta(weeks=3)
POLICY = SilencePolicy()

BY_DAY = {MONDAY + n * HOUR: 7 for n in range(24 * 21) if 8 <= n % 24 < 20}
SLOW = {MONDAY + n * HOUR: 1 for n in range(0, 24 * 21, 5)}


def test_a_busy_source_that_falls_silent_is_told_with_what_is_usual():
    found = silence("Instagram", learn(BY_DAY, NOW, "UTC"), NOW + 9 * HOUR, NOW + 15 * HOUR, POLICY)
    assert found is not None
    assert found.sentence.startswith("Nothing from Instagram for 6 h, usually 42. ")


def test_a_quiet_night_is_no_silence():
    assert silence("Instagram", learn(BY_DAY, NOW, "UTC"), NOW + 20 * HOUR, NOW + 31 * HOUR, POLICY) is None


def test_a_short_pause_is_no_silence():
    assert silence("Instagram", learn(BY_DAY, NOW, "UTC"), NOW + 10 * HOUR, NOW + 10.9 * HOUR, POLICY) is None


def test_a_slow_source_is_silent_after_twice_its_longest_pause():
    rhythm = learn(SLOW, NOW, "UTC")
    assert silence("Blog", rhythm, NOW, NOW + 8 * HOUR, POLICY) is None
    found = silence("Blog", rhythm, NOW, NOW + 9 * HOUR, POLICY)
    assert found is not None
    assert "never quiet for longer than 4 h" in found.sentence


def test_nothing_is_unusual_before_two_weeks_are_known():
    few = {at: count for at, count in BY_DAY.items() if at >= NOW - timedelta(days=13)}
    assert learn(few, NOW, "UTC") is None
    assert learn({}, NOW, "UTC") is None
    assert silence("Instagram", None, NOW, NOW + 99 * HOUR, POLICY) is None


def test_one_storm_does_not_make_later_weeks_look_silent():
    stormy = BY_DAY | {MONDAY + n * HOUR: 5000 for n in range(8, 20)}
    assert learn(stormy, NOW, "UTC") == learn(BY_DAY, NOW, "UTC")


def test_the_rhythm_is_that_of_the_local_clock():
    rhythm = learn(BY_DAY, NOW, "Asia/Bangkok")
    assert rhythm is not None
    assert rhythm.per_hour[14:16] == (0.0, 7.0)
    assert rhythm.expected(NOW + 7.5 * HOUR, NOW + 8.5 * HOUR) == 3.5
