"""Requests of citizens (คำร้อง): desk, progress and checks."""
