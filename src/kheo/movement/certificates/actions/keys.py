import os
from datetime import datetime
from pathlib import Path

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib import seals
from kheo.movement.certificates.models import Key
from kheo.movement.certificates.queries import private_key_file


@transaction.atomic
def renew_key(*, by: User | None, at: datetime) -> Key:
    """Seal with a new key from now on, and return it. The old one stays published, so that what it sealed can be
    checked; its private side is gone, so that nothing more can be sealed with it."""
    private = seals.new_key()
    key = _entered(seals.public_of(private), by, at)
    _written(private).replace(private_key_file())
    return key


def current_key(*, by: User | None, at: datetime) -> tuple[Key, str]:
    """Return the key that seals now and its private side, made at first use. A part of the act that seals.

    Only the public side is entered in the register and in the record of acts. A key that was retired and comes back
    with an older copy of the folder seals nothing: a new one is made.
    """
    file = private_key_file()
    if not file.exists():
        _made_first(file)
    private = file.read_text()
    key = _entered(seals.public_of(private), by, at)
    if key.retired_at:
        key = renew_key(by=by, at=at)
        private = file.read_text()
    return key, private


def _made_first(file: Path) -> None:
    """Make the file whole or not at all; another process may be a moment earlier."""
    new = _written(seals.new_key())
    try:
        os.link(new, file)
    except FileExistsError:
        pass
    finally:
        new.unlink()


def _written(private: str) -> Path:
    """Return a file beside its place that holds a private key and that nobody else can read."""
    new = private_key_file().with_suffix(f".{seals.key_id(seals.public_of(private))}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(private)
        out.flush()
        os.fsync(out.fileno())
    return new


def _entered(public: str, by: User | None, at: datetime) -> Key:
    """Return the row of a public key, entered if it is new; those before it are retired."""
    key, is_new = Key.objects.get_or_create(public=public, defaults={"made_at": at})
    if is_new:
        Key.objects.filter(retired_at=None).exclude(pk=key.pk).update(retired_at=at)
        record("certificates.key", on=key, by=by, at=at, key=seals.key_id(public))
    return key
