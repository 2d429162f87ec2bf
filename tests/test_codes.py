"""The pattern by which tests find a one-time code takes no id for one."""

from tests.codes import CODE


def test_a_code_is_found_where_it_stands_alone() -> None:
    for shown in ('<p id="code">7XK2-0000-9ZQT</p>', "https://hearth.example/sign-in/code#7XK2-0000-9ZQT\n"):
        assert CODE.findall(shown) == ["7XK2-0000-9ZQT"]


def test_an_id_of_figures_alone_is_no_code() -> None:
    assert CODE.findall('<a href="/it/people/3ec61394-3531-4069-8449-1c0293001122">') == []
    assert CODE.findall("/it/people/00000000-3531-4069-8449-000000000009") == []
