"""The search benchmark: its archive, its queries, the engines beside ours."""
