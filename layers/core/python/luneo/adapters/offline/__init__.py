"""The offline providers: no network, no account, the same answer every time."""
