"""Payment attempts and the gateways that carry them out."""
