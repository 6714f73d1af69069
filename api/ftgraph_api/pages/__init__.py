"""The site: pages made here on the server, that need no script and nothing from elsewhere."""
