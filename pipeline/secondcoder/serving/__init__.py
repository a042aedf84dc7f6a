"""What the pages on this machine share: guard, entrance, server, look."""
