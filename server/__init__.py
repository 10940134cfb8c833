"""The gRPC service: one package a domain, and the chassis that carries them."""
