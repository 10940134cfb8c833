"""Notifications: deciding, telling, delivering."""
