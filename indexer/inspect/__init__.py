"""What each stage of a reading saw in one file, without the store."""

from indexer.inspect.inspection import Inspection, inspect_file
from indexer.inspect.stage import STAGES, stage_record

__all__ = ["STAGES", "Inspection", "inspect_file", "stage_record"]
