"""What somebody proves with who they are: passwords, tokens, codes. It knows of no call and of nobody."""
