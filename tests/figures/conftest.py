"""The desk in town, for every test of this folder."""

from tests.desk_in_town import found, small_town, streets, town

__all__ = ["found", "small_town", "streets", "town"]
