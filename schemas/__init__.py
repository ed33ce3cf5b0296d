"""What is asked of the model (`reply`) and what a user gets (`paper`): Pydantic models only."""
