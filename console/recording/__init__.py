"""What the server sent to a console, kept with its instants and shown again without a server."""
