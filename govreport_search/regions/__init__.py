"""Administrative divisions and the words for public bodies."""

from govreport_search.regions.divisions import Division, Divisions, Mention, divisions

__all__ = ["Division", "Divisions", "Mention", "divisions"]
