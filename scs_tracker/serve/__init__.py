"""Read-only answers for other programs: an HTTP API in the shape of OGC API Features, and tools for agents (MCP)."""
