"""What a narrative says in numbers, against what the statutory tables say."""

from indexer.statement.compare import check_statements
from indexer.statement.slip import check_slips

__all__ = ["check_slips", "check_statements"]
