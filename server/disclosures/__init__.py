"""What authorities and third parties are told of people: asked for, studied, approved by two, released once."""
