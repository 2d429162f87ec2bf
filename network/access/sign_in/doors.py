"""Everything by which people come in, made together: the parts need each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from network.access.accounts.accounts import Accounts
from network.access.accounts.people import People
from network.access.audit.records import AuditRecords
from network.access.audit.trail import Refusals
from network.access.devices.devices import Devices
from network.access.secrets.attempts import Attempts
from network.access.secrets.codes import Codes
from network.access.secrets.hashing import Hashing
from network.access.secrets.rules import SecretRules
from network.access.sessions.sessions import Sessions
from network.access.sign_in.browsers import Browsers
from network.access.sign_in.credentials import Credentials, HomesByName
from network.access.sign_in.guests import Guests
from network.access.sign_in.passkeys import Passkeys
from network.access.sign_in.signing_in import SigningIn
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
    codes: Codes
    people: People
    signing_in: SigningIn
    credentials: Credentials
    browsers: Browsers
    passkeys: Passkeys
    guests: Guests
    attempts: Attempts
    audit_records: AuditRecords
    hashing: Hashing
    homes: HomesByName


@dataclass(frozen=True, slots=True, kw_only=True)
class _Locks:
    """What several doors share."""

    hashing: Hashing
    rules: SecretRules
    attempts: Attempts
    codes: Codes
    sessions: Sessions
    devices: Devices
    browsers: Browsers


def make_doors(threshold: Threshold) -> Doors:
    """All of them."""
    pool, locks = threshold.pool, _locks(threshold)
    signing_in = _signing_in(threshold, locks)
    return Doors(
        sessions=locks.sessions,
        devices=locks.devices,
        codes=locks.codes,
        people=People(pool, threshold.accounts, locks.codes, locks.sessions, threshold.forget),
        signing_in=signing_in,
        credentials=_credentials(threshold, locks, signing_in),
        browsers=locks.browsers,
        passkeys=Passkeys(pool, locks.attempts, locks.sessions, locks.browsers, threshold.refusals),
        guests=_guests(threshold, locks, signing_in),
        attempts=locks.attempts,
        audit_records=AuditRecords(pool),
        hashing=locks.hashing,
        homes=threshold.homes,
    )


def _locks(threshold: Threshold) -> _Locks:
    pool, hashing = threshold.pool, Hashing()
    attempts = Attempts(pool, threshold.key)
    codes, sessions = Codes(pool, hashing, attempts), Sessions(pool, threshold.forget)
    return _Locks(
        hashing=hashing,
        rules=SecretRules(threshold.breached),
        attempts=attempts,
        codes=codes,
        sessions=sessions,
        devices=Devices(pool, codes, sessions),
        browsers=Browsers(pool),
    )


def _signing_in(threshold: Threshold, locks: _Locks) -> SigningIn:
    return SigningIn(
        threshold.pool,
        hashing=locks.hashing,
        attempts=locks.attempts,
        codes=locks.codes,
        devices=locks.devices,
        sessions=locks.sessions,
        browsers=locks.browsers,
        refusals=threshold.refusals,
    )


def _credentials(threshold: Threshold, locks: _Locks, signing_in: SigningIn) -> Credentials:
    return Credentials(
        threshold.pool,
        hashing=locks.hashing,
        rules=locks.rules,
        attempts=locks.attempts,
        codes=locks.codes,
        sessions=locks.sessions,
        signing_in=signing_in,
        homes=threshold.homes,
    )


def _guests(threshold: Threshold, locks: _Locks, signing_in: SigningIn) -> Guests:
    return Guests(
        threshold.pool,
        hashing=locks.hashing,
        rules=locks.rules,
        devices=locks.devices,
        sessions=locks.sessions,
        signing_in=signing_in,
        now=threshold.now,
    )
