"""The only place that knows gRPC and the stubs. Imported after the first paint."""

from console.client.api import Client, Tls

__all__ = ["Client", "Tls"]
