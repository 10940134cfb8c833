"""The mechanism under the repositories: connections, the writer, the feed, exactly-once, the audit chain."""
