"""What the paper releases: addresses, promises, licences."""
