"""What a narrative says in numbers, against what the statutory tables say."""

from indexer.statement.compare import check_statements

__all__ = ["check_statements"]
