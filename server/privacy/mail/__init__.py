"""E-mails with requests: what a mail shows, and the mailbox that it lies in."""
