"""The one place where real parts are put together; every import of a part stands inside its builder."""
