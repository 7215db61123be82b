"""What hits show, against whole records."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from govreport_search.domain import Box, Place
from govreport_search.store import NewReport, Store
from govreport_search.store.mapping import dump_places, load_place

places = st.lists(
    st.builds(
        Place,
        line=st.one_of(st.none(), st.integers(1, 5)),
        page=st.one_of(st.none(), st.integers(1, 2)),
        box=st.one_of(st.none(), st.just(Box(1, 2, 3, 4))),
        element=st.sampled_from(("", "p1")),
    ),
    max_size=8,
)


@given(places)
def test_one_place_is_read_as_all_are(several: list[Place]) -> None:
    text = dump_places(several)
    assert [load_place(text, number) for number in range(len(several))] == several
    assert load_place(text, len(several)) is None


def test_hits_show_what_whole_records_say(store: Store, put: Callable[..., NewReport]) -> None:
    for name in ("甲", "乙"):
        put(name)
    heads = list(store.iter_reports())
    sections = [entry.section for entry in store.iter_sections()]
    assert len(heads) == 2
    assert sections
    reports, texts = store.shown([999, *(head.key for head in heads)], [s.key for s in sections])
    assert list(reports) == [head.key for head in heads]
    for head in heads:
        shown, identity = reports[head.key], head.identity
        assert (shown.id, shown.source, shown.form) == (head.id, head.source, head.form)
        for name in ("title", "agency", "year", "region", "level", "kind"):
            assert getattr(shown, name) == getattr(identity, name)
    for record in sections:
        text, whole = texts[record.key], record.section
        assert (text.id, text.title, text.printed) == (whole.id, whole.title, whole.printed)
        assert text.place == whole.place
        known = [text.place_of_line(number) for number in range(len(whole.line_places))]
        assert known == list(whole.line_places)
        assert text.place_of_line(len(known)) == whole.place
