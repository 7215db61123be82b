"""People put readings right: by command, or by a list of corrections."""

from indexer.correct.change import Wish, correct, take_back

__all__ = ["Wish", "correct", "take_back"]
