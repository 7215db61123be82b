"""What stands where a body has no number: signs for tables and charts, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from govreport_search.domain import State
from govreport_search.services.body_year import DIFFERS, OUTSIDE
from govreport_search.services.comparison_row import NO_REPORT
from govreport_search.services.standing import ENTRY_LABELS
from webui.language import N_
from webui.language import gettext as _
from webui.present.words import STATES

NO_NUMBERS = ""
"""The state of a region none of whose bodies has a number."""

SIGNS: Mapping[str, str] = {
    **{state.value: STATES[state].sign for state in State if state is not State.NUMBER},
    OUTSIDE: "×",
    DIFFERS: "≠",
    NO_REPORT: "—",
    NO_NUMBERS: N_("无"),
}
"""By state."""

NAMES: Mapping[str, str] = {**ENTRY_LABELS, NO_NUMBERS: N_("没有一个机关有数字")}

MEANINGS: Mapping[str, str] = {
    **{state.value: STATES[state].meaning for state in State},
    OUTSIDE: N_("这一年所用的格式里没有这一格"),
    DIFFERS: N_("同一年有几份报告，这一格说的不一样，一个也不取"),
    NO_REPORT: N_("这一年没有收录报告"),
    NO_NUMBERS: N_("有报告，但没有一个机关的这一格是数字"),
}


def explained(state: str) -> str:
    """Its name and what it means."""
    return str(_("%(name)s：%(meaning)s", name=_(NAMES[state]), meaning=_(MEANINGS[state])))
