"""What a generation costs: metered on the local cloud, priced by AWS's published list."""
