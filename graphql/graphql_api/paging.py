"""Pages: how many at once, and the opaque cursors that say where the next one begins."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec
import strawberry

from graphql_api.errors import Unanswerable

T = TypeVar("T")
Key = TypeVar("Key", bound=tuple[object, ...])


@strawberry.type(description="Where a page lies in the whole list.")
class PageInfo:
    """Relay's."""

    has_next_page: bool = strawberry.field(description="Whether there is more after this page.")
    has_previous_page: bool = strawberry.field(description="Whether this page began after a cursor.")
    start_cursor: str | None = strawberry.field(
        description="The first entry's cursor; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="The last entry's cursor: send it as `after` for the next page; null on an empty page."
    )


def page_size(first: int, most: int) -> int:
    """How many entries are asked for. Raises `Unanswerable` for none or too many."""
    if first < 1:
        raise Unanswerable(f"first is {first}.", "Ask for 1 or more.")
    if first > most:
        raise Unanswerable(
            f"first is {first}, and a page has at most {most}.",
            f"Ask for first: {most}, then for the next page with after: pageInfo.endCursor.",
        )
    return first


def write_cursor(key: tuple[object, ...]) -> str:
    """A cursor for what a page is ordered by. Opaque: what is in it may change."""
    return urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def read_cursor(cursor: str | None, kind: type[Key]) -> Key | None:
    """The key in a cursor of ours. Raises `Unanswerable` for any other text."""
    if cursor is None:
        return None
    try:
        return msgspec.json.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=kind)
    except (ValueError, msgspec.DecodeError) as error:
        raise Unanswerable(
            "after is not a cursor of this list.", "Send an endCursor as it came, or leave it out to begin."
        ) from error


def page_of(
    found: Sequence[T], first: int, after: str | None, cursor: Callable[[T], str]
) -> tuple[list[T], PageInfo]:
    """The entries of a page of which one more than `first` was looked for, and where it lies."""
    entries = list(found[:first])
    return entries, PageInfo(
        has_next_page=len(found) > first,
        has_previous_page=after is not None,
        start_cursor=cursor(entries[0]) if entries else None,
        end_cursor=cursor(entries[-1]) if entries else None,
    )
