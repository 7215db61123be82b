"""Administrative divisions and the words for public bodies."""

from govreport_search.regions.divisions import Division, Divisions, divisions

__all__ = ["Division", "Divisions", "divisions"]
