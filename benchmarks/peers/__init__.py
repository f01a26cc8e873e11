"""What people would write or take instead, each a process of its own.

Each reads the same file of tweets, whose columns are named, and does its part for each sentiment:
`python -m benchmarks.peers.NAME FILE`.
"""
