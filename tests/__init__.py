"""The tests; a package, so that no other one of this name that lies on the path is taken for it."""
