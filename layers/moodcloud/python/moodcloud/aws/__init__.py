"""What only AWS needs: events in, objects in and out, logs and metrics."""
