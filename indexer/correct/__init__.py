"""People put readings right: by command, or by a list of corrections."""

from indexer.correct.change import Change, Wish, correct, take_back

__all__ = ["Change", "Wish", "correct", "take_back"]
