"""What is kept, and how: models, migrations, units of work, the change feed, keys. The only room that knows SQL."""
