"""What residents did in the app, and where it broke."""
