"""What whoever operates a site needs: health, metrics, budgets, cleaning, copies, the owner's page."""
