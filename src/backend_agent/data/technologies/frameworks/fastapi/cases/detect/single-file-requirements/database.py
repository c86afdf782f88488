URL = "sqlite:///./parcels.db"
