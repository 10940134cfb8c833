"""Notifications: texts, wishes, the outbox and the channels."""
