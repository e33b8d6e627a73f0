"""Facts of houses and land, subdistricts and districts, and the map."""
