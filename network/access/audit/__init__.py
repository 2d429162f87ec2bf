"""Who did what with the network's doors and its data: noted as it happens, and read by network IT."""
