"""People put readings right: by command, or by a list of corrections."""

from indexer.correct.change import correct, take_back

__all__ = ["correct", "take_back"]
