"""Support: the feedback form, the conversation that follows it, and who waits for an answer."""
