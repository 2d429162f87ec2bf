"""The frame of every page: its headers, what it escapes, what it does with a name that is not there."""

import gzip
from types import SimpleNamespace
from uuid import UUID

import pytest
from jinja2 import UndefinedError

from network.web.form_state import FormState
from network.web.pages import Pages
from tests.network.web.conftest import request_for

FORM = FormState.empty(
    UUID(int=1), **{"told.name": '<script>alert("x")</script>', "actions": ["doctor", "family"]}
)


def html_of(pages: Pages, form: FormState = FORM) -> str:
    return bytes(pages.render(request_for(), "test/gallery.html", form=form).body).decode()


def test_a_page_may_load_nothing_from_elsewhere_and_run_nothing_inline(pages: Pages) -> None:
    response = pages.render(request_for(), "test/gallery.html", form=FORM)
    policy = response.headers["Content-Security-Policy"]
    for directive in (
        "default-src 'none'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ):
        assert directive in policy
    assert "unsafe" not in policy
    html = bytes(response.body).decode()
    assert "<style" not in html
    assert " style=" not in html
    assert html.count("<script") == html.count('<script type="module" src="/assets/built/')
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")


def test_its_own_forms_tell_their_origin(pages: Pages) -> None:
    response = pages.render(request_for(), "test/gallery.html", form=FORM)
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_what_somebody_typed_stays_text(pages: Pages) -> None:
    html = html_of(pages)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;" in html


def test_what_was_chosen_is_still_chosen(pages: Pages) -> None:
    html = html_of(pages)
    assert 'value="doctor" checked' in html
    assert 'value="family" checked' in html
    assert 'value="first_aid" checked' not in html


def test_an_error_is_said_at_the_top_and_at_its_field(pages: Pages) -> None:
    form = FormState.refused({"place": ["garden"]}, {"told.name": "Say who was told.", "": "Look again."})
    html = html_of(pages, form)
    assert '<a href="#told-name">Say who was told.</a>' in html
    assert "<li>Look again.</li>" in html
    assert 'id="told-name-error"' in html
    assert "data-focus" in html


def test_a_form_without_errors_says_nothing_of_errors(pages: Pages) -> None:
    assert "nhsuk-error" not in html_of(pages)


def test_a_name_that_is_not_there_is_an_error_and_no_gap(pages: Pages) -> None:
    with pytest.raises(UndefinedError, match="form"):
        pages.render(request_for(), "test/gallery.html")


def test_a_page_says_who_is_signed_in_and_lets_them_sign_out(pages: Pages) -> None:
    request = request_for()
    request.scope["state"] = {"viewer": SimpleNamespace(name="Sam <b>Taylor", account_id=UUID(int=2))}
    html = bytes(pages.render(request, "test/gallery.html", form=FORM).body).decode()
    assert "Sam &lt;b&gt;Taylor" in html
    assert 'action="/sign-out"' in html
    assert 'action="/sign-out"' not in html_of(pages)


def test_the_place_where_somebody_is_is_marked(pages: Pages) -> None:
    assert '<a href="/homes/rosewood" aria-current="page">Today</a>' in html_of(pages)


def test_a_page_travels_compressed_where_the_browser_reads_that(pages: Pages) -> None:
    plain = pages.render(request_for(), "test/gallery.html", form=FORM)
    small = pages.render(request_for(accept_encoding="br, gzip"), "test/gallery.html", form=FORM)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert gzip.decompress(bytes(small.body)) == bytes(plain.body)
    assert len(bytes(small.body)) < len(bytes(plain.body)) / 3
    unread = pages.render(request_for(accept_encoding="gzip;q=0, br"), "test/gallery.html", form=FORM)
    assert "Content-Encoding" not in unread.headers


def test_the_length_of_what_is_compressed_tells_little(pages: Pages) -> None:
    request = request_for(accept_encoding="gzip")
    lengths = {len(bytes(pages.render(request, "test/gallery.html", form=FORM).body)) for _ in range(40)}
    assert len(lengths) > 10
