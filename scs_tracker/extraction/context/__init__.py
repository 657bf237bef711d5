"""What is no incident and stands beside: talks, exercises, rulings, passages, and what either side says."""
