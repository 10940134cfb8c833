"""The commands about providers: seal the secrets of a file, and try a sign-in at each."""

from pathlib import Path

from server.config import Settings
from server.notifications import provider_settings, providers
from storage.keys.keyring import Keyring


def seal(settings: Settings, path: Path) -> int:
    """Seals what is in clear, in place. Raises ValueError, StorageError, OSError."""
    done = provider_settings.seal_file(path, Keyring.load(settings.keyring_path))
    for place in done:
        print(f"sealed {place}")
    if not done:
        print("nothing to seal")
    return 0


async def check(settings: Settings, path: Path) -> int:
    """Signs in at every provider, and out again; 1 where one does not take us. Sends nothing."""
    keyring = Keyring.load(settings.keyring_path)
    made = providers.from_settings(settings.model_copy(update={"providers": path}), keyring)
    try:
        told = await made.check()
    finally:
        await made.close()
    for name, fault in told.items():
        print(f"{name}: {fault or 'takes us'}")
    return 1 if any(told.values()) else 0
