"""Users: residents registered in the mobile app."""
