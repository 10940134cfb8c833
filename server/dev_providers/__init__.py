"""Providers for trying things out, on this machine only: an SMTP server, an SMSC, TurboSMS and FCM, which print what
arrives, send receipts and misbehave as they are told. They are no part of a service that serves."""
