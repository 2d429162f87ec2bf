"""How people fare: occupancy, falls, sickness, and the statistics that are honest about small homes."""
