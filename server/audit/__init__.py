"""The audit log: read, verified and exported."""
