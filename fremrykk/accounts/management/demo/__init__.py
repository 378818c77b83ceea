"""The demo's world: invented clients, positions and persons. No name, address or number belongs to anybody."""
