"""The acts that join rooms: build, serve, publish and the demonstration data."""
