"""The PostgreSQL that Hearth brings along: one in a data directory, shared by all who open it."""

import errno
import hashlib
import json
import os
import shlex
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import psutil

from network.postgres.binaries import ProgramFailed, make_private, postgres_uid, run_program, user_name
from network.postgres.dsns import OWNER, PROJECTOR, WEB, Dsns, Passwords, socket_dsn
from network.postgres.errors import EmbeddedServerError, NoNetwork
from network.postgres.sharing import SharedUse

SUPERUSER = "hearth_superuser"
PORT = 5432
LONGEST_SOCKET_PATH = 100
"""Bytes; the system's limit is 107 on Linux and 103 on macOS."""

ORPHANS_PATIENCE = 5.0
"""Seconds for the processes of a killed server to notice and end."""

CONFIGURATION = {
    "listen_addresses": "",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # An error's DETAIL quotes the row, and a row may be about a person.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}

THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For a test's cluster: nothing has to survive a power cut."""


class EmbeddedServer:
    """One embedded server. The last process that uses it stops it."""

    def __init__(self, data_dir: Path, configuration: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.cluster_dir = data_dir / "postgres"
        self.log_file = self.cluster_dir / "server.log"
        self._configuration = {**CONFIGURATION, **(configuration or {})}
        self._use = SharedUse(data_dir)
        self._passwords: Passwords | None = None

    def open(self, *, may_create: bool = True) -> None:
        """Start the cluster if it is not running, and hold it open.

        Where there is none it is made, or, where that is not to be, `NoNetwork` raised and nothing touched.
        """
        try:
            if not may_create and not self.cluster_dir.exists():
                raise NoNetwork(self.data_dir)
            self._make_data_dir()
            self._refuse_another_users()
            with self._use.alone():
                self._passwords = self._load_passwords()
                self._initialise()
                self._use.hold()
                self._start()
        except OSError as error:
            self.close()
            raise EmbeddedServerError(
                f"The embedded PostgreSQL can't use {self.data_dir}: {error.strerror or error}. "
                f"{_remedy(error)}"
            ) from error
        except EmbeddedServerError:
            self.close()
            raise

    def close(self) -> bool:
        """Let go of the server. Stops it, and answers True, when nobody else uses it."""
        if not self._use.is_held:
            return False
        with self._use.alone():
            is_last = self._use.let_go()
            if is_last:
                self.stop()
        return is_last

    def restart_if_stopped(self) -> bool:
        """Start the server again if it died under us; True if it had. Who has let go of it starts nothing."""
        with self._use.alone():
            return self._use.is_held and self._start()

    def stop(self) -> None:
        """Stop the server now, whoever uses it; open transactions are rolled back."""
        if self.postmaster_pid() is not None:
            run_program("pg_ctl", ["stop", "--wait", "--mode=fast", "-D", str(self.cluster_dir)])
        if (socket_dir := self._socket_dir()) != self.cluster_dir:
            shutil.rmtree(socket_dir, ignore_errors=True)

    def erase(self) -> None:
        """Remove the cluster and its passwords for good. Refuses while anybody uses it."""
        self._make_data_dir()
        with self._use.alone():
            self._use.hold()
            if not self._use.let_go():
                raise EmbeddedServerError(
                    f"The database in {self.data_dir} is in use: end the program that uses it first."
                )
            self.stop()
            self._remove()

    def postmaster_pid(self) -> int | None:
        """The server's process id, or None when it is not running."""
        pid = self._recorded_pid()
        return pid if pid is not None and _works_in(pid, self.cluster_dir) else None

    def dsns(self, database: str) -> Dsns:
        """The ways into one database of this server."""
        passwords = self._known_passwords()
        return Dsns(
            owner=self._dsn(OWNER, passwords.owner, database),
            web=self._dsn(WEB, passwords.web, database),
            projector=self._dsn(PROJECTOR, passwords.projector, database),
        )

    def superuser_dsn(self) -> str:
        """The way in for making roles and databases; nothing else uses it."""
        return self._dsn(SUPERUSER, self._known_passwords().superuser, "postgres")

    def _dsn(self, role: str, password: str, database: str) -> str:
        return socket_dsn(str(self._socket_dir()), PORT, role, password, database)

    def _known_passwords(self) -> Passwords:
        if self._passwords is None:
            raise EmbeddedServerError("The embedded PostgreSQL is not open.")
        return self._passwords

    def _make_data_dir(self) -> None:
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _refuse_another_users(self) -> None:
        """Before anything is touched: a folder handed over to root's PostgreSQL is lost to its own user."""
        if not self.cluster_dir.exists():
            return
        owner = self.cluster_dir.stat().st_uid
        if owner != postgres_uid():
            raise EmbeddedServerError(
                f"The database in {self.cluster_dir} belongs to {user_name(owner)}: run Hearth as the user "
                "who made it, or set HEARTH_DATA_DIR to another directory."
            )

    def _remove(self) -> None:
        unfinished = self.data_dir / "postgres.unfinished"
        if self.cluster_dir.exists():
            shutil.rmtree(unfinished, ignore_errors=True)
            self.cluster_dir.rename(unfinished)
        shutil.rmtree(unfinished, ignore_errors=True)
        (self.data_dir / "postgres.passwords").unlink(missing_ok=True)

    def _load_passwords(self) -> Passwords:
        path = self.data_dir / "postgres.passwords"
        with suppress(FileNotFoundError):
            return Passwords(**json.loads(path.read_text()))
        if self.cluster_dir.exists():
            raise EmbeddedServerError(
                f"{path} is missing, and the database in {self.cluster_dir} can't be opened without it. "
                "Put the file back, or run `make demo-reset` to begin anew."
            )
        passwords = Passwords.generate()
        _write_private(path, json.dumps(asdict(passwords)))
        return passwords

    def _initialise(self) -> None:
        """Make the cluster beside its place and move it there whole: a half-made one is never used."""
        if (self.cluster_dir / "PG_VERSION").exists():
            return
        unfinished = self.data_dir / "postgres.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        make_private(unfinished)
        with tempfile.NamedTemporaryFile("w", prefix="hearth-", encoding="utf-8") as password_file:
            password_file.write(self._known_passwords().superuser)
            password_file.flush()
            _hand_over(Path(password_file.name), unfinished)
            run_program("initdb", self._initdb_arguments(unfinished, password_file.name))
        unfinished.rename(self.cluster_dir)

    def _initdb_arguments(self, directory: Path, password_file: str) -> list[str]:
        durability = ["--no-sync"] if self._configuration.get("fsync") == "off" else []
        return [
            f"--pgdata={directory}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            *durability,
        ]

    def _start(self) -> bool:
        if self.postmaster_pid() is not None:
            return False
        socket_dir = self._socket_dir()
        self._discard_stale_locks(socket_dir)
        make_private(socket_dir)
        settings = {**self._configuration, "port": str(PORT), "unix_socket_directories": str(socket_dir)}
        options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())
        try:
            run_program(
                "pg_ctl",
                ["start", "--wait", "-D", str(self.cluster_dir), "-l", str(self.log_file), "-o", options],
            )
        except ProgramFailed as error:
            raise EmbeddedServerError(
                f"The embedded PostgreSQL in {self.cluster_dir} did not start. "
                f"Its last words: {self._last_words()} Look at {self.log_file}; "
                "free the disk if it is full, or set HEARTH_DATA_DIR to another directory."
            ) from error
        return True

    def _last_words(self) -> str:
        try:
            lines = self.log_file.read_text(errors="replace").splitlines()
        except OSError:
            return "none."
        telling = [line for line in lines[-40:] if "FATAL" in line or "PANIC" in line]
        return (telling or lines[-1:] or ["none."])[-1]

    def _socket_dir(self) -> Path:
        """Inside the cluster's own 0700 directory, unless its path is too long for a socket."""
        if len(os.fsencode(self.cluster_dir / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.cluster_dir
        digest = hashlib.sha256(os.fsencode(self.cluster_dir.resolve())).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"hearth-{digest}"

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.cluster_dir / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _discard_stale_locks(self, socket_dir: Path) -> None:
        """Remove the lock files of a killed server whose number another program has taken since.

        PostgreSQL removes stale ones itself only when no process of that number exists, be it
        a zombie. With a process of the killed server still at work they must stay: their
        contents are how PostgreSQL notices that, and refuses to start. Such a process ends
        soon, when it notices that its parent has gone.
        """
        pid = self._recorded_pid()
        if pid is None or not psutil.pid_exists(pid) or not self._wait_for_orphans():
            return
        (self.cluster_dir / "postmaster.pid").unlink()
        (socket_dir / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _wait_for_orphans(self) -> bool:
        """Whether no process of a killed server is left, or will be within the patience for it."""
        deadline = time.monotonic() + ORPHANS_PATIENCE
        while any(_works_in(process.pid, self.cluster_dir) for process in psutil.process_iter()):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


def _works_in(pid: int, directory: Path) -> bool:
    """Whether a process is PostgreSQL with that data directory, which is always its working directory."""
    try:
        process = psutil.Process(pid)
        return process.name().startswith("postgres") and Path(process.cwd()) == directory.resolve()
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return False


def _remedy(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free the disk or set HEARTH_DATA_DIR to another directory."
    return "Set HEARTH_DATA_DIR to a directory that this user may make or write in."


def _hand_over(file: Path, like: Path) -> None:
    owner = like.stat()
    if owner.st_uid != os.geteuid():
        os.chown(file, owner.st_uid, owner.st_gid)


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
