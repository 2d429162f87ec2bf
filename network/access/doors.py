"""Everything by which people come in, made together: the parts need each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from network.access.accounts import Accounts
from network.access.attempts import Attempts
from network.access.audit import Refusals
from network.access.audit_records import AuditRecords
from network.access.codes import Codes
from network.access.credentials import Credentials, HomesByName
from network.access.devices import Devices
from network.access.guests import Guests
from network.access.hashing import Hashing
from network.access.passkeys import Passkeys
from network.access.people import People
from network.access.secret_rules import SecretRules
from network.access.sessions import Sessions
from network.access.signing_in import SigningIn
from network.postgres.pool import DatabasePool


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What the doors stand on."""

    pool: DatabasePool
    key: bytes
    """Derived from the network's for this alone; it keeps what is counted from telling whose it is."""
    breached: Path | None
    """A file of stolen passwords' hashes, where there is one."""
    accounts: Accounts
    refusals: Refusals
    forget: Callable[[], None]
    """Makes this process ask anew who is signed in."""
    homes: HomesByName
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The services about people, devices and sessions."""

    sessions: Sessions
    devices: Devices
    people: People
    signing_in: SigningIn
    credentials: Credentials
    passkeys: Passkeys
    guests: Guests
    attempts: Attempts
    audit_records: AuditRecords
    hashing: Hashing
    homes: HomesByName


def make_doors(threshold: Threshold) -> Doors:
    """All of them."""
    pool, hashing, rules = threshold.pool, Hashing(), SecretRules(threshold.breached)
    attempts = Attempts(pool, threshold.key)
    codes = Codes(pool, hashing, attempts)
    sessions = Sessions(pool, threshold.forget)
    devices = Devices(pool, codes, sessions)
    signing_in = SigningIn(
        pool,
        hashing=hashing,
        attempts=attempts,
        codes=codes,
        devices=devices,
        sessions=sessions,
        refusals=threshold.refusals,
    )
    return Doors(
        sessions=sessions,
        devices=devices,
        people=People(pool, threshold.accounts, codes, sessions, threshold.forget),
        signing_in=signing_in,
        credentials=Credentials(
            pool,
            hashing=hashing,
            rules=rules,
            attempts=attempts,
            codes=codes,
            sessions=sessions,
            signing_in=signing_in,
            homes=threshold.homes,
        ),
        passkeys=Passkeys(pool, sessions, threshold.refusals),
        guests=Guests(
            pool,
            hashing=hashing,
            rules=rules,
            devices=devices,
            sessions=sessions,
            signing_in=signing_in,
            now=threshold.now,
        ),
        attempts=attempts,
        audit_records=AuditRecords(pool),
        hashing=hashing,
        homes=threshold.homes,
    )
