"""Readers: files handed in become typed records; nothing here knows the store."""
