"""Read-only interfaces for other programs: an HTTP API (OGC API Features) and tools for AI agents (MCP)."""
