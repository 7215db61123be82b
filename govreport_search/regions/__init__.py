"""Administrative divisions and the words for public bodies."""
