"""Everything that may differ between two installations, read once from the environment and a `.env` file."""

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

import platformdirs
from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ENVIRONMENT_PREFIX = "HEARTH_"
ENV_FILE = ".env"
HOST = re.compile(r"(\[[^\[\]]+\]|[^:\[\]]*)(:\d{1,5})?", re.ASCII)
"""One of a database URL's; there may be none, which is a socket, or several with commas between them."""
LIKENESS = 0.8
"""Of two names, from 0 to 1, at which one is taken for the other misspelt."""
DATABASE_URLS = ("database_url", "migrate_database_url", "projector_database_url")

LogLevel = Literal["debug", "info", "warning", "error"]


class SettingsError(Exception):
    """The settings can't be used; every sentence names the variable and what to do."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Settings(BaseSettings):
    """One installation's settings. Every field is the variable `HEARTH_` + its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str | None = Field(
        default=None,
        repr=False,
        description="PostgreSQL as hearth_web, which records and reads. Without it, an embedded PostgreSQL.",
    )
    migrate_database_url: str | None = Field(
        default=None,
        repr=False,
        description="The same database as hearth_owner, for `hearth migrate`, `backup` and `restore` only.",
    )
    projector_database_url: str | None = Field(
        default=None,
        repr=False,
        description="The same database as hearth_projector, for `hearth projections`, `migrate`, `restore`.",
    )
    data_dir: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("hearth", appauthor=False),
        description="Where the embedded PostgreSQL and, unless named elsewhere, the sealing key are kept.",
    )
    host: str = Field(default="127.0.0.1", description="The address the web server listens on.")
    port: int = Field(default=8000, ge=1, le=65535, description="The port the web server listens on.")
    key_file: Path | None = Field(
        default=None,
        description="The network's key, which wraps every person's. Default: network.key in HEARTH_DATA_DIR.",
    )
    public_url: str | None = Field(
        default=None,
        description="Where browsers find the service, as https://hearth.example.org. Default: this host.",
    )
    breached_passwords: Path | None = Field(
        default=None,
        description="A file of Pwned Passwords' SHA-1 hashes, in order, that new passwords must not be in.",
    )
    silent_after_days: int = Field(
        default=7,
        ge=1,
        le=365,
        description="Days without a record, or a device's sign, after which the pages of network IT say so.",
    )
    small_group: int = Field(
        default=5,
        ge=3,
        le=100,
        description="Outside the home, sickness of teams with fewer people is closed; so are fewer who fell.",
    )
    care_retention_years: int = Field(
        default=8, ge=8, le=100, description="For how long a care record is kept after care has ended."
    )
    finance_retention_years: int = Field(
        default=6,
        ge=6,
        le=100,
        description="How long a finance record is kept after care, or the last money, whichever is later.",
    )
    employment_retention_years: int = Field(
        default=6, ge=6, le=100, description="For how long a colleague's record is kept after the last day."
    )
    key_backup_days: int = Field(
        default=35,
        ge=1,
        le=3650,
        description="For how long you keep backups of the keys: until then erasure is not complete.",
    )
    log_level: LogLevel = Field(
        default="info", description="How much is logged: debug, info, warning or error."
    )

    @field_validator(*DATABASE_URLS)
    @classmethod
    def _names_a_postgresql_database(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("postgresql", "postgres"):
            raise ValueError(
                "must begin with postgresql://; write postgresql://USER:PASSWORD@HOST:5432/DATABASE"
            )
        if not parts.username or parts.path in ("", "/"):
            raise ValueError(
                "must name a role and a database; write postgresql://USER:PASSWORD@HOST:5432/DATABASE"
            )
        if not all(HOST.fullmatch(host) for host in parts.netloc.rpartition("@")[2].split(",")):
            raise ValueError(
                "must name a port by its number; write postgresql://USER:PASSWORD@HOST:5432/DATABASE"
            )
        return url

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_small_letters(cls, level: object) -> object:
        return level.lower() if isinstance(level, str) else level

    @field_validator("public_url")
    @classmethod
    def _is_an_origin(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("https", "http") or not parts.hostname or parts.path.strip("/"):
            raise ValueError("must be an address without a path; write https://hearth.example.org")
        return url.rstrip("/")

    @field_validator("data_dir", "key_file", "breached_passwords")
    @classmethod
    def _from_the_root(cls, path: Path | None) -> Path | None:
        return path.expanduser().absolute() if path else None

    @field_validator("breached_passwords")
    @classmethod
    def _can_be_looked_into(cls, path: Path | None) -> Path | None:
        if path and not (path.is_file() and os.access(path, os.R_OK)):
            raise ValueError("there is no file of that name that can be read; put it there, or unset this")
        return path

    @model_validator(mode="after")
    def _is_embedded_or_whole(self) -> Self:
        if self.database_url is None and (self.migrate_database_url or self.projector_database_url):
            raise ValueError(
                "HEARTH_DATABASE_URL is missing although another database URL is set: "
                "set it too, or unset the others to use the embedded PostgreSQL"
            )
        return self

    @property
    def is_embedded(self) -> bool:
        """Whether this installation brings its own PostgreSQL."""
        return self.database_url is None

    @property
    def network_key_file(self) -> Path:
        """The file that holds the network's key."""
        return self.key_file or self.data_dir / "network.key"


def load_settings() -> Settings:
    """Read the environment and `.env` in the working directory, or raise `SettingsError`."""
    try:
        settings = Settings()
        misspelt = _misspelt({*os.environ, *dotenv_values(ENV_FILE, encoding="utf-8")})
    except ValidationError as error:
        raise SettingsError(
            [_sentence(e["loc"], e["msg"]) for e in error.errors(include_url=False)]
        ) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{ENV_FILE} is no text in UTF-8. Save it as UTF-8."]) from None
    except OSError as error:
        raise SettingsError([f"{ENV_FILE} can't be read: {error.strerror or error}."]) from None
    if misspelt:
        raise SettingsError(misspelt)
    return settings


def _misspelt(variables: Iterable[str]) -> list[str]:
    """A sentence for each that is nearly a setting. Others are Compose's, or somebody's own."""
    sentences: list[str] = []
    for variable in sorted(variables):
        prefix, name = variable[: len(ENVIRONMENT_PREFIX)], variable[len(ENVIRONMENT_PREFIX) :].lower()
        if prefix.upper() != ENVIRONMENT_PREFIX or name in Settings.model_fields:
            continue
        if meant := get_close_matches(name, Settings.model_fields, n=1, cutoff=LIKENESS):
            sentences.append(
                f"{variable} is no setting, and would be passed over: write"
                f" {ENVIRONMENT_PREFIX}{meant[0].upper()} if that is meant,"
                " or take it out of the environment or .env."
            )
    return sentences


def _sentence(location: tuple[int | str, ...], message: str) -> str:
    reason = message.removeprefix("Value error, ")
    if not location:
        return f"{reason}."
    variable = ENVIRONMENT_PREFIX + str(location[0]).upper()
    return f"{variable} can't be used: {reason}. Change it in the environment or in .env."
