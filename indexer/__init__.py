"""Reading report files, understanding them, and building the store and the index."""
