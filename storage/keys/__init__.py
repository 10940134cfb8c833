"""Keys: one a person, wrapped by the keyring; outside the database and outside its backup."""
