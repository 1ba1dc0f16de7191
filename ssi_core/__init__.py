"""What SSI Coach knows and computes. Nothing in here imports Streamlit."""
