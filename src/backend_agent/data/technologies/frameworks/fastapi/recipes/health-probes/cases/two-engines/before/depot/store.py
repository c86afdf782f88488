from sqlalchemy import create_engine

engine = create_engine("sqlite://")
reports = create_engine("sqlite:///reports.db")
