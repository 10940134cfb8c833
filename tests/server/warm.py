"""What every process forked for a test would reckon once more for itself, imported by the one they are forked from."""

from server import policy
from server.config import Settings
from server.credentials.passwords import Passwords
from server.registry import registered

from . import conftest as conftest

for descriptor, _ in registered():
    list(policy.methods(descriptor))
Settings()
Passwords()
