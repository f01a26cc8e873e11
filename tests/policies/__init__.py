"""Who may do what by the policies of template.yaml, judged as AWS judges a request."""
