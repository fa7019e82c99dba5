"""What is known of each address: claims, the agreed reading, contradictions, capacity, supply and coverage."""
