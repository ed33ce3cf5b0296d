"""Versioned prompt templates, read as package data; a published version is never edited."""
