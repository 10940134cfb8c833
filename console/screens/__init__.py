"""One module an area: what it shows and what can be done there."""
