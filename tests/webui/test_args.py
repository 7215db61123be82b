"""URL ⇄ Request: what a URL says is what is asked, and nothing vanishes silently."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from govreport_search.errors import BadFilterError, UnknownFieldError
from govreport_search.query.request import FACET_FIELDS, Filters, Request
from webui import args

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
FILTERS = st.builds(
    Filters,
    **{name: st.lists(TEXT, max_size=3, unique=True).map(tuple) for name in args.FILTER_NAMES},
)
REQUESTS = st.builds(
    Request,
    query=TEXT | st.just(""),
    filters=FILTERS,
    sort=TEXT,
    limit=st.integers(0, args.MAX_LIMIT),
    offset=st.integers(0, args.MAX_OFFSET),
    unit=TEXT,
    synonyms=st.booleans(),
    facet_limit=st.integers(0, args.MAX_FACET_LIMIT),
    fold=st.booleans(),
    facet_more=st.dictionaries(
        st.sampled_from(FACET_FIELDS), st.integers(0, args.MAX_FACET_LIMIT)
    ).map(lambda limits: tuple(limits.items())),
)


def given_by(url: str) -> MultiDict[str, str]:
    return MultiDict(parse_qsl(urlsplit(url).query, keep_blank_values=True))


@given(REQUESTS)
def test_a_request_survives_its_url(request: Request) -> None:
    assert args.parse(given_by(args.url("/", request))) == request


@given(REQUESTS)
def test_a_url_says_nothing_twice(request: Request) -> None:
    url = args.url("/", request)
    assert args.url("/", args.parse(given_by(url))) == url


@given(REQUESTS, st.sampled_from(args.FILTER_NAMES), TEXT)
def test_toggling_twice_gives_the_same_filters(request: Request, name: str, value: str) -> None:
    once = args.toggled(request, name, value)
    assert once.offset == 0
    assert (value in getattr(once.filters, name)) != (value in getattr(request.filters, name))
    if value not in getattr(request.filters, name):
        assert args.toggled(once, name, value).filters == request.filters


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("agency", "不是一个分面和数目"),
        ("nobody:3", "不是一个分面和数目"),
        ("agency:-1", "不是一个分面和数目"),
        ("agency:99999", "最大是"),
    ],
)
def test_a_facet_with_a_limit_of_its_own_is_read_strictly(value: str, message: str) -> None:
    with pytest.raises(BadFilterError, match=message):
        args.parse(MultiDict([("facet_more", value)]))
    with pytest.raises(BadFilterError, match="给了两次"):
        args.parse(MultiDict([("facet_more", "agency:1"), ("facet_more", "agency:2")]))


@pytest.mark.parametrize("value", ["agency:", "weather:云", "agency:" + "云" * 101])
def test_what_is_looked_for_in_a_facet_is_a_few_characters(value: str) -> None:
    with pytest.raises(BadFilterError):
        args.parse(MultiDict([("facet_find", value)]))


def test_defaults_make_no_parameters() -> None:
    assert args.url("/", Request()) == "/"
    assert args.parse(MultiDict()) == Request()


def test_empty_values_count_as_not_given() -> None:
    assert args.parse(MultiDict([("q", ""), ("year", ""), ("limit", "")])) == Request()


def test_an_unknown_parameter_is_refused_with_those_that_exist() -> None:
    with pytest.raises(UnknownFieldError) as caught:
        args.parse(MultiDict([("yaer", "2020")]))
    assert "yaer" in caught.value.message
    assert "year" in caught.value.candidates


@pytest.mark.parametrize("value", ["-1", "x", "1.5", "１", "1001", "99999999999999999999", "²"])
def test_a_limit_that_is_no_number_in_range_is_refused(value: str) -> None:
    with pytest.raises(BadFilterError, match="limit"):
        args.parse(MultiDict([("limit", value)]))


def test_a_single_parameter_given_twice_is_refused() -> None:
    with pytest.raises(BadFilterError, match="q"):
        args.parse(MultiDict([("q", "a"), ("q", "b")]))
