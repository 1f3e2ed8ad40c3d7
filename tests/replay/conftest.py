"""The desk in town, for the tests that need a team at work."""

from tests.desk_in_town import found, small_town, streets

__all__ = ["found", "small_town", "streets"]
